//! The list of sheets that a spreadsheet writes into the head of its pages, in a comment or as elements.

use html5gum::Token;

use crate::container::Unreadable;
use crate::read::markup::because;

/// What a page says of the sheets of its workbook.
#[derive(Debug, Default)]
pub(super) struct Listed {
    sheets: Vec<(String, bool)>,
    /// Whether a frame set or the list itself says that the sheets are in other files.
    elsewhere: bool,
    within: bool,
    reading: Option<Field>,
}

#[derive(Debug, Clone, Copy)]
enum Field {
    Name,
    Visible,
}

impl Listed {
    /// The list stands in a comment for all programs but one.
    pub(super) fn comment(&mut self, comment: &[u8]) {
        let needle = b"<x:ExcelWorkbook";
        if comment.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle)) {
            let text = String::from_utf8_lossy(comment);
            super::tokens(&text).for_each(|token| self.token(&token));
        }
    }

    pub(super) fn token(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) => {
                self.reading = None;
                match &**tag.name {
                    b"frameset" | b"x:worksheetsource" => self.elsewhere = true,
                    b"x:excelworksheet" => {
                        self.within = true;
                        self.sheets.push((String::new(), true));
                    }
                    b"x:name" if self.within => self.reading = Some(Field::Name),
                    b"x:visible" if self.within => self.reading = Some(Field::Visible),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                self.reading = None;
                self.within &= *tag.name != *b"x:excelworksheet";
            }
            Token::String(text) => {
                let Some((name, visible)) = self.sheets.last_mut() else { return };
                let text = String::from_utf8_lossy(text);
                match self.reading {
                    Some(Field::Name) => name.push_str(text.trim()),
                    Some(Field::Visible) => {
                        *visible = !["SheetHidden", "SheetVeryHidden"].contains(&text.trim());
                    }
                    None => {}
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    /// Name and visibility of the one sheet, which is then the page.
    pub(super) fn only(self) -> Option<(String, bool)> {
        let [sheet] = <[_; 1]>::try_from(self.sheets).ok()?;
        (!sheet.0.is_empty()).then_some(sheet)
    }

    /// Why the page holds no table.
    pub(super) fn no_table(&self) -> Unreadable {
        because(if self.elsewhere {
            "the tables are in companion files that were not sent"
        } else {
            "the page holds no table"
        })
    }
}
