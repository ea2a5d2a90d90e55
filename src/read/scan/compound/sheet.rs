//! One worksheet of an .xls stream: cells that hold a value, counted by their records.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::SheetScan;
use super::super::formats::Styles;
use super::records::{self, Record, Records, damaged};
use crate::container::Unreadable;
use crate::model::merges::Merge;
use crate::model::place::At;

/// Rows and columns a sheet of this format has.
const ROWS: u32 = 65_536;
const COLS: u32 = 256;

#[derive(Debug, Default)]
struct Sheet {
    cells: Vec<At>,
    scan: SheetScan,
    /// The last formula, if its text has not come yet: that is a record of its own.
    expects_text: Option<At>,
    /// Whether each row that is listed is hidden.
    rows: BTreeMap<u32, bool>,
    /// Whether rows that are not listed are hidden.
    others_hidden: bool,
}

/// Reads the part of one worksheet. A cell holds a value if it has a record with one: a number, a text (also an empty
/// one), true, false or an error; or a formula with the value it had when it was last calculated. Blank cells with a
/// format hold none.
///
/// # Errors
/// The part ends in the middle or has a record that is too short.
pub(super) fn read(name: String, records: &mut Records<'_>, styles: &Styles) -> Result<SheetScan, Unreadable> {
    let mut sheet = Sheet { scan: SheetScan { name, ..SheetScan::default() }, ..Sheet::default() };
    // Charts that stand on the sheet are parts inside its part, with records of the same numbers.
    let mut inner: u32 = 0;
    loop {
        let record = records.next()?;
        match record.id {
            records::BOF => inner = inner.saturating_add(1),
            records::EOF if inner > 0 => inner -= 1,
            records::EOF => return Ok(sheet.finish()),
            _ if inner > 0 => {}
            _ => sheet.take(record, styles)?,
        }
    }
}

impl Sheet {
    fn take(&mut self, record: Record<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let code = |style: u16| styles.code(usize::from(style));
        match record.id {
            records::LABEL | records::LABEL_SST | records::R_STRING | records::BOOL_ERR => {
                let at = place(record)?;
                let code = styles.instead_of_text(usize::from(record.word(4)?));
                self.scan.formats.extend(code.map(|code| (at, Arc::clone(code))));
                self.cells.push(at);
            }
            records::NUMBER | records::RK => self.number(place(record)?, code(record.word(4)?)),
            records::MUL_RK => {
                let first = place(record)?;
                let numbers = record.data.get(4..).unwrap_or_default().chunks_exact(6);
                let last = numbers.remainder().first_chunk().map(|last| u32::from(u16::from_le_bytes(*last)));
                let mut next = first.col;
                for number in numbers {
                    self.number(At { col: next, ..first }, code(u16::from_le_bytes([number[0], number[1]])));
                    next += 1;
                }
                if last.and_then(|last| last.checked_add(1)) != Some(next) {
                    return Err(damaged("a record of its workbook stream is too short"));
                }
            }
            records::FORMULA => {
                let at = place(record)?;
                self.uncalculated();
                match record.array::<8>(6)? {
                    [0, .., 0xFF, 0xFF] => self.expects_text = Some(at),
                    [.., 0xFF, 0xFF] => self.cells.push(at),
                    _ => self.number(at, code(record.word(4)?)),
                }
            }
            records::STRING => self.cells.extend(self.expects_text.take()),
            records::ROW => {
                let options = record.word(12)?;
                // Marked as hidden, or set to no height by hand; some writers leave the height out of all others.
                let hidden = options & 0x20 != 0 || (options & 0x40 != 0 && record.word(6)? << 1 == 0);
                self.rows.insert(u32::from(record.word(0)?), hidden);
            }
            records::DEFAULT_ROW_HEIGHT => self.others_hidden = record.word(0)? & 0x02 != 0,
            records::COLUMN_INFO if record.word(8)? & 0x01 != 0 || record.word(4)? == 0 => {
                // Writers list one column more than there is.
                let last = u32::from(record.word(2)?).min(COLS - 1);
                let first = u32::from(record.word(0)?).min(last);
                self.scan.hidden_cols.push(first, last);
            }
            records::MERGED_CELLS => self.merges(record)?,
            // Before Excel 97 a long note went on in records of no row.
            records::NOTE if record.word(0)? != u16::MAX => self.scan.comments += 1,
            // The parser asks for memory by what stands here.
            records::DIMENSIONS if record.data.len() >= 14 && record.long(4)? > ROWS => {
                return Err(damaged("a sheet declares more rows than it can have"));
            }
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, at: At, code: Option<&Arc<str>>) {
        self.cells.push(at);
        self.scan.formats.extend(code.map(|code| (at, Arc::clone(code))));
    }

    fn merges(&mut self, record: Record<'_>) -> Result<(), Unreadable> {
        for nth in 0..usize::from(record.word(0)?) {
            let word = |index: usize| record.word(2 + 8 * nth + 2 * index).map(u32::from);
            let [top, bottom, left, right] = [word(0)?, word(1)?, word(2)?, word(3)?];
            if top > bottom || left > right || right >= COLS {
                self.scan.trouble.get_or_insert("a merged range is none, or reaches beyond the last column".into());
            }
            self.scan.merges.extend(Merge::between(At { row: top, col: left }, At { row: bottom, col: right }));
        }
        Ok(())
    }

    /// A formula whose text never came holds no value.
    fn uncalculated(&mut self) {
        if let Some(at) = self.expects_text.take() {
            self.scan.uncalculated.get_or_insert((0, at)).0 += 1;
        }
    }

    fn finish(mut self) -> SheetScan {
        self.uncalculated();
        if !self.cells.is_sorted() {
            self.cells.sort_unstable();
        }
        let twice = self.cells.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let beyond = self.cells.iter().find(|at| at.col >= COLS);
        let trouble = match (twice, beyond) {
            (Some(at), _) => Some(format!("two cells claim to be {}", at.address(false))),
            (None, Some(at)) => Some(format!("a cell stands beyond the last column, at {}", at.address(false))),
            (None, None) => None,
        };
        self.scan.trouble = trouble.or(self.scan.trouble);
        self.cells.dedup();
        self.scan.cells = self.cells.len() as u64;
        let hidden = &mut self.scan.hidden_rows;
        if self.others_hidden {
            let shown = |row: &u32| self.rows.get(row) == Some(&false);
            (0..ROWS).filter(|row| !shown(row)).for_each(|row| hidden.push(row, row));
        } else {
            self.rows.iter().filter(|(_, hidden)| **hidden).for_each(|(&row, _)| hidden.push(row, row));
        }
        self.scan
    }
}

/// Every record of a cell begins with its row and column.
fn place(record: Record<'_>) -> Result<At, Unreadable> {
    Ok(At { row: record.word(0)?.into(), col: record.word(2)?.into() })
}
