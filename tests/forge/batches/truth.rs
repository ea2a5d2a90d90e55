//! What happened: cases, each with everything that could be asked about it, and how many of them answer a question.

use crate::dice::Dice;
use std::fmt::Write as _;

/// What a case is asked about, besides when it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Outcome,
    Age,
    Sex,
    Platform,
    Relationship,
    Month,
}

/// Months of the two years from April 2018.
pub const MONTHS: u32 = 24;

/// One offence of one force. What is `None` the force does not know itself.
#[derive(Clone, Debug)]
pub struct Case {
    pub force: &'static str,
    /// Months after April 2018.
    pub month: u32,
    pub age: Option<u32>,
    outcome: Option<&'static str>,
    sex: Option<&'static str>,
    platform: Option<&'static str>,
    relationship: Option<&'static str>,
    /// Victims of this one offence: what a return that counts victims counts.
    victims: u32,
}

impl Case {
    fn drawn(dice: &mut Dice, force: &'static str, all_sexes: bool) -> Case {
        let known = |dice: &mut Dice, codes: &[(&'static str, u32)]| {
            let code = dice.weighted(codes);
            (!dice.chance(8)).then_some(code)
        };
        let outcome = known(dice, &OUTCOMES.map(|code| (code, 1)));
        let sex = known(dice, &[("female", 5), ("male", 2)]).or(all_sexes.then_some("male"));
        let platform = known(dice, &[("facebook", 5), ("instagram", 2), ("snapchat", 2), ("whatsapp", 1)]);
        let relationship =
            known(dice, &[("ex_partner", 4), ("partner", 2), ("family", 1), ("acquaintance", 2), ("stranger", 1)]);
        // Half are young, as victims of this offence are.
        let age = if dice.chance(50) { dice.between(11, 20) } else { dice.between(9, 64) };
        let age = (!dice.chance(8)).then_some(age);
        let victims = if dice.chance(15) { 2 } else { 1 };
        let month = dice.between(0, MONTHS - 1);
        Case { force, month, age, outcome, sex, platform, relationship, victims }
    }

    pub fn code(&self, dimension: Dimension) -> Option<&'static str> {
        match dimension {
            Dimension::Outcome => self.outcome,
            Dimension::Sex => self.sex,
            Dimension::Platform => self.platform,
            Dimension::Relationship => self.relationship,
            Dimension::Age | Dimension::Month => None,
        }
    }

    /// How much the case counts for.
    pub fn weight(&self, unit: &str) -> u32 {
        if unit == "victim" { self.victims } else { 1 }
    }
}

/// Codes of outcomes that cases have.
const OUTCOMES: [&str; 10] = ["1", "3", "8", "10", "14", "15", "16", "18", "21", "0"];

/// Everything that happened.
#[derive(Clone, Debug)]
pub struct Truth {
    pub cases: Vec<Case>,
}

impl Truth {
    pub fn drawn(dice: &mut Dice, forces: &[&'static str]) -> Truth {
        let mut cases = Vec::new();
        for force in forces {
            // Some forces always know the sex of the victim.
            let all_sexes = dice.chance(50);
            for _ in 0..dice.between(6, 45) {
                cases.push(Case::drawn(dice, force, all_sexes));
            }
        }
        Truth { cases }
    }

    /// All cases as one CSV.
    pub fn csv(&self) -> String {
        let mut out = "force,month,age,outcome,sex,platform,relationship,victims\n".to_owned();
        for case in &self.cases {
            let month = &first_day(case.month)[..7];
            let age = case.age.map(|age| age.to_string()).unwrap_or_default();
            let codes = [case.outcome, case.sex, case.platform, case.relationship].map(Option::unwrap_or_default);
            _ = writeln!(out, "{},{month},{age},{},{}", case.force, codes.join(","), case.victims);
        }
        out
    }
}

/// Year and month, so many months after April 2018.
pub fn year_and_month(month: u32) -> (u32, u32) {
    (2018 + (month + 3) / 12, (month + 3) % 12 + 1)
}

/// Its first day, `2018-04-01`.
pub fn first_day(month: u32) -> String {
    let (year, month) = year_and_month(month);
    format!("{year}-{month:02}-01")
}
