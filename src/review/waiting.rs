//! The list of what waits: labels first, those on which most observations wait before the others.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::Connection;

use super::{Decision, Noticed, Question, labels};
use crate::config::Plan;
use crate::intake;
use crate::lexicon::Tokens;
use crate::lexicon::words::Token;
use crate::model::accepted::NEVER;
use crate::warehouse;

/// What waits for a person.
#[derive(Debug)]
pub struct Waiting {
    pub decisions: Vec<Decision>,
    /// Findings about the configuration itself: to be mended, as no line could settle them.
    pub to_mend: Vec<Noticed>,
}

/// A finding of the release with what it is about.
struct Found {
    noticed: Noticed,
    file: String,
    sheet: String,
    subject: String,
    given: String,
}

/// Everything that waits in a release and that the configuration has not settled since.
///
/// # Errors
/// The release cannot be read: it may have been made by an earlier version.
pub fn waiting(plan: &Plan, release: &Path) -> duckdb::Result<Waiting> {
    let connection = warehouse::open(release)?;
    let mut decisions = labels::waiting(plan, &connection)?;
    let mut by_question: BTreeMap<(Question, Option<Noticed>), Vec<Noticed>> = BTreeMap::new();
    let mut to_mend = Vec::new();
    for found in findings(&connection)? {
        if NEVER.contains(&found.noticed.kind.as_str()) {
            to_mend.push(found.noticed);
            continue;
        }
        let accepted = plan.accepted.iter().any(|line| {
            let Noticed { kind, place, message, .. } = &found.noticed;
            (&*line.kind, &*line.place, &*line.expected) == (kind, place.trim(), message.trim())
        });
        let Some(question) = question(plan, &found).filter(|_| !accepted) else { continue };
        // Findings that no rule could settle together are asked one by one.
        let alone = matches!(question, Question::Finding { .. }).then(|| found.noticed.clone());
        by_question.entry((question, alone)).or_default().push(found.noticed);
    }
    decisions.extend(by_question.into_iter().map(|((question, _), noticed)| {
        let forces = match &question {
            Question::Token { force, .. } => vec![force.clone()],
            _ => Vec::new(),
        };
        let (waiting, examples, suggestions) = Default::default();
        Decision { question, forces, observations: 0, waiting, examples, noticed, suggestions }
    }));
    Ok(Waiting { decisions, to_mend })
}

/// What a finding asks, unless the configuration has settled it since. Labels are asked from the table of labels.
fn question(plan: &Plan, found: &Found) -> Option<Question> {
    let request = found.file.split('/').next().unwrap_or_default();
    match found.noticed.kind.as_str() {
        "unmapped-label" | "asked-label" => None,
        "count-open" => {
            let (shown, force) = (found.given.clone(), found.subject.clone());
            let token = plan.lexicon.tokens.read(&plan.lexicon.normal(token_text(&shown)), &force, request);
            let is_open = |token: &Token| matches!(token, Token::Count(count) if count.is_open());
            token.is_none_or(|rule| is_open(&rule.token)).then_some(Question::Token { shown, force })
        }
        "unknown-force" => {
            let given = found.given.clone();
            plan.forces.find(&given).is_none().then_some(Question::Force { given })
        }
        "grain-undeclared" => {
            let tracked = intake::tracked_line(plan, &found.file).ok()??;
            let said = tracked.line.is_some_and(|line| line.record.grain.is_some());
            (!said).then(|| Question::Grain { file: found.file.clone() })
        }
        "table-set-aside" | "value-set-aside" => {
            let force = intake::force_of(plan, &found.file);
            let sheet = plan.lexicon.normal(&found.sheet);
            let is_for = |force: &str| plan.layouts.iter().any(|own| own.is_for(&found.file, force, request, &sheet));
            let (file, sheet) = (found.file.clone(), found.sheet.clone());
            (!is_for(force.as_deref().unwrap_or_default())).then_some(Question::Sheet { file, sheet })
        }
        kind => Some(Question::Finding { kind: kind.to_owned() }),
    }
}

/// A token as its table writes it.
pub(super) fn token_text(shown: &str) -> &str {
    if shown.trim().is_empty() { Tokens::BLANK } else { shown }
}

fn findings(connection: &Connection) -> duckdb::Result<Vec<Found>> {
    let mut statement = connection.prepare(
        "SELECT kind, concat(file_path, if(sheet = '', '', ':' || sheet), if(cell = '', '', if(sheet = '', ':', '!') || cell)),
             message, hint, file_path, sheet, coalesce(subject, ''), coalesce(given, '')
         FROM finding
         WHERE accepted_because IS NULL AND (severity IN ('review', 'error') OR kind = 'grain-undeclared')
         ORDER BY ALL",
    )?;
    let rows = statement.query_map([], |row| {
        let text = |at: usize| row.get::<_, String>(at);
        Ok(Found {
            noticed: Noticed { kind: text(0)?, place: text(1)?, message: text(2)?, hint: text(3)? },
            file: text(4)?,
            sheet: text(5)?,
            subject: text(6)?,
            given: text(7)?,
        })
    })?;
    rows.collect()
}
