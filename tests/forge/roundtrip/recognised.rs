//! What else a text could be taken for: a label of several dimensions, a header, a total, a token.

use super::vocabulary::{normal, rows};
use anyhow::{Context, Result};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Everything the configuration knows by its words alone.
#[derive(Debug)]
pub struct Lookalikes {
    /// Header words, words of totals and notes.
    words: Vec<Regex>,
    /// Dimensions that know a label in some force or request, by its text.
    known: BTreeMap<String, BTreeSet<String>>,
    tokens: BTreeSet<String>,
}

impl Lookalikes {
    pub fn read(config: &Path) -> Result<Lookalikes> {
        let path = config.join("dimensions.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let table: toml::Table = text.parse().context("dimensions.toml is no TOML")?;
        let mut patterns = Vec::new();
        if let Some(words) = table.get("words") {
            gather(words, &mut patterns);
        }
        let mut dimensions = Vec::new();
        for kind in ["dimension", "unit"] {
            for entry in table.get(kind).and_then(toml::Value::as_array).into_iter().flatten() {
                for key in ["headers", "refining-headers"] {
                    if let Some(headers) = entry.get(key) {
                        gather(headers, &mut patterns);
                    }
                }
                if let Some(name) = entry.get("name").and_then(toml::Value::as_str).filter(|_| kind == "dimension") {
                    dimensions.push(name.to_owned());
                }
            }
        }
        let words = patterns.iter().map(|pattern| Regex::new(&format!("^(?:{pattern})$"))).collect::<Result<_, _>>()?;
        let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for dimension in dimensions {
            let path = config.join(format!("vocab/{dimension}.labels.csv"));
            for row in rows(&path)?.iter().filter(|row| row["header"].is_empty()) {
                known.entry(normal(&row["raw"])).or_default().insert(dimension.clone());
            }
        }
        let tokens = rows(&config.join("tokens.csv"))?.iter().map(|row| normal(&row["token"])).collect();
        Ok(Lookalikes { words, known, tokens })
    }

    /// Whether a text is a header, a total or the beginning of a note.
    pub fn is_word(&self, normal: &str) -> bool {
        self.words.iter().any(|pattern| pattern.is_match(normal))
    }

    pub fn is_token(&self, normal: &str) -> bool {
        self.tokens.contains(normal)
    }

    /// Whether only this dimension has such a label, and no count is so written.
    pub fn tells(&self, dimension: &str, normal: &str) -> bool {
        !self.is_token(normal)
            && self.known.get(normal).is_some_and(|known| known.len() == 1 && known.contains(dimension))
    }

    /// Whether nobody knows the text in any way, whatever stands around it.
    pub fn is_strange(&self, text: &str) -> bool {
        let normal = normal(text);
        !self.is_word(&normal) && !self.is_token(&normal) && !self.known.contains_key(&normal)
    }
}

fn gather(value: &toml::Value, patterns: &mut Vec<String>) {
    match value {
        toml::Value::String(pattern) => patterns.push(pattern.clone()),
        toml::Value::Array(list) => list.iter().for_each(|value| gather(value, patterns)),
        toml::Value::Table(table) => table.values().for_each(|value| gather(value, patterns)),
        _ => {}
    }
}
