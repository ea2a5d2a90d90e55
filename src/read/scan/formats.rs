//! Number formats of the styles of an .xls or .xlsb, whose parser tells none.

use std::collections::HashMap;
use std::sync::Arc;

use crate::read::number_format;

/// Formats every workbook has without saying so, as far as they are not plain (ECMA-376 part 1, 18.8.30).
const BUILT_IN: [(u16, &str); 16] = [
    (9, "0%"),
    (10, "0.00%"),
    (14, "mm-dd-yy"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "m/d/yy h:mm"),
    // A zero is a dash.
    (41, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)"),
    (42, "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mmss.0"),
];

/// The formats of a workbook by their numbers; each code is kept once, however many cells have it.
#[derive(Debug)]
pub(super) struct Formats {
    /// `None` for a format that is plain.
    codes: HashMap<u16, Option<Arc<str>>>,
}

impl Default for Formats {
    fn default() -> Self {
        Self { codes: BUILT_IN.into_iter().map(|(number, code)| (number, Some(code.into()))).collect() }
    }
}

impl Formats {
    pub(super) fn define(&mut self, number: u16, code: &str) {
        self.codes.insert(number, (!number_format::is_plain(code)).then(|| code.into()));
    }

    /// The code of each style, given the numbers of their formats.
    pub(super) fn of_styles(&self, numbers: &[u16]) -> Styles {
        Styles(numbers.iter().map(|number| self.codes.get(number).cloned().flatten()).collect())
    }
}

/// The code of the number format of each style, by the number of the style, where it is not plain.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Option<Arc<str>>>);

impl Styles {
    pub(super) fn code(&self, style: usize) -> Option<&Arc<str>> {
        self.0.get(style)?.as_ref()
    }

    /// The code of a style that shows something else instead of any text.
    pub(super) fn instead_of_text(&self, style: usize) -> Option<&Arc<str>> {
        self.code(style).filter(|code| number_format::instead_of_text(code).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_workbook_defines_goes_before_what_is_built_in() {
        let mut formats = Formats::default();
        formats.define(9, "0");
        formats.define(164, "\"<5\"");
        formats.define(165, "#,##0");
        let styles = formats.of_styles(&[0, 9, 17, 164, 165, 999]);
        let codes = [0, 1, 2, 3, 4, 5, 6].map(|style| styles.code(style).map(|code| &**code));
        assert_eq!(codes, [None, None, Some("mmm-yy"), Some("\"<5\""), None, None, None]);
    }

    #[test]
    fn no_built_in_format_that_is_listed_is_plain() {
        assert!(BUILT_IN.iter().all(|(_, code)| !number_format::is_plain(code)));
    }
}
