//! Ways to cut cases into rows: fine or coarse labels, rows inside others, brackets.

use super::truth::{Case, Dimension, year_and_month};
use crate::dice::Dice;

/// What a row counts.
#[derive(Clone, Debug)]
pub enum Holds {
    Codes(&'static [&'static str]),
    Ages(u32, Option<u32>),
    /// Months after April 2018, both included.
    Months(u32, u32),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub label: String,
    pub holds: Holds,
    /// Lies inside another row and is no part of the total.
    pub inside: bool,
}

/// Rows that hold every case once, and perhaps some inside others.
#[derive(Clone, Debug)]
pub struct Cut {
    pub dimension: Dimension,
    pub header: &'static str,
    pub rows: Vec<Row>,
    /// Sub-totals stand after this row and after the last.
    pub subtotal_after: Option<usize>,
}

impl Cut {
    pub fn holds(&self, row: usize, case: &Case) -> bool {
        match &self.rows[row].holds {
            Holds::Codes(codes) => case.code(self.dimension).is_some_and(|code| codes.contains(&code)),
            Holds::Ages(low, high) => case.age.is_some_and(|age| *low <= age && high.is_none_or(|high| age <= high)),
            Holds::Months(first, last) => (*first..=*last).contains(&case.month),
            Holds::Unknown if self.dimension == Dimension::Age => case.age.is_none(),
            Holds::Unknown => case.code(self.dimension).is_none(),
        }
    }

    /// Whether a total can prove nothing about some rows, because one may lie inside another.
    pub fn is_unsure(&self) -> bool {
        let has = |start: &str| self.rows.iter().any(|row| row.label.starts_with(start));
        has("No further action") && has("Not in the public interest")
    }

    /// Rows above one another can be crossed with columns only where none says what it lies in.
    pub fn can_cross(&self) -> bool {
        self.subtotal_after.is_none() && self.rows.iter().all(|row| !row.inside)
    }
}

fn row(label: &str, holds: Holds) -> Row {
    Row { label: label.to_owned(), holds, inside: false }
}

fn inside(label: &str, holds: Holds) -> Row {
    Row { inside: true, ..row(label, holds) }
}

fn cut(dimension: Dimension, header: &'static str, rows: Vec<Row>) -> Cut {
    Cut { dimension, header, rows, subtotal_after: None }
}

/// A cut by a dimension, or by months `first` to `last`. What is not in the public interest may stand `apart` from what
/// found no further action.
pub fn drawn(dice: &mut Dice, dimension: Dimension, (first, last): (u32, u32), apart: bool) -> Cut {
    match dimension {
        Dimension::Outcome => outcomes(dice, apart),
        Dimension::Age => ages(dice),
        Dimension::Sex => {
            let mut rows = vec![row("Female", Holds::Codes(&["female"])), row("Male", Holds::Codes(&["male"]))];
            rows.push(row(dice.word(&["Unknown", "Not stated"]), Holds::Unknown));
            cut(dimension, dice.word(&["Sex", "Gender", "Sex of victim"]), rows)
        }
        Dimension::Platform => {
            let rows = vec![
                row("Facebook", Holds::Codes(&["facebook"])),
                row("Instagram", Holds::Codes(&["instagram"])),
                row("Snapchat", Holds::Codes(&["snapchat"])),
                row("WhatsApp", Holds::Codes(&["whatsapp"])),
                row("Not known", Holds::Unknown),
            ];
            cut(dimension, dice.word(&["Platform", "Social media"]), rows)
        }
        Dimension::Relationship => relationships(dice),
        Dimension::Month => months(first, last),
    }
}

/// The parts of `no further action`, and those not in the public interest among them.
const NO_ACTION: Holds = Holds::Codes(&["10", "14", "15", "16", "18", "21"]);
const NO_INTEREST: Holds = Holds::Codes(&["10", "21"]);
const NO_ACTION_BUT_INTEREST: Holds = Holds::Codes(&["14", "15", "16", "18"]);

fn outcomes(dice: &mut Dice, apart: bool) -> Cut {
    let charged = row(dice.word(&["Charged", "Charged or Summonsed", "Charge/summons"]), Holds::Codes(&["1"]));
    let cautions = row("Caution", Holds::Codes(&["3"]));
    let resolved = row("Community resolution", Holds::Codes(&["8"]));
    let open = row("Under investigation", Holds::Codes(&["0"]));
    let unknown = row("Unknown", Holds::Unknown);
    let rest = match *dice.pick(if apart { &[0, 2, 5, 6] } else { &[0, 1, 3, 4] }) {
        0 => {
            let codes: [&'static [&'static str]; 10] =
                [&["1"], &["3"], &["8"], &["10"], &["14"], &["15"], &["16"], &["18"], &["21"], &["0"]];
            let mut rows: Vec<Row> =
                codes.into_iter().map(|code| row(&format!("Outcome {}", code[0]), Holds::Codes(code))).collect();
            rows.push(unknown);
            return cut(Dimension::Outcome, "Outcome", rows);
        }
        1 => vec![row("No further action", NO_ACTION)],
        // Beside each other, which the words do not say.
        2 => vec![row("No further action", NO_ACTION_BUT_INTEREST), row("Not in the public interest", NO_INTEREST)],
        // One inside the other, which the words do not say either.
        3 => vec![row("No further action", NO_ACTION), inside("Not in the public interest", NO_INTEREST)],
        4 => vec![row("No further action", NO_ACTION), inside("of which not in the public interest", NO_INTEREST)],
        // Terms that share a code.
        5 => vec![
            row("Evidential difficulties", Holds::Codes(&["14", "15", "16"])),
            row("No suspect", Holds::Codes(&["18"])),
            row("Not in the public interest", NO_INTEREST),
        ],
        // In nobody's vocabulary.
        _ => vec![row("No further action", NO_ACTION_BUT_INTEREST), row("Restorative circle held", NO_INTEREST)],
    };
    let mut rows = vec![charged, cautions, resolved];
    rows.extend(rest);
    rows.extend([open, unknown]);
    cut(Dimension::Outcome, dice.word(&["Outcome", "Disposal", "Outcome type"]), rows)
}

fn ages(dice: &mut Dice) -> Cut {
    let header = dice.word(&["Age of victim", "Victim age", "Age of victims"]);
    if dice.chance(20) {
        let rows = vec![
            row("Under 18", Holds::Ages(0, Some(17))),
            inside("of which under 16", Holds::Ages(0, Some(15))),
            row("18 and over", Holds::Ages(18, None)),
            row("Unknown", Holds::Unknown),
        ];
        return cut(Dimension::Age, header, rows);
    }
    let mut starts = vec![0];
    let mut at = 0;
    while at < 40 {
        at += *dice.pick(&[2, 5, 6, 8, 10, 15]);
        starts.push(at);
    }
    let mut rows = Vec::new();
    for pair in starts.windows(2) {
        let (from, to) = (pair[0], pair[1] - 1);
        rows.push(row(&format!("{from}-{to}"), Holds::Ages(from, Some(to))));
    }
    rows.push(row(&format!("{at}+"), Holds::Ages(at, None)));
    rows.push(row("Unknown", Holds::Unknown));
    let subtotal_after = dice.chance(20).then(|| rows.len() / 2 - 1);
    Cut { dimension: Dimension::Age, header, rows, subtotal_after }
}

fn relationships(dice: &mut Dice) -> Cut {
    let mut rows = if dice.chance(30) {
        vec![row("Current or former partner", Holds::Codes(&["partner", "ex_partner"]))]
    } else {
        vec![row("Former partner", Holds::Codes(&["ex_partner"])), row("Partner", Holds::Codes(&["partner"]))]
    };
    rows.extend([
        row("Family", Holds::Codes(&["family"])),
        row("Acquaintance", Holds::Codes(&["acquaintance"])),
        row("Stranger", Holds::Codes(&["stranger"])),
        row("Not recorded", Holds::Unknown),
    ]);
    cut(Dimension::Relationship, "Relationship", rows)
}

fn months(first: u32, last: u32) -> Cut {
    let month = |at| {
        let (year, month) = year_and_month(at);
        row(&format!("{} {year}", NAMES[month as usize - 1]), Holds::Months(at, at))
    };
    cut(Dimension::Month, "Month", (first..=last).map(month).collect())
}

/// Police years, from April, of two years of months.
pub fn years() -> Cut {
    let year = |at: u32| {
        let (year, _) = year_and_month(at);
        row(&format!("{year}/{}", year - 1999), Holds::Months(at, at + 11))
    };
    cut(Dimension::Month, "Year", vec![year(0), year(12)])
}

/// Nothing but the total.
pub fn nothing() -> Cut {
    cut(Dimension::Month, "Outcome", Vec::new())
}

/// Names of months, as people write them.
pub const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
