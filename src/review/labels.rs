//! Labels that wait: those the release met without a decision, less those that a line has settled since.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use duckdb::Connection;

use super::{Decision, Example, Question, suggest};
use crate::config::Plan;
use crate::lexicon::Verdict;
use crate::model::term::DimensionId;

/// Cells shown of each label.
pub const EXAMPLES: usize = 3;

/// What is known of one label of a dimension.
struct Met {
    raw: String,
    forces: BTreeSet<String>,
    /// How often it was met, as a label.
    times: usize,
    first: String,
    asked: bool,
    /// Observations that wait, by force.
    waiting: BTreeMap<String, usize>,
    examples: Vec<Example>,
}

/// The labels of all dimensions that wait for a decision: those nobody has looked at first, then those that were asked
/// of a force; of each, those on which most observations wait.
pub(super) fn waiting(plan: &Plan, connection: &Connection) -> duckdb::Result<Vec<Decision>> {
    let mut met = met(plan, connection)?;
    count(plan, connection, &mut met)?;
    let mut out: Vec<Decision> = met
        .into_iter()
        .map(|((dimension, _), mut met)| {
            if met.examples.is_empty() {
                let force = met.forces.first().cloned().unwrap_or_default();
                met.examples.push(Example { force, place: met.first, shown: met.raw.clone() });
            }
            let observations = met.waiting.values().sum();
            Decision {
                suggestions: suggest::for_label(plan, dimension, &met.raw),
                question: Question::Label {
                    dimension: plan.dimensions[dimension].name.clone(),
                    raw: met.raw,
                    asked: met.asked,
                },
                forces: met.forces.into_iter().collect(),
                observations: if observations > 0 { observations } else { met.times },
                waiting: met.waiting,
                examples: met.examples,
                noticed: Vec::new(),
            }
        })
        .collect();
    out.sort_by_key(|decision| {
        (matches!(decision.question, Question::Label { asked: true, .. }), Reverse(decision.observations))
    });
    Ok(out)
}

/// A label in its normal form, without the words that say how its row stands to others.
pub(super) fn normal(plan: &Plan, raw: &str) -> String {
    let whole = plan.lexicon.normal(raw);
    plan.lexicon.words.label(&whole).to_owned()
}

fn met(plan: &Plan, connection: &Connection) -> duckdb::Result<BTreeMap<(DimensionId, String), Met>> {
    let mut statement = connection.prepare(
        "SELECT dimension, raw, police_force, request, times, first_place FROM raw_label
         WHERE label_status = 'unmapped' ORDER BY ALL",
    )?;
    let mut rows = statement.query([])?;
    let mut out: BTreeMap<(DimensionId, String), Met> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (name, raw, force): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let Some(dimension) = plan.dimensions.iter().position(|dimension| dimension.name == name) else { continue };
        let normal = normal(plan, &raw);
        let rule = plan.lexicon.dimensions[dimension].labels.find(&normal, &force, &row.get::<_, String>(3)?, "");
        if rule.is_some_and(|rule| rule.verdict != Verdict::Ask) {
            continue;
        }
        let first = row.get(5)?;
        let met = out.entry((dimension, normal)).or_insert_with(|| Met {
            raw,
            forces: BTreeSet::new(),
            times: 0,
            first,
            asked: true,
            waiting: BTreeMap::new(),
            examples: Vec::new(),
        });
        met.forces.insert(force);
        met.times += usize::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
        met.asked &= rule.is_some();
    }
    Ok(out)
}

/// Counts the observations that wait on each label, and keeps a few as examples.
fn count(plan: &Plan, connection: &Connection, met: &mut BTreeMap<(DimensionId, String), Met>) -> duckdb::Result<()> {
    let dimensions: BTreeSet<DimensionId> = met.keys().map(|(dimension, _)| *dimension).collect();
    for dimension in dimensions {
        let mut statement = connection.prepare(&format!(
            "SELECT concat(file_path, if(sheet = '', '', ':' || sheet), if(sheet = '', ':', '!'), cell), raw_labels, raw_value, police_force
             FROM observation_all WHERE {} = 'unmapped' AND is_current ORDER BY ALL",
            plan.dimensions[dimension].name
        ))?;
        let mut rows = statement.query([])?;
        let mut normals: HashMap<String, String> = HashMap::new();
        while let Some(row) = rows.next()? {
            let (place, labels, value): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let force: String = row.get(3)?;
            // A blank header has a place among the labels, and says nothing.
            let said: Vec<&str> = labels.split(" > ").map(str::trim).filter(|label| !label.is_empty()).collect();
            let shown = format!("{}: {value}", said.join(" > "));
            for raw in labels.split(" > ") {
                let normal = normals.entry(raw.to_owned()).or_insert_with(|| normal(plan, raw)).clone();
                let Some(met) = met.get_mut(&(dimension, normal)).filter(|met| met.forces.contains(&force)) else {
                    continue;
                };
                *met.waiting.entry(force.clone()).or_default() += 1;
                if met.examples.iter().filter(|example| example.force == force).count() < EXAMPLES {
                    met.examples.push(Example { force: force.clone(), place: place.clone(), shown: shown.clone() });
                }
            }
        }
    }
    Ok(())
}
