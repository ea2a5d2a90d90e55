//! What a file holds besides what it shows. Only kinds, places and counts are ever kept (law 10).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A kind of content that whoever opens the file does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HiddenKind {
    Sheet,
    /// Hidden so that the program's own menus do not show it.
    VeryHiddenSheet,
    Rows,
    Columns,
    /// Single cells of a web page that it does not show.
    Cells,
    /// The records behind a pivot table, whole, whatever the table shows.
    PivotCache,
    /// Values copied from other workbooks.
    ExternalLink,
    DataModel,
    Comment,
    EmbeddedObject,
    Macro,
    CustomXml,
    /// Document properties that name people.
    Properties,
}

impl HiddenKind {
    /// The text stored in `hidden_kind`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::VeryHiddenSheet => "very-hidden-sheet",
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::Cells => "cells",
            Self::PivotCache => "pivot-cache",
            Self::ExternalLink => "external-link",
            Self::DataModel => "data-model",
            Self::Comment => "comment",
            Self::EmbeddedObject => "embedded-object",
            Self::Macro => "macro",
            Self::CustomXml => "custom-xml",
            Self::Properties => "properties",
        }
    }

    /// Whether it is data that a person should ask the force about; the others are what most files carry.
    #[must_use]
    pub fn is_data(self) -> bool {
        use HiddenKind::{Cells, Columns, DataModel, EmbeddedObject, PivotCache, Rows, Sheet, VeryHiddenSheet};
        matches!(self, Sheet | VeryHiddenSheet | Rows | Columns | Cells | PivotCache | DataModel | EmbeddedObject)
    }

    /// Whether `everything` in the tracker loads it.
    #[must_use]
    pub fn is_loaded(self) -> bool {
        matches!(self, Self::Sheet | Self::VeryHiddenSheet | Self::Rows | Self::Columns)
    }

    /// What is counted: one of them, and several.
    fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Sheet | Self::VeryHiddenSheet => ["cell on a hidden sheet", "cells on a hidden sheet"],
            Self::Rows => ["cell in hidden rows", "cells in hidden rows"],
            Self::Columns => ["cell in hidden columns", "cells in hidden columns"],
            Self::Cells => ["hidden cell", "hidden cells"],
            Self::PivotCache => ["record in a pivot cache", "records in a pivot cache"],
            Self::ExternalLink => ["link to another workbook", "links to other workbooks"],
            Self::DataModel => ["part of a data model", "parts of a data model"],
            Self::Comment => ["comment", "comments"],
            Self::EmbeddedObject => ["embedded object", "embedded objects"],
            Self::Macro => ["part with macros", "parts with macros"],
            Self::CustomXml => ["part of custom XML", "parts of custom XML"],
            Self::Properties => ["document property that names a person", "document properties that name people"],
        }
    }
}

/// Rows or columns by number from 0, as ranges that do not touch, ascending, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// The ranges, sorted and joined.
    #[must_use]
    pub fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut out: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match out.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => out.push((first, last)),
            }
        }
        Self(out)
    }

    /// The range a number lies in.
    #[must_use]
    pub fn around(&self, number: u32) -> Option<(u32, u32)> {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        self.0[..after].last().copied().filter(|(_, last)| number <= *last)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Hidden content of one kind in one place: never the content itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hidden {
    pub kind: HiddenKind,
    /// The sheet it belongs to; empty for the whole file.
    pub sheet: Arc<str>,
    /// Where: `C:E`, `12:40`, or the part of the file; empty where the sheet says it all.
    pub at: String,
    /// How many of what its kind counts.
    pub count: u64,
    /// Whether it looks like one line for each case or person.
    pub record_level: bool,
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, many] = self.kind.nouns();
        write!(f, "{} {}", self.count, if self.count == 1 { one } else { many })?;
        if self.at.is_empty() { Ok(()) } else { write!(f, " ({})", self.at) }
    }
}
