//! One cell of an .ods: whether it holds a value, and what the parser does not tell of it.

use quick_xml::events::BytesStart;

use super::content::{Fault, times};

/// Characters of a cell's text that are looked at: names of errors are short.
const LOOKED_AT: usize = 32;

/// A cell whose end has not come yet.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// How many cells beside each other it stands for.
    pub repeats: u64,
    /// It has an attribute with a value, or says that its text is its value.
    has_value: bool,
    pub is_percentage: bool,
    has_formula: bool,
    says_error: bool,
    /// The beginning of what it shows, without its comments and drawings.
    shown: String,
}

impl Cell {
    pub(super) fn open(element: &BytesStart<'_>) -> Result<Self, Fault> {
        let mut cell = Self { repeats: 1, ..Self::default() };
        for attribute in element.attributes() {
            let attribute = attribute?;
            match attribute.key.0 {
                "office:value"
                | "office:string-value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value" => cell.has_value = true,
                "office:value-type" if &*attribute.value == "string" => cell.has_value = true,
                "office:value-type" => cell.is_percentage = &*attribute.value == "percentage",
                "calcext:value-type" => cell.says_error = &*attribute.value == "error",
                "table:number-columns-repeated" => cell.repeats = times(&attribute.value)?,
                "table:formula" => cell.has_formula = true,
                _ => {}
            }
        }
        Ok(cell)
    }

    pub(super) fn show(&mut self, text: &str) {
        let text = if self.shown.is_empty() { text.trim_start() } else { text };
        let room = LOOKED_AT.saturating_sub(self.shown.chars().count());
        self.shown.extend(text.chars().take(room));
    }

    /// Whether it holds a value. Text without a value counts too: a person sees it, so the parser must have seen it.
    pub(super) fn holds(&self) -> bool {
        self.has_value || !self.shown.is_empty()
    }

    /// Whether it is a formula without a result, not even an empty text.
    pub(super) fn is_uncalculated(&self) -> bool {
        self.has_formula && !self.holds()
    }

    /// The name of the error it shows; never any other text.
    pub(super) fn error(&self) -> Option<&str> {
        let shown = self.shown.trim_end();
        if is_error_name(shown) {
            return Some(shown);
        }
        // In the language of whoever saved it.
        self.says_error.then_some("error")
    }
}

/// Programs write the names of spreadsheet errors, `Err:` with a number for their own, and a zero as the value.
fn is_error_name(shown: &str) -> bool {
    const NAMES: [&str; 13] = [
        "#BLOCKED!",
        "#CALC!",
        "#CONNECT!",
        "#DIV/0!",
        "#FIELD!",
        "#GETTING_DATA",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#SPILL!",
        "#VALUE!",
    ];
    let number = shown.strip_prefix("Err:");
    NAMES.contains(&shown) || number.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))
}
