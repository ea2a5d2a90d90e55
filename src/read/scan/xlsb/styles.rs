//! The styles of an .xlsb.

use crate::container::Unreadable;
use crate::read::scan::formats::{Formats, Styles};
use crate::read::scan::parts::Parts;
use crate::read::scan::parts::records::{self, Records};

/// Numbers of records of the styles.
const FORMAT: u16 = 44;
const CELL_STYLE: u16 = 47;
const END_STYLES: u16 = 279;
const BEGIN_CELL_STYLES: u16 = 617;
const END_CELL_STYLES: u16 = 618;

/// The number formats of the styles of cells.
///
/// # Errors
/// The part ends in the middle.
pub(super) fn read(parts: &mut Parts<'_, '_>) -> Result<Styles, Unreadable> {
    const PART: &str = "xl/styles.bin";
    let Some(bytes) = parts.bytes(PART)? else { return Ok(Styles::default()) };
    let (mut formats, mut numbers) = (Formats::default(), Vec::new());
    let mut of_cells = false;
    let mut records = Records::new(&bytes, PART);
    while let Some((kind, data)) = records.next()? {
        match kind {
            FORMAT => {
                let number = records::u16_at(data, 0).ok_or_else(|| records.ends_early())?;
                let (code, _) = records::text_at(data, 2).ok_or_else(|| records.ends_early())?;
                formats.define(number, &code.unwrap_or_default());
            }
            BEGIN_CELL_STYLES => of_cells = true,
            END_CELL_STYLES => of_cells = false,
            CELL_STYLE if of_cells => {
                numbers.push(records::u16_at(data, 2).ok_or_else(|| records.ends_early())?);
            }
            END_STYLES => return Ok(formats.of_styles(&numbers)),
            _ => {}
        }
    }
    Err(records.ends_early())
}
