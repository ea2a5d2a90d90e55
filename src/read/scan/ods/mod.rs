//! The second look at an .ods: its sheets stand in `content.xml`, one element for each cell or run of equal cells.
//!
//! A cell holds a value if it has an attribute with one, says that its text is a string (also an empty one), or shows
//! text; it counts as often as it and its row are repeated. Comments and drawings on it are none of its text.

mod cell;
mod content;
mod table;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Scan, people};
use crate::container::{Package, Unreadable};
use crate::model::hidden::{Hidden, HiddenKind};

pub(super) fn scan(package: &mut Package<'_>) -> Result<Scan, Unreadable> {
    let bytes = package.part("content.xml")?.ok_or_else(|| Unreadable::Damaged("it has no content.xml".into()))?;
    let content = content::read(&bytes)?;
    let found = [
        (HiddenKind::ExternalLink, "content.xml", content.links),
        (HiddenKind::EmbeddedObject, "", objects(package)?),
        (HiddenKind::Macro, "Basic", parts(package, "Basic/")),
        (HiddenKind::Macro, "Scripts", parts(package, "Scripts/")),
        (HiddenKind::Properties, "meta.xml", package.part("meta.xml")?.map_or(0, |meta| authors(&meta))),
    ];
    let of = |(kind, at, count): (HiddenKind, &str, u64)| Hidden::of_file(kind, at, count);
    let hidden = found.into_iter().filter(|(.., count)| *count > 0).map(of).collect();
    Ok(Scan { sheets: content.sheets, hidden, caches: Vec::new() })
}

/// Documents inside the document; charts are such too, and hide nothing.
fn objects(package: &mut Package<'_>) -> Result<u64, Unreadable> {
    const CHART: &[u8] = b"<office:chart";
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    let mut objects = 0;
    for name in names {
        let is_object = match name.split_once('/') {
            // Of other programs, in one piece.
            None => name.starts_with("Object "),
            Some((_, "content.xml")) => {
                let content = package.part(&name)?.unwrap_or_default();
                !content.windows(CHART.len()).any(|window| window == CHART)
            }
            Some(_) => false,
        };
        objects += u64::from(is_object);
    }
    Ok(objects)
}

/// Parts in a folder of macros, without the lists that also stand where there are none.
fn parts(package: &Package<'_>, folder: &str) -> u64 {
    const LISTS: [&str; 4] = ["script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"];
    let is_macro = |name: &&str| name.starts_with(folder) && !LISTS.iter().any(|list| name.ends_with(list));
    package.names().filter(is_macro).count() as u64
}

/// How many of the author and the last author name someone. A part that is not sound names nobody.
fn authors(meta: &[u8]) -> u64 {
    let Ok(text) = std::str::from_utf8(meta) else { return 0 };
    let mut reader = Reader::from_str(text);
    let (mut authors, mut name) = (0, None::<String>);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let is_author = matches!(element.name().0, "meta:initial-creator" | "dc:creator");
                name = is_author.then(String::new);
            }
            Ok(Event::Text(text)) => {
                if let Some(name) = &mut name {
                    name.push_str(&text);
                }
            }
            Ok(Event::End(_)) => {
                authors += u64::from(name.take().is_some_and(|name| people::names_someone(&name)));
            }
            Ok(Event::Eof) | Err(_) => return authors,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
