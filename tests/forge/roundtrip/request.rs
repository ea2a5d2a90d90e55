//! The letters: what each request asks for, which depends on nothing but its number.

use super::fact::Period;
use crate::dice::Dice;

/// Forces that answer one request, one file each.
pub const FILES: u64 = 32;

/// The facts of one letter.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: String,
    pub unit: &'static str,
    /// The offence it names, which then no table is split by.
    pub offence: Option<&'static str>,
    /// First year asked for, and how many.
    first_year: u32,
    years: u32,
    pub financial: bool,
    /// Whether the letter says how bare years read.
    pub bare_years: bool,
}

impl Request {
    /// The request that the file of a seed belongs to.
    pub fn of(seed: u64) -> Request {
        let number = seed / FILES;
        let mut dice = Dice::new(number ^ 0x5151_7272_0f0f_3c3c);
        let financial = dice.chance(66);
        Request {
            id: format!("r{number:06}"),
            unit: dice.pick::<&str>(&["offence", "victim"]),
            offence: *dice.pick(&[Some("disclosing_private_images"), Some("sharing_intimate_images"), None, None]),
            first_year: dice.between(2014, 2019),
            years: dice.between(3, 4),
            financial,
            // A letter that speaks of calendar years says so, or no year could be read.
            bare_years: !financial || dice.chance(50),
        }
    }

    pub fn letter(&self) -> String {
        let mut lines = vec![
            format!("title = \"Request {}\"", self.id),
            "questions = [\"outcome\"]".to_owned(),
            format!("unit = \"{}\"", self.unit),
            "count-basis = \"recorded\"".to_owned(),
        ];
        lines.extend(self.offence.map(|offence| format!("offence = \"{offence}\"")));
        let (first, last) = (self.first_year, self.first_year + self.years);
        let asked = if self.financial {
            format!("April {first} to March {last}")
        } else {
            format!("January {first} to December {}", last - 1)
        };
        lines.push(format!("period = \"{asked}\""));
        if self.bare_years {
            let basis = if self.financial { "financial" } else { "calendar" };
            lines.push(format!("bare-years = \"{basis}\""));
        }
        lines.join("\n") + "\n"
    }

    /// The time asked about: what holds where nothing nearer says otherwise.
    pub fn period(&self) -> Period {
        let (first, last) = (self.year(0), self.year(self.years - 1));
        Period { from: first.from, to: last.to, kind: "range".into() }
    }

    /// The years asked about, first to last.
    pub fn years(&self) -> std::ops::Range<u32> {
        0..self.years
    }

    /// A year asked about, counted from 0, with its dates.
    pub fn year(&self, index: u32) -> Period {
        let year = self.first_year + index;
        let (from, to, kind) = if self.financial {
            (format!("{year}-04-01"), format!("{}-03-31", year + 1), "financial year")
        } else {
            (format!("{year}-01-01"), format!("{year}-12-31"), "calendar year")
        };
        Period { from: Some(from), to: Some(to), kind: kind.into() }
    }

    /// How a year is written, in one of the ways this letter lets be read; `slash` where the name may hold one.
    /// A year is bare only beside words: two columns of bare numbers would say nothing.
    pub fn year_text(&self, index: u32, slash: bool, bare: bool, style: usize) -> String {
        let year = self.first_year + index;
        let next = (year + 1) % 100;
        let mut styles = Vec::new();
        if self.financial {
            styles.push(if slash { format!("{year}/{next:02}") } else { format!("{year}-{next:02}") });
            if slash {
                styles.push(format!("{year}/{}", year + 1));
            }
        }
        if !self.financial {
            styles.push(format!("Calendar year {year}"));
        }
        if self.bare_years && bare {
            styles.push(year.to_string());
        }
        styles[style % styles.len()].clone()
    }

    /// A year in the words of a title, and what they say.
    pub fn titled_year(&self, index: u32, style: usize) -> (String, Period) {
        let year = self.first_year + index;
        let range = |period: Period| Period { kind: "range".into(), ..period };
        let period = self.year(index);
        match (self.financial, style % 3) {
            (true, 0) => (format!("Offences recorded in {year}/{:02}", (year + 1) % 100), period),
            (true, 1) => (format!("Data for the year ending March {}", year + 1), period),
            (true, _) => (format!("Recorded between April {year} and March {}", year + 1), range(period)),
            (false, 0) => (format!("Data for calendar year {year}"), period),
            (false, _) => (format!("Recorded from January {year} to December {year}"), range(period)),
        }
    }
}
