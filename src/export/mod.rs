//! **export**: a published release -> one public file.
//!
//! Reads the release and nothing else, never the inbox. Must never show a count that `config/disclosure.toml` hides,
//! let one follow from everything published together, write a file that the audit did not pass, or repeat raw labels,
//! places or bounds that were tightened.
//!
//! ```text
//! source -> figures -> (earlier) -> relations -> suppress <-> audit -> write
//! ```
//!
//! - [`source`] reads the chosen parts and their wholes; [`figures`] makes one-dimensional tables of them ([`count`])
//! - [`earlier`] reads the public files that are out already; [`relations`] writes down the sums between all figures,
//!   [`remembered`] those that earlier files add
//! - [`system`] holds these sums and narrows bounds; [`audit`] finds hidden counts with too few possible values, with
//!   an integer program where bounds do not tell; [`suppress`] hides more until there are none, the cheapest first
//!   ([`cost`])
//! - [`mod@write`] makes the file
//!
//! docs/public.md says what the audit proves and what it does not.

mod audit;
mod cost;
mod count;
mod earlier;
mod figures;
mod relations;
mod remembered;
mod source;
mod suppress;
mod system;
#[cfg(test)]
mod testing;
mod write;

use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};

use crate::config::{Disclosure, Plan};
use crate::publish::{self, NotPublished, Readers, Scratch};
use crate::warehouse;

pub use suppress::Unprotected;

/// The folder of public files, beside the warehouse.
const FOLDER: &str = "public";
/// How the names of its files begin.
const NAME: &str = "foi-public";

/// What was published.
#[derive(Debug)]
pub struct Exported {
    pub path: PathBuf,
    /// Figures in the file, hidden ones included.
    pub figures: usize,
    pub hidden: usize,
    /// Figures that the rules keep out of the file altogether.
    pub withheld: usize,
    /// Names of the earlier files audited together with this one.
    pub earlier: Vec<String>,
}

/// Why nothing was published. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotExported {
    #[error("there is no config/disclosure.toml, so nothing says what may be published")]
    NoRules,
    #[error("there is no release at {0}")]
    NoRelease(PathBuf),
    #[error("{0} is there already; a public file is never replaced")]
    Exists(PathBuf),
    #[error("{path} cannot be read as an earlier public file: {error}")]
    Earlier { path: PathBuf, error: duckdb::Error },
    #[error("{folder} cannot be read: {error}")]
    Folder { folder: PathBuf, error: io::Error },
    #[error("the release cannot be read: {0}")]
    Release(#[from] duckdb::Error),
    #[error("a hidden count would follow from what is public: {}", .0.figure)]
    Unprotected(Unprotected),
    #[error(transparent)]
    Write(#[from] NotPublished),
}

/// Publishes the release under the rules, audited together with the files named and with every DuckDB file in the folder
/// of public files.
///
/// # Errors
/// See [`NotExported`]; nothing was written then.
pub fn public(plan: &Plan, out: Option<&Path>, named: &[PathBuf]) -> Result<Exported, NotExported> {
    let rules = plan.disclosure.as_ref().ok_or(NotExported::NoRules)?;
    let release_path = plan.release();
    if !release_path.is_file() {
        return Err(NotExported::NoRelease(plan.settings.warehouse.clone()));
    }
    let release = source::Release::new(warehouse::open(&release_path)?, plan);
    let run_id = release.run_id()?;
    let folder = release_path.with_file_name(FOLDER);
    let target = match out {
        // A bare name is in the folder somebody stands in.
        Some(out) => path::absolute(out).map_err(|error| NotExported::Folder { folder: out.to_owned(), error })?,
        None => folder.join(format!("{NAME}-{run_id}.duckdb")),
    };
    // Held while earlier files are read and this one becomes the next of them.
    let lock = publish::lock(&folder.join(NAME))?;
    if target.exists() {
        return Err(NotExported::Exists(target));
    }
    let held = source::held(plan);
    let earlier = earlier_files(&folder, named)?
        .into_iter()
        .map(|path| earlier::Earlier::read(&path, &held).map_err(|error| NotExported::Earlier { path, error }))
        .collect::<Result<Vec<_>, _>>()?;
    let figures = figures::of(&release, rules)?;
    let hidden = decide(figures, &earlier, rules).map_err(NotExported::Unprotected)?;
    let shown: Vec<(&figures::Figure, bool)> =
        hidden.iter().filter(|(figure, _)| !figure.withheld).map(|(figure, hidden)| (figure, *hidden)).collect();
    let described = |name: &String| {
        let dimension = plan.dimensions.iter().find(|dimension| dimension.name == *name);
        (name.clone(), dimension.map(|dimension| dimension.description.clone()).unwrap_or_default())
    };
    let rules_text = plan.files.iter().find(|(path, _)| path == "config/disclosure.toml");
    let content = write::Content {
        held: &held.iter().map(described).collect::<Vec<_>>(),
        rules,
        rules_text: rules_text.map_or("", |(_, text)| text),
        run_id: &run_id,
        figures: &shown,
        coverage: &release.coverage()?,
        earlier: &earlier,
    };
    let scratch =
        Scratch::build(&lock, &target, |path| warehouse::create(path, |connection| write::fill(connection, &content)))?;
    scratch.publish(&target, Readers::All)?;
    Ok(Exported {
        path: target,
        figures: shown.len(),
        hidden: shown.iter().filter(|(_, hidden)| *hidden).count(),
        withheld: hidden.len() - shown.len(),
        earlier: earlier.into_iter().map(|file| file.name).collect(),
    })
}

/// Which figures are hidden, once the audit holds.
fn decide(
    mut figures: Vec<figures::Figure>,
    earlier: &[earlier::Earlier],
    rules: &Disclosure,
) -> Result<Vec<(figures::Figure, bool)>, Unprotected> {
    earlier::mark(&mut figures, earlier);
    let mut model = relations::of(&figures, earlier, &rules.hidden_counts);
    suppress::until_safe(&mut model, &figures, earlier, rules.possible_values)?;
    let hidden: Vec<bool> = figures
        .iter()
        .zip(&model.exact)
        .map(|(figure, exact)| figure.small || figure.lone || exact.is_some_and(|id| !model.system.variables[id].known))
        .collect();
    Ok(figures.into_iter().zip(hidden).collect())
}

/// The files named, and every DuckDB file of the folder of public files, each once, by name.
fn earlier_files(folder: &Path, named: &[PathBuf]) -> Result<Vec<PathBuf>, NotExported> {
    let mut out: Vec<PathBuf> = named.to_vec();
    let unreadable = |error| NotExported::Folder { folder: folder.to_owned(), error };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && path.extension().is_none_or(|extension| extension != "lock") {
            out.push(path);
        }
    }
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    out.sort_by_key(real);
    out.dedup_by_key(|path| real(path));
    out.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    Ok(out)
}
