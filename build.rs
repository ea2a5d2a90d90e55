//! Writes the place of the prebuilt DuckDB library into every binary, test and example, so that they find it at run
//! time without an environment variable. With the feature `bundled` there is no such library.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        return;
    }
    let given = env::var("DUCKDB_LIB_DIR").unwrap_or_default();
    // The link in the clone may go away; the binary must keep working.
    match Path::new(&given).canonicalize() {
        Ok(folder) => println!("cargo:rustc-link-arg=-Wl,-rpath,{}", folder.display()),
        Err(_) => {
            println!(
                "cargo:warning=no DuckDB library in `{given}`: run `make setup`, or build with --features bundled"
            );
        }
    }
}
