//! Configuration, compiled before any work: every problem of every file at once, with its place and the next step.
//!
//! [`load`] reads `config/` and returns the [`Plan`], the only thing the stages see of it.

pub mod accepted;
mod corrections;
mod dimensions;
mod disclosure;
pub mod edit;
mod layouts;
mod lines;
mod plan;
mod problem;
mod rows;
mod settings;
mod shipped;
mod vocabulary;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use crate::lexicon::{LabelBook, Lexicon};

pub use disclosure::{Disclosure, Published, Shown};
pub use plan::{Denominator, Dimension, Force, Forces, Leaf, Plan, VocabularyTerm};
pub use problem::Problem;
pub use rows::{Row, Rows, decode};
pub use settings::{Gate, HiddenRules, Limits, Publish, Settings, Workers, parse_toml};
pub use shipped::SHIPPED;
pub use vocabulary::{NoTerm, written_label};

/// Reads and checks all of `root/config`.
///
/// # Errors
/// Every problem found, in the order of the files.
pub fn load(root: &Path) -> Result<Plan, Vec<Problem>> {
    match compile(root) {
        (Some(plan), problems) if problems.is_empty() => Ok(plan),
        (_, problems) => Err(problems),
    }
}

/// The plan as far as it could be compiled, good enough to look for further problems with, and every problem found.
#[must_use]
pub fn compile(root: &Path) -> (Option<Plan>, Vec<Problem>) {
    if !root.join("config").is_dir() {
        let problem = Problem::new("config", 0, format!("there is no such folder in {}", root.display()));
        return (None, vec![problem.hint("name the folder that holds config/ and inbox/ with --project")]);
    }
    let mut reader = Reader { root, or_shipped: false, files: Vec::new(), problems: Vec::new() };
    let settings = settings::load(&mut reader);
    let declared = dimensions::load(&mut reader);
    let forces = plan::load_forces(&mut reader);
    let mut compiled = vocabulary::load(&mut reader, &declared, &forces);
    let tokens = vocabulary::load_tokens(&mut reader, &forces);
    let denominators = plan::load_denominators(&mut reader, &compiled);
    let units: Vec<Arc<str>> = declared.units.iter().map(|unit| unit.name.get_ref().as_str().into()).collect();
    let disclosure = disclosure::load(&mut reader, &compiled.dimensions);
    let layouts = layouts::load(&mut reader, &compiled, &units, &forces);
    let corrections = corrections::load(&mut reader);
    let accepted = accepted::load(&mut reader);
    let lexicon = dimensions::lexicon(&mut reader, &declared, std::mem::take(&mut compiled.books), tokens);
    let Reader { problems, mut files, .. } = reader;
    files.sort();
    let plan = settings.zip(lexicon).map(|(settings, lexicon)| Plan {
        root: root.to_owned(),
        settings,
        dimensions: compiled.dimensions,
        lexicon,
        units,
        forces,
        denominators,
        disclosure,
        layouts,
        corrections,
        accepted,
        files,
    });
    (plan, problems)
}

/// The words and tokens of tables whatever their subject: a project's, or those shipped if the folder is none.
///
/// # Errors
/// Every mistake in the files that list them.
pub fn words_of_project_or_shipped(root: &Path) -> Result<Lexicon, Vec<Problem>> {
    let mut reader = Reader { root, or_shipped: true, files: Vec::new(), problems: Vec::new() };
    let declared = dimensions::load(&mut reader);
    let forces = plan::load_forces(&mut reader);
    let tokens = vocabulary::load_tokens(&mut reader, &forces);
    let books = declared.dimensions.iter().map(|_| LabelBook::default()).collect();
    match dimensions::lexicon(&mut reader, &declared, books, tokens) {
        Some(lexicon) if reader.problems.is_empty() => Ok(lexicon.without_subjects()),
        _ => Err(reader.problems),
    }
}

/// Reads configuration files and gathers what is wrong with them.
struct Reader<'a> {
    root: &'a Path,
    /// Whether a file that is not there is taken from those [`SHIPPED`].
    or_shipped: bool,
    /// Path and text of every file read, for `config_file`.
    files: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Text of a file of the project; a problem if it cannot be read.
    fn text(&mut self, path: &str) -> Option<String> {
        let shipped = shipped::text(path).filter(|_| self.or_shipped);
        let read = match (fs::read(self.root.join(path)), shipped) {
            (Err(error), Some(text)) if error.kind() == ErrorKind::NotFound => Ok(text.as_bytes().to_vec()),
            (read, _) => read,
        };
        match read {
            Ok(bytes) => {
                let text = rows::decode(&bytes);
                self.files.push((path.to_owned(), text.clone()));
                Some(text)
            }
            Err(error) => {
                let problem = Problem::new(path, 0, format!("cannot be read: {error}"));
                self.problems.push(problem.hint("copy it from the project, or run `foi` where config/ is"));
                None
            }
        }
    }

    /// Rows of a CSV with exactly these columns; none if it cannot be read.
    fn rows(&mut self, path: &str, columns: &[&'static str]) -> Rows {
        self.rows_with(path, columns, &[])
    }

    /// The same with further columns that may be absent.
    fn rows_with(&mut self, path: &str, columns: &[&'static str], optional: &[&'static str]) -> Rows {
        let Some(text) = self.text(path) else { return Rows::none(path) };
        let (rows, problems) = Rows::parse(path, &text, columns, optional);
        self.problems.extend(problems);
        rows
    }

    /// The same of a file that need not be there.
    fn rows_if_any(&mut self, path: &str, columns: &[&'static str]) -> Rows {
        if self.root.join(path).exists() { self.rows(path, columns) } else { Rows::none(path) }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
