//! The records of an .xls stream, each `[id: u16][length: u16][bytes]`, little-endian.

use encoding_rs::{Encoding, UTF_16LE};

use crate::container::Unreadable;

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const EOF: u16 = 0x000A;
pub(super) const EXTERNAL_SHEET: u16 = 0x0017;
pub(super) const NOTE: u16 = 0x001C;
pub(super) const FILE_PASS: u16 = 0x002F;
pub(super) const CODE_PAGE: u16 = 0x0042;
pub(super) const COLUMN_INFO: u16 = 0x007D;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const MUL_RK: u16 = 0x00BD;
pub(super) const PIVOT_CACHE: u16 = 0x00C6;
pub(super) const PIVOT_FIELD: u16 = 0x00C7;
pub(super) const R_STRING: u16 = 0x00D6;
pub(super) const XF: u16 = 0x00E0;
pub(super) const MERGED_CELLS: u16 = 0x00E5;
pub(super) const LABEL_SST: u16 = 0x00FD;
pub(super) const SUP_BOOK: u16 = 0x01AE;
pub(super) const DIMENSIONS: u16 = 0x0200;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const BOOL_ERR: u16 = 0x0205;
pub(super) const STRING: u16 = 0x0207;
pub(super) const ROW: u16 = 0x0208;
pub(super) const DEFAULT_ROW_HEIGHT: u16 = 0x0225;
pub(super) const RK: u16 = 0x027E;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const BOF: u16 = 0x0809;

pub(super) fn damaged(what: &str) -> Unreadable {
    Unreadable::Damaged(what.into())
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'s> {
    pub id: u16,
    pub data: &'s [u8],
}

impl Record<'_> {
    pub(super) fn byte(&self, at: usize) -> Result<u8, Unreadable> {
        self.array::<1>(at).map(|[byte]| byte)
    }

    pub(super) fn word(&self, at: usize) -> Result<u16, Unreadable> {
        self.array(at).map(u16::from_le_bytes)
    }

    pub(super) fn long(&self, at: usize) -> Result<u32, Unreadable> {
        self.array(at).map(u32::from_le_bytes)
    }

    pub(super) fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], Unreadable> {
        let bytes = self.data.get(at..).and_then(<[u8]>::first_chunk);
        bytes.copied().ok_or_else(|| damaged("a record of its workbook stream is too short"))
    }

    /// The characters of a string from `at` on; fewer than declared if the record has no more. From Excel 97 on a byte
    /// of flags tells whether they take two bytes each; before, they are in the code page of the workbook.
    pub(super) fn text(&self, at: usize, chars: usize, old: Option<&'static Encoding>) -> Result<String, Unreadable> {
        let slice = |start: usize, length: usize| {
            let data = self.data.get(start..).unwrap_or_default();
            &data[..length.min(data.len())]
        };
        if let Some(encoding) = old {
            return Ok(encoding.decode_without_bom_handling(slice(at, chars)).0.into_owned());
        }
        let start = at.saturating_add(1);
        Ok(match self.byte(at)? & 1 {
            0 => slice(start, chars).iter().copied().map(char::from).collect(),
            _ => UTF_16LE.decode_without_bom_handling(slice(start, chars.saturating_mul(2))).0.into_owned(),
        })
    }
}

/// A stream cut into its records.
#[derive(Debug, Clone)]
pub(super) struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: &'s [u8]) -> Self {
        Self { rest: stream }
    }

    /// A part of the workbook that begins `at` some byte of the stream: its begin record, then the others.
    pub(super) fn part(stream: &'s [u8], at: usize) -> Result<(Record<'s>, Self), Unreadable> {
        let mut records = Self::new(stream.get(at..).ok_or_else(ends)?);
        let first = records.next()?;
        if first.id != BOF {
            return Err(damaged("a part of its workbook stream does not begin where it should"));
        }
        Ok((first, records))
    }

    /// A part ends with a record that says so: that there is no further record is damage.
    pub(super) fn next(&mut self) -> Result<Record<'s>, Unreadable> {
        let (head, rest) = self.rest.split_first_chunk::<4>().ok_or_else(ends)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length).ok_or_else(ends)?;
        self.rest = rest;
        Ok(Record { id: u16::from_le_bytes([head[0], head[1]]), data })
    }

    pub(super) fn bytes_left(&self) -> usize {
        self.rest.len()
    }
}

fn ends() -> Unreadable {
    damaged("its workbook stream ends in the middle")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_cut_short_is_damage() {
        let stream = [0x03, 0x02, 0x02, 0x00, 0xAA, 0xBB, 0x0A, 0x00, 0x01];
        let mut records = Records::new(&stream);
        let first = records.next().expect("the first record is whole");
        assert_eq!((first.id, first.word(0)), (NUMBER, Ok(0xBBAA)));
        assert!(first.word(1).is_err());
        assert_eq!(records.next().map(|record| record.id), Err(ends()));
    }

    #[test]
    fn strings_are_read_in_both_widths_and_in_the_code_page() {
        let text = |data: &[u8], chars, old| Record { id: 0, data }.text(0, chars, old).expect("it has its flags");
        assert_eq!(text(b"\x00caf\xE9", 4, None), "café");
        assert_eq!(text(b"\x01c\x00\x13\x20", 2, None), "c\u{2013}");
        assert_eq!(text(b"caf\xE9", 4, Some(encoding_rs::WINDOWS_1252)), "café");
        assert_eq!(text(b"\x01c", 9000, None), "\u{FFFD}");
    }
}
