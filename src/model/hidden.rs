//! What a file holds besides what it shows. Only kinds, places and counts are ever kept (law 10).

use std::collections::BTreeMap;
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
    /// Cells under a merged range, which shows its first one only.
    Covered,
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
            Self::Covered => "covered-cells",
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
        use HiddenKind::{
            Cells, Columns, Covered, DataModel, EmbeddedObject, PivotCache, Rows, Sheet, VeryHiddenSheet,
        };
        matches!(
            self,
            Sheet | VeryHiddenSheet | Rows | Columns | Cells | Covered | PivotCache | DataModel | EmbeddedObject
        )
    }

    /// Whether `everything` in the tracker loads it.
    #[must_use]
    pub fn is_loaded(self) -> bool {
        matches!(self, Self::Sheet | Self::VeryHiddenSheet | Self::Rows | Self::Columns | Self::Covered)
    }

    /// What is counted: one of them, and several.
    fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Sheet | Self::VeryHiddenSheet => ["cell on a hidden sheet", "cells on a hidden sheet"],
            Self::Rows => ["cell in hidden rows", "cells in hidden rows"],
            Self::Columns => ["cell in hidden columns", "cells in hidden columns"],
            Self::Cells => ["hidden cell", "hidden cells"],
            Self::Covered => ["cell under a merged one", "cells under merged ones"],
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
pub struct Ranges {
    /// The last number of each range by its first.
    lasts: BTreeMap<u32, u32>,
}

impl Ranges {
    /// The ranges, sorted and joined.
    #[must_use]
    pub fn new(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut out = Self::default();
        ranges.into_iter().for_each(|(first, last)| out.push(first, last));
        out
    }

    /// Adds a range, as one with those it touches. One that ends before it begins is none.
    pub fn push(&mut self, mut first: u32, mut last: u32) {
        if last < first {
            return;
        }
        while let Some((&before, &end)) = self.lasts.range(..=last.saturating_add(1)).next_back()
            && first <= end.saturating_add(1)
        {
            (first, last) = (first.min(before), last.max(end));
            self.lasts.remove(&before);
        }
        self.lasts.insert(first, last);
    }

    /// The range a number lies in.
    #[must_use]
    pub fn around(&self, number: u32) -> Option<(u32, u32)> {
        let (&first, &last) = self.lasts.range(..=number).next_back()?;
        (number <= last).then_some((first, last))
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.lasts.iter().map(|(first, last)| (*first, *last))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lasts.is_empty()
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

impl Hidden {
    /// Content of the whole file, in a part of it.
    #[must_use]
    pub fn of_file(kind: HiddenKind, at: &str, count: u64) -> Self {
        Self { kind, sheet: "".into(), at: at.to_owned(), count, record_level: false }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, many] = self.kind.nouns();
        write!(f, "{} {}", self.count, if self.count == 1 { one } else { many })?;
        if self.at.is_empty() { Ok(()) } else { write!(f, " ({})", self.at) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_become_one_range_whatever_their_order() {
        let pushed = [(4, 4), (5, 6), (9, 9), (0, 1), (2, 3), (9, 12), (u32::MAX, u32::MAX), (8, 7)];
        let ranges = Ranges::new(pushed);
        assert_eq!(ranges.iter().collect::<Vec<_>>(), [(0, 6), (9, 12), (u32::MAX, u32::MAX)]);
        assert_eq!(
            [0, 6, 7, 12].map(|number| ranges.around(number)),
            [Some((0, 6)), Some((0, 6)), None, Some((9, 12))]
        );
        assert!(Ranges::default().is_empty() && !ranges.is_empty());
    }

    proptest! {
        #[test]
        fn ranges_hold_what_was_pushed_and_never_touch(pushed in prop::collection::vec((0_u32..40, 0_u32..6), 0..20)) {
            let ranges = Ranges::new(pushed.iter().map(|(first, more)| (*first, first + more)));
            for number in 0..50 {
                let holds = pushed.iter().any(|(first, more)| (*first..=first + more).contains(&number));
                prop_assert_eq!(ranges.around(number).is_some(), holds);
            }
            let all: Vec<_> = ranges.iter().collect();
            prop_assert!(all.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }
    }
}
