//! The dialogue of `foi review`: one screen a decision, plain lines, each decision written before the next is asked.

use std::path::Path;

use super::{Exit, prompt, say, stopped};
use crate::cli::sheets;
use crate::config::{self, Dimension, Plan};
use crate::intake;
use crate::pipeline::Stop;
use crate::review::{self, Choice, Decision, Noticed, Question, Signed};

/// How a dialogue ended. What was decided before is written in any case.
#[derive(Debug)]
pub(super) enum Ended {
    /// Everything was asked, or the person has gone.
    Settled,
    Stopped(Exit),
}

/// Findings and suggestions of one screen; the rest are counted.
const SHOWN: usize = 5;

/// What came of one screen.
pub(super) enum Answer {
    Chosen(Choice),
    /// Another question, met on the way, is answered.
    Instead(Box<Decision>, Choice),
    /// It was written already, there.
    Written(String),
    Skip,
    Quit,
}

/// Asks one decision after the other.
pub(super) fn hold(project: &Path, mut plan: Plan, decisions: Vec<Decision>, signed: &Signed) -> Ended {
    let (mut all, mut decided) = (decisions.len(), 0);
    if all == 0 {
        say("nothing waits for a decision");
        return Ended::Settled;
    }
    let mut queue: std::collections::VecDeque<(usize, Decision)> = decisions.into_iter().enumerate().collect();
    while let Some((nth, asked)) = queue.pop_front() {
        say(&format!("\n── {} of {all} ──", nth + 1));
        let (answered, choice) = match ask(project, &plan, &asked, signed) {
            Answer::Quit => break,
            Answer::Skip => continue,
            Answer::Written(path) => (asked, Err(path)),
            Answer::Chosen(choice) => (asked, Ok(choice)),
            Answer::Instead(other, choice) => (*other, Ok(choice)),
        };
        let lines = match choice {
            Err(path) => vec![path],
            Ok(choice) => match review::apply(&plan, &answered, &choice, signed) {
                Ok(lines) => {
                    // What is left of it is one more to decide, behind the others.
                    let rest = still_waiting(answered, &choice).map(|rest| (all, rest));
                    all += usize::from(rest.is_some());
                    queue.extend(rest);
                    lines
                }
                Err(why) => {
                    say(&format!("error: {why}"));
                    return Ended::Stopped(Exit::Io);
                }
            },
        };
        decided += 1;
        say(&format!("written: {}", lines.join(", ")));
        // Lines may have moved, and the next suggestions know this decision.
        plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return Ended::Stopped(stopped(&Stop::Configuration(problems))),
        };
    }
    say(&format!("\n{decided} of {all} decided"));
    if decided > 0 {
        say("next: foi run");
    }
    Ended::Settled
}

/// The other forces that wrote a label which was decided for one of them.
fn still_waiting(asked: Decision, choice: &Choice) -> Option<Decision> {
    let (Choice::Map { force, .. } | Choice::Ignore { force, .. } | Choice::Ask { force, .. }) = choice else {
        return None;
    };
    let force = force.as_ref()?;
    let forces: Vec<String> = asked.forces.iter().filter(|other| *other != force).cloned().collect();
    let observations = asked.observations.saturating_sub(asked.waiting.get(force).copied().unwrap_or_default());
    let examples = asked.examples.into_iter().filter(|example| example.force != *force).collect();
    (!forces.is_empty()).then_some(Decision { forces, observations, examples, ..asked })
}

fn ask(project: &Path, plan: &Plan, asked: &Decision, signed: &Signed) -> Answer {
    match &asked.question {
        Question::Label { dimension, raw, asked: before } => {
            let Some(dimension) = plan.dimensions.iter().find(|known| known.name == *dimension) else {
                return Answer::Skip;
            };
            label(plan, asked, dimension, raw, *before)
        }
        Question::Token { shown, force } => {
            let named = if shown.trim().is_empty() { "a blank cell".to_owned() } else { format!("`{shown}`") };
            say(&format!("token: {named} among the counts of {force}"));
            noticed(&asked.noticed);
            token(plan, asked, shown, force)
        }
        Question::Force { given } => {
            say(&format!("force: whose name is `{given}`?"));
            noticed(&asked.noticed);
            let near: Vec<String> = plan.forces.nearest(given);
            if !near.is_empty() {
                say(&format!("  nearest words: {}", near.join(", ")));
            }
            say("  type the id of a force, which then has this name too");
            common();
            choose(plan, asked, |input| Some(("alias", input.to_owned(), String::new())))
        }
        Question::Grain { file } => {
            say(&format!("lines: is each line of {file} one case?"));
            noticed(&asked.noticed);
            say("  r yes, each is one case; l no, its columns do not belong together");
            say("  it goes into the line of returns.csv, and holds for all files of that line");
            common();
            choose(plan, asked, |input| {
                let word = match input {
                    "r" => "record",
                    "l" => "lists",
                    _ => return None,
                };
                Some((word, String::new(), String::new()))
            })
        }
        Question::Sheet { file, sheet } => {
            say(&format!("layout: where do the labels stand in {file}{}?", of_sheet(sheet)));
            // Where only cells were set aside, the table was found: a word is unknown, and no recipe is missing.
            let by_cell = asked.noticed.iter().any(|finding| finding.kind == "value-set-aside");
            let token = "  t a word among the counts that stands for a number: it becomes a token";
            if by_cell {
                noticed(&asked.noticed);
                say(token);
            }
            let readings = sheets::offered(project, plan, file, sheet);
            if readings.is_nothing() && !by_cell {
                noticed(&asked.noticed);
            }
            if !by_cell {
                say(token);
            }
            common();
            sheets::choose(plan, &readings, (file, sheet), signed, |line| match line {
                "t" => Some(word_among_counts(plan, asked, file)),
                _ => accepted(plan, asked, line),
            })
        }
        Question::Finding { kind } => {
            say(&format!("finding {kind}: may it stand?"));
            noticed(&asked.noticed);
            common();
            choose(plan, asked, |_| None)
        }
    }
}

/// What a token stands for, at the force that wrote it or everywhere.
fn token(plan: &Plan, asked: &Decision, shown: &str, force: &str) -> Answer {
    say("  z zero, m a number that was not given, or a range as 1-4; after it e for every force (ze, me, 1-4e)");
    if let Some(rule) = review::token_line(plan, shown, None) {
        let shipped = if rule.stock { "the shipped rule" } else { "the rule" };
        say(&format!("  with e the answer replaces {shipped} in {} for everybody; its note stays", rule.source));
    }
    common();
    choose(plan, asked, |input| {
        let own = input.trim_end_matches('e');
        let word = match own {
            "z" => "zero",
            "m" => "missing",
            _ => review::range(own).map(|_| "bounds")?,
        };
        let scope = if input.ends_with('e') { "" } else { force };
        Some((word, own.to_owned(), scope.to_owned()))
    })
}

/// A word that no configuration knows as a token. The release does not repeat texts that were set aside, so the person
/// types it.
fn word_among_counts(plan: &Plan, asked: &Decision, file: &str) -> Answer {
    let Some(word) = prompt::ask("  the word as it stands there:") else { return Answer::Quit };
    let force = intake::force_of(plan, file).map_or_else(String::new, |force| force.to_string());
    let question = Question::Token { shown: word.clone(), force: force.clone() };
    let other = Decision { question, ..asked.clone() };
    match token(plan, &other, &word, &force) {
        Answer::Chosen(choice) => Answer::Instead(Box::new(other), choice),
        answer => answer,
    }
}

fn of_sheet(sheet: &str) -> String {
    if sheet.is_empty() { String::new() } else { format!(", sheet {sheet}") }
}

fn noticed(findings: &[Noticed]) {
    for finding in findings.iter().take(SHOWN) {
        say(&format!("  {}: {}\n    hint: {}", finding.place, finding.message, finding.hint));
    }
    if findings.len() > SHOWN {
        say(&format!("  and {} more", findings.len() - SHOWN));
    }
}

fn common() {
    say("  k keep it so, with a reason; s skip, q quit");
}

/// Asks until an answer fits. `own` gives the word, term and scope that an input of this question stands for.
fn choose(plan: &Plan, asked: &Decision, own: impl Fn(&str) -> Option<(&'static str, String, String)>) -> Answer {
    loop {
        let Some(line) = prompt::ask("decision:") else { return Answer::Quit };
        if let Some(answer) = accepted(plan, asked, &line) {
            return answer;
        }
        let Some((word, term, scope)) = own(&line) else {
            say(&format!("  `{line}` is no answer here"));
            continue;
        };
        let reason =
            if matches!(word, "zero" | "missing" | "bounds") { prompt::ask("  why:") } else { Some(String::new()) };
        let Some(reason) = reason else { return Answer::Quit };
        match Choice::of(plan, asked, word, [&term, &scope, &reason]) {
            Ok(choice) => return Answer::Chosen(choice),
            Err(wrong) => say(&format!("  {wrong}")),
        }
    }
}

/// The answers that every question but a label's takes.
fn accepted(plan: &Plan, asked: &Decision, line: &str) -> Option<Answer> {
    match line {
        "s" | "" => Some(Answer::Skip),
        "q" => Some(Answer::Quit),
        "k" => loop {
            let Some(reason) = prompt::ask("  why:") else { return Some(Answer::Quit) };
            match Choice::of(plan, asked, "accept", ["", "", &reason]) {
                Ok(choice) => return Some(Answer::Chosen(choice)),
                Err(wrong) => say(&format!("  {wrong}")),
            }
        },
        _ => None,
    }
}

fn label(plan: &Plan, asked: &Decision, dimension: &Dimension, raw: &str, before: bool) -> Answer {
    say(&format!("label of {}: `{raw}`", dimension.name));
    if before {
        say("  it was asked of the force; settle it when the force has answered");
    }
    let many = if asked.observations == 1 { "observation waits" } else { "observations wait" };
    say(&format!("  {} {many}, of {}", asked.observations, asked.forces.join(", ")));
    for example in asked.examples.iter().take(review::EXAMPLES) {
        say(&format!("    {}  {}", example.place, example.shown));
    }
    for (nth, suggestion) in asked.suggestions.iter().enumerate() {
        let (name, why) = (suggestion.term.name(), suggestion.why.text());
        say(&format!("  {} {name}: {}", nth + 1, review::meaning(dimension, &suggestion.term)));
        say(&format!("      as `{}` ({why})", suggestion.of));
    }
    let numbers = if asked.suggestions.is_empty() { "" } else { "the number of a suggestion, or " };
    say(&format!("  type {numbers}a term or codes as `14|16` (after `=` a single code); ? lists the terms"));
    say("  i ignore its counts, a ask the force, f for one force only, s skip, q quit");
    let mut force = String::new();
    loop {
        let scope = if force.is_empty() { String::new() } else { format!(" for {force} only") };
        let Some(line) = prompt::ask(&format!("decision{scope}:")) else { return Answer::Quit };
        let (word, term) = match line.as_str() {
            "s" | "" => return Answer::Skip,
            "q" => return Answer::Quit,
            "?" => {
                terms(dimension);
                continue;
            }
            "f" if force.is_empty() => {
                let Some(one) = one_force(asked) else { return Answer::Quit };
                force = one;
                continue;
            }
            // Once more takes it back.
            "f" => {
                force.clear();
                continue;
            }
            "i" => ("ignore", String::new()),
            "a" => ("ask", String::new()),
            typed => {
                let suggested = typed.parse::<usize>().ok().and_then(|nth| asked.suggestions.get(nth.checked_sub(1)?));
                match suggested {
                    Some(suggestion) => ("map", suggestion.term.name().to_string()),
                    None => match confirmed(dimension, typed.trim_start_matches('=')) {
                        Confirmed::Yes(term) => ("map", term),
                        Confirmed::No => continue,
                        Confirmed::Gone => return Answer::Quit,
                    },
                }
            }
        };
        let reason = if word == "ignore" { prompt::ask("  why:") } else { Some(String::new()) };
        let Some(reason) = reason else { return Answer::Quit };
        match Choice::of(plan, asked, word, [&term, &force, &reason]) {
            Ok(choice) => return Answer::Chosen(choice),
            Err(wrong) => say(&format!("  {wrong}")),
        }
    }
}

enum Confirmed {
    Yes(String),
    No,
    Gone,
}

/// A typed term is shown in words before it is taken.
fn confirmed(dimension: &Dimension, typed: &str) -> Confirmed {
    match dimension.term_named(typed) {
        Ok(term) => {
            say(&format!("  {}: {}", term.name(), review::meaning(dimension, &term)));
            match prompt::confirm("  is that meant?") {
                None => Confirmed::Gone,
                Some(true) => Confirmed::Yes(typed.to_owned()),
                Some(false) => Confirmed::No,
            }
        }
        Err(error) => {
            say(&format!("  {error}\n  hint: {}", error.hint));
            Confirmed::No
        }
    }
}

fn one_force(asked: &Decision) -> Option<String> {
    // No line can be for a joint return.
    let forces: Vec<&str> = asked.forces.iter().map(String::as_str).filter(|force| !force.contains('|')).collect();
    match forces.as_slice() {
        [] => {
            say("  several forces wrote it together: it can be decided for every force only");
            return Some(String::new());
        }
        [only] => return Some((*only).to_owned()),
        _ => {}
    }
    loop {
        let line = prompt::ask(&format!("  for which of {}:", forces.join(", ")))?;
        if forces.contains(&&*line) {
            return Some(line);
        }
        say(&format!("  `{line}` does not wait"));
    }
}

fn terms(dimension: &Dimension) {
    for term in &dimension.terms {
        say(&format!("  {}: {}", term.name, review::meaning(dimension, &term.term())));
    }
    for leaf in &dimension.leaves {
        say(&format!("  {} = {}", leaf.id, leaf.title));
    }
    say("  unknown: stated to be unknown");
    say("  all: all of it, a total");
}
