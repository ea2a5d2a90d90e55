//! The line that a decision becomes, in the table where a person would have written it.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::waiting::token_text;
use super::{Choice, Decision, Question, labels};
use crate::config::edit::{self, Fields, NotEdited};
use crate::config::{Plan, Problem, Rows, accepted, written_label};
use crate::intake;
use crate::lexicon::words::TokenRule;
use crate::lexicon::{LabelRule, Verdict};

/// Who decides, and when.
#[derive(Debug, Clone)]
pub struct Signed {
    pub who: String,
    pub on: String,
}

impl Signed {
    /// Today.
    #[must_use]
    pub fn today(who: &str) -> Self {
        Self { who: who.to_owned(), on: Timestamp::now().strftime("%Y-%m-%d").to_string() }
    }

    fn origin(&self) -> String {
        format!("{} {}", self.who, self.on)
    }
}

/// Why a decision could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotApplied {
    #[error(transparent)]
    Edit(#[from] NotEdited),
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<Problem>),
    #[error("{0}")]
    Gone(&'static str),
}

const ANOTHER: NotApplied = NotApplied::Gone("the answer is to another question");

/// Writes a decision at once and says where: `config/vocab/outcome.labels.csv:12`.
///
/// # Errors
/// Its table cannot be written, or what it is about is gone.
pub fn apply(plan: &Plan, decided: &Decision, choice: &Choice, signed: &Signed) -> Result<Vec<String>, NotApplied> {
    let written = match (&decided.question, choice) {
        (Question::Label { .. }, _) => return label(plan, decided, choice, signed),
        (Question::Token { shown, .. }, Choice::Zero { reason, force }) => {
            let fields = [("kind", "bounds"), ("low", "0"), ("high", "0"), ("reason", "zero"), ("note", reason)];
            token(plan, token_text(shown), force.as_deref(), &fields, signed)?
        }
        (Question::Token { shown, .. }, Choice::Missing { reason, force }) => {
            let fields =
                [("kind", "missing"), ("low", ""), ("high", ""), ("reason", "not_available"), ("note", reason)];
            token(plan, token_text(shown), force.as_deref(), &fields, signed)?
        }
        (Question::Token { shown, .. }, Choice::Bounds { low, high, reason, force }) => {
            let (low, high) = (low.to_string(), high.map_or_else(String::new, |high| high.to_string()));
            let bounds = [("kind", "bounds"), ("low", &*low), ("high", &*high), ("reason", "suppressed")];
            token(plan, token_text(shown), force.as_deref(), &[&bounds[..], &[("note", reason)]].concat(), signed)?
        }
        (Question::Force { given }, Choice::Alias { force }) => alias(plan, given, force, signed)?,
        (Question::Grain { file }, Choice::Lines { are_cases }) => {
            grain(plan, file, if *are_cases { "record" } else { "lists" })?
        }
        (_, Choice::Accept { reason }) => return accept(plan, decided, reason, signed),
        _ => return Err(ANOTHER),
    };
    Ok(vec![written])
}

fn label(plan: &Plan, decided: &Decision, choice: &Choice, signed: &Signed) -> Result<Vec<String>, NotApplied> {
    let Question::Label { dimension: name, raw, asked } = &decided.question else { return Err(ANOTHER) };
    let dimension = plan.dimensions.iter().position(|known| known.name == *name);
    let dimension = dimension.ok_or(NotApplied::Gone("its dimension is no longer there"))?;
    let (status, term, force, note) = match choice {
        Choice::Map { term, force, note } => ("map", term.as_str(), force, note),
        Choice::Ignore { reason, force } => ("ignore", "", force, reason),
        Choice::Ask { force, note } => ("ask", "", force, note),
        _ => return Err(ANOTHER),
    };
    let origin = signed.origin();
    let normal = labels::normal(plan, raw);
    // `of which cautioned` is decided as `cautioned`.
    let own = if plan.lexicon.normal(raw) == normal { raw } else { &normal };
    let (raw, kind) = written_label(own);
    let own = |rule: &&LabelRule| labels::normal(plan, &rule.raw) == normal || rule.raw == raw;
    let rules: Vec<&LabelRule> = plan.lexicon.dimensions[dimension].labels.rules().iter().filter(own).collect();
    let is_whole = |rule: &LabelRule| {
        let scope = &rule.scope;
        (scope.header.is_none(), &scope.request, &scope.force) == (true, &None, force)
    };
    // A line that asks is the line that the answer goes into: a wider one would be outranked by it.
    let is_for = |rule: &&LabelRule| match (force, &rule.scope.force) {
        (None, Some(own)) => decided.forces.contains(own),
        (force, own) => force == own,
    };
    let mut asking: Vec<&LabelRule> =
        rules.iter().copied().filter(|rule| rule.verdict == Verdict::Ask).filter(is_for).collect();
    // The last first: a line that becomes shorter moves those after it.
    asking.sort_by_key(|rule| Reverse(line_of(&rule.source).1));
    let decision = [("status", status), ("term", term), ("origin", &*origin), ("note", &**note)];
    let mut written = Vec::new();
    for rule in &asking {
        written.push(amended(plan, &rule.source, &[("raw", &rule.raw), ("status", "ask")], &decision)?);
    }
    if !asking.is_empty() && (*asked || asking.iter().any(|rule| is_whole(rule))) {
        return Ok(written);
    }
    if rules.iter().any(|rule| is_whole(rule) && rule.verdict != Verdict::Ask) {
        return Err(NotApplied::Gone("a line of its table has decided it since"));
    }
    let scope = [("raw", &*raw), ("match", kind), ("force", force.as_deref().unwrap_or_default())];
    let path = format!("config/vocab/{name}.labels.csv");
    written.push(appended(plan, &path, &[&scope[..], &decision].concat())?);
    Ok(written)
}

fn token(
    plan: &Plan,
    shown: &str,
    force: Option<&str>,
    meaning: &Fields<'_>,
    signed: &Signed,
) -> Result<String, NotApplied> {
    let origin = signed.origin();
    let Some(rule) = token_line(plan, shown, force) else {
        let scope = [("token", shown), ("force", force.unwrap_or_default()), ("origin", &*origin)];
        return appended(plan, TOKENS, &[&scope[..], meaning].concat());
    };
    // One line for one scope: it is the one decided, and what its note says is not lost.
    let text = plan.files.iter().find(|(name, _)| name == TOKENS).map_or("", |(_, text)| text);
    let (rows, _) = Rows::parse(TOKENS, text, &["note"], &[]);
    let row = rows.rows.iter().find(|row| row.line == line_of(&rule.source).1);
    let own = meaning.iter().find(|(column, _)| *column == "note").map(|(_, note)| *note);
    let note = row.and_then(|row| row.some("note")).into_iter().chain(own).collect::<Vec<_>>().join("; ");
    let fields = [meaning, &[("origin", &*origin), ("note", &*note)]].concat();
    amended(plan, &rule.source, &[("token", &rule.raw)], &fields)
}

const TOKENS: &str = "config/tokens.csv";

/// The line that says what a token stands for at a force, or at every force: a decision for the same is written into it.
#[must_use]
pub fn token_line<'a>(plan: &'a Plan, shown: &str, force: Option<&str>) -> Option<&'a TokenRule> {
    let known = plan.lexicon.tokens.0.get(&plan.lexicon.normal(token_text(shown)));
    known.into_iter().flatten().find(|rule| rule.force.as_deref() == force && rule.request.is_none())
}

fn alias(plan: &Plan, given: &str, force: &str, signed: &Signed) -> Result<String, NotApplied> {
    let path = "config/forces.csv";
    let text = plan.files.iter().find(|(name, _)| name == path).map_or("", |(_, text)| text);
    let columns = ["id", "name", "nation", "region", "ons_code", "kind", "aliases", "sets", "note"];
    let (rows, _) = Rows::parse(path, text, &columns, &[]);
    let row = rows.rows.iter().find(|row| row.get("id") == force);
    let row = row.ok_or(NotApplied::Gone("the force is no longer there"))?;
    let aliases = row.list("aliases").chain([given.trim()]).collect::<Vec<_>>().join("|");
    let own = format!("alias {}: {}", given.trim(), signed.origin());
    let note = row.some("note").into_iter().chain([&*own]).collect::<Vec<_>>().join("; ");
    amended(plan, &format!("{path}:{}", row.line), &[("id", force)], &[("aliases", &aliases), ("note", &note)])
}

fn grain(plan: &Plan, file: &str, word: &str) -> Result<String, NotApplied> {
    let tracked = intake::tracked_line(plan, file).map_err(NotApplied::Problems)?;
    let tracked = tracked.ok_or(NotApplied::Gone("the file is of no force any more"))?;
    match tracked.line {
        Some(line) => {
            let source = format!("{}:{}", tracked.tracker, line.line().unwrap_or(0));
            amended(plan, &source, &line.seen(), &[("grain", word)])
        }
        None => {
            let (force, own) = (&*tracked.force, &*tracked.file);
            let fields = [("force", force), ("files", own), ("status", "answered"), ("grain", word)];
            edit::create(&plan.root.join(&tracked.tracker), &format!("{}\n", intake::TRACKER.join(",")))?;
            appended(plan, &tracked.tracker, &fields)
        }
    }
}

fn accept(plan: &Plan, decided: &Decision, reason: &str, signed: &Signed) -> Result<Vec<String>, NotApplied> {
    let path = accepted::PATH;
    edit::create(&plan.root.join(path), &format!("{}\n", accepted::COLUMNS.join(",")))?;
    let lines = decided.noticed.iter().map(|noticed| {
        let who = [("reason", reason), ("decided_by", &*signed.who), ("decided_on", &*signed.on)];
        let what = [("kind", &*noticed.kind), ("place", &*noticed.place), ("expected", &*noticed.message)];
        appended(plan, path, &[&what[..], &who].concat())
    });
    lines.collect()
}

fn appended(plan: &Plan, path: &str, fields: &Fields<'_>) -> Result<String, NotApplied> {
    let line = edit::append(&plan.root.join(path), fields)?;
    Ok(format!("{path}:{line}"))
}

fn amended(plan: &Plan, source: &str, seen: &Fields<'_>, fields: &Fields<'_>) -> Result<String, NotApplied> {
    let (path, line) = line_of(source);
    edit::amend(&plan.root.join(path), line, seen, fields)?;
    Ok(source.to_owned())
}

/// The table and the line of `config/tokens.csv:12`.
fn line_of(source: &str) -> (&str, usize) {
    let (path, line) = source.rsplit_once(':').unwrap_or((source, ""));
    (path, line.parse().unwrap_or(0))
}
