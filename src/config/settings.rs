//! `config/pipeline.toml`: paths and limits; and the one way TOML is parsed.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Problem, Reader};
use crate::lexicon::normal::normalise;

/// Where things are and how far a run may go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Folder of requests, relative to the project.
    pub inbox: PathBuf,
    /// The published file, relative to the project.
    pub warehouse: PathBuf,
    /// Folder of everything ever taken in, relative to the project.
    pub archive: PathBuf,
    /// Folder of results that can be made again, relative to the project.
    pub cache: PathBuf,
    /// How long a file must have been left alone before it is taken in.
    pub settle_seconds: u64,
    /// A count that is withheld without a bound is taken to be at most this when it is asked whether the parts of a table
    /// come to its total.
    pub small_count: i64,
    pub limits: Limits,
    pub workers: Workers,
    pub hidden: HiddenRules,
    #[serde(default)]
    pub gate: Gate,
    #[serde(default)]
    pub publish: Publish,
}

/// How far a release may differ from the one before it without a person looking at it. Beyond any of these the gate
/// refuses.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Gate {
    /// Forces that had figures in a request and have none, although nobody withdrew them.
    pub forces_vanished: usize,
    /// Mapped figures that changed or went, of all there were, in percent.
    pub figures_moved_percent: f64,
    /// Labels that had a term and have none.
    pub labels_lost: usize,
    /// Totals with a residual that had none.
    pub residuals_new: usize,
    /// By how many percentage points the share of unmapped observations may rise.
    pub unmapped_points: f64,
    /// By how many percentage points the share of numeric cells set aside may rise.
    pub set_aside_points: f64,
    /// A share counts only if it is of more than so many figures, observations or cells: in a small project every change is
    /// a large share.
    pub shares_from: i64,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            forces_vanished: 2,
            figures_moved_percent: 25.0,
            labels_lost: 20,
            residuals_new: 50,
            unmapped_points: 10.0,
            set_aside_points: 10.0,
            shares_from: 50,
        }
    }
}

/// Who may read a release, and how many stay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Publish {
    /// Releases that were replaced and stay in `kept/`, for `foi rollback`.
    pub keep: usize,
    /// The group that may read releases; by default that of whoever runs.
    pub group: Option<String>,
}

impl Default for Publish {
    fn default() -> Self {
        Self { keep: 7, group: None }
    }
}

/// Bounds on what one file may ask for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Non-blank cells of one sheet.
    pub cells_per_sheet: usize,
    /// Bytes of one file.
    pub bytes_per_file: u64,
    /// Entries of a zip, and so parts of a workbook.
    pub entries_per_file: usize,
    /// Bytes all entries of a zip may inflate to.
    pub inflated_bytes_per_file: u64,
    /// How many times its packed size an entry of more than 16 MiB may inflate to.
    pub inflation_ratio: u64,
}

/// When hidden content looks like one line for each case or person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HiddenRules {
    /// Hidden lines of several fields from which on they look like records.
    pub record_lines: usize,
    /// First hidden lines in which headers are looked for.
    pub header_lines: usize,
    /// Words of headers that only records have.
    pub personal_headers: Vec<String>,
}

impl HiddenRules {
    /// Whether a header holds one of the words, as words of its own.
    #[must_use]
    pub fn is_personal(&self, header: &str) -> bool {
        let spaced = |text: &str| format!(" {} ", normalise(text).replace(|c: char| !c.is_alphanumeric(), " "));
        let header = spaced(header);
        self.personal_headers.iter().any(|words| header.contains(&spaced(words)))
    }
}

/// Bounds on what a worker may use for one file.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workers {
    /// Address space of a worker.
    pub memory_bytes: u64,
    /// Processor time for one file.
    pub cpu_seconds: u64,
    /// Time by the clock for one file.
    pub wall_seconds: u64,
}

/// Parses TOML; a mistake becomes a problem with its line.
///
/// # Errors
/// The one problem the parser stopped at.
pub fn parse_toml<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| line_of(text, span.start));
        Problem::new(path, line, error.message().replace('\n', "; ")).hint("see docs/configuration.md for the keys")
    })
}

/// The line, from 1, of a byte offset.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

impl Settings {
    /// The settings that the program ships with, for a look at a file outside of any project.
    ///
    /// # Panics
    /// Never: they are part of the program.
    #[must_use]
    pub fn shipped() -> Self {
        let text = super::shipped::text("config/pipeline.toml").expect("it is shipped");
        toml::from_str(text).expect("the shipped settings are tested")
    }

    /// The settings of a project, or those shipped if the folder is none.
    ///
    /// # Errors
    /// The project's `config/pipeline.toml` has a mistake or cannot be read.
    pub fn of_project_or_shipped(root: &Path) -> Result<Self, Problem> {
        let path = "config/pipeline.toml";
        match std::fs::read_to_string(root.join(path)) {
            Ok(text) => parse_toml(path, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::shipped()),
            Err(error) => Err(Problem::new(path, 0, format!("cannot be read: {error}"))),
        }
    }
}

pub(super) fn load(reader: &mut Reader<'_>) -> Option<Settings> {
    let path = "config/pipeline.toml";
    let text = reader.text(path)?;
    let settings: Settings = parse_toml(path, &text).map_err(|problem| reader.problem(problem)).ok()?;
    let folders = [("inbox", &settings.inbox), ("archive", &settings.archive), ("cache", &settings.cache)];
    for (at, (key, folder)) in folders.iter().enumerate() {
        let inside = |(_, other): &&(&str, &PathBuf)| folder.starts_with(other) || other.starts_with(folder);
        if let Some((other, _)) = folders[..at].iter().find(inside) {
            let message = format!("`{key}` and `{other}` are one folder, or one is inside the other");
            reader.problem(Problem::new(path, 0, message).hint("give each a folder of its own"));
        }
    }
    Some(settings)
}
