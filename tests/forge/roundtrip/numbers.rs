//! Counts, and the ways a person writes them.

use super::knobs::{Layout, Marks, Numbers, Suppression, Zeros};
use crate::book::Value;
use crate::dice::Dice;

/// What a cell shows and what it states.
#[derive(Clone, Debug)]
pub struct Written {
    pub value: Value,
    pub low: i64,
    /// Absent where nothing bounds it.
    pub high: Option<i64>,
}

/// A count from 0 to 5,000, small ones more often than large ones.
pub fn count(dice: &mut Dice) -> u32 {
    if dice.chance(14) {
        return 0;
    }
    let limit = *dice.pick(&[6, 9, 30, 100, 400, 1_500, 5_000]);
    dice.between(1, limit)
}

/// A count as this file writes it; `None` where it leaves the cell blank.
pub fn written(count: u32, layout: &Layout, dice: &mut Dice) -> Option<Written> {
    let exact = |value: Value| Some(Written { value, low: i64::from(count), high: Some(i64::from(count)) });
    if count == 0 {
        return match layout.zeros {
            Zeros::Written => exact(digits(0, layout.numbers)),
            Zeros::Dash => exact(Value::from("-")),
            Zeros::Blank => None,
        };
    }
    if count < 5 {
        let (token, high) = match layout.suppression {
            Suppression::None => ("", None),
            Suppression::LessThanFive => ("<5", Some(4)),
            Suppression::InWords => ("fewer than 5", Some(4)),
            Suppression::Star => ("*", None),
            Suppression::Bracketed => ("[c]", None),
        };
        if !token.is_empty() {
            return Some(Written { value: Value::from(token), low: 1, high });
        }
    }
    if layout.marks == Marks::Numbers && dice.chance(25) {
        let text = if layout.numbers == Numbers::Thousands { thousands(count) } else { count.to_string() };
        let mark = dice.pick(&["*", " (r)", " [a]", " (1)"]);
        return exact(Value::from(format!("{text}{mark}").as_str()));
    }
    exact(digits(count, layout.numbers))
}

fn digits(count: u32, style: Numbers) -> Value {
    match style {
        Numbers::Plain => Value::from(count),
        Numbers::Text => Value::from(count.to_string().as_str()),
        Numbers::Thousands => Value::from(thousands(count).as_str()),
        Numbers::Spaces => Value::from(format!(" {count} ").as_str()),
    }
}

fn thousands(count: u32) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}
