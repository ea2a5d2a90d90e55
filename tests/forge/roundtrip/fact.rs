//! What a cell states, as the release must have it.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The dimensions of the configuration whose terms an observation has; the period stands apart.
pub const DIMENSIONS: [&str; 8] =
    ["offence", "outcome", "victim_age", "suspect_age", "sex", "platform", "relationship", "index_number"];

/// First and last day, and what kind of period they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Option<String>,
    pub to: Option<String>,
    pub kind: String,
}

/// One observation without its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub force: String,
    pub unit: String,
    /// The dimensions that are not `all`, with their terms.
    pub terms: BTreeMap<String, String>,
    pub period: Period,
    pub low: Option<i64>,
    /// Absent where nothing bounds the count.
    pub high: Option<i64>,
    pub role: String,
    pub grain: String,
    pub split: BTreeSet<String>,
}

/// A fact and where its number stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub sheet: String,
    pub cell: String,
    #[serde(flatten)]
    pub fact: Fact,
}

/// All that one file must give.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truth {
    pub path: String,
    pub seed: u64,
    pub observations: Vec<Observation>,
}
