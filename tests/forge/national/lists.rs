//! The seven forces that sent lists: numbered lines whose columns do not belong together. Outcomes
//! join the list where the force gave headlines only; with details they are counted elsewhere.

use super::{PLAIN_CSV, Plan, footnote, title};
use crate::arrange::{lines, stack};
use crate::book::Grid;
use crate::cases::{lists, numbered};
use crate::facts::Force;
use crate::inbox::Return;
use crate::layout::{Layout, Nesting, Total};
use crate::table::Table;

pub const PLANS: [(&str, Plan); 7] = [
    ("cambridgeshire", cambridgeshire),
    ("cumbria", cumbria),
    ("kent", kent),
    ("northumbria", northumbria),
    ("nottinghamshire", nottinghamshire),
    ("south-wales", south_wales),
    ("suffolk", suffolk),
];

/// One bare list.
fn cambridgeshire(force: &Force) -> Return {
    let columns = [&force.months, &force.ages, &force.platforms, &force.outcomes];
    let sheets = [("Sheet1", numbered_lists(force, columns))];
    Return::workbook(&force.id, "FOI response.xlsx", sheets)
}

/// The list under two title lines.
fn cumbria(force: &Force) -> Return {
    let columns = [&force.months, &force.ages, &force.platforms, &force.outcomes];
    let titles = lines(["Freedom of Information request", "Private sexual images"]);
    let sheets = [("Response", stack(1, [titles, numbered_lists(force, columns)]))];
    Return::workbook(&force.id, "Cumbria FOI 2016.ods", sheets)
}

/// The list on one sheet; outcomes and details counted on another, merged headlines, total below.
fn kent(force: &Force) -> Return {
    let list = numbered_lists(force, [&force.months, &force.ages, &force.platforms]);
    let outcomes = Layout::down("Number").nesting(Nesting::Merged).total(Total::Last("Total"));
    let sheets =
        [("Offences", stack(1, [title(), list])), ("Outcomes", stack(1, [title(), outcomes.draw(&force.outcomes)]))];
    Return::workbook(&force.id, "FOI Kent Apr-Dec 2015.xlsx", sheets)
}

/// Outcome first, other words over the columns, a footnote below.
fn northumbria(force: &Force) -> Return {
    let columns = [
        &force.outcomes,
        &force.ages.headed(["Age of victim"]),
        &force.months.headed(["Month of offence"]),
        &force.platforms.headed(["Social media platform"]),
    ];
    let sheets = [("Sheet1", stack(1, [numbered_lists(force, columns), footnote()]))];
    Return::workbook(&force.id, "FOI response data.xls", sheets)
}

/// A page of notes first; the list starts in B3.
fn nottinghamshire(force: &Force) -> Return {
    let notes = lines([
        "Notes",
        "Each column of the next sheet is a list of its own.",
        "Values on one row do not belong to one offence.",
    ]);
    let columns = [&force.months, &force.ages, &force.platforms, &force.outcomes];
    let sheets = [("Notes", notes), ("Data", numbered_lists(force, columns).at(2, 1))];
    Return::workbook(&force.id, "Nottinghamshire FOI data.xlsx", sheets)
}

/// Outcomes and details first, the headline written once; the list on the second sheet.
fn south_wales(force: &Force) -> Return {
    let outcomes = Layout::down("Victims").nesting(Nesting::Once);
    let columns = [&force.months, &force.ages, &force.platforms];
    let sheets =
        [("Outcomes", outcomes.draw(&force.outcomes)), ("Months, ages, platforms", numbered_lists(force, columns))];
    Return::workbook(&force.id, "SWP FOI response.ods", sheets)
}

/// The list as CSV, its title line directly above.
fn suffolk(force: &Force) -> Return {
    let columns = [&force.ages, &force.months, &force.platforms, &force.outcomes];
    let text = stack(0, [title(), numbered_lists(force, columns)]);
    Return::text(&force.id, "Suffolk FOI response.csv", PLAIN_CSV, text)
}

fn numbered_lists<const N: usize>(force: &Force, tables: [&Table; N]) -> Grid {
    numbered("No.", force.offences(), &lists(tables))
}
