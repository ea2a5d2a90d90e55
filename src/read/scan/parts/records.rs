//! The records of a binary part of an .xlsb: a number, a size and as many bytes.

use crate::container::Unreadable;

/// Records of a part in their order.
pub(in crate::read::scan) struct Records<'p> {
    rest: &'p [u8],
    /// What the part is, to name it in an error.
    what: &'p str,
}

impl<'p> Records<'p> {
    pub(in crate::read::scan) fn new(bytes: &'p [u8], what: &'p str) -> Self {
        Self { rest: bytes, what }
    }

    /// The next record: its number and its bytes; `None` after the last.
    ///
    /// # Errors
    /// The part ends within a record.
    pub(in crate::read::scan) fn next(&mut self) -> Result<Option<(u16, &'p [u8])>, Unreadable> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.record().map(Some).ok_or_else(|| self.ends_early())
    }

    /// For a part that ends without the record that ends it.
    pub(in crate::read::scan) fn ends_early(&self) -> Unreadable {
        Unreadable::Damaged(format!("{} ends in the middle", self.what))
    }

    fn record(&mut self) -> Option<(u16, &'p [u8])> {
        let kind = self.number(2)?;
        let size = self.number(4)?;
        let (data, rest) = self.rest.split_at_checked(usize::try_from(size).ok()?)?;
        self.rest = rest;
        Some((u16::try_from(kind).ok()?, data))
    }

    /// A number in as many bytes as needed, seven bits in each, low ones first.
    fn number(&mut self, longest: u32) -> Option<u32> {
        let mut number = 0;
        for index in 0..longest {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

pub(in crate::read::scan) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(in crate::read::scan) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A text with its length before it, and where the bytes after it begin; `None` in place of a text that is null.
pub(in crate::read::scan) fn text_at(data: &[u8], at: usize) -> Option<(Option<String>, usize)> {
    let length = u32_at(data, at)?;
    let start = at + 4;
    if length == u32::MAX {
        return Some((None, start));
    }
    let end = start.checked_add(usize::try_from(length).ok()?.checked_mul(2)?)?;
    let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(data.get(start..end)?);
    Some((Some(text.into_owned()), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_records_take_up_to_two_bytes_and_sizes_up_to_four() {
        let mut bytes = vec![0x07, 0x02, 1, 2, 0xe9, 0x04, 0x80, 0x01];
        bytes.extend([0; 128]);
        bytes.extend([0x92, 0x01, 0x00]);
        let mut records = Records::new(&bytes, "it");
        assert_eq!(records.next(), Ok(Some((7, &[1, 2][..]))));
        assert_eq!(records.next().map(|r| r.map(|(kind, data)| (kind, data.len()))), Ok(Some((617, 128))));
        assert_eq!(records.next(), Ok(Some((146, &[][..]))));
        assert_eq!(records.next(), Ok(None));
    }

    #[test]
    fn a_cut_record_is_damage() {
        for cut in [&[0x07][..], &[0x87], &[0x07, 0x02, 1], &[0x07, 0xff, 0xff, 0xff, 0x7f, 1]] {
            let damaged = Err(Unreadable::Damaged("it ends in the middle".into()));
            assert_eq!(Records::new(cut, "it").next(), damaged, "{cut:?}");
        }
    }

    #[test]
    fn texts_never_reach_beyond_their_record() {
        assert_eq!(text_at(&[1, 0, 0, 0, b'a', 0, 9], 0), Some((Some("a".into()), 6)));
        assert_eq!(text_at(&[255, 255, 255, 255], 0), Some((None, 4)));
        assert_eq!(text_at(&[2, 0, 0, 0, b'a', 0], 0), None);
        assert_eq!(text_at(&[255, 255, 255, 127, b'a', 0], 0), None);
        assert_eq!(u32_at(&[1, 2, 3], usize::MAX), None);
    }
}
