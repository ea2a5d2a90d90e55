//! `config/disclosure.toml`: what public files may say.

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::settings::{line_of, parse_toml};
use super::{Dimension, Problem, Reader};
use crate::lexicon::{Grammar, age, normal::normalise};
use crate::model::term::Ages;

pub(super) const PATH: &str = "config/disclosure.toml";

/// The rules of public files.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// The name of this version of the rules, for readers of public files.
    pub version: String,
    /// Counts that are hidden by force where they speak of something sensitive.
    pub hidden_counts: RangeInclusive<i64>,
    /// How many values a hidden count must keep.
    pub possible_values: usize,
    /// Days that a period must have to be shown by force.
    pub shortest_days_by_force: i32,
    /// The only dimensions that are published, in the order given.
    pub dimensions: Vec<Published>,
}

/// How one dimension is published.
#[derive(Debug, Clone)]
pub struct Published {
    pub name: String,
    /// A second column may refine it; the headline's own term is published.
    pub refined: bool,
    pub shown: Shown,
}

/// What stands for the terms of a dimension.
#[derive(Debug, Clone)]
pub enum Shown {
    /// The terms themselves.
    Terms { sensitive: bool },
    /// Bands, ascending and without holes; those that begin below an age are sensitive.
    Bands { bands: Vec<(String, Ages)>, sensitive_below: u16 },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Declared {
    version: String,
    hidden_counts: Spanned<[i64; 2]>,
    possible_values: Spanned<usize>,
    shortest_days_by_force: i32,
    #[serde(rename = "dimension")]
    dimensions: Vec<DeclaredDimension>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DeclaredDimension {
    name: Spanned<String>,
    sensitive: Option<bool>,
    bands: Option<Vec<Spanned<String>>>,
    sensitive_below: Option<Spanned<u16>>,
}

/// The rules; none where there is no such file, and then nothing can be published.
pub(super) fn load(reader: &mut Reader<'_>, dimensions: &[Dimension]) -> Option<Disclosure> {
    if !reader.root.join(PATH).exists() {
        return None;
    }
    let text = reader.text(PATH)?;
    let declared: Declared = parse_toml(PATH, &text).map_err(|problem| reader.problem(problem)).ok()?;
    let mut check = Check { text: &text, problems: Vec::new() };
    let [low, high] = *declared.hidden_counts.get_ref();
    if low < 1 || low > high {
        check.complain(&declared.hidden_counts, "two counts are wanted, the smaller first, from 1 on");
    }
    let wanted = *declared.possible_values.get_ref();
    if wanted < 2 || usize::try_from(high - low + 1).is_ok_and(|width| wanted > width) {
        check.complain(&declared.possible_values, "at least 2, and no more than `hidden-counts` holds");
    }
    let mut published: Vec<Published> = Vec::new();
    // Without dimensions, one mistake has been reported already.
    for wanted in declared.dimensions.iter().filter(|_| !dimensions.is_empty()) {
        let name = wanted.name.get_ref();
        let Some(dimension) = dimensions.iter().find(|dimension| dimension.name == *name) else {
            check.complain(&wanted.name, &format!("`{name}` is no dimension of config/dimensions.toml"));
            continue;
        };
        if dimension.fixed_when_constant || dimension.grammar == Grammar::Period {
            check.complain(&wanted.name, &format!("`{name}` is in every public figure already"));
            continue;
        }
        if published.iter().any(|other| other.name == *name) {
            check.complain(&wanted.name, &format!("`{name}` is named twice"));
        }
        if let Some(shown) = check.shown(wanted, dimension.grammar) {
            published.push(Published { name: name.clone(), refined: dimension.refined, shown });
        }
    }
    reader.problems.extend(check.problems);
    Some(Disclosure {
        version: declared.version,
        hidden_counts: low..=high,
        possible_values: wanted,
        shortest_days_by_force: declared.shortest_days_by_force,
        dimensions: published,
    })
}

struct Check<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn complain<T>(&mut self, at: &Spanned<T>, message: &str) {
        let problem = Problem::new(PATH, line_of(self.text, at.span().start), message);
        self.problems.push(problem.hint("see docs/configuration.md for the keys"));
    }

    fn shown(&mut self, wanted: &DeclaredDimension, grammar: Grammar) -> Option<Shown> {
        match (grammar, wanted) {
            (
                Grammar::Codes,
                DeclaredDimension { sensitive: Some(sensitive), bands: None, sensitive_below: None, .. },
            ) => Some(Shown::Terms { sensitive: *sensitive }),
            (
                Grammar::Interval,
                DeclaredDimension { sensitive: None, bands: Some(bands), sensitive_below: Some(below), .. },
            ) => self.bands(&wanted.name, bands, below),
            _ => {
                let keys = match grammar {
                    Grammar::Interval => "`bands` and `sensitive-below`",
                    _ => "`sensitive` (true or false)",
                };
                let message = format!("`{}` needs {keys}, and nothing else", wanted.name.get_ref());
                self.complain(&wanted.name, &message);
                None
            }
        }
    }

    fn bands(
        &mut self,
        name: &Spanned<String>,
        bands: &[Spanned<String>],
        sensitive_below: &Spanned<u16>,
    ) -> Option<Shown> {
        let below = *sensitive_below.get_ref();
        let mut out: Vec<(String, Ages)> = Vec::new();
        // Where the next band must begin; nowhere after an open one.
        let mut next = Some(0);
        for band in bands {
            let Some((ages, _)) = age::parse(&normalise(band.get_ref())) else {
                self.complain(band, &format!("`{}` is no band of ages", band.get_ref()));
                return None;
            };
            if next != Some(ages.from) {
                self.complain(band, "bands begin at 0 and ascend, each where the one before ends");
                return None;
            }
            if ages.from < below && ages.to.is_none_or(|to| to == ages.from || to >= below) {
                self.complain(band, "a sensitive band has several ages, all of them below `sensitive-below`");
            }
            next = ages.to.map(|to| to + 1);
            out.push((band.get_ref().clone(), ages));
        }
        if next.is_some() {
            self.complain(name, "the last band is open: `18+`");
        }
        Some(Shown::Bands { bands: out, sensitive_below: below })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The problems that a project has whose shipped rules were changed in one place.
    fn problems(from: &str, to: &str) -> Vec<String> {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(shipped.join(PATH)).expect("the rules are shipped");
        assert!(text.contains(from), "{from}");
        let dimensions = super::super::load(shipped).expect("the shipped configuration is sound").dimensions;
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(root.path().join("config")).expect("the folder is ours");
        fs::write(root.path().join(PATH), text.replacen(from, to, 1)).expect("the folder is ours");
        let mut reader = Reader { root: root.path(), or_shipped: false, files: Vec::new(), problems: Vec::new() };
        load(&mut reader, &dimensions);
        reader.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_mistake_has_its_line() {
        for (from, to, line, words) in [
            ("[1, 4]", "[4, 1]", 4, "the smaller first"),
            ("possible-values = 3", "possible-values = 5", 6, "no more than"),
            ("\"sex\"", "\"shoe_size\"", 15, "is no dimension"),
            ("\"sex\"", "\"outcome\"", 15, "named twice"),
            ("\"sex\"", "\"offence\"", 15, "already"),
            ("\"sex\"", "\"victim_age\"", 15, "needs `bands`"),
            ("\"0-17\", \"18+\"", "\"0-15\", \"18+\"", 29, "each where the one before ends"),
            ("\"0-17\", \"18+\"", "\"0-17\", \"18-99\"", 28, "the last band is open"),
            ("\"0-17\", \"18+\"", "\"0-16\", \"17\", \"18+\"", 29, "several ages"),
            ("\"0-17\", \"18+\"", "\"0-17\", \"adults\"", 29, "no band"),
        ] {
            let found = problems(from, to);
            let place = format!("{PATH}:{line}: ");
            assert!(
                found.iter().any(|problem| problem.starts_with(&place) && problem.contains(words)),
                "{from} -> {to}: {found:?}"
            );
        }
        assert_eq!(problems("version = \"1\"", "version = \"2\""), Vec::<String>::new());
    }
}
