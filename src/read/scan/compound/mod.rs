//! The second look at an .xls: a compound file whose workbook is one stream of records.
//!
//! The compound file is read by a crate other than the parser's own reader, so that damage must deceive both alike.

mod globals;
mod pivot;
mod records;
mod sheet;
mod summary;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::formats::Styles;
use super::{Cache, Scan, SheetScan};
use crate::container::Unreadable;
use crate::model::hidden::{Hidden, HiddenKind};
use globals::Listed;
use records::{Records, damaged};

type File<'b> = CompoundFile<Cursor<&'b [u8]>>;

pub(super) fn scan(bytes: &[u8]) -> Result<Scan, Unreadable> {
    let broken = || damaged("the compound file around its workbook is damaged or incomplete, as after a broken copy");
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or_else(|| damaged("it is a compound file without a workbook"))?;
    let stream = read(&mut file, name, bytes.len()).ok_or_else(broken)?;

    let globals = globals::read(&stream)?;
    let sheets = sheets(&stream, globals.end, globals.worksheets, &globals.styles)?;
    let caches = caches(&mut file, bytes.len());
    let hidden = hidden(&mut file, bytes.len(), globals.links, globals.macro_sheets);
    Ok(Scan { sheets, hidden, caches })
}

/// The parts of the worksheets from `start` on, in the order of the list, whatever their order in the stream.
fn sheets(stream: &[u8], mut start: usize, listed: Vec<Listed>, styles: &Styles) -> Result<Vec<SheetScan>, Unreadable> {
    let mut listed: Vec<(usize, Listed)> = listed.into_iter().enumerate().collect();
    listed.sort_by_key(|(_, listed)| listed.offset);
    let mut scanned = Vec::with_capacity(listed.len());
    for (nth, listed) in listed {
        // Parts that lie in each other would be read again and again, and their cells counted twice.
        if listed.offset < start {
            return Err(damaged("parts of its workbook stream lie in each other"));
        }
        let (_, mut records) = Records::part(stream, listed.offset)?;
        scanned.push((nth, sheet::read(listed.name, &mut records, styles)?));
        start = stream.len() - records.bytes_left();
    }
    scanned.sort_by_key(|(nth, _)| *nth);
    Ok(scanned.into_iter().map(|(_, sheet)| sheet).collect())
}

/// The bytes of a stream, if it is whole and no longer than `limit`.
fn read(file: &mut File<'_>, path: &str, limit: usize) -> Option<Vec<u8>> {
    let mut stream = file.open_stream(path).ok()?;
    // No sound stream is longer than the file it is in.
    let length = usize::try_from(stream.len()).ok().filter(|length| *length <= limit)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    (bytes.len() == length).then_some(bytes)
}

/// Names of what stands in a storage, `/` for the outermost.
fn names(file: &File<'_>, storage: &str) -> Vec<String> {
    let entries = file.read_storage(storage);
    entries.map(|entries| entries.map(|entry| entry.name().to_owned()).collect()).unwrap_or_default()
}

/// Every stream of this storage is the records behind one pivot table.
fn caches(file: &mut File<'_>, limit: usize) -> Vec<Cache> {
    const STORAGE: &str = "_SX_DB_CUR";
    // More than the file holds, all together, would be one stream read again and again.
    let mut unread = limit;
    let mut caches = Vec::new();
    // To find each takes as long as there are many; no workbook has so many pivot tables.
    for name in names(file, STORAGE).into_iter().take(1_000) {
        let part = format!("{STORAGE}/{name}");
        let stream = read(file, &part, unread).unwrap_or_default();
        unread = unread.saturating_sub(stream.len());
        caches.push(pivot::cache(part, &stream));
    }
    caches
}

fn hidden(file: &mut File<'_>, limit: usize, links: u64, macro_sheets: u64) -> Vec<Hidden> {
    const SUMMARY: &str = "\u{5}SummaryInformation";
    let outermost = names(file, "/");
    let count = |is: fn(&str) -> bool| outermost.iter().filter(|name| is(name)).count() as u64;
    let is_macro = |name: &str| matches!(name.to_uppercase().as_str(), "_VBA_PROJECT_CUR" | "_VBA_PROJECT" | "VBA");
    let is_object = |name: &str| name.starts_with("MBD") || name.starts_with("LNK");
    let people = read(file, SUMMARY, limit).map_or(0, |stream| summary::people(&stream));
    let found = [
        (HiddenKind::ExternalLink, "", links),
        (HiddenKind::Macro, "", count(is_macro).saturating_add(macro_sheets)),
        (HiddenKind::EmbeddedObject, "", count(is_object)),
        (HiddenKind::Properties, "SummaryInformation", people),
    ];
    let of = |(kind, at, count): (HiddenKind, &str, u64)| Hidden::of_file(kind, at, count);
    found.into_iter().filter(|(.., count)| *count > 0).map(of).collect()
}

#[cfg(test)]
mod tests;
