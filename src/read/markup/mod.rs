//! **markup**: tables that came as text with tags, mostly under the name of a workbook -> sheets of addressed cells.
//!
//! [`html()`] reads a page: one sheet, its tables one below the other with a blank row between, and the text outside of
//! them in column A where it stood. [`spreadsheetml()`] reads a workbook of the 2003 XML kind, where every cell has its
//! own address. Must never run, fetch or expand anything, and never load what the file hides without saying so: a
//! hidden row or column is listed, and kept out by [`super::hidden`]; what is hidden otherwise is left out and counted. Time and memory are
//! bounded by the length of the text: spans are ranges and are never filled in, nesting never recurses.

mod html;
mod page;
mod shown;
mod spans;
mod spreadsheetml;
mod style;
mod table;

use super::hidden::{Sheet, Shown, conceal};
use super::text::decode;
use super::{Noted, ReadFile};
use crate::config::HiddenRules;
use crate::container::markup::xml_text;
use crate::container::{Format, Unreadable};
use crate::model::finding::Kind;
use crate::model::grid::Cell;
use crate::model::hidden::{Hidden, HiddenKind, Ranges};
use crate::model::merges::Merge;
use crate::model::returns::Reveal;

/// Rows and columns of a sheet; what lies beyond is a mistake or an attack.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLS: u32 = 16_384;

/// One sheet as its file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct MarkupSheet {
    /// `page` for HTML that names no sheet.
    pub name: String,
    pub visible: bool,
    /// Every filled cell, also those of hidden rows and columns; not in order.
    pub cells: Vec<Cell>,
    pub merges: Vec<Merge>,
    pub hidden_rows: Ranges,
    pub hidden_cols: Ranges,
    /// Filled cells that are not in `cells`, because they are hidden but not by a row or column of the sheet.
    pub hidden_cells: u64,
    /// Formulas whose result the file does not hold.
    pub uncached_formulas: u64,
    /// Comments on cells, which are never loaded.
    pub comments: u64,
}

/// Reads a page or a workbook of the 2003 kind.
///
/// # Errors
/// See [`html()`] and [`spreadsheetml()`].
pub(super) fn file(
    format: Format,
    bytes: &[u8],
    rules: &HiddenRules,
    reveal: Option<Reveal>,
) -> Result<ReadFile, Unreadable> {
    let sheets = if format == Format::Html {
        html(&decode(bytes).map_err(|reason| Unreadable::Damaged(reason.into()))?.text)?
    } else {
        spreadsheetml(bytes)?
    };
    let mut read = ReadFile::new(format);
    for sheet in sheets {
        let name: std::sync::Arc<str> = sheet.name.as_str().into();
        if sheet.hidden_cells > 0 {
            let (sheet, count) = (name.clone(), sheet.hidden_cells);
            let kind = HiddenKind::Cells;
            // They were only counted, so as many as a list has are taken for one.
            let record_level = count >= rules.record_lines as u64;
            read.hidden.push(Hidden { kind, sheet, at: String::new(), count, record_level });
        }
        if sheet.uncached_formulas > 0 {
            let kind = Kind::Uncalculated { cells: sheet.uncached_formulas };
            read.noted.push(Noted { sheet: name, at: None, kind });
        }
        let sheet = Sheet {
            name: sheet.name,
            shown: if sheet.visible { Shown::Visible } else { Shown::Hidden },
            cells: sheet.cells,
            merges: sheet.merges,
            hidden_rows: sheet.hidden_rows,
            hidden_cols: sheet.hidden_cols,
            comments: sheet.comments,
        };
        conceal(sheet, rules, reveal, &mut read);
    }
    Ok(read)
}

/// Reads the tables of a page.
///
/// # Errors
/// The page holds no table, ends in the middle, or is larger than a sheet.
fn html(text: &str) -> Result<Vec<MarkupSheet>, Unreadable> {
    html::read(text)
}

/// Reads the sheets of a workbook in the XML of 2003.
///
/// # Errors
/// It is not well formed to its last tag, declares entities, or has cells where no sheet has them.
fn spreadsheetml(bytes: &[u8]) -> Result<Vec<MarkupSheet>, Unreadable> {
    spreadsheetml::read(&xml_text(bytes)?)
}

fn because(reason: impl Into<String>) -> Unreadable {
    Unreadable::Damaged(reason.into())
}

fn cut_off() -> Unreadable {
    because("the file ends in the middle")
}

#[cfg(test)]
mod laws {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of both kinds of markup, so that random files get past the first bytes.
    fn soup() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "<table>",
            "</table>",
            "<tr>",
            "<tr hidden>",
            "</tr>",
            "<td>",
            "<td colspan=3 rowspan=0>",
            "<td rowspan=2>",
            "</td>",
            "<th x:num=\"4\">",
            "<tbody>",
            "<tfoot>",
            "<col hidden>",
            "<div style='display:none'>",
            "</div>",
            "<p>",
            "<br>",
            "<!--",
            "-->",
            "<![if x]>",
            "<script>",
            "</script>",
            "&amp;",
            "&#0;",
            "&#x110000;",
            "&",
            "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            "</Workbook>",
            "<Table>",
            "</Table>",
            "<Worksheet ss:Name=\"May\">",
            "</Worksheet>",
            "<Row ss:Index=\"4\">",
            "<Row>",
            "</Row>",
            "<Cell>",
            "<Cell ss:MergeAcross=\"2\" ss:MergeDown=\"2\">",
            "</Cell>",
            "<Data ss:Type=\"Number\">",
            "</Data>",
            "<?x",
            "?>",
            "<![CDATA[",
            "]]>",
            "12",
            "mm of rain",
            "\u{e9}",
            " ",
            "\"",
            "'",
            ">",
            "<",
        ]);
        prop::collection::vec(pieces, 0..120).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = spreadsheetml(&bytes);
            let _ = html(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn whatever_is_read_lies_on_a_sheet_and_nowhere_twice(soup in soup(), as_workbook in any::<bool>()) {
            let text = if as_workbook {
                let root = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"1\">";
                format!("{root}<Table><Row><Cell>{soup}</Cell></Row></Table></Worksheet></Workbook>")
            } else {
                soup
            };
            for sheets in [html(&text), spreadsheetml(text.as_bytes())] {
                for sheet in sheets.unwrap_or_default() {
                    let mut places: Vec<_> = sheet.cells.iter().map(|cell| cell.at).collect();
                    prop_assert!(places.iter().all(|at| at.row < MAX_ROWS && at.col < MAX_COLS));
                    places.sort_unstable();
                    places.dedup();
                    prop_assert_eq!(places.len(), sheet.cells.len());
                    prop_assert!(sheet.merges.iter().all(|m| m.first < m.last && m.first.col <= m.last.col));
                }
            }
        }
    }
}
