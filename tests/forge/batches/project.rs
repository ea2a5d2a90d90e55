//! Who answered which letter with which files, and the folder all of it is written to.

use super::answer::{Habit, file};
use super::letters::{self, Letter};
use super::truth::{Case, Truth};
use crate::dice::Dice;
use crate::folder::{copy, put};
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A whole project, not written yet.
#[derive(Debug)]
pub struct Batch {
    pub truth: Truth,
    /// By request and forces (`kent|essex`): how far the stated totals of their returns are wrong, all together.
    pub wrong_by: BTreeMap<(String, String), u32>,
    /// Files of the inbox by path.
    files: BTreeMap<String, Vec<u8>>,
}

const TRACKER: &str =
    "force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,caveat";

const FORCES: [&str; 8] = ["cumbria", "dorset", "durham", "essex", "kent", "norfolk", "suffolk", "surrey"];

/// The project of a seed.
pub fn batch(seed: u64) -> Batch {
    let mut dice = Dice::new(seed);
    let mut forces = FORCES;
    dice.shuffle(&mut forces);
    let forces = &forces[..2 + dice.index(5)];
    let truth = Truth::drawn(&mut dice, forces);
    let mut batch = Batch { truth, wrong_by: BTreeMap::new(), files: BTreeMap::new() };
    for letter in letters::drawn(&mut dice) {
        batch.answers(&mut dice, &letter, forces);
    }
    batch
}

impl Batch {
    /// Writes the project: `config/`, `inbox/`, and beside them `truth.csv` and `wrong-totals.csv`.
    pub fn write(&self, config: &Path, folder: &Path) -> Result<()> {
        copy(config, &folder.join("config"))?;
        for (path, bytes) in &self.files {
            put(&folder.join("inbox").join(path), bytes)?;
        }
        put(&folder.join("truth.csv"), self.truth.csv().as_bytes())?;
        let mut wrong = "request,forces,wrong_by\n".to_owned();
        for ((request, forces), by) in &self.wrong_by {
            _ = writeln!(wrong, "{request},{forces},{by}");
        }
        put(&folder.join("wrong-totals.csv"), wrong.as_bytes())
    }

    /// Everything that was sent back on a letter.
    fn answers(&mut self, dice: &mut Dice, letter: &Letter, forces: &[&'static str]) {
        let mut senders: Vec<Vec<&'static str>> = Vec::new();
        let joint = dice.chance(25).then(|| forces[..2].to_vec());
        for force in forces {
            let in_joint = joint.as_ref().is_some_and(|joint| joint.contains(force));
            if if in_joint { dice.chance(40) } else { dice.chance(85) } {
                senders.push(vec![*force]);
            }
        }
        senders.extend(joint.map(|mut joint| {
            joint.sort_unstable();
            joint
        }));
        let mut tracker = format!("{TRACKER}\n");
        for sender in &senders {
            let id = sender.join("|");
            let folder = format!("{}/{}", letter.id, sender.join("+"));
            let cases: Vec<Case> =
                self.truth.cases.iter().filter(|case| sender.contains(&case.force)).cloned().collect();
            let mut supersedes = "";
            if dice.chance(15) {
                // What was sent first left out some cases.
                let seen: Vec<&Case> = cases.iter().filter(|_| dice.chance(70)).collect();
                let mut habit = Habit::drawn(dice);
                let (name, bytes, _) = file(dice, letter, &seen, "first reply", &mut habit);
                self.files.insert(format!("{folder}/{name}"), bytes);
                _ = writeln!(tracker, "{id},{name},FIRST,,,,answered,,,,,,,");
                supersedes = "FIRST";
            }
            let cases: Vec<&Case> = cases.iter().collect();
            let mut names = Vec::new();
            let mut habit = Habit::drawn(dice);
            for number in 0..=dice.index(3) {
                let (name, bytes, wrong_by) = file(dice, letter, &cases, &format!("reply {number}"), &mut habit);
                self.files.insert(format!("{folder}/{name}"), bytes);
                if wrong_by > 0 {
                    *self.wrong_by.entry((letter.id.to_owned(), id.clone())).or_default() += wrong_by;
                }
                names.push(name);
            }
            _ = writeln!(tracker, "{id},{},LAST,,,,answered,,,,,,{supersedes},", names.join("|"));
        }
        self.files.insert(format!("{}/returns.csv", letter.id), tracker.into_bytes());
        self.files.insert(format!("{}/request.toml", letter.id), letter.text(forces).into_bytes());
    }
}
