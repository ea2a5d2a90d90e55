//! The role of every filled row of a block: title, header, section, data, total or note. Structure only; no term is
//! decided here.
//!
//! Each row shows named [evidence](weights), gathered in a few passes over the cells ([`evidence`], with [`words`] for
//! single texts and [`sums`] for totals). Each piece speaks for and against roles with the whole numbers of one table,
//! and so does each step from the role of a row to that of the next. The roles are the best path through the block.

mod evidence;
mod sums;
mod weights;
mod words;

use std::fmt;

use super::sheet::{Block, Sheet};
use weights::{NEXT, ROLES, Set};

/// What a row of a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRole {
    Title,
    Header,
    /// The label of the rows below it, without figures of its own.
    Section,
    Data,
    /// A total, or computed otherwise from other rows.
    Total,
    Note,
}

impl RowRole {
    const EVERY: [Self; ROLES] = [Self::Title, Self::Header, Self::Section, Self::Data, Self::Total, Self::Note];
}

/// A filled row of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub row: u32,
    pub role: RowRole,
    /// How far the best reading of the block leads over the best one in which this row has another role; some 4 for
    /// each factor of e in likelihood.
    pub margin: i32,
    pub why: Why,
}

/// What spoke for the role of a row rather than for its second best. Prints the strongest pieces of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    shown: Set,
    role: RowRole,
    instead: RowRole,
}

impl Why {
    /// Names of all evidence of the row, decisive or not.
    pub fn shown(&self) -> impl Iterator<Item = &'static str> {
        self.shown.shown().map(|(name, _)| name)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lead = |weights: &[i16; ROLES]| weights[self.role as usize] - weights[self.instead as usize];
        let mut decisive: Vec<(i16, &str)> = self.shown.shown().map(|(name, weights)| (lead(weights), name)).collect();
        decisive.retain(|(lead, _)| *lead > 0);
        decisive.sort_by_key(|(lead, _)| -lead);
        write!(f, "{:?} rather than {:?}:", self.role, self.instead)?;
        decisive.iter().take(4).try_for_each(|(lead, name)| write!(f, " {name} +{lead}"))
    }
}

/// The rows of a block that hold a cell, top to bottom, each with its role and how sure that is. Takes time in
/// proportion to the cells, but for the search of sums, which takes a logarithm more.
pub(super) fn roles(sheet: &Sheet<'_>, block: Block) -> Vec<Row> {
    let rows = evidence::gather(sheet, block);
    let scores: Vec<[i32; ROLES]> = rows.iter().map(|(_, shown)| scores(*shown)).collect();
    let through = best_through(&scores);
    rows.into_iter()
        .zip(through)
        .map(|((row, shown), through)| {
            let (role, instead) = two_best(&through);
            let margin = through[role as usize] - through[instead as usize];
            Row { row, role, margin, why: Why { shown, role, instead } }
        })
        .collect()
}

fn scores(shown: Set) -> [i32; ROLES] {
    let mut out = [0; ROLES];
    for (_, weights) in shown.shown() {
        for (sum, weight) in out.iter_mut().zip(weights) {
            *sum += i32::from(*weight);
        }
    }
    out
}

/// For each row and role, the score of the best path through the whole block in which the row has that role: the best
/// path up to the row, and the best one on from it.
fn best_through(scores: &[[i32; ROLES]]) -> Vec<[i32; ROLES]> {
    let mut through = scores.to_vec();
    for at in 1..scores.len() {
        for role in 0..ROLES {
            let before = (0..ROLES).map(|other| through[at - 1][other] + i32::from(NEXT[other][role])).max();
            through[at][role] += before.unwrap_or(0);
        }
    }
    let mut on = [0; ROLES];
    for at in (1..scores.len()).rev() {
        let mut before = [0; ROLES];
        for (role, best) in before.iter_mut().enumerate() {
            let next = (0..ROLES).map(|other| i32::from(NEXT[role][other]) + scores[at][other] + on[other]).max();
            *best = next.unwrap_or(0);
        }
        on = before;
        for (sum, on) in through[at - 1].iter_mut().zip(on) {
            *sum += on;
        }
    }
    through
}

/// The best role and the second best. Of equals the first in the table: where paths tie, rows may take roles of
/// different paths, both as good.
fn two_best(through: &[i32; ROLES]) -> (RowRole, RowRole) {
    let mut order = RowRole::EVERY;
    order.sort_by_key(|role| -through[*role as usize]);
    (order[0], order[1])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::RowRole::{Data, Header, Note, Section, Title, Total};
    use super::*;
    use crate::config;
    use crate::detect::line_readings;
    use crate::model::grid::{Cell, Content, Grid};
    use crate::model::merges::Merges;
    use crate::model::place::At;

    /// Rows of a sheet, cells parted by `|`.
    fn read(sheet: &str) -> Vec<Row> {
        let cells = (0..).zip(sheet.lines()).flat_map(|(row, line)| {
            let texts = (0..).zip(line.split('|'));
            texts.map(move |(col, text)| Cell { at: At { row, col }, content: Content::Text(text.into()) })
        });
        let grid = Grid::new("".into(), true, cells.collect(), Merges::new(Vec::new()));
        let lexicon =
            config::words_of_project_or_shipped(Path::new("no such folder")).expect("the shipped words are right");
        line_readings(&grid, &lexicon)
    }

    fn of(sheet: &str) -> Vec<RowRole> {
        read(sheet).into_iter().map(|row| row.role).collect()
    }

    #[test]
    fn a_title_a_header_counts_a_total_and_a_note() {
        let sheet =
            "Question 1b.\n\nOutcome|Count\nCharged|3\nCaution|*\nNo suspect|5\nGrand Total|9\n\n* fewer than five";
        assert_eq!(of(sheet), [Title, Header, Data, Data, Data, Total, Note]);
    }

    #[test]
    fn labels_and_counts_without_a_header() {
        assert_eq!(of("Charged|3\nCaution|12\nNo suspect identified|5"), [Data; 3]);
    }

    #[test]
    fn years_over_counts_are_a_header() {
        assert_eq!(of("Outcome|2019|2020\nCharged|3|4\nCaution|12|2"), [Header, Data, Data]);
    }

    #[test]
    fn an_outer_label_alone_begins_a_section() {
        let sheet =
            "Outcome|2019|2020\nBurglary\nCharged|3|4\nCaution|12|2\nRobbery\nCharged|1|7\nCaution|2|2\nTotal|18|15";
        assert_eq!(of(sheet), [Header, Section, Data, Data, Section, Data, Data, Total]);
    }

    #[test]
    fn lines_of_a_list_are_data() {
        let sheet = "No.|Year|Crime type|Outcome\n1|2019|Theft|Charged\n2|2019|Robbery|Caution\n3|2020|Theft|Charged";
        assert_eq!(of(sheet), [Header, Data, Data, Data]);
    }

    #[test]
    fn tables_one_below_the_other_begin_anew() {
        let sheet = "Outcomes 2015\nOutcome|Number\nCharged|3\nCaution|4\n\nOutcomes 2016\nOutcome|Number\nCharged|5\nCaution|6";
        assert_eq!(of(sheet), [Title, Header, Data, Data, Title, Header, Data, Data]);
    }

    #[test]
    fn a_total_needs_no_word_where_it_stands_above_its_parts() {
        let sheet = "Area|2018|2019|2020\nWhole|60|75|90\nNorth|10|20|30\nEast|20|25|10\nSouth|30|30|50";
        let rows = read(sheet);
        assert_eq!(rows[1].role, Total, "{}", rows[1].why);
        assert!(rows[1].why.to_string().contains("SumOfBelow"), "{}", rows[1].why);
    }

    #[test]
    fn margins_are_leads_over_other_roles() {
        let rows = read("Outcome|Number\nCharged|3\nCaution|4\nNo suspect|5");
        assert!(rows.iter().all(|row| row.margin >= 0));
        assert!(of("").is_empty());
    }
}
