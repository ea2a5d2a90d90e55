//! The records behind pivot tables: how many there are, and what their fields are called.

use super::records::{self, Records};
use super::relations;
use super::xml::{Event, Xml};
use super::{Parts, extension};
use crate::container::Unreadable;
use crate::read::scan::Cache;

/// A field of a cache begins; its name stands behind flags and numbers of a fixed size.
const BEGIN_FIELD: u16 = 183;
const FIELD_NAME: usize = 20;
/// A row of records, in one piece or in several.
const RECORDS: [u16; 2] = [33, 34];

/// Every cache of the package.
///
/// # Errors
/// A part is damaged.
pub(super) fn caches(parts: &mut Parts<'_, '_>) -> Result<Vec<Cache>, Unreadable> {
    let mut caches = Vec::new();
    let mut alone = named(parts, "pivotcacherecords");
    for definition in named(parts, "pivotcachedefinition") {
        let fields = fields(parts, &definition)?;
        let relations = relations::of(parts, &definition)?;
        let related = relations.into_iter().find(|relation| relation.kind == "pivotCacheRecords");
        let held = related.map(|relation| relation.part).filter(|part| parts.has(part));
        if let Some(part) = &held {
            alone.retain(|name| !name.eq_ignore_ascii_case(part));
        }
        let records = held.as_ref().map_or(Ok(0), |part| count(parts, part))?;
        caches.push(Cache { part: held.unwrap_or(definition), records, fields });
    }
    for part in alone {
        let records = count(parts, &part)?;
        caches.push(Cache { part, records, fields: Vec::new() });
    }
    Ok(caches)
}

/// Parts whose file has a name that begins like this.
fn named(parts: &Parts<'_, '_>, start: &str) -> Vec<String> {
    let mut names = parts.names();
    names.retain(|name| {
        let name = name.to_lowercase();
        let file = name.rsplit('/').next().unwrap_or_default();
        file.starts_with(start) && matches!(extension(&name).as_str(), "xml" | "bin")
    });
    names
}

/// Names of the fields: as many as can be seen, of a part that is not sound.
fn fields(parts: &mut Parts<'_, '_>, definition: &str) -> Result<Vec<String>, Unreadable> {
    let mut fields = Vec::new();
    if extension(definition) == "bin" {
        let bytes = parts.bytes(definition)?.unwrap_or_default();
        let mut all = Records::new(&bytes, definition);
        while let Ok(Some((kind, data))) = all.next() {
            if kind == BEGIN_FIELD {
                fields.extend(records::text_at(data, FIELD_NAME).and_then(|(name, _)| name));
            }
        }
    } else {
        let text = parts.text(definition)?.unwrap_or_default();
        let mut xml = Xml::new(&text, definition);
        while let Ok(Some(event)) = xml.next() {
            let Event::Start(element) = event else { continue };
            if element.name == "cacheField" {
                fields.extend(element.attribute("name"));
            }
        }
    }
    Ok(fields)
}

fn count(parts: &mut Parts<'_, '_>, part: &str) -> Result<u64, Unreadable> {
    let mut count = 0;
    if extension(part) == "bin" {
        let bytes = parts.bytes(part)?.unwrap_or_default();
        let mut records = Records::new(&bytes, part);
        while let Ok(Some((kind, _))) = records.next() {
            count += u64::from(RECORDS.contains(&kind));
        }
    } else {
        let text = parts.text(part)?.unwrap_or_default();
        let mut xml = Xml::new(&text, part);
        while let Ok(Some(event)) = xml.next() {
            if let Event::Start(element) = event {
                count += u64::from(element.name == "r");
            }
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Package;
    use crate::read::scan::parts::sample::{self, LIMITS, record, wide, zipped};

    fn caches_of(entries: &[(&str, &[u8])]) -> Vec<Cache> {
        let bytes = zipped(entries);
        let mut package = Package::open(&bytes, &LIMITS).expect("it is sound");
        caches(&mut Parts::new(&mut package)).expect("it is sound")
    }

    #[test]
    fn records_are_counted_and_fields_named() {
        let definition = "<pivotCacheDefinition><cacheFields count=\"2\"><cacheField name=\"Date of birth\"/>\
                          <cacheField name=\"R&amp;D\"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>";
        let records = "<pivotCacheRecords><r><x v=\"0\"/></r><r><n v=\"1\"/></r><r/></pivotCacheRecords>";
        let relations = sample::relations(&[("rId1", "pivotCacheRecords", "pivotCacheRecords7.xml")]);
        let found = caches_of(&[
            ("xl/pivotCache/pivotCacheDefinition1.xml", definition.as_bytes()),
            ("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", relations.as_bytes()),
            ("xl/pivotCache/pivotCacheRecords7.xml", records.as_bytes()),
            ("xl/pivotCache/pivotCacheRecords8.xml", b"<pivotCacheRecords><r/>"),
            ("xl/pivotCache/pivotCacheDefinition2.xml", b"<pivotCacheDefinition/>"),
        ]);
        let cache = |part: &str, records, fields: &[&str]| Cache {
            part: format!("xl/pivotCache/{part}"),
            records,
            fields: fields.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(
            found,
            [
                cache("pivotCacheRecords7.xml", 3, &["Date of birth", "R&D"]),
                cache("pivotCacheDefinition2.xml", 0, &[]),
                cache("pivotCacheRecords8.xml", 1, &[]),
            ]
        );
    }

    #[test]
    fn binary_caches_are_read_alike() {
        let field = [vec![0; FIELD_NAME], wide("URN"), wide("caption")].concat();
        let definition = [record(179, &[0; 30]), record(183, &field), record(184, &[])].concat();
        let records = [record(193, &[2, 0, 0, 0]), record(33, &[1]), record(34, &[]), record(194, &[])].concat();
        let relations = sample::relations(&[("rId1", "pivotCacheRecords", "pivotCacheRecords1.bin")]);
        let found = caches_of(&[
            ("xl/pivotCache/pivotCacheDefinition1.bin", &definition),
            ("xl/pivotCache/_rels/pivotCacheDefinition1.bin.rels", relations.as_bytes()),
            ("xl/pivotCache/pivotCacheRecords1.bin", &records),
        ]);
        let part = "xl/pivotCache/pivotCacheRecords1.bin".into();
        assert_eq!(found, [Cache { part, records: 2, fields: vec!["URN".into()] }]);
    }
}
