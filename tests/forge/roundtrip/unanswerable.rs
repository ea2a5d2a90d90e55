//! Returns that nobody can answer for: of none of them may a single count be loaded.

use super::fact::Truth;
use super::knobs::{Container, Sheets};
use super::piece::short;
use super::request::Request;
use super::return_file::{ReturnFile, delimited, senders};
use super::vocabulary::Vocabulary;
use super::words;
use crate::book::{Book, Grid, Sheet, Value};
use crate::dice::Dice;
use crate::write::Format;

/// A kind of table, and what draws it below its title.
type Kind = (&'static str, fn(&Vocabulary, &mut Dice) -> Grid);

const KINDS: [Kind; 13] = [
    ("numbers without labels", numbers_alone),
    ("labels nobody knows", strange_labels),
    ("two count columns with one header", twin_columns),
    ("nobody says whose age", whose_age),
    ("a strange total beside a number without a label", strange_total),
    ("figures in prose", prose),
    ("percentages only", percentages),
    ("averages", averages),
    ("money", money),
    ("columns without headers", no_column_headers),
    ("a strange label column between known ones", strange_column),
    ("labels that several dimensions have", shared_labels),
    ("a header over no labels", header_alone),
];

pub fn drawn(vocabulary: &Vocabulary, seed: u64) -> ReturnFile {
    let mut dice = Dice::new(seed);
    let request = Request::of(seed);
    let (kind, draw) = *dice.pick(&KINDS);
    let container = *dice.pick(&[Container::Xlsx, Container::Ods, Container::Xlsb, Container::Csv]);
    let mut grid = Grid::default();
    if dice.chance(50) {
        grid.put(0, 0, *dice.pick(&words::TITLES));
    }
    let top = if grid.height() > 0 { grid.height() + dice.between(0, 1) } else { 0 };
    let table = draw(vocabulary, &mut dice);
    grid.place(&table, top, 0);
    let forces: Vec<String> =
        senders(vocabulary, seed, Sheets::One, &mut dice).into_iter().map(|(force, _)| force).collect();
    let name = format!("reply.{}", container.text());
    let path = ReturnFile::path(&request, &forces, &name);
    let format = match container {
        Container::Xlsx => Format::Xlsx,
        Container::Ods => Format::Ods,
        Container::Xlsb => Format::Xlsb,
        Container::Csv => delimited(&mut dice),
    };
    ReturnFile {
        seed,
        request,
        forces,
        name,
        format,
        book: Book { sheets: vec![Sheet { name: "Sheet1".to_owned(), grid }] },
        knobs: vec![("kind".to_owned(), kind.to_owned())],
        grain: "",
        // What is counted is known, so that only the table itself leaves something open.
        unit: "offence",
        dash: false,
        truth: Truth { path, seed, observations: Vec::new() },
    }
}

fn count(dice: &mut Dice) -> u32 {
    dice.between(1, 900)
}

/// Known labels of outcomes, whose terms share nothing.
fn outcomes(vocabulary: &Vocabulary, dice: &mut Dice) -> Vec<String> {
    let mut all: Vec<_> = vocabulary.labels("outcome").iter().filter(|label| label.telling).collect();
    dice.shuffle(&mut all);
    let mut taken: Vec<&super::vocabulary::Label> = Vec::new();
    for label in all {
        if taken.len() < 4 && taken.iter().all(|other| other.extent.disjoint(&label.extent)) {
            taken.push(label);
        }
    }
    taken.into_iter().map(|label| label.text.clone()).collect()
}

/// A header, then a line for each label with what else belongs to it.
fn table(header: &[&str], labels: &[String], mut line: impl FnMut(usize) -> Vec<Value>) -> Grid {
    let mut grid = Grid::default();
    for (column, word) in (0..).zip(header).filter(|(_, word)| !word.is_empty()) {
        grid.put(0, column, *word);
    }
    for (at, label) in labels.iter().enumerate() {
        let row = 1 + u32::from(short(at));
        grid.put(row, 0, label.as_str());
        for (column, value) in (1..).zip(line(at)) {
            grid.put(row, column, value);
        }
    }
    grid
}

fn numbers_alone(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let (rows, columns) = (dice.between(2, 6), dice.between(1, 4));
    let mut grid = Grid::default();
    for row in 0..rows {
        for column in 0..short(columns) {
            // From 100 on, no number could be an age; below 1,900, no year.
            grid.put(row, column, dice.between(131, 1_800));
        }
    }
    grid
}

fn strange_labels(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let mut labels: Vec<String> = ["Desk A", "Desk B", "Front office", "Night shift", "Annex", "Mobile unit"]
        .iter()
        .map(|label| (*label).to_owned())
        .collect();
    dice.shuffle(&mut labels);
    labels.truncate(4);
    let header = *dice.pick(&["Handled by", "Team", ""]);
    table(&[header, "Number"], &labels, |_| vec![Value::from(count(dice))])
}

fn twin_columns(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = outcomes(vocabulary, dice);
    table(&["Outcome", "Number", "Number"], &labels, |_| vec![count(dice).into(), count(dice).into()])
}

fn whose_age(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = ["10-14", "15-17", "18-24", "25-39", "40+"].map(str::to_owned);
    table(&["Age", "Number"], &labels, |_| vec![Value::from(count(dice))])
}

fn strange_total(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let mut grid = Grid::default();
    grid.put(0, 0, *dice.pick(&["Everything together", "The whole lot", "Bottom line"]));
    grid.put(0, 1, count(dice));
    grid.put(0, 2, count(dice));
    grid
}

fn prose(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let mut grid = Grid::default();
    let [charged, closed, open] = [count(dice), count(dice), count(dice)];
    for (row, text) in (0..).zip([
        format!("We hold {} records in the period you asked about.", charged + closed + open),
        format!("Of these, {charged} ended in a charge and {closed} were closed."),
        format!("The other {open} were still open when the data were taken."),
    ]) {
        grid.put(row, 0, text.as_str());
    }
    grid
}

fn percentages(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = outcomes(vocabulary, dice);
    let text = dice.chance(50);
    let header = *dice.pick(&["%", "Percentage", "% of all"]);
    table(&["Outcome", header], &labels, |_| {
        let share = dice.between(1, 60);
        vec![if text { Value::from(format!("{share}%").as_str()) } else { Value::Number(f64::from(share) + 0.3) }]
    })
}

fn averages(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = outcomes(vocabulary, dice);
    let header = *dice.pick(&["Average days", "Mean days to close", "Median wait"]);
    table(&["Outcome", header], &labels, |_| vec![Value::Number(f64::from(dice.between(3, 200)) + 0.5)])
}

fn money(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = outcomes(vocabulary, dice);
    let header = *dice.pick(&["Cost", "Compensation paid", "Fines"]);
    table(&["Outcome", header], &labels, |_| {
        vec![Value::from(format!("\u{a3}{},{:03}", dice.between(1, 9), dice.between(0, 999)).as_str())]
    })
}

fn no_column_headers(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels = outcomes(vocabulary, dice);
    let columns = dice.between(2, 4);
    table(&["Outcome"], &labels, |_| (0..columns).map(|_| Value::from(count(dice))).collect())
}

fn strange_column(vocabulary: &Vocabulary, dice: &mut Dice) -> Grid {
    let labels: Vec<String> =
        outcomes(vocabulary, dice).into_iter().flat_map(|label| [label.clone(), label.clone(), label]).collect();
    let strange = ["North wing", "South wing", "Annex"];
    let header = *dice.pick(&["Wing", "Handled by", "Office"]);
    table(&["Outcome", header, "Sex", "Number"], &labels, |at| {
        vec![Value::from(strange[at % 3]), Value::from("Female"), Value::from(count(dice))]
    })
}

fn shared_labels(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let mut labels = ["Other", "Unknown", "Not recorded", "Not stated"].map(str::to_owned);
    dice.shuffle(&mut labels);
    table(&["", "Number"], &labels, |_| vec![Value::from(count(dice))])
}

fn header_alone(_: &Vocabulary, dice: &mut Dice) -> Grid {
    let mut grid = Grid::default();
    for (column, word) in (0..).zip(["Outcome", "Sex", "Number"]) {
        grid.put(0, column, word);
    }
    for row in 1..=dice.between(2, 5) {
        grid.put(row, 2, count(dice));
    }
    grid
}
