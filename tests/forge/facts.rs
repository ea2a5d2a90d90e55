//! Reads the published figures of `tests/facts/`. Everything the forge writes comes from here, and
//! figures that do not agree with each other stop it.

use crate::table::{Line, Table};
use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::path::Path;

/// What one force gave in 2016: every dimension counts the same lines.
pub struct Force {
    pub id: String,
    /// Headline, and detail where the force gave any: the one pair that is crossed.
    pub outcomes: Table,
    pub ages: Table,
    pub platforms: Table,
    pub months: Table,
    /// Lines with and without an index number of the force's own.
    pub index_numbers: Table,
    /// Each of its lines is known to be one case.
    pub lines_are_cases: bool,
}

impl Force {
    /// The number of lines, the same in every dimension.
    pub fn offences(&self) -> u32 {
        self.outcomes.total()
    }
}

/// What the articles printed, by article, force and measure.
pub struct Articles(BTreeMap<[String; 3], Printed>);

impl Articles {
    /// A measure published as a number.
    pub fn count(&self, key: [&str; 3]) -> Result<u32> {
        let value = &self.get(key)?.value;
        value.parse().with_context(|| format!("{key:?} is not a number: {value}"))
    }

    /// The number that stands before `words` in a measure published as text, or in its note.
    pub fn count_before(&self, key: [&str; 3], words: &str) -> Result<u32> {
        let printed = self.get(key)?;
        let sides = [&printed.value, &printed.note].map(|said| said.split_once(words));
        let before = sides.into_iter().flatten().next().map(|(before, _)| before);
        let number = before.and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next());
        let number = number.with_context(|| format!("{key:?} does not say `{words}`"))?;
        number.parse().with_context(|| format!("{key:?} has no number before `{words}`"))
    }

    /// `words`, having made sure that the measure was published with them.
    pub fn words<'w>(&self, key: [&str; 3], words: &'w str) -> Result<&'w str> {
        ensure!(self.get(key)?.value.contains(words), "{key:?} does not say `{words}`");
        Ok(words)
    }

    fn get(&self, key: [&str; 3]) -> Result<&Printed> {
        self.0.get(&key.map(str::to_owned)).with_context(|| format!("no fact {key:?}"))
    }
}

/// The forces of the 2016 request, in the order of the files.
pub fn forces(folder: &Path) -> Result<Vec<Force>> {
    let mut outcomes = tables(folder, "2016-outcomes.csv", &["Outcome", "Further info on outcome"])?;
    let mut ages = tables(folder, "2016-ages.csv", &["Victim age"])?;
    let mut platforms = tables(folder, "2016-platforms.csv", &["Platform"])?;
    let mut months = tables(folder, "2016-months.csv", &["Month"])?;
    let mut totals: BTreeMap<String, Vec<Total>> = BTreeMap::new();
    for total in rows::<Total>(&folder.join("2016-totals.csv"))? {
        totals.entry(total.force_id.clone()).or_default().push(total);
    }

    let mut forces = Vec::new();
    for (id, totals) in totals {
        let take = |tables: &mut BTreeMap<String, Table>, name: &str| {
            tables.remove(&id).with_context(|| format!("no {name} for {id}"))
        };
        let force = Force {
            outcomes: without_empty_last_label(take(&mut outcomes, "outcomes")?),
            ages: take(&mut ages, "ages")?,
            platforms: take(&mut platforms, "platforms")?,
            months: take(&mut months, "months")?,
            index_numbers: index_numbers(&totals),
            lines_are_cases: totals.iter().all(|total| total.rows_are_cases == "yes"),
            id,
        };
        let dimensions = [&force.ages, &force.platforms, &force.months, &force.index_numbers];
        for table in dimensions {
            let (counted, all) = (table.total(), force.offences());
            ensure!(counted == all, "{}: {:?} adds to {counted}, not {all}", force.id, table.headers);
        }
        forces.push(force);
    }
    let left = [outcomes, ages, platforms, months].map(|tables| tables.len());
    ensure!(left == [0; 4], "a force has figures and no total");
    Ok(forces)
}

pub fn articles(folder: &Path) -> Result<Articles> {
    let facts = rows::<Printed>(&folder.join("articles.csv"))?;
    let key = |fact: &Printed| [&fact.article, &fact.force, &fact.measure].map(String::clone);
    Ok(Articles(facts.into_iter().map(|fact| (key(&fact), fact)).collect()))
}

#[derive(Deserialize)]
struct Total {
    force_id: String,
    rows_are_cases: String,
    numbered: String,
    n: u32,
}

#[derive(Deserialize)]
struct Printed {
    article: String,
    force: String,
    measure: String,
    value: String,
    note: String,
}

/// One table a force out of lines `force, label..., n`, blank labels last as pivot tables have them.
fn tables(folder: &Path, file: &str, headers: &[&str]) -> Result<BTreeMap<String, Table>> {
    let path = folder.join(file);
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows::<Vec<String>>(&path)? {
        let [force, labels @ .., count] = row.as_slice() else {
            bail!("{}: a line with fewer than two fields", path.display());
        };
        ensure!(labels.len() == headers.len(), "{}: {row:?}", path.display());
        let count = count.parse().with_context(|| format!("{}: {row:?}", path.display()))?;
        let headers = headers.iter().map(|&header| header.to_owned()).collect();
        let table = tables.entry(force.clone()).or_insert(Table { headers, lines: Vec::new() });
        table.lines.push(Line { labels: labels.to_vec(), count });
    }
    for table in tables.values_mut() {
        table.lines.sort_by_cached_key(|line| {
            line.labels.iter().map(|label| (label.is_empty(), label.clone())).collect::<Vec<_>>()
        });
    }
    Ok(tables)
}

/// Most forces gave a headline outcome only; their table then has one label column.
fn without_empty_last_label(mut table: Table) -> Table {
    if table.lines.iter().all(|line| line.labels.last().is_none_or(String::is_empty)) {
        table.headers.pop();
        for line in &mut table.lines {
            line.labels.pop();
        }
    }
    table
}

fn index_numbers(totals: &[Total]) -> Table {
    let line = |numbered: &str, label: &str| {
        let counts = totals.iter().filter(|total| total.numbered == numbered).map(|total| total.n);
        Line { labels: vec![label.to_owned()], count: counts.sum() }
    };
    let lines = vec![line("yes", "with an index number"), line("no", "without an index number")];
    Table { headers: vec!["Index number".to_owned()], lines }
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot open {}", path.display()))?;
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.with_context(|| format!("cannot read {}", path.display()))
}
