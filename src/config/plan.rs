//! The compiled configuration: the only thing the stages see of `config/`.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::vocabulary::Compiled;
use super::{Disclosure, Problem, Reader, Settings};
use crate::lexicon::normal::normalise;
use crate::lexicon::{Grammar, Lexicon};
use crate::model::accepted::Accepted;
use crate::model::correction::Correction;
use crate::model::recipe::Recipe;
use crate::model::term::{DimensionId, DimensionSet, Extent, Term};

/// Everything a run needs to know besides the inbox.
#[derive(Debug)]
pub struct Plan {
    /// The folder that holds `config/`.
    pub root: PathBuf,
    pub settings: Settings,
    /// In the order of `dimensions.toml`; a `DimensionId` is an index here.
    pub dimensions: Vec<Dimension>,
    pub lexicon: Lexicon,
    pub units: Vec<Arc<str>>,
    pub forces: Forces,
    pub denominators: Vec<Denominator>,
    /// The rules of public files, where the project has any.
    pub disclosure: Option<Disclosure>,
    pub layouts: Vec<Recipe>,
    pub corrections: Vec<Correction>,
    pub accepted: Vec<Accepted>,
    /// Path and text of every configuration file, for `config_file`.
    pub files: Vec<(String, String)>,
}

impl Plan {
    /// Where the published release stands.
    #[must_use]
    pub fn release(&self) -> PathBuf {
        self.root.join(&self.settings.warehouse)
    }

    /// The dimension that a request's `offence` names a term of.
    #[must_use]
    pub fn offence(&self) -> Option<DimensionId> {
        self.dimensions.iter().position(|dimension| dimension.name == "offence")
    }

    /// Dimensions that a request or title fixes for a whole table.
    #[must_use]
    pub fn context_dimensions(&self) -> DimensionSet {
        self.dimensions.iter().enumerate().filter(|(_, d)| d.fixed_when_constant).map(|(id, _)| id).collect()
    }

    /// The same without the period: what figures must share, besides their unit and count basis, to be added over time.
    #[must_use]
    pub fn held_dimensions(&self) -> DimensionSet {
        self.context_dimensions().without(self.lexicon.period)
    }

    /// Name of a question about these dimensions, and of a split by them.
    #[must_use]
    pub fn question_name(&self, question: DimensionSet) -> String {
        if question.is_empty() {
            return "total".into();
        }
        question.iter().map(|id| self.dimensions[id].name.as_str()).collect::<Vec<_>>().join(" x ")
    }

    /// The set of dimensions that a name made by [`Plan::question_name`] stands for.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<DimensionSet> {
        if name == "total" {
            return Some(DimensionSet::default());
        }
        let position = |part: &str| self.dimensions.iter().position(|dimension| dimension.name == part.trim());
        name.split(" x ").map(position).collect()
    }
}

/// A dimension as the warehouse shows it.
#[derive(Debug, Clone)]
pub struct Dimension {
    pub name: String,
    pub grammar: Grammar,
    pub description: String,
    /// A column that repeats one term splits nothing: the term is held fixed.
    pub fixed_when_constant: bool,
    /// Interval dimensions of one family answer the same questions: `age_counts`, `age_between`.
    pub family: String,
    /// A second column may refine it, so the warehouse keeps the headline's own term too.
    pub refined: bool,
    pub leaves: Vec<Leaf>,
    pub terms: Vec<VocabularyTerm>,
}

/// The finest code of a dimension.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub id: Arc<str>,
    pub title: String,
    pub description: String,
    pub source: String,
    /// The leaf that some sources count it inside.
    pub within: Option<Arc<str>>,
    /// First and last day that it can be given at all, where there is one: the days a law was in force.
    pub in_force: (Option<Date>, Option<Date>),
}

/// A named set of leaves.
#[derive(Debug, Clone)]
pub struct VocabularyTerm {
    pub name: Arc<str>,
    pub title: String,
    pub leaves: Arc<[Arc<str>]>,
    /// Sets of disjoint terms that make a whole, of which this is one.
    pub partitions: Vec<String>,
    pub note: String,
}

impl VocabularyTerm {
    /// The term itself.
    #[must_use]
    pub fn term(&self) -> Term {
        Term::new(self.name.clone(), Extent::Leaves(self.leaves.clone()))
    }
}

/// A police force.
#[derive(Debug, Clone)]
pub struct Force {
    pub id: Arc<str>,
    pub name: String,
    pub nation: String,
    pub region: String,
    pub ons_code: String,
    pub sets: Vec<String>,
    pub note: String,
    /// It also has lines for bodies that answer as forces do and are none.
    pub is_police: bool,
}

/// Forces that may share a word of their names before it says nothing of which of them is meant.
const FEW_FORCES: usize = 5;

/// All forces, found by id, name or alias.
#[derive(Debug, Default)]
pub struct Forces {
    pub list: Vec<Force>,
    by_name: HashMap<String, Arc<str>>,
}

impl Forces {
    /// The force that an id, a name or an alias names.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Arc<str>> {
        self.by_name.get(&normalise(name))
    }

    /// The police force that a text is a name of, and nothing else.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<&Arc<str>> {
        self.find(text).filter(|id| self.is_police(id))
    }
    /// The police forces whose names stand in a text as whole words. Of names that begin at one word the longest
    /// counts, and what stands inside it does not.
    #[must_use]
    pub fn mentioned(&self, text: &str) -> BTreeSet<&Arc<str>> {
        let text = normalise(text);
        let parts_words =
            |at: usize| !(text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric));
        let mut out = BTreeSet::new();
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            let stands = |name: &str| {
                text[at..].starts_with(name) && parts_words(at) && parts_words(at + name.len()) && !name.is_empty()
            };
            let found = self.by_name.iter().filter(|(name, _)| stands(name)).max_by_key(|(name, _)| name.len());
            out.extend(found.map(|(_, id)| id).filter(|id| self.is_police(id)));
            at += found.map_or(next.len_utf8(), |(name, _)| name.len());
        }
        out
    }
    fn is_police(&self, id: &Arc<str>) -> bool {
        self.list.iter().any(|force| force.id == *id && force.is_police)
    }
    /// Members of a set.
    #[must_use]
    pub fn in_set(&self, set: &str) -> Vec<Arc<str>> {
        self.list.iter().filter(|force| force.sets.iter().any(|s| s == set)).map(|force| force.id.clone()).collect()
    }
    /// Ids that read nearly like the name: hints, never used. Words that many forces have in their names are no likeness.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Vec<String> {
        let mut users: HashMap<&str, BTreeSet<&Arc<str>>> = HashMap::new();
        for (word, id) in self.by_name.iter().flat_map(|(known, id)| known.split(' ').map(move |word| (word, id))) {
            users.entry(word).or_default().insert(id);
        }
        let own = |name: &str| {
            let is_own = |word: &&str| users.get(word).is_none_or(|users| users.len() <= FEW_FORCES);
            name.split(' ').filter(is_own).collect::<Vec<_>>().join(" ")
        };
        let wanted = own(&normalise(name));
        let mut scored: Vec<(f64, &Arc<str>)> = self
            .by_name
            .iter()
            .map(|(known, id)| (strsim::jaro_winkler(&wanted, &own(known)), id))
            .filter(|(score, _)| *score > 0.75 && !wanted.is_empty())
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.dedup_by_key(|(_, id)| id.clone());
        scored.into_iter().take(3).map(|(_, id)| id.to_string()).collect()
    }
}

/// A named denominator: which terms of a dimension are in. Besides those of the configuration, every dimension has
/// the denominator `all`.
#[derive(Debug, Clone)]
pub struct Denominator {
    pub name: String,
    pub dimension: String,
    /// Terms left out; `unknown` may be one.
    pub except: Vec<String>,
    pub note: String,
}

pub(super) fn load_forces(reader: &mut Reader<'_>) -> Forces {
    let path = "config/forces.csv";
    let columns = ["id", "name", "nation", "region", "ons_code", "kind", "aliases", "sets", "note"];
    let rows = reader.rows(path, &columns);
    let mut forces = Forces::default();
    let mut lines: HashMap<String, usize> = HashMap::new();
    for row in &rows.rows {
        let id: Arc<str> = row.get("id").into();
        for name in [row.get("id"), row.get("name")].into_iter().chain(row.list("aliases")) {
            let normal = normalise(name);
            match forces.by_name.get(&normal) {
                Some(other) if *other != id => {
                    let message = format!("`{name}` already names `{other}` in line {}", lines[&normal]);
                    reader.problem(Problem::new(path, row.line, message).hint("a name may belong to one force only"));
                }
                _ => {
                    forces.by_name.insert(normal.clone(), id.clone());
                    lines.insert(normal, row.line);
                }
            }
        }
        forces.list.push(Force {
            id,
            name: row.get("name").into(),
            nation: row.get("nation").into(),
            region: row.get("region").into(),
            ons_code: row.get("ons_code").into(),
            sets: row.list("sets").map(str::to_owned).collect(),
            note: row.get("note").into(),
            is_police: row.get("kind") != "not-a-force",
        });
    }
    forces.list.sort_by(|a, b| a.id.cmp(&b.id));
    forces
}

pub(super) fn load_denominators(reader: &mut Reader<'_>, compiled: &Compiled) -> Vec<Denominator> {
    let path = "config/denominators.csv";
    let rows = reader.rows(path, &["name", "dimension", "mode", "terms", "note"]);
    let mut out = Vec::new();
    // Without dimensions, one mistake has been reported already.
    for row in rows.rows.iter().filter(|_| !compiled.dimensions.is_empty()) {
        let Some(dimension) = compiled.dimensions.iter().find(|d| d.name == row.get("dimension")) else {
            let message = format!("`{}` is no dimension", row.get("dimension"));
            reader.problem(Problem::new(path, row.line, message).hint("see config/dimensions.toml"));
            continue;
        };
        let known = |term: &str| term == "unknown" || dimension.terms.iter().any(|t| *t.name == *term);
        let given: Vec<String> = row.list("terms").map(str::to_owned).collect();
        for term in given.iter().filter(|term| !known(term)) {
            let message = format!("`{term}` is no term of `{}`", dimension.name);
            let hint = format!("see config/vocab/{}.terms.csv", dimension.name);
            reader.problem(Problem::new(path, row.line, message).hint(hint));
        }
        if row.get("mode") != "except" {
            let message = format!("mode `{}` is unknown", row.get("mode"));
            reader.problem(Problem::new(path, row.line, message).hint("the mode is `except`: all terms but these"));
        }
        out.push(Denominator {
            name: row.get("name").into(),
            dimension: dimension.name.clone(),
            except: given,
            note: row.get("note").into(),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_force_is_mentioned_by_whole_words_and_its_longest_name() {
        let names = [
            ("kent", "kent"),
            ("met", "metropolitan"),
            ("city of london", "city-of-london"),
            ("london, city of", "city-of-london"),
            ("cheshire", "cheshire"),
            ("cheshire and kent fraud desk", "fraud-desk"),
        ];
        let mut forces = Forces::default();
        for (name, id) in names {
            forces.by_name.insert(name.into(), id.into());
        }
        for id in ["kent", "metropolitan", "city-of-london", "cheshire", "fraud-desk"] {
            let (name, is_police) = (id.to_owned(), id != "fraud-desk");
            let text = String::new;
            let (nation, region, ons_code, sets, note) = (text(), text(), text(), Vec::new(), text());
            forces.list.push(Force { id: id.into(), name, nation, region, ons_code, sets, note, is_police });
        }
        let mentioned = |text: &str| forces.mentioned(text).into_iter().map(AsRef::as_ref).collect::<Vec<&str>>();
        assert_eq!(mentioned("Outcomes in KENT: 2015/16"), ["kent"]);
        assert_eq!(mentioned("Kentish Town, methods"), Vec::<&str>::new());
        assert_eq!(mentioned("Kent & Cheshire"), ["cheshire", "kent"]);
        assert_eq!(mentioned("City of London (Met)"), ["city-of-london", "metropolitan"]);
        assert_eq!(mentioned("Cheshire and Kent fraud desk"), Vec::<&str>::new());
        assert_eq!(forces.named(" Kent:").map(AsRef::as_ref), Some("kent"));
        assert_eq!(forces.named("fraud-desk"), None);
    }
}
