//! The letters: overlapping periods, units, count bases, and the words a letter has for them.

use super::cut::NAMES;
use super::truth::year_and_month;
use crate::dice::Dice;

#[derive(Clone, Debug)]
pub struct Letter {
    pub id: &'static str,
    /// Months after April 2018, both included.
    pub months: (u32, u32),
    pub unit: &'static str,
    pub count_basis: &'static str,
}

/// One to three letters about nine months, the year that contains them, and two years.
pub fn drawn(dice: &mut Dice) -> Vec<Letter> {
    let mut all = [("nine-months", (0, 8)), ("one-year", (0, 11)), ("two-years", (0, 23))];
    dice.shuffle(&mut all);
    let count = 1 + dice.index(3);
    let letter = |(id, months)| Letter {
        id,
        months,
        unit: if dice.chance(30) { "victim" } else { "offence" },
        count_basis: if dice.chance(15) { "closed" } else { "recorded" },
    };
    all[..count].iter().copied().map(letter).collect()
}

impl Letter {
    /// `request.toml`.
    pub fn text(&self, asked: &[&str]) -> String {
        let asked: Vec<String> = asked.iter().map(|force| format!("{force:?}")).collect();
        format!(
            "title = \"What became of it: {}\"\nquestions = [\"outcome\", \"victim_age\"]\nunit = \"{}\"\n\
             count-basis = \"{}\"\noffence = \"disclosing_private_images\"\nperiod = \"{}\"\nforces-asked = [{}]\n",
            self.id,
            self.unit,
            self.count_basis,
            period(self.months),
            asked.join(", ")
        )
    }

    /// The years of the letter, each as its months.
    pub fn years(&self) -> Vec<(u32, u32)> {
        let (first, last) = self.months;
        (first..=last).step_by(12).map(|start| (start, last.min(start + 11))).collect()
    }
}

/// `April 2018 to March 2019`.
pub fn period((first, last): (u32, u32)) -> String {
    let [first, last] = [first, last].map(|month| {
        let (year, month) = year_and_month(month);
        format!("{} {year}", NAMES[month as usize - 1])
    });
    format!("{first} to {last}")
}
