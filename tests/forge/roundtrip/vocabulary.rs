//! The labels that `config/` decides for everybody, and what they stand for: the source of what is expected.

use super::recognised::Lookalikes;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a term covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    Leaves(BTreeSet<String>),
    /// Both ends included, open above where nothing closes it.
    Ages(u32, Option<u32>),
    Period(super::fact::Period),
    /// Stated to be unknown.
    Unknown,
    /// In no configuration.
    Unmapped,
}

impl Extent {
    /// Whether the two certainly share nothing.
    pub fn disjoint(&self, other: &Extent) -> bool {
        match (self, other) {
            (Extent::Leaves(here), Extent::Leaves(there)) => here.is_disjoint(there),
            (Extent::Unknown, Extent::Unknown) => false,
            _ => true,
        }
    }

    pub fn strictly_inside(&self, other: &Extent) -> bool {
        matches!((self, other), (Extent::Leaves(here), Extent::Leaves(there)) if here.is_subset(there) && here != there)
    }
}

/// A label and what it becomes.
#[derive(Clone, Debug)]
pub struct Label {
    pub text: String,
    pub term: String,
    pub extent: Extent,
    /// No other dimension has such a label, so that it can tell what its column speaks of.
    pub telling: bool,
}

/// The labels of the configuration, by dimension of codes.
#[derive(Debug)]
pub struct Vocabulary {
    labels: BTreeMap<&'static str, Vec<Label>>,
    pub lookalikes: Lookalikes,
    /// Forces of England and Wales with a name and the names people use, in the order of forces.csv.
    pub forces: Vec<(String, Vec<String>)>,
}

/// Dimensions of codes that a table may be split by.
const CODED: [&str; 5] = ["outcome", "sex", "platform", "relationship", "offence"];

type Rows = Vec<BTreeMap<String, String>>;

impl Vocabulary {
    pub fn read(config: &Path) -> Result<Vocabulary> {
        let lookalikes = Lookalikes::read(config)?;
        let mut labels = BTreeMap::new();
        for dimension in CODED {
            let terms = rows(&config.join(format!("vocab/{dimension}.terms.csv")))?;
            let leaves: BTreeMap<&str, BTreeSet<String>> = terms
                .iter()
                .map(|row| (row["term"].as_str(), row["leaves"].split('|').map(str::to_owned).collect()))
                .collect();
            // Codes that may lie inside others: what they state hangs on the totals of their table.
            let inner: BTreeSet<String> = rows(&config.join(format!("vocab/{dimension}.leaves.csv")))?
                .iter()
                .filter(|row| row.get("within").is_some_and(|outer| !outer.is_empty()))
                .map(|row| row["leaf"].clone())
                .collect();
            let rules = rows(&config.join(format!("vocab/{dimension}.labels.csv")))?;
            let normals: Vec<String> = rules.iter().map(|row| normal(&row["raw"])).collect();
            let mut times: BTreeMap<&str, usize> = BTreeMap::new();
            for normal in &normals {
                *times.entry(normal).or_default() += 1;
            }
            let mut own = Vec::new();
            for (row, normal) in rules.iter().zip(&normals) {
                let alone = times[normal.as_str()] == 1;
                let plain = row["match"] == "exact"
                    && row["status"] == "map"
                    && ["header", "force", "request"].iter().all(|column| row[*column].is_empty());
                let lettered = normal.contains(char::is_alphabetic);
                if !alone || !plain || !lettered || lookalikes.is_word(normal) {
                    continue;
                }
                let term = row["term"].clone();
                let extent = match (term.as_str(), leaves.get(term.as_str())) {
                    ("unknown", _) => Extent::Unknown,
                    (_, Some(leaves)) if !leaves.is_subset(&inner) => Extent::Leaves(leaves.clone()),
                    _ => continue,
                };
                let telling = lookalikes.tells(dimension, normal);
                own.push(Label { text: row["raw"].clone(), term, extent, telling });
            }
            labels.insert(dimension, own);
        }
        let forces = rows(&config.join("forces.csv"))?
            .iter()
            .filter(|row| row["sets"].split('|').any(|set| set == "territorial-england-wales"))
            .map(|row| {
                // Short forms are no names of sheets, and a sheet's name has at most 31 characters.
                let aliases =
                    row["aliases"].split('|').map(str::to_owned).filter(|alias| (4..=31).contains(&alias.len()));
                (
                    row["id"].clone(),
                    Some(row["name"].clone()).filter(|name| name.len() <= 31).into_iter().chain(aliases).collect(),
                )
            })
            .collect();
        Ok(Vocabulary { labels, lookalikes, forces })
    }

    pub fn labels(&self, dimension: &str) -> &[Label] {
        self.labels.get(dimension).map_or(&[], Vec::as_slice)
    }
}

/// The lines of a CSV by column name.
pub fn rows(path: &Path) -> Result<Rows> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = reader.deserialize().collect::<Result<Rows, _>>();
    rows.with_context(|| format!("cannot read {}", path.display()))
}

/// A label as it is compared: lower case, one space, one dash, `and` for `&`.
pub fn normal(text: &str) -> String {
    let text = text.to_lowercase().replace('&', " and ").replace(['\u{2013}', '\u{2014}'], "-");
    let text = text.replace('\u{2019}', "'");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches(':').to_owned()
}
