//! **read**: the bytes of a file -> grids of addressed cells.
//!
//! Must never interpret a label, trust an extension, or load hidden content. What a file is, its content says
//! ([`crate::container`], which also checks what is around it). Workbooks are read twice ([`workbook`]): by the parser,
//! and by a light scan of the raw parts ([`scan`]) that counts cells and finds what is hidden; where the two differ, the
//! sheet is set aside. Web pages and XML spreadsheets are [`markup`], everything with lines and delimiters is [`text`].
//! [`correct`] applies what a person has decided about single cells.
//! [`hidden`] says what hidden content amounts to, [`shown`] what a cell shows in place of its value. A file that cannot be read is an
//! [`Unreadable`], which costs that file and nothing else.

pub mod correct;
mod hidden;
mod markup;
mod number_format;
mod scan;
mod shown;
mod text;
mod workbook;

use std::sync::Arc;

use crate::config::Settings;
use crate::container::{self, Format, Package, Unreadable};
use crate::model::finding::Kind;
use crate::model::grid::Grid;
use crate::model::hidden::Hidden;
use crate::model::place::At;
use crate::model::returns::Reveal;

pub use text::Dialect;

/// What was read of one file.
#[derive(Debug)]
pub struct ReadFile {
    pub format: Format,
    /// How the text of a text file was read.
    pub dialect: Option<Dialect>,
    /// The sheets that were read whole, in their order. Hidden ones are left out.
    pub grids: Vec<Grid>,
    /// Sheets that were set aside: their names and how many cells they hold.
    pub aside: Vec<(Arc<str>, u64)>,
    /// What the file holds besides what it shows.
    pub hidden: Vec<Hidden>,
    pub noted: Vec<Noted>,
}

impl ReadFile {
    fn new(format: Format) -> Self {
        let (grids, aside, hidden, noted) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { format, dialect: None, grids, aside, hidden, noted }
    }
}

/// Something noticed on the way, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Empty in a CSV.
    pub sheet: Arc<str>,
    /// The first cell concerned; the whole sheet if absent.
    pub at: Option<At>,
    pub kind: Kind,
}

/// Reads the grids of a file from its bytes. `reveal` is what a person has decided about its hidden content. May panic
/// where the parser does.
///
/// # Errors
/// The file is empty, locked, damaged, over a limit, or of a kind that holds no tables we can read.
pub fn file(bytes: &[u8], settings: &Settings, reveal: Option<Reveal>) -> Result<ReadFile, Unreadable> {
    let mut container = container::open(bytes, &settings.limits)?;
    Ok(match container.format {
        Format::Text => text::file(bytes)?,
        Format::Html | Format::SpreadsheetMl => markup::file(container.format, bytes, &settings.hidden, reveal)?,
        // Intake has taken the members of sound archives for files of the return.
        Format::Zip => {
            container.package.as_mut().map_or(Ok(()), Package::verify)?;
            return Err(Unreadable::NotYet(
                "a zip archive, which is not opened here (a run takes its members for files, but not of a zip inside a zip)",
            ));
        }
        Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => workbook::file(container, settings, reveal)?,
    })
}

/// A spreadsheet error that came as text: from an .ods or out of a CSV, or the hashes that a column too narrow for its
/// numbers shows instead.
fn is_error(text: &str) -> bool {
    const FEWEST_HASHES: usize = 3;
    const ERRORS: [&str; 18] = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
        "#GETTING_DATA",
        "#DATA!",
        "#BUSY!",
        "#PYTHON!",
        "#EXTERNAL!",
    ];
    let too_narrow = || text.len() >= FEWEST_HASHES && text.bytes().all(|byte| byte == b'#');
    text.starts_with('#') && (ERRORS.contains(&text) || too_narrow())
}
