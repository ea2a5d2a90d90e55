//! One file of an answer: what its tables are cut by, on which sheets, and in which manner.

use super::cut::{self, Cut};
use super::letters::{self, Letter};
use super::page::{self, Manner, Page};
use super::truth::{Case, Dimension};
use crate::book::{Book, Sheet};
use crate::dice::Dice;
use crate::write::{Delimited, Encoding, Format, LineEnd, Rows, bytes};
use anyhow::Context;

/// The first nine months, which one letter asks for and others contain.
const FIRST_MONTHS: (u32, u32) = (0, 8);

/// What a table is cut by, down and across.
type Split = (Dimension, Option<Dimension>);

/// What the files of one answer have in common.
#[derive(Debug)]
pub struct Habit {
    /// What the file before was cut by: now and then the next is cut by the same, an alternative that nobody may add.
    before: Option<Split>,
    /// What is not in the public interest stands beside `no further action`, and not in it.
    apart: bool,
}

impl Habit {
    pub fn drawn(dice: &mut Dice) -> Habit {
        Habit { before: None, apart: dice.chance(50) }
    }
}

/// A file: its name, its bytes, and how far its totals are wrong.
pub fn file(
    dice: &mut Dice,
    letter: &Letter,
    cases: &[&Case],
    stem: &str,
    habit: &mut Habit,
) -> (String, Vec<u8>, u32) {
    let years = letter.years();
    let spans = match dice.between(1, 10) {
        1..=5 if years.len() > 1 => years,
        // Less than was asked for, beside other files that may give all of it.
        10 if letter.months != FIRST_MONTHS => vec![FIRST_MONTHS],
        _ => vec![letter.months],
    };
    let (down, across) = cuts(dice, letter, &spans, habit);
    let manner = manner(dice, letter, &down);
    let sexes = sexes(dice, cases, (&down, across.as_ref()));
    let mut sheets = Vec::new();
    let mut wrong_by = 0;
    for months in &spans {
        for (sex, sex_title) in &sexes {
            let own: Vec<&Case> = cases
                .iter()
                .copied()
                .filter(|case| (months.0..=months.1).contains(&case.month))
                .filter(|case| sex.is_none() || case.code(Dimension::Sex) == *sex)
                .collect();
            let mut titles: Vec<String> = sex_title.iter().map(|title| (*title).to_owned()).collect();
            // A period is needed where the letter's is not the sheet's.
            if spans != [letter.months] || manner.is_titled {
                titles.push(format!("Offences recorded {}", letters::period(*months)));
            }
            let Page { grid, wrong_by: by } =
                page::written(dice, &own, letter.unit, (&down, across.as_ref()), &manner, &titles);
            wrong_by += by;
            sheets.push(Sheet { name: format!("Sheet{}", sheets.len() + 1), grid });
        }
    }
    let is_book = sheets.len() > 1 || dice.chance(40);
    let csv = Delimited { delimiter: ',', encoding: Encoding::Utf8, line_end: LineEnd::Lf, rows: Rows::Ragged };
    let (format, extension) = if is_book { (Format::Xlsx, "xlsx") } else { (Format::Delimited(csv), "csv") };
    let written = bytes(&Book { sheets }, format).context("a plain table can be written");
    let written = written.expect("both formats take such tables").expect("both formats have a writer");
    (format!("{stem}.{extension}"), written, wrong_by)
}

/// What a table is cut by: one dimension or two, months, years beside each other, or nothing at all.
fn cuts(dice: &mut Dice, letter: &Letter, spans: &[(u32, u32)], habit: &mut Habit) -> (Cut, Option<Cut>) {
    const DOWN: [Dimension; 5] =
        [Dimension::Outcome, Dimension::Age, Dimension::Sex, Dimension::Platform, Dimension::Relationship];
    const ACROSS: [Dimension; 3] = [Dimension::Sex, Dimension::Outcome, Dimension::Relationship];
    if dice.chance(6) {
        return (cut::nothing(), None);
    }
    let (down, across) = match habit.before.filter(|_| dice.chance(40)) {
        Some(split) => split,
        None if letter.months.1 < 12 && dice.chance(10) => {
            (Dimension::Month, dice.chance(50).then_some(Dimension::Sex))
        }
        None => {
            let down = *dice.pick(&DOWN);
            let other = *dice.pick(&ACROSS);
            (down, (other != down && dice.chance(35)).then_some(other))
        }
    };
    habit.before = Some((down, across));
    let down = cut::drawn(dice, down, spans[0], habit.apart);
    let across = across.map(|across| cut::drawn(dice, across, spans[0], habit.apart));
    let across = across.filter(|across| across.can_cross() && down.can_cross());
    let beside = spans == [letter.months] && letter.years().len() > 1 && down.can_cross() && dice.chance(40);
    let across = if beside { Some(cut::years()) } else { across };
    (down, across)
}

type Sex = (Option<&'static str>, Option<&'static str>);

/// A sheet for each sex, with its title, now and then, where every case has one; else one for all.
fn sexes(dice: &mut Dice, cases: &[&Case], (down, across): (&Cut, Option<&Cut>)) -> Vec<Sex> {
    let all_known = cases.iter().all(|case| case.code(Dimension::Sex).is_some());
    let is_free = across.is_none() && ![Dimension::Sex, Dimension::Month].contains(&down.dimension);
    if all_known && is_free && dice.chance(30) {
        vec![(Some("female"), Some("Female victims")), (Some("male"), Some("Male victims"))]
    } else {
        vec![(None, None)]
    }
}

fn manner(dice: &mut Dice, letter: &Letter, down: &Cut) -> Manner {
    let withheld = dice.chance(30).then(|| dice.word(&["<5", "*"]));
    let count_header: &[&str] = match letter.unit {
        "victim" => &["Number", "Victims", "Number of victims"],
        _ => &["Number", "Offences", "Number of offences"],
    };
    // Sub-totals sum their rows exactly, so nothing is withheld below them.
    let withheld = withheld.filter(|_| down.subtotal_after.is_none());
    Manner {
        is_titled: dice.chance(30),
        withheld,
        totals_below: down.rows.is_empty() || dice.chance(70),
        totals_beside: dice.chance(50),
        percent: dice.chance(15) && withheld.is_none(),
        // A total that is wrong where parts are withheld, or may lie inside each other, would prove something false.
        wrong: dice.chance(15) && withheld.is_none() && !down.is_unsure(),
        count_header: dice.word(count_header),
    }
}
