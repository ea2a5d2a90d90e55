//! One row of an answer with the names of its columns.

use duckdb::Connection;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cli::answers;

/// Values by name, in their order; NULL is absent.
#[derive(Debug, Clone, Default)]
pub(super) struct Record(pub Vec<(String, Option<String>)>);

impl Record {
    /// The value of a column; empty for NULL, and for a column that is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.known(name).unwrap_or_default()
    }

    /// The value of a column, unless it is NULL or empty.
    pub(super) fn known(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name)?.1.as_deref();
        value.filter(|value| !value.is_empty())
    }

    /// Whether there is a column of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            // Bounds are numbers to whoever reads the JSON; NULL stays unbounded.
            let bound = name.ends_with("_low") || name.ends_with("_high");
            match value.as_deref().filter(|_| bound).and_then(|value| value.parse::<i64>().ok()) {
                Some(number) => map.serialize_entry(name, &number)?,
                None => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

/// The rows of an answer as records.
pub(super) fn ask(release: &Connection, sql: &str, values: &[&str]) -> duckdb::Result<Vec<Record>> {
    let answer = answers::ask(release, sql, values)?;
    let headers = answer.headers;
    Ok(answer.rows.into_iter().map(|row| Record(headers.iter().cloned().zip(row).collect())).collect())
}

/// The items of a list as the query gives it, joined by `\n`.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|item| !item.is_empty())
}
