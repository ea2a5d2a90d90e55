//! Whose figures a table holds: the force that its titles or its sheet are named after, else the return's.
//!
//! Names are those of `config/forces.csv`, exact after the one normalisation. A text that is nothing but a name comes
//! before one that mentions a name, because forces that answer together put both names over every sheet; within each,
//! the text nearest to the table comes first. A mention counts in a joint return only, and says nothing if it is of two.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Source;
use crate::model::finding::Kind;
use crate::model::table::Table;

/// The force of a table, or the set of forces that its return is of.
///
/// # Errors
/// A title, or the sheet, is named after a force that the return is not of.
pub(super) fn of(source: Source<'_>, table: &Table) -> Result<Arc<str>, Kind> {
    let (forces, returned) = (&source.plan.forces, &source.record.police_force);
    let members: Vec<&str> = returned.split('|').collect();
    let named: Vec<(&Arc<str>, &Arc<str>)> =
        table.titles.iter().filter_map(|title| Some((title, forces.named(title)?))).collect();
    // Also where a nearer text names a member: nobody can tell whose figures these are.
    if let Some((title, force)) = named.iter().find(|(_, force)| !members.contains(&&***force)) {
        let (title, force) = (title.to_string(), force.to_string());
        return Err(Kind::TableOfAnotherForce { title, force, returned: returned.to_string() });
    }
    if members.len() == 1 {
        return Ok(returned.clone());
    }
    if let Some((_, force)) = named.first() {
        return Ok(Arc::clone(force));
    }
    // A text that mentions no member does not speak of whose figures these are.
    let speaks = |mentioned: &BTreeSet<&Arc<str>>| mentioned.iter().any(|force| members.contains(&&***force));
    let mentioned = table.titles.iter().map(|title| forces.mentioned(title)).find(speaks);
    let only =
        mentioned.filter(|forces| forces.len() == 1).and_then(|forces| forces.first().map(|only| Arc::clone(only)));
    Ok(only.unwrap_or_else(|| returned.clone()))
}
