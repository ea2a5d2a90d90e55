//! Hidden content that is told by the names of parts, with a small look inside some.

use super::xml::{Event, Xml};
use super::{Parts, comments, extension, pivot};
use crate::container::Unreadable;
use crate::model::hidden::{Hidden, HiddenKind};
use crate::read::scan::Scan;
use crate::read::scan::people::names_someone;

/// Kinds that a folder holds, with the extensions of the files in it that are counted; all, where none are named.
const FOLDERS: [(&str, &[&str], HiddenKind); 7] = [
    ("externallinks", &["xml", "bin"], HiddenKind::ExternalLink),
    ("model", &[], HiddenKind::DataModel),
    ("embeddings", &[], HiddenKind::EmbeddedObject),
    ("ctrlprops", &["xml", "bin"], HiddenKind::EmbeddedObject),
    // Each control has its state in a .bin besides.
    ("activex", &["xml"], HiddenKind::EmbeddedObject),
    ("macrosheets", &["xml", "bin"], HiddenKind::Macro),
    ("intlmacrosheets", &["xml", "bin"], HiddenKind::Macro),
];

/// Properties that name people.
const PEOPLE: [(&str, &[&str]); 2] =
    [("docProps/core.xml", &["creator", "lastModifiedBy"]), ("docProps/app.xml", &["Manager"])];

/// Adds what the whole file hides to a scan, once the comments of its sheets have been counted.
///
/// # Errors
/// A part is damaged.
pub(in crate::read::scan) fn of_file(parts: &mut Parts<'_, '_>, scan: &mut Scan) -> Result<(), Unreadable> {
    let names = parts.names();
    let mut found: Vec<(HiddenKind, &str)> =
        names.iter().filter_map(|name| kind(&name.to_lowercase()).map(|kind| (kind, name.as_str()))).collect();
    found.sort_unstable();
    for group in found.chunk_by(|a, b| a.0 == b.0 && folder(a.1) == folder(b.1)) {
        let at = if let [(_, part)] = group { part } else { folder(group[0].1) };
        scan.hidden.push(of_kind(group[0].0, at, group.len()));
    }
    for name in names.iter().filter(|name| comments::is_part(&name.to_lowercase())) {
        if !parts.has_looked_at(name) {
            let count = comments::of_part(parts, name)?.count();
            scan.hidden.extend((count > 0).then(|| Hidden { count, ..of_kind(HiddenKind::Comment, name, 0) }));
        }
    }
    for (part, elements) in PEOPLE {
        let count = people(parts, part, elements)?;
        scan.hidden.extend((count > 0).then(|| of_kind(HiddenKind::Properties, part, count)));
    }
    scan.caches = pivot::caches(parts)?;
    Ok(())
}

fn of_kind(kind: HiddenKind, at: &str, count: usize) -> Hidden {
    Hidden::of_file(kind, at, count as u64)
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The kind of content a part holds, by its name in lower case.
fn kind(name: &str) -> Option<HiddenKind> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let inside = folder(name).rsplit('/').next().unwrap_or_default();
    if file == "vbaproject.bin" {
        return Some(HiddenKind::Macro);
    }
    if inside == "customxml" {
        let is_item = file.starts_with("item") && !file.starts_with("itemprops") && extension(file) == "xml";
        return is_item.then_some(HiddenKind::CustomXml);
    }
    let extension = extension(file);
    let counted = |of: &[&str]| of.is_empty() || of.contains(&extension.as_str());
    FOLDERS.iter().find(|(folder, of, _)| *folder == inside && counted(of)).map(|(_, _, kind)| *kind)
}

/// How many of these elements of a part hold a name that is no program's.
fn people(parts: &mut Parts<'_, '_>, part: &str, elements: &[&str]) -> Result<usize, Unreadable> {
    let text = parts.text(part)?.unwrap_or_default();
    let mut xml = Xml::new(&text, part);
    let (mut count, mut name) = (0, None::<String>);
    while let Ok(Some(event)) = xml.next() {
        match event {
            Event::Start(element) if elements.contains(&element.name) => name = Some(String::new()),
            Event::Text(text) => {
                if let Some(name) = &mut name {
                    name.push_str(text);
                }
            }
            Event::End(_) => {
                let ended = name.take();
                count += usize::from(ended.is_some_and(|name| names_someone(&name)));
            }
            _ => {}
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Package;
    use crate::read::scan::parts::sample::{LIMITS, record, zipped};

    fn hidden(entries: &[(&str, &[u8])]) -> Vec<String> {
        let bytes = zipped(entries);
        let mut package = Package::open(&bytes, &LIMITS).expect("it is sound");
        let mut scan = Scan::default();
        of_file(&mut Parts::new(&mut package), &mut scan).expect("it is sound");
        scan.hidden.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn parts_that_nobody_sees_are_counted_by_kind() {
        let found = hidden(&[
            ("xl/externalLinks/externalLink1.xml", b"<a/>"),
            ("xl/externalLinks/externalLink2.xml", b"<a/>"),
            ("xl/externalLinks/_rels/externalLink2.xml.rels", b"<a/>"),
            ("xl/model/item.data", b"x"),
            ("xl/embeddings/oleObject1.bin", b"x"),
            ("xl/activeX/activeX1.xml", b"<a/>"),
            ("xl/activeX/activeX1.bin", b"x"),
            ("xl/vbaProject.bin", b"x"),
            ("customXml/item1.xml", b"<a/>"),
            ("customXml/itemProps1.xml", b"<a/>"),
            ("xl/media/image1.png", b"x"),
        ]);
        assert_eq!(
            found,
            [
                "2 links to other workbooks (xl/externalLinks)",
                "1 part of a data model (xl/model/item.data)",
                "1 embedded object (xl/activeX/activeX1.xml)",
                "1 embedded object (xl/embeddings/oleObject1.bin)",
                "1 part with macros (xl/vbaProject.bin)",
                "1 part of custom XML (customXml/item1.xml)",
            ]
        );
    }

    #[test]
    fn comments_no_sheet_claims_are_the_files() {
        let binary = [record(628, &[]), record(635, &[0; 36]), record(636, &[])].concat();
        let thread =
            b"<ThreadedComments><threadedComment ref=\"A1\"/><threadedComment parentId=\"1\"/></ThreadedComments>";
        let found = hidden(&[
            ("xl/comments1.xml", b"<comments><commentList><comment ref=\"A1\"/><comment/></commentList></comments>"),
            ("xl/comments2.bin", &binary),
            ("xl/threadedComments/threadedComment1.xml", thread),
            ("xl/comments3.xml", b"<comments/>"),
        ]);
        assert_eq!(
            found,
            [
                "2 comments (xl/comments1.xml)",
                "1 comment (xl/comments2.bin)",
                "2 comments (xl/threadedComments/threadedComment1.xml)",
            ]
        );
    }

    #[test]
    fn people_are_counted_and_programs_are_not() {
        let core = |creator: &str, editor: &str| {
            format!("<p><dc:creator>{creator}</dc:creator><cp:lastModifiedBy>{editor}</cp:lastModifiedBy></p>")
        };
        let named = |core: &str| hidden(&[("docProps/core.xml", core.as_bytes())]);
        assert_eq!(
            named(&core("Jo &amp; Al", "Smith 1234")),
            ["2 document properties that name people (docProps/core.xml)"]
        );
        assert_eq!(named(&core("openpyxl", " ")), Vec::<String>::new());
        assert_eq!(named(&core("Apache POI 5.2", "Oracle Jones")).len(), 1);
        let app = b"<Properties><Manager>A Name</Manager><Company>A Force</Company></Properties>";
        assert_eq!(
            hidden(&[("docProps/app.xml", app)]),
            ["1 document property that names a person (docProps/app.xml)"]
        );
    }
}
