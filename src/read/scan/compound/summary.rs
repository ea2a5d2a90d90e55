//! The document properties of an .xls: how many of them name people.

use encoding_rs::{UTF_16LE, WINDOWS_1252};

use super::super::people;
use super::records::Record;

const AUTHOR: u32 = 4;
const LAST_AUTHOR: u32 = 8;

/// Of the author and the last author, how many name someone. A stream that is not sound names nobody.
pub(super) fn people(stream: &[u8]) -> u64 {
    let named = |id: u32| property(stream, id).is_some_and(|text| people::names_someone(&text));
    [AUTHOR, LAST_AUTHOR].into_iter().filter(|id| named(*id)).count() as u64
}

/// A text among the properties of the first set: `[size][count]`, then for each `[id][offset]`, offsets from the size.
fn property(stream: &[u8], id: u32) -> Option<String> {
    const FIRST_SET: usize = 44;
    const AS_BYTES: u32 = 30;
    const AS_UTF_16: u32 = 31;
    let stream = Record { id: 0, data: stream };
    let start = usize::try_from(stream.long(FIRST_SET).ok()?).ok()?;
    let set = Record { id: 0, data: stream.data.get(start..)? };
    let count = usize::try_from(set.long(4).ok()?).ok()?;
    // Reading fails at the end of the set, whatever the count.
    let entry = (0..count).map_while(|n| {
        let at = n.checked_mul(8)?.checked_add(8)?;
        Some((set.long(at).ok()?, set.long(at.checked_add(4)?).ok()?))
    });
    let (_, offset) = entry.into_iter().find(|(known, _)| *known == id)?;
    let value = Record { id: 0, data: set.data.get(usize::try_from(offset).ok()?..)? };
    let length = usize::try_from(value.long(4).ok()?).ok()?;
    let rest = value.data.get(8..)?;
    let bytes = |length: usize| &rest[..length.min(rest.len())];
    match value.long(0).ok()? {
        AS_BYTES => Some(WINDOWS_1252.decode_without_bom_handling(bytes(length)).0.into_owned()),
        AS_UTF_16 => Some(UTF_16LE.decode_without_bom_handling(bytes(length.saturating_mul(2))).0.into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(properties: &[(u32, &str)]) -> Vec<u8> {
        let mut values = Vec::new();
        let mut entries = Vec::new();
        for (id, text) in properties {
            let offset = 8 + 8 * properties.len() + values.len();
            entries.extend(id.to_le_bytes());
            entries.extend(u32::try_from(offset).expect("it is short").to_le_bytes());
            values.extend(30_u32.to_le_bytes());
            values.extend(u32::try_from(text.len()).expect("it is short").to_le_bytes());
            values.extend(text.as_bytes());
        }
        let count = u32::try_from(properties.len()).expect("they are few");
        let head = [vec![0; 44], 48_u32.to_le_bytes().to_vec(), vec![0; 4], count.to_le_bytes().to_vec()];
        [head.concat(), entries, values].concat()
    }

    #[test]
    fn authors_are_counted_and_programs_are_not() {
        assert_eq!(people(&stream(&[(2, "A title"), (4, "J. Smith\0"), (8, "openpyxl")])), 1);
        assert_eq!(people(&stream(&[(4, "J. Smith"), (8, "A. Jones")])), 2);
        assert_eq!(people(&stream(&[(4, "\0\0")])), 0);
    }

    #[test]
    fn a_stream_cut_anywhere_names_nobody_or_as_before() {
        let whole = stream(&[(4, "J. Smith"), (8, "A. Jones")]);
        for end in 0..whole.len() {
            assert!(people(&whole[..end]) <= 2);
        }
    }
}
