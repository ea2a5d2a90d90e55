//! Exact facts, and the coarse tables that are told of them.

use std::fmt::Write as _;

use super::Part;
use crate::dice::Dice;

/// Whether a table states the total of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linked {
    /// It states none, or withholds nothing that the total could tell.
    No,
    ByTotal,
}

/// What a row, or a question, is about.
#[derive(Clone, Debug)]
pub(super) enum Extent {
    /// Both ends included, or open.
    Ages(i64, Option<i64>),
    Codes(Vec<&'static str>),
    Unknown,
}

pub(super) type Question = Extent;

#[derive(Clone, Debug)]
pub(super) struct Row {
    label: String,
    extent: Extent,
    /// The exact facts: an age or a code each.
    facts: Vec<Fact>,
    /// What stands for the count.
    mark: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Fact {
    Age(i64),
    Code(&'static str),
    Unknown,
}

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub header: &'static str,
    pub rows: Vec<Row>,
    pub total: Option<i64>,
}

/// Labels of outcomes with the codes each may stand for, none inside another.
const OUTCOMES: [(&str, &[&str]); 7] = [
    ("Charged", &["1"]),
    ("Caution", &["2", "3"]),
    ("Community resolution", &["8"]),
    ("Evidential difficulties", &["14", "15", "16"]),
    ("No suspect", &["14", "18"]),
    ("Not in the public interest", &["9", "10", "21"]),
    ("Under investigation", &["0"]),
];

impl Extent {
    pub(super) fn of_ages(dice: &mut Dice) -> Extent {
        let low = i64::from(dice.between(0, 45));
        let high = low + i64::from(dice.between(0, 30));
        Extent::Ages(low, (!dice.chance(20)).then_some(high))
    }

    pub(super) fn of_outcomes(dice: &mut Dice) -> Extent {
        let mut codes: Vec<&str> = OUTCOMES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        dice.shuffle(&mut codes);
        codes.truncate(1 + dice.index(codes.len()));
        Extent::Codes(codes)
    }

    /// As the macros take it.
    pub(super) fn arguments(&self) -> String {
        match self {
            Extent::Ages(low, high) => {
                let high = high.map_or_else(|| "NULL".to_owned(), |high| high.to_string());
                format!("{low}, {high}")
            }
            Extent::Codes(codes) => format!("{codes:?}").replace('"', "'"),
            Extent::Unknown => unreachable!("nobody asks for it"),
        }
    }

    fn holds(&self, fact: Fact) -> bool {
        match (self, fact) {
            (Extent::Ages(low, high), Fact::Age(age)) => *low <= age && high.is_none_or(|high| age <= high),
            (Extent::Codes(codes), Fact::Code(code)) => codes.contains(&code),
            _ => false,
        }
    }

    /// Whether all of `other`, and whether some of it, lies inside.
    fn takes(&self, other: &Extent) -> (bool, bool) {
        match (self, other) {
            (Extent::Ages(low, high), Extent::Ages(from, to)) => {
                let ends = high.is_none_or(|high| to.is_some_and(|to| to <= high));
                let meets = high.is_none_or(|high| *from <= high) && to.is_none_or(|to| to >= *low);
                (low <= from && ends, meets)
            }
            (Extent::Codes(wanted), Extent::Codes(codes)) => {
                let held = codes.iter().filter(|code| wanted.contains(code)).count();
                (held == codes.len(), held > 0)
            }
            _ => (false, false),
        }
    }
}

impl Row {
    /// A row whose count is withheld.
    pub(super) fn withheld(label: &str, codes: &[&'static str], mark: &'static str) -> Row {
        Row { label: label.to_owned(), extent: Extent::Codes(codes.to_vec()), facts: Vec::new(), mark: Some(mark) }
    }

    fn count(&self) -> i64 {
        i64::try_from(self.facts.len()).expect("facts are few")
    }

    pub(super) fn part(&self, question: &Question) -> Part {
        let (low, high) = match self.mark {
            Some("<5") => (1, Some(4)),
            Some(_) => (1, None),
            None => (self.count(), Some(self.count())),
        };
        let (inside, may_be_inside) = question.takes(&self.extent);
        Part { low, high, inside, may_be_inside }
    }
}

impl Table {
    /// People of random ages in random brackets.
    pub(super) fn of_ages(dice: &mut Dice, linked: Linked) -> Table {
        let mut ends = Vec::new();
        let mut at = *dice.pick(&[0, 0, 5, 10]);
        let mut is_whole = true;
        let mut rows = Vec::new();
        while ends.len() < 3 || dice.chance(55) && ends.len() < 6 {
            let next = at + i64::from(dice.between(0, 15));
            ends.push((at, Some(next)));
            at = next + 1;
            // Some tables leave ages out.
            if dice.chance(8) {
                at += 3;
                is_whole = false;
            }
        }
        if dice.chance(75) {
            ends.push((at, None));
        }
        for (from, to) in ends {
            let label = match to {
                None => format!("{from}+"),
                Some(to) if to == from => from.to_string(),
                Some(to) => format!("{from}-{to}"),
            };
            let facts = drawn(dice, |dice| {
                Fact::Age(from + i64::from(dice.between(0, u32::try_from(to.unwrap_or(from + 20) - from).unwrap_or(0))))
            });
            rows.push(Row { label, extent: Extent::Ages(from, to), facts, mark: None });
        }
        // Brackets that leave ages out need not be all of the total, unless their highs say how far they reach.
        let is_open = matches!(rows.last(), Some(Row { extent: Extent::Ages(_, None), .. }));
        Table::finished(dice, "Age of victim", rows, linked, is_whole && is_open || linked == Linked::No)
    }

    /// Outcomes told in groups, some of which share a code.
    pub(super) fn of_outcomes(dice: &mut Dice, linked: Linked) -> Table {
        let mut labels = OUTCOMES;
        dice.shuffle(&mut labels);
        let count = 3 + dice.index(labels.len() - 2);
        let row = |(label, codes): &(&str, &'static [&'static str])| Row {
            label: (*label).to_owned(),
            extent: Extent::Codes(codes.to_vec()),
            facts: drawn(dice, |dice| Fact::Code(dice.word(codes))),
            mark: None,
        };
        let rows = labels[..count].iter().map(row).collect();
        Table::finished(dice, "Outcome", rows, linked, true)
    }

    /// Adds a row of those not known, withholds small counts, `unbounded` or not, and states the total.
    fn finished(dice: &mut Dice, header: &'static str, mut rows: Vec<Row>, linked: Linked, unbounded: bool) -> Table {
        if dice.chance(40) {
            let facts = drawn(dice, |_| Fact::Unknown);
            rows.push(Row { label: "Unknown".into(), extent: Extent::Unknown, facts, mark: None });
        }
        let all: i64 = rows.iter().map(Row::count).sum();
        let states = linked == Linked::ByTotal || dice.chance(30);
        let withholds = linked == Linked::ByTotal || !states;
        // Sometimes the total has far more than the rows could tell of.
        let beyond = states && dice.chance(15);
        let mark = if beyond || !unbounded { "<5" } else { dice.word(&["<5", "*"]) };
        if withholds {
            let mut left = 4;
            for row in rows.iter_mut().filter(|row| (1..5).contains(&row.count())) {
                if left > 0 && dice.chance(70) {
                    row.mark = Some(mark);
                    left -= 1;
                }
            }
        }
        Table { header, rows, total: states.then_some(if beyond { all + 40 } else { all }) }
    }

    pub(super) fn truth(&self, question: &Question) -> i64 {
        let facts = self.rows.iter().flat_map(|row| &row.facts);
        i64::try_from(facts.filter(|fact| question.holds(**fact)).count()).expect("facts are few")
    }

    pub(super) fn csv(&self) -> String {
        let mut out = format!("{},Number\n", self.header);
        for row in &self.rows {
            let count = row.mark.map_or_else(|| row.count().to_string(), str::to_owned);
            _ = writeln!(out, "{},{count}", row.label);
        }
        if let Some(total) = self.total {
            _ = writeln!(out, "Total,{total}");
        }
        out
    }
}

/// So many facts, often few.
fn drawn(dice: &mut Dice, mut fact: impl FnMut(&mut Dice) -> Fact) -> Vec<Fact> {
    let most = *dice.pick(&[4, 4, 9]);
    (0..dice.between(0, most)).map(|_| fact(dice)).collect()
}
