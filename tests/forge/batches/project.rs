//! Who answered which letter with which files, and the folder all of it is written to.

use super::cut::{self, Cut};
use super::letters::{self, Letter};
use super::page::{self, Manner, Page};
use super::truth::{Case, Dimension, Truth};
use crate::book::{Book, Sheet};
use crate::dice::Dice;
use crate::folder::{copy, put};
use crate::write::{Delimited, Encoding, Format, LineEnd, Rows, bytes};
use anyhow::{Context, Result};
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
        let joint = dice.chance(15).then(|| forces[..2].to_vec());
        for force in forces {
            let in_joint = joint.as_ref().is_some_and(|joint| joint.contains(force));
            if if in_joint { dice.chance(25) } else { dice.chance(85) } {
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
                let (name, bytes, _) = file(dice, letter, &seen, "first reply", &mut None);
                self.files.insert(format!("{folder}/{name}"), bytes);
                _ = writeln!(tracker, "{id},{name},FIRST,,,,answered,,,,,,,");
                supersedes = "FIRST";
            }
            let cases: Vec<&Case> = cases.iter().collect();
            let mut names = Vec::new();
            let mut before = None;
            for number in 0..=dice.index(3) {
                let (name, bytes, wrong_by) = file(dice, letter, &cases, &format!("reply {number}"), &mut before);
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

/// One file: its name, its bytes, and how far its totals are wrong. Now and then it is cut by what the file `before` it
/// was cut by: an alternative that nobody may add.
fn file(
    dice: &mut Dice,
    letter: &Letter,
    cases: &[&Case],
    stem: &str,
    before: &mut Option<(Dimension, Option<Dimension>)>,
) -> (String, Vec<u8>, u32) {
    let years = letter.years();
    let years = if years.len() > 1 && dice.chance(60) { years } else { vec![letter.months] };
    let (down, across) = match before.filter(|_| dice.chance(40)) {
        Some((down, across)) => {
            let across = across.map(|across| cut::drawn(dice, across, letter.months)).filter(Cut::can_cross);
            (cut::drawn(dice, down, letter.months), across)
        }
        None => cuts(dice, letter.months),
    };
    let across = across.filter(|_| down.can_cross());
    *before = Some((down.dimension, across.as_ref().map(|across| across.dimension)));
    let manner = manner(dice, letter, &down);
    let mut sheets = Vec::new();
    let mut wrong_by = 0;
    let is_book = years.len() > 1 || dice.chance(40);
    for months in &years {
        let of_months: Vec<&Case> =
            cases.iter().copied().filter(|case| (months.0..=months.1).contains(&case.month)).collect();
        // A title is needed where the letter's period is not the sheet's.
        let title = (years.len() > 1 || manner.title.is_some())
            .then(|| format!("Offences recorded {}", letters::period(*months)));
        let own = Manner { title, ..manner.clone() };
        let Page { grid, wrong_by: by } = page::written(dice, &of_months, letter.unit, (&down, across.as_ref()), &own);
        wrong_by += by;
        sheets.push(Sheet { name: format!("Sheet{}", sheets.len() + 1), grid });
    }
    let csv = Delimited { delimiter: ',', encoding: Encoding::Utf8, line_end: LineEnd::Lf, rows: Rows::Ragged };
    let (format, extension) = if is_book { (Format::Xlsx, "xlsx") } else { (Format::Delimited(csv), "csv") };
    let written = bytes(&Book { sheets }, format).context("a plain table can be written");
    let written = written.expect("both formats take such tables").expect("both formats have a writer");
    (format!("{stem}.{extension}"), written, wrong_by)
}

/// What a table is cut by: one dimension, or two.
fn cuts(dice: &mut Dice, months: (u32, u32)) -> (Cut, Option<Cut>) {
    const DOWN: [Dimension; 5] =
        [Dimension::Outcome, Dimension::Age, Dimension::Sex, Dimension::Platform, Dimension::Relationship];
    const ACROSS: [Dimension; 3] = [Dimension::Sex, Dimension::Outcome, Dimension::Relationship];
    if months.1 < 12 && dice.chance(10) {
        let across = cut::drawn(dice, Dimension::Sex, months);
        let across = dice.chance(50).then_some(across);
        return (cut::drawn(dice, Dimension::Month, months), across);
    }
    let dimension = *dice.pick(&DOWN);
    let down = cut::drawn(dice, dimension, months);
    let other = *dice.pick(&ACROSS);
    let across = cut::drawn(dice, other, months);
    let crosses = other != dimension && across.can_cross() && down.can_cross() && dice.chance(35);
    (down, crosses.then_some(across))
}

fn manner(dice: &mut Dice, letter: &Letter, down: &Cut) -> Manner {
    let withheld = dice.chance(30).then(|| *dice.pick(&["<5", "*"]));
    let count_header: &[&str] = match letter.unit {
        "victim" => &["Number", "Victims", "Number of victims"],
        _ => &["Number", "Offences", "Number of offences"],
    };
    // Sub-totals sum their rows exactly, so nothing is withheld below them.
    let withheld = withheld.filter(|_| down.subtotal_after.is_none());
    Manner {
        title: dice.chance(30).then(String::new),
        withheld,
        totals_below: dice.chance(70),
        totals_beside: dice.chance(50),
        percent: dice.chance(15) && withheld.is_none(),
        // A total that is wrong where parts are withheld would prove something false about them.
        wrong: dice.chance(15) && withheld.is_none(),
        count_header: *dice.pick(count_header),
    }
}
