//! Which styles of an .xlsb show a number as a percentage: its parser tells no formats.

use std::collections::HashSet;

use crate::container::Unreadable;
use crate::read::scan::parts::Parts;
use crate::read::scan::parts::records::{self, Records};

/// Numbers of records of the styles.
const FORMAT: u16 = 44;
const CELL_STYLE: u16 = 47;
const END_STYLES: u16 = 279;
const BEGIN_CELL_STYLES: u16 = 617;
const END_CELL_STYLES: u16 = 618;

/// Formats every workbook has that show a percentage: `0%` and `0.00%`.
const BUILT_IN: [u16; 2] = [9, 10];

/// For each style of cells, by its number, whether it shows a percentage.
///
/// # Errors
/// The part ends in the middle.
pub(super) fn percent(parts: &mut Parts<'_, '_>) -> Result<Vec<bool>, Unreadable> {
    const PART: &str = "xl/styles.bin";
    let Some(bytes) = parts.bytes(PART)? else { return Ok(Vec::new()) };
    let mut formats: HashSet<u16> = HashSet::from(BUILT_IN);
    let mut styles = Vec::new();
    let mut of_cells = false;
    let mut records = Records::new(&bytes, PART);
    while let Some((kind, data)) = records.next()? {
        match kind {
            FORMAT => {
                let number = records::u16_at(data, 0).ok_or_else(|| records.ends_early())?;
                let (code, _) = records::text_at(data, 2).ok_or_else(|| records.ends_early())?;
                if code.is_some_and(|code| shows_percent(&code)) {
                    formats.insert(number);
                } else {
                    formats.remove(&number);
                }
            }
            BEGIN_CELL_STYLES => of_cells = true,
            END_CELL_STYLES => of_cells = false,
            CELL_STYLE if of_cells => {
                let format = records::u16_at(data, 2).ok_or_else(|| records.ends_early())?;
                styles.push(formats.contains(&format));
            }
            END_STYLES => return Ok(styles),
            _ => {}
        }
    }
    Err(records.ends_early())
}

/// Whether a format code holds a `%` that is neither quoted nor escaped, nor only as wide or repeated.
fn shows_percent(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            '%' => return true,
            '"' => {
                chars.find(|char| *char == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_counts_where_it_scales() {
        for code in ["0%", "0.0 %", "[Red]-0%;0%", "\"of\" 0%"] {
            assert!(shows_percent(code), "{code}");
        }
        for code in ["0", "0\"%\"", "0\\%", "0_%", "\"100%", ""] {
            assert!(!shows_percent(code), "{code}");
        }
    }
}
