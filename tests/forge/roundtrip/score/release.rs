//! What a release holds, file by file.

use super::super::fact::{DIMENSIONS, Fact, Observation, Period};
use anyhow::{Context, Result};
use duckdb::{AccessMode, Config, Connection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The observations of a release, and the files that a finding names.
#[derive(Debug)]
pub struct Release {
    observations: BTreeMap<String, Vec<Observation>>,
    named: BTreeSet<String>,
}

impl Release {
    pub fn open(path: &Path) -> Result<Release> {
        let settings = Config::default().access_mode(AccessMode::ReadOnly)?;
        let connection =
            Connection::open_with_flags(path, settings).with_context(|| format!("cannot open {}", path.display()))?;
        let terms = DIMENSIONS.map(|name| format!("o.{name}")).join(", ");
        let sql = format!(
            "SELECT f.file_path, o.sheet, o.cell, o.police_force, o.unit, CAST(o.period_from AS VARCHAR),
                    CAST(o.period_to AS VARCHAR), o.period_kind, o.count_low, o.count_high, o.row_role, o.grain,
                    array_to_string(b.split, '|'), {terms}
             FROM observation_all o JOIN source_file f USING (file_id) JOIN breakdown b USING (breakdown_id)
             -- Of a blank cell that nothing settles the release says so; that is no figure.
             WHERE NOT (o.raw_value = '' AND o.count_low IS NULL)"
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut observations: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let split: String = row.get(12)?;
            let mut terms = BTreeMap::new();
            for (at, name) in DIMENSIONS.iter().enumerate() {
                let term: String = row.get(13 + at)?;
                if term != "all" {
                    terms.insert((*name).to_owned(), term);
                }
            }
            let fact = Fact {
                force: row.get(3)?,
                unit: row.get(4)?,
                terms,
                period: Period { from: row.get(5)?, to: row.get(6)?, kind: row.get(7)? },
                low: row.get(8)?,
                high: row.get(9)?,
                role: row.get(10)?,
                grain: row.get(11)?,
                split: split.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            };
            let observation = Observation { sheet: row.get(1)?, cell: row.get(2)?, fact };
            observations.entry(row.get(0)?).or_default().push(observation);
        }
        let mut statement =
            connection.prepare("SELECT DISTINCT file_path FROM finding WHERE severity IN ('review', 'error')")?;
        let named = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Release { observations, named })
    }

    /// What a file gave, and whether a finding that somebody must look at names it.
    pub fn file(&mut self, path: &str) -> (Vec<Observation>, bool) {
        (self.observations.remove(path).unwrap_or_default(), self.named.contains(path))
    }
}
