//! Writes the place of the prebuilt DuckDB library into every binary, test and example, so that they find it at run
//! time without an environment variable. With the feature `bundled` there is no such library. And names the sources the
//! program was built from, because results made by other sources are no results of this program.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=FOI_SOURCES={:016x}", sources());
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

/// A number that changes with any source of the program or version of a dependency.
fn sources() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut open = ["src", "build.rs", "Cargo.toml", "Cargo.lock"].map(PathBuf::from).to_vec();
    while let Some(path) = open.pop() {
        println!("cargo:rerun-if-changed={}", path.display());
        if path.is_dir() {
            let mut inside: Vec<PathBuf> =
                fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
            inside.sort();
            open.extend(inside);
        } else {
            (path.to_string_lossy(), fs::read(&path).unwrap_or_default()).hash(&mut hasher);
        }
    }
    hasher.finish()
}
