//! The second look at an .xlsx.

mod sheet;

use super::Scan;
use super::parts::relations::{self, Relation, Worksheets};
use super::parts::xml::{Event, Xml};
use super::parts::{self, Parts};
use crate::container::{Package, Unreadable};

/// Shared texts a table may announce whatever its size: the parser makes room for as many before it reads one.
const SHARED_TEXTS: u64 = 1 << 20;

/// Bytes that the shortest shared text takes.
const SHORTEST_TEXT: u64 = "<si/>".len() as u64;

pub(super) fn scan(package: &mut Package<'_>) -> Result<Scan, Unreadable> {
    let mut parts = Parts::new(package);
    let workbook = workbook(&mut parts)?;
    let related = relations::of(&mut parts, &workbook)?;
    shared_texts(&mut parts, &workbook, &related)?;
    let mut scan = Scan::default();
    for (name, part) in sheets(&mut parts, &workbook, &related)? {
        let missing = || Unreadable::Damaged(format!("the part of its sheet `{name}` is missing"));
        let text = parts.text(&part)?.ok_or_else(missing)?;
        let mut sheet = sheet::scan(&name, &text)?;
        sheet.comments = parts::comments_of_sheet(&mut parts, &part)?;
        scan.sheets.push(sheet);
    }
    parts::hidden_of_file(&mut parts, &mut scan)?;
    parts.check_others()?;
    Ok(scan)
}

/// The part of the workbook.
fn workbook(parts: &mut Parts<'_, '_>) -> Result<String, Unreadable> {
    let mut all = relations::of(parts, "")?;
    all.retain(|relation| relation.kind == "officeDocument");
    match all.pop() {
        Some(relation) if all.is_empty() => Ok(relation.part),
        Some(_) => Err(Unreadable::Damaged("it names two parts as its workbook".into())),
        None => Err(Unreadable::Damaged("it does not say which part is its workbook".into())),
    }
}

/// The worksheets in the workbook's order, each with its part.
fn sheets(
    parts: &mut Parts<'_, '_>,
    workbook: &str,
    related: &[Relation],
) -> Result<Vec<(String, String)>, Unreadable> {
    let text = parts.text(workbook)?;
    let text = text.ok_or_else(|| Unreadable::Damaged("the part of its workbook is missing".into()))?;
    let mut sheets = Worksheets::default();
    let mut xml = Xml::new(&text, workbook);
    let mut listed = false;
    while let Some(event) = xml.next()? {
        let element = match event {
            Event::Start(element) => element,
            Event::End("sheets") => {
                listed = false;
                continue;
            }
            _ => continue,
        };
        listed |= element.name == "sheets" && !element.is_empty;
        if !listed || element.name != "sheet" {
            continue;
        }
        let name = element.attribute("name").unwrap_or_default();
        let id = element.attribute("id").unwrap_or_default();
        sheets.add(name, &id, related)?;
    }
    Ok(sheets.list)
}

/// Checks the table of shared texts: that it is the one the parser takes, and announces no more than it can hold.
fn shared_texts(parts: &mut Parts<'_, '_>, workbook: &str, related: &[Relation]) -> Result<(), Unreadable> {
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
    let expected = format!("{folder}/sharedStrings.xml");
    let expected = expected.trim_start_matches('/');
    let Some(text) = parts.text(expected)? else { return Ok(()) };
    let is_other = |relation: &Relation| !relation.part.eq_ignore_ascii_case(expected);
    if related.iter().any(|relation| relation.kind == "sharedStrings" && is_other(relation)) {
        return Err(Unreadable::Damaged("it has two tables of shared texts".into()));
    }
    let mut xml = Xml::new(&text, expected);
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        let announced = element.attribute("uniqueCount").and_then(|count| count.parse::<u64>().ok());
        let held = text.len() as u64 / SHORTEST_TEXT;
        if announced.is_some_and(|announced| announced > SHARED_TEXTS.max(held)) {
            let message = "its table of shared texts announces more of them than it has room for";
            return Err(Unreadable::Damaged(message.into()));
        }
        break;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
