//! One cell of an .ods: whether it holds a value, and what the parser does not tell of it.

use quick_xml::events::BytesStart;

use super::content::{Fault, times};
use crate::read::shown::{self, Shows};

/// Bytes of a cell's text that are looked at: names of errors are short, and so is what is shown of a number.
const LOOKED_AT: usize = 256;

/// A value that can be shown as something else.
#[derive(Debug)]
enum Value {
    Number(f64),
    /// As ISO has it.
    Date(Box<str>),
    Other,
}

/// A cell whose end has not come yet.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// How many cells beside each other it stands for.
    pub repeats: u64,
    /// How many rows and columns it takes, when it is merged with its neighbours.
    pub spans: (u64, u64),
    value: Option<Value>,
    /// It says that its text is its value.
    is_text: bool,
    is_percentage: bool,
    /// Whether it says at all what it shows; some programs leave that out.
    says_shown: bool,
    has_formula: bool,
    says_error: bool,
    /// The beginning of what it shows, without its comments and drawings.
    shown: String,
}

impl Cell {
    pub(super) fn open(element: &BytesStart<'_>) -> Result<Self, Fault> {
        let mut cell = Self { repeats: 1, spans: (1, 1), ..Self::default() };
        for attribute in element.attributes() {
            let attribute = attribute?;
            let span = || attribute.value.trim().parse().map_or(1, |span: u64| span.max(1));
            let value = match attribute.key.0 {
                // What is no number, the parser refuses.
                "office:value" => Some(Value::Number(attribute.value.trim().parse().unwrap_or(f64::NAN))),
                "office:date-value" => Some(Value::Date(attribute.value.trim().into())),
                "office:string-value" | "office:time-value" | "office:boolean-value" => Some(Value::Other),
                _ => None,
            };
            // As the parser does, which takes the first.
            cell.value = cell.value.or(value);
            match attribute.key.0 {
                "office:value-type" if &*attribute.value == "string" => cell.is_text = true,
                "office:value-type" => cell.is_percentage = &*attribute.value == "percentage",
                "calcext:value-type" => cell.says_error = &*attribute.value == "error",
                "table:number-columns-repeated" => cell.repeats = times(&attribute.value)?,
                "table:number-rows-spanned" => cell.spans.0 = span(),
                "table:number-columns-spanned" => cell.spans.1 = span(),
                "table:formula" => cell.has_formula = true,
                _ => {}
            }
        }
        Ok(cell)
    }

    /// A paragraph of what it shows begins.
    pub(super) fn begin_shown(&mut self) {
        self.says_shown = true;
    }

    pub(super) fn show(&mut self, text: &str) {
        let text = if self.shown.is_empty() { text.trim_start() } else { text };
        let room = LOOKED_AT.saturating_sub(self.shown.len());
        match text.char_indices().map(|(at, _)| at).find(|at| *at >= room) {
            Some(end) => self.shown.push_str(&text[..end]),
            None => self.shown.push_str(text),
        }
    }

    /// Whether it holds a value. Text without a value counts too: a person sees it, so the parser must have seen it.
    pub(super) fn holds(&self) -> bool {
        self.value.is_some() || self.is_text || !self.shown.is_empty()
    }

    /// Whether it is a formula without a result, not even an empty text.
    pub(super) fn is_uncalculated(&self) -> bool {
        self.has_formula && !self.holds()
    }

    /// What it shows in place of its number or date, blank where it shows nothing; `None` where it shows that. A
    /// percentage is shown in place of its number whatever its text is.
    pub(super) fn shown_instead(&self) -> Option<String> {
        let text = self.says_shown.then(|| self.shown.trim_end());
        match self.value.as_ref()? {
            Value::Number(number) => match text.map(|text| shown::as_text(text, *number)) {
                Some(Shows::Words(words)) => Some(words.into_owned()),
                Some(Shows::Share) => text.map(str::to_owned),
                _ => self.is_percentage.then(|| shown::share(*number)),
            },
            Value::Date(date) => text.filter(|text| !shown::is_whole_date(text, date)).map(str::to_owned),
            Value::Other => None,
        }
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
