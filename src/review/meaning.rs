//! What a term means, in words.

use crate::config::{Dimension, Leaf};
use crate::model::term::{Extent, Term};

/// The codes that a term covers, each with its name; or its ages or days.
#[must_use]
pub fn meaning(dimension: &Dimension, term: &Term) -> String {
    match term.extent() {
        Extent::All => "all of it: a total, not split by this".into(),
        Extent::Unknown => "stated to be unknown".into(),
        Extent::Unmapped => "not decided".into(),
        Extent::Leaves(leaves) => {
            let named = dimension.terms.iter().find(|known| known.name == *term.name());
            let title = named.map(|known| format!("{}: ", known.title)).unwrap_or_default();
            let leaf = |id: &str| dimension.leaves.iter().find(|leaf| *leaf.id == *id);
            let each: Vec<String> = leaves.iter().map(|id| leaf(id).map_or_else(|| id.to_string(), of_leaf)).collect();
            format!("{title}{}", each.join("; "))
        }
        Extent::Ages(ages) => match ages.to {
            Some(to) if to == ages.from => format!("age {to}"),
            Some(to) => format!("ages {} to {to}, both included", ages.from),
            None => format!("ages {} and over", ages.from),
        },
        Extent::Period(period) => {
            let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
            match (period.from, period.to) {
                (None, None) => format!("{}; its dates come from where it stands", period.kind.text()),
                (from, to) => format!("{} to {}, {}", day(from), day(to), period.kind.text()),
            }
        }
    }
}

fn of_leaf(leaf: &Leaf) -> String {
    format!("{} = {}", leaf.id, leaf.title)
}
