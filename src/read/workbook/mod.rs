//! Workbooks of all four kinds: the parser's cells, held against the second look.
//!
//! The scan comes first, because it refuses what makes the parser loop or abort. A sheet whose cells the two count
//! differently is set aside: something would be missing, and nobody would know.

mod outermost;
mod sheets;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{HiddenRules, Settings};
use crate::container::{Container, Unreadable};
use crate::model::finding::Kind;
use crate::model::grid::{Cell, Content};
use crate::model::hidden::{Hidden, HiddenKind};
use crate::model::place::At;
use crate::model::returns::Reveal;

use super::hidden::{Sheet, Shown, conceal};
use super::scan::{self, Cache, SheetScan};
use super::{Noted, ReadFile, hidden};

/// The cells of one sheet, as the parser gives them and the scan says they are shown.
#[derive(Debug, Default)]
struct Parsed {
    name: String,
    shown: Shown,
    cells: Vec<Cell>,
    /// Cells whose number format shows something else than they hold: how many, and the first.
    shown_otherwise: Option<(usize, At)>,
}

pub(super) fn file(
    mut container: Container<'_>,
    settings: &Settings,
    reveal: Option<Reveal>,
) -> Result<ReadFile, Unreadable> {
    let (rules, limit) = (&settings.hidden, settings.limits.cells_per_sheet);
    let format = container.format;
    let mut scanned = scan::workbook(format, container.bytes, container.package.as_mut())?;
    if let Some(package) = &mut container.package {
        package.verify()?;
    }
    let mut read = ReadFile::new(format);
    read.hidden.append(&mut scanned.hidden);
    read.hidden.extend(scanned.caches.iter().map(|cache| pivot(cache, rules)));
    sheets::each(format, container.bytes, scanned.sheets, limit as u64, &mut |parsed, scan| {
        if scan.cells <= limit as u64 {
            one(parsed, scan, rules, reveal, &mut read);
        } else {
            let name: Arc<str> = parsed.name.as_str().into();
            let kind = Kind::SheetTooLarge { cells: scan.cells, limit };
            read.noted.push(Noted { sheet: Arc::clone(&name), at: None, kind });
            // Nobody has looked at the cells of a hidden one: that many may well be records.
            let hidden = parsed.shown.kind().map(|kind| Hidden {
                kind,
                sheet: Arc::clone(&name),
                at: String::new(),
                count: scan.cells,
                record_level: true,
            });
            read.hidden.extend(hidden);
            read.aside.push((name, scan.cells));
        }
    })?;
    Ok(read)
}

/// One sheet that both have read.
fn one(mut parsed: Parsed, scan: SheetScan, rules: &HiddenRules, reveal: Option<Reveal>, read: &mut ReadFile) {
    let name: Arc<str> = parsed.name.as_str().into();
    let noted = &mut read.noted;
    let mut note = |at, kind| noted.push(Noted { sheet: Arc::clone(&name), at, kind });
    take_errors(&mut parsed.cells, &scan.errors);
    let counted = parsed.cells.len() as u64;
    let kind = match scan.trouble {
        Some(reason) => Some(Kind::SheetSetAside { reason }),
        None if counted != scan.cells => Some(Kind::CountsDiffer { parsed: counted, counted: scan.cells }),
        None => None,
    };
    let is_aside = kind.is_some();
    if let Some(kind) = kind {
        note(None, kind);
        read.aside.push((Arc::clone(&name), counted.max(scan.cells)));
    }
    if let Some((cells, at)) = scan.uncalculated {
        note(Some(at), Kind::Uncalculated { cells });
    }
    if let Some((cells, at)) = parsed.shown_otherwise {
        note(Some(at), Kind::ShownOtherwise { cells });
    }
    let sheet = Sheet {
        name: parsed.name,
        shown: parsed.shown,
        cells: parsed.cells,
        merges: scan.merges,
        hidden_rows: scan.hidden_rows,
        hidden_cols: scan.hidden_cols,
        comments: scan.comments,
    };
    if is_aside {
        // What it hides is told all the same, and may hold the file.
        let mut unread = ReadFile::new(read.format);
        conceal(sheet, rules, reveal, &mut unread);
        read.hidden.append(&mut unread.hidden);
    } else {
        conceal(sheet, rules, reveal, read);
    }
}

/// Error cells as the scan has them: the parser drops or refuses some, and calls others text.
fn take_errors(cells: &mut Vec<Cell>, errors: &[(At, Box<str>)]) {
    let mut known: BTreeMap<At, &str> = errors.iter().map(|(at, text)| (*at, &**text)).collect();
    for cell in cells.iter_mut() {
        if known.is_empty() {
            return;
        }
        if let Some(text) = known.remove(&cell.at) {
            cell.content = Content::Error(text.into());
        }
    }
    cells.extend(known.into_iter().map(|(at, text)| Cell { at, content: Content::Error(text.into()) }));
}

/// The records behind a pivot table: nobody who looks at the table sees them, and anybody can open them.
fn pivot(cache: &Cache, rules: &HiddenRules) -> Hidden {
    let record_level = cache.fields.len() >= hidden::FIELDS_OF_A_RECORD && cache.records >= rules.record_lines as u64
        || cache.records > 1 && cache.fields.iter().any(|field| rules.is_personal(field));
    Hidden {
        kind: HiddenKind::PivotCache,
        sheet: "".into(),
        at: cache.part.clone(),
        count: cache.records,
        record_level,
    }
}
