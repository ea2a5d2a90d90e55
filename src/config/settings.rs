//! `config/pipeline.toml`: paths and limits; and the one way TOML is parsed.

use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Problem, Reader};

/// Where things are and how far a run may go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Folder of requests, relative to the project.
    pub inbox: PathBuf,
    /// The published file, relative to the project.
    pub warehouse: PathBuf,
    pub limits: Limits,
}

/// Bounds on what one file may ask for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Non-blank cells of one sheet.
    pub cells_per_sheet: usize,
    /// Bytes of one file.
    pub bytes_per_file: u64,
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

pub(super) fn load(reader: &mut Reader<'_>) -> Option<Settings> {
    let path = "config/pipeline.toml";
    let text = reader.text(path)?;
    parse_toml(path, &text).map_err(|problem| reader.problem(problem)).ok()
}
