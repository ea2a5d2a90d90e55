//! `config/vocab/*.csv` and `config/tokens.csv`: leaves, terms, labels and tokens; one decision a line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::dimensions::Declared;
use super::plan::{Dimension, Leaf, VocabularyTerm};
use super::{Forces, Problem, Reader, Row};
use crate::lexicon::normal::normalise;
use crate::lexicon::resolve::term_of_text;
use crate::lexicon::words::{Token, TokenRule};
use crate::lexicon::{Grammar, LabelBook, LabelRule, Scope, Tokens, Verdict};
use crate::model::count::Count;
use crate::model::term::{Extent, Term};

/// What a spreadsheet makes of `10-14` when somebody opens the file and saves it.
static DAMAGED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i)([a-z]{3}-\d{2}|\d{1,2}-[a-z]{3})$").expect("a constant"));

/// The vocabularies of all dimensions, in their order.
pub(super) struct Compiled {
    pub dimensions: Vec<Dimension>,
    pub books: Vec<LabelBook>,
}

pub(super) fn load(reader: &mut Reader<'_>, declared: &Declared, forces: &Forces) -> Compiled {
    let mut compiled = Compiled { dimensions: Vec::new(), books: Vec::new() };
    for declaration in &declared.dimensions {
        let mut dimension = Dimension {
            name: declaration.name.get_ref().clone(),
            grammar: declaration.grammar(),
            description: declaration.description.clone(),
            fixed_when_constant: declaration.fixed_when_constant,
            family: declaration.family().to_owned(),
            refined: declaration.is_refined(),
            leaves: Vec::new(),
            terms: Vec::new(),
        };
        if dimension.grammar == Grammar::Codes {
            dimension.leaves = load_leaves(reader, &dimension.name);
            dimension.terms = load_terms(reader, &dimension);
        }
        let mut book = load_labels(reader, &dimension, forces);
        book.leaves = dimension
            .leaves
            .iter()
            .map(|leaf| (leaf.id.to_lowercase(), leaf_set(&dimension, BTreeSet::from([leaf.id.clone()]))))
            .collect();
        book.named = dimension.terms.iter().map(VocabularyTerm::term).collect();
        compiled.dimensions.push(dimension);
        compiled.books.push(book);
    }
    compiled
}

fn load_leaves(reader: &mut Reader<'_>, dimension: &str) -> Vec<Leaf> {
    let path = format!("config/vocab/{dimension}.leaves.csv");
    let rows = reader.rows_with(&path, &["leaf", "label", "description", "source"], &["within", "from", "to"]);
    let mut seen = HashMap::new();
    for row in &rows.rows {
        if let Some(line) = seen.insert(row.get("leaf"), row.line) {
            let message = format!("leaf `{}` is already in line {line}", row.get("leaf"));
            reader.problem(Problem::new(&path, row.line, message));
        }
    }
    let mut leaves = Vec::new();
    for row in &rows.rows {
        let mut day = |column: &str| {
            let given = row.some(column)?;
            let day = given.parse().ok();
            if day.is_none() {
                let problem = Problem::new(&path, row.line, format!("`{given}` is no day"));
                reader.problem(problem.hint("write it as 2015-04-13"));
            }
            day
        };
        let in_force = (day("from"), day("to"));
        let within = row.some("within").map(Arc::from);
        if let Some(other) = row.some("within").filter(|other| !rows.rows.iter().any(|row| row.get("leaf") == *other)) {
            let problem = Problem::new(&path, row.line, format!("`{other}` is no leaf of `{dimension}`"));
            reader.problem(problem.hint("name the leaf that some sources count it inside, or nothing"));
        }
        leaves.push(Leaf {
            id: row.get("leaf").into(),
            title: row.get("label").into(),
            description: row.get("description").into(),
            source: row.get("source").into(),
            within,
            in_force,
        });
    }
    leaves
}

fn load_terms(reader: &mut Reader<'_>, dimension: &Dimension) -> Vec<VocabularyTerm> {
    let path = format!("config/vocab/{}.terms.csv", dimension.name);
    let rows = reader.rows(&path, &["term", "label", "leaves", "partitions", "note"]);
    let mut terms: Vec<VocabularyTerm> = Vec::new();
    let mut partitions: BTreeMap<String, HashMap<Arc<str>, usize>> = BTreeMap::new();
    for row in &rows.rows {
        let name = row.get("term");
        if ["all", "unknown", "unmapped"].contains(&name) || terms.iter().any(|t| *t.name == *name) {
            let message = format!("the term `{name}` is reserved or already defined");
            reader.problem(Problem::new(&path, row.line, message).hint("choose another name"));
            continue;
        }
        let Some(leaves) = known_leaves(reader, &path, row, dimension, "leaves") else { continue };
        for partition in row.list("partitions") {
            let taken = partitions.entry(partition.to_owned()).or_default();
            for leaf in &leaves {
                if let Some(line) = taken.insert(leaf.clone(), row.line) {
                    let message = format!("leaf `{leaf}` is already in partition `{partition}` by line {line}");
                    reader
                        .problem(Problem::new(&path, row.line, message).hint("the terms of a partition are disjoint"));
                }
            }
        }
        terms.push(VocabularyTerm {
            name: name.into(),
            title: row.get("label").into(),
            leaves: leaves.into_iter().collect(),
            partitions: row.list("partitions").map(str::to_owned).collect(),
            note: row.get("note").into(),
        });
    }
    for (partition, taken) in &partitions {
        let left: Vec<&str> =
            dimension.leaves.iter().filter(|leaf| !taken.contains_key(&leaf.id)).map(|leaf| &*leaf.id).collect();
        if !left.is_empty() {
            let message = format!("partition `{partition}` leaves out `{}`", left.join("`, `"));
            reader.problem(Problem::new(&path, 0, message).hint("the terms of a partition make a whole"));
        }
    }
    terms
}

/// The leaves a `|` list names, if all of them exist.
fn known_leaves(
    reader: &mut Reader<'_>,
    path: &str,
    row: &Row,
    dimension: &Dimension,
    column: &str,
) -> Option<BTreeSet<Arc<str>>> {
    let mut out = BTreeSet::new();
    for name in row.list(column) {
        match dimension.leaves.iter().find(|leaf| *leaf.id == *name) {
            Some(leaf) => {
                out.insert(leaf.id.clone());
            }
            None => {
                let message = format!("`{name}` is neither a term nor a leaf of `{}`", dimension.name);
                let hint = format!("see config/vocab/{}.leaves.csv and .terms.csv", dimension.name);
                reader.problem(Problem::new(path, row.line, message).hint(hint));
                return None;
            }
        }
    }
    Some(out)
}

/// The term of a leaf set: the named one if there is one, else named by its leaves.
fn leaf_set(dimension: &Dimension, leaves: BTreeSet<Arc<str>>) -> Term {
    let leaves: Arc<[Arc<str>]> = leaves.into_iter().collect();
    let named = dimension.terms.iter().find(|term| term.leaves == leaves).map(|term| term.name.clone());
    Term::new(named.unwrap_or_else(|| leaves.join("|").into()), Extent::Leaves(leaves))
}

fn load_labels(reader: &mut Reader<'_>, dimension: &Dimension, forces: &Forces) -> LabelBook {
    let path = format!("config/vocab/{}.labels.csv", dimension.name);
    let columns = ["raw", "term", "header", "match", "force", "request", "status", "origin", "note"];
    let rows = reader.rows(&path, &columns);
    let mut book = LabelBook::default();
    let mut seen: HashMap<(String, String, String, String), (usize, Verdict)> = HashMap::new();
    for row in &rows.rows {
        let raw = row.get("raw");
        if DAMAGED.is_match(raw) {
            let message = format!("`{raw}` looks like a bracket that a spreadsheet turned into a date");
            reader.problem(Problem::new(&path, row.line, message).hint("write the label as the force wrote it"));
            continue;
        }
        let Some(verdict) = verdict(reader, &path, row, dimension) else { continue };
        let Some(scope) = scope(reader, &path, row, forces) else { continue };
        let rule = LabelRule {
            raw: raw.to_owned(),
            scope,
            verdict: verdict.clone(),
            stock: row.get("origin") == "stock",
            source: format!("{path}:{}", row.line),
        };
        let force = rule.scope.force.clone().unwrap_or_default();
        let key = (normalise(raw), row.get("header").into(), force, row.get("request").into());
        match seen.insert(key.clone(), (row.line, verdict.clone())) {
            Some((line, other)) if other != verdict => {
                let message = format!("`{raw}` is already decided otherwise in line {line}");
                reader.problem(Problem::new(&path, row.line, message).hint("keep one of the two, or narrow its scope"));
            }
            Some(_) => {}
            None => add(reader, &path, row, &mut book, key.0, rule),
        }
    }
    book
}

fn add(reader: &mut Reader<'_>, path: &str, row: &Row, book: &mut LabelBook, normal: String, rule: LabelRule) {
    match row.get("match") {
        "" | "exact" => book.add_exact(normal, rule),
        "regex" => match Regex::new(&format!("^(?:{})$", row.get("raw"))) {
            Ok(pattern) => book.add_pattern(pattern, rule),
            Err(_) => {
                reader.problem(Problem::new(path, row.line, format!("`{}` is no regular expression", row.get("raw"))));
            }
        },
        other => {
            let problem = Problem::new(path, row.line, format!("match `{other}` is unknown"));
            reader.problem(problem.hint("write `exact` or `regex`"));
        }
    }
}

fn verdict(reader: &mut Reader<'_>, path: &str, row: &Row, dimension: &Dimension) -> Option<Verdict> {
    match row.get("status") {
        "ignore" if row.some("note").is_none() => {
            let problem = Problem::new(path, row.line, format!("`{}` is ignored without a reason", row.get("raw")));
            reader.problem(problem.hint("write the reason into the note"));
            return None;
        }
        "ignore" => return Some(Verdict::Ignore(row.get("note").into())),
        "ask" => return Some(Verdict::Ask),
        "map" => {}
        other => {
            let problem = Problem::new(path, row.line, format!("status `{other}` is unknown"));
            reader.problem(problem.hint("write `map`, `ignore` or `ask`"));
            return None;
        }
    }
    let name = row.get("term");
    let term = match name {
        "unknown" => Some(Term::unknown()),
        "all" => Some(Term::all()),
        _ => match dimension.terms.iter().find(|term| *term.name == *name) {
            Some(term) => Some(term.term()),
            None if dimension.grammar == Grammar::Codes && !name.is_empty() => {
                Some(leaf_set(dimension, known_leaves(reader, path, row, dimension, "term")?))
            }
            None => term_of_text(dimension.grammar, name),
        },
    };
    if term.is_none() {
        let problem = Problem::new(path, row.line, format!("`{name}` is no term of `{}`", dimension.name));
        reader.problem(problem.hint("name a term, its leaves with `|` between them, or `unknown`"));
    }
    term.map(Verdict::Map)
}

fn scope(reader: &mut Reader<'_>, path: &str, row: &Row, forces: &Forces) -> Option<Scope> {
    let header = match row.some("header").map(Regex::new).transpose() {
        Ok(header) => header,
        Err(_) => {
            reader.problem(Problem::new(path, row.line, format!("`{}` is no regular expression", row.get("header"))));
            return None;
        }
    };
    let force = known_force(reader, path, row, forces).ok()?;
    Some(Scope { header, force, request: row.some("request").map(str::to_owned) })
}

/// A line names a force that does not exist; the problem is already noted.
struct UnknownForce;

/// The force a line is scoped to, if any.
fn known_force(
    reader: &mut Reader<'_>,
    path: &str,
    row: &Row,
    forces: &Forces,
) -> Result<Option<String>, UnknownForce> {
    let Some(name) = row.some("force") else { return Ok(None) };
    if let Some(id) = forces.find(name) {
        return Ok(Some(id.to_string()));
    }
    let near = forces.nearest(name).first().map_or_else(String::new, |id| format!("nearest is `{id}`; "));
    let problem = Problem::new(path, row.line, format!("`{name}` is no force of config/forces.csv"));
    reader.problem(problem.hint(format!("{near}use its id")));
    Err(UnknownForce)
}

pub(super) fn load_tokens(reader: &mut Reader<'_>, forces: &Forces) -> Tokens {
    let path = "config/tokens.csv";
    let columns = ["token", "kind", "low", "high", "reason", "relative", "force", "request", "origin", "note"];
    let rows = reader.rows(path, &columns);
    let mut tokens = Tokens::default();
    for row in &rows.rows {
        let Ok(force) = known_force(reader, path, row, forces) else { continue };
        let bound = |column: &str| row.some(column).map(str::parse::<i64>).transpose();
        let token = match (row.get("kind"), bound("low"), bound("high")) {
            ("bounds", Ok(Some(low)), Ok(high)) if high == Some(low) => Token::Count(Count::exact(low)),
            ("bounds", Ok(Some(low)), Ok(high)) if high.is_none_or(|high| low < high) => {
                Token::Count(Count::bounded(low, high, row.get("reason")))
            }
            ("missing", Ok(None), Ok(None)) if row.some("reason").is_some() => {
                Token::Count(Count::missing(row.get("reason")))
            }
            ("open", Ok(None), Ok(None)) if row.some("reason").is_some() => {
                Token::Count(Count::open(row.get("reason")))
            }
            ("relative", Ok(None), Ok(None)) if row.get("relative") == "majority" => Token::Majority,
            _ => {
                let problem = Problem::new(path, row.line, format!("`{}` has no readable meaning", row.get("token")));
                let hint =
                    "kind `bounds` with low <= high, `missing` or `open` with a reason, or `relative` with `majority`";
                reader.problem(problem.hint(hint));
                continue;
            }
        };
        let request = row.some("request").map(str::to_owned);
        let rank = |force: bool, request: bool| u8::from(force) * 2 + u8::from(request);
        let (raw, stock) = (row.get("token").to_owned(), row.get("origin") == "stock");
        let rule = TokenRule { force, request, token, raw, stock, source: format!("{path}:{}", row.line) };
        let same = tokens.0.entry(normalise(row.get("token"))).or_default();
        let twin = |other: &&TokenRule| (&other.force, &other.request) == (&rule.force, &rule.request);
        if let Some(other) = same.iter().find(twin).filter(|other| other.token != rule.token) {
            let message = format!("`{}` is already decided otherwise in {}", rule.raw, other.source);
            reader.problem(Problem::new(path, row.line, message).hint("keep one of the two, or narrow its scope"));
        }
        same.push(rule);
        same.sort_by_key(|rule| std::cmp::Reverse(rank(rule.force.is_some(), rule.request.is_some())));
    }
    tokens
}
