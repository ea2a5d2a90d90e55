//! A pivot cache of an .xls: how many records it holds, and the names of their fields.

use super::super::Cache;
use super::records::{self, Record, Records};

/// Reads as far as the stream is sound: it is not what the counts come from.
pub(super) fn cache(part: String, stream: &[u8]) -> Cache {
    let mut cache = Cache { part, ..Cache::default() };
    let mut records = Records::new(stream);
    while let Ok(record) = records.next() {
        match record.id {
            records::PIVOT_CACHE => cache.records = kept(record).unwrap_or_default(),
            records::PIVOT_FIELD => cache.fields.extend(name(record)),
            records::EOF => break,
            _ => {}
        }
    }
    cache
}

/// The records kept in the file; a cache may also keep none and be filled again from its source.
fn kept(cache: Record<'_>) -> Option<u64> {
    const SAVED: u16 = 1;
    let records = cache.long(0).ok()?;
    (cache.word(6).ok()? & SAVED != 0).then_some(records.into())
}

fn name(field: Record<'_>) -> Option<String> {
    field.text(16, field.word(14).ok()?.into(), None).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("it is short");
        [&id.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn records_and_fields_are_told_as_far_as_the_stream_is_sound() {
        let field = |name: &str| {
            let mut data = vec![0; 14];
            data.extend(u16::try_from(name.len()).expect("it is short").to_le_bytes());
            data.push(0);
            data.extend(name.as_bytes());
            record(records::PIVOT_FIELD, &data)
        };
        let head = record(records::PIVOT_CACHE, &[9, 4, 0, 0, 1, 0, 1, 0, 0, 0]);
        let stream = [head, field("URN"), field("Offence"), vec![0xC7, 0, 99, 0]].concat();
        let found = cache("_SX_DB_CUR/0001".into(), &stream);
        assert_eq!((found.records, found.fields), (1033, vec!["URN".to_owned(), "Offence".to_owned()]));
        let empty = record(records::PIVOT_CACHE, &[9, 4, 0, 0, 1, 0, 0, 0, 0, 0]);
        assert_eq!(cache(String::new(), &empty).records, 0);
    }
}
