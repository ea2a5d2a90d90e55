//! Relations: how one part of a package names another.

use std::collections::HashSet;

use super::Parts;
use super::xml::{Event, Xml};
use crate::container::Unreadable;

/// One part named by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read::scan) struct Relation {
    pub id: String,
    /// The last word of its type, which is the same in both variants of the standard: `worksheet`, `comments`.
    pub kind: String,
    /// The part, from the root of the package.
    pub part: String,
}

/// The worksheets a workbook lists, in its order.
#[derive(Debug, Default)]
pub(in crate::read::scan) struct Worksheets {
    /// Names and parts.
    pub list: Vec<(String, String)>,
    names: HashSet<String>,
    parts: HashSet<String>,
}

impl Worksheets {
    /// Adds a listed sheet, if it is one of cells.
    ///
    /// # Errors
    /// It has no part, or its name or part is another's.
    pub(in crate::read::scan) fn add(
        &mut self,
        name: String,
        id: &str,
        related: &[Relation],
    ) -> Result<(), Unreadable> {
        if !self.names.insert(name.to_lowercase()) {
            return Err(Unreadable::Damaged("two of its sheets have the same name".into()));
        }
        let related = related.iter().find(|relation| relation.id == id);
        let related = related.ok_or_else(|| Unreadable::Damaged(format!("its sheet `{name}` has no part")))?;
        if related.kind != "worksheet" {
            return Ok(());
        }
        if !self.parts.insert(related.part.to_lowercase()) {
            return Err(Unreadable::Damaged("two of its sheets are one part".into()));
        }
        self.list.push((name, related.part.clone()));
        Ok(())
    }
}

/// What a part relates to within the package; the package itself is the part without a name.
///
/// # Errors
/// The relations are not well formed, or two have the same id.
pub(in crate::read::scan) fn of(parts: &mut Parts<'_, '_>, part: &str) -> Result<Vec<Relation>, Unreadable> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(text) = parts.text(&name)? else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    let mut known = HashSet::new();
    let mut xml = Xml::new(&text, &name);
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        if element.name != "Relationship" {
            continue;
        }
        let [id, kind, target] = ["Id", "Type", "Target"].map(|key| element.attribute(key).unwrap_or_default());
        if element.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("External")) {
            continue;
        }
        if !known.insert(id.clone()) {
            return Err(Unreadable::Damaged(format!("{name} gives one id to two parts")));
        }
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        relations.push(Relation { id, kind, part: resolved(folder, &target) });
    }
    Ok(relations)
}

/// A target as a name from the root of the package.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut out: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            name => out.push(name),
        }
    }
    out.retain(|step| !step.is_empty());
    out.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part_or_absolute() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "./xl\\workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolved("xl", "../../../etc/passwd"), "etc/passwd");
    }
}
