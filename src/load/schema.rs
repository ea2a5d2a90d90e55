//! Every table and column of the warehouse, with what it means.

use crate::config::{Dimension, Plan};
use crate::lexicon::Grammar;
pub(super) use crate::warehouse::{Column, Relation};

/// All tables, in the order they are made.
pub(super) fn tables(plan: &Plan) -> Vec<Relation> {
    let mut out = vec![observation(plan), breakdown(plan)];
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar == Grammar::Codes) {
        out.extend(vocabulary(dimension));
    }
    out.extend(super::tables::fixed());
    out
}

/// The columns of one dimension in `observation_all`.
pub(super) fn dimension_columns(dimension: &Dimension) -> Vec<Column> {
    let name = &dimension.name;
    let text = "VARCHAR NOT NULL";
    let main = format!(
        "{}: a term, `all` = not split by it, `unknown` = stated unknown, `unmapped` = a label nobody has decided",
        dimension.description
    );
    let mut columns: Vec<Column> = vec![(name.clone().into(), text, main.into())];
    match dimension.grammar {
        Grammar::Codes => {
            if dimension.refined {
                let comment = format!("the headline column's own term where a second column refined {name}");
                columns.push((format!("{name}_given").into(), text, comment.into()));
            }
            let comment = format!("leaf codes that {name} covers; NULL for the reserved terms");
            columns.push((format!("{name}_leaves").into(), "VARCHAR[]", comment.into()));
        }
        Grammar::Interval => {
            let from = format!("lowest value of {name}, included; NULL for the reserved terms");
            let to = format!("highest value of {name}, included; NULL where open");
            columns.push((format!("{name}_from").into(), "INTEGER", from.into()));
            columns.push((format!("{name}_to").into(), "INTEGER", to.into()));
        }
        Grammar::Period => columns.clear(),
    }
    columns
}

/// Columns all known beforehand.
pub(super) fn fixed_columns(columns: &[(&'static str, &'static str, &'static str)]) -> Vec<Column> {
    columns.iter().map(|(name, kind, comment)| ((*name).into(), *kind, (*comment).into())).collect()
}

const PERIOD: [(&str, &str, &str); 6] = [
    ("period", "VARCHAR NOT NULL", "the period as its days, or the words of one without dates"),
    ("period_from", "DATE", "first day, included; NULL where not stated"),
    ("period_to", "DATE", "last day, included; NULL where open or not stated"),
    ("period_kind", "VARCHAR NOT NULL", "financial year, calendar year, month, range, relative ... or not stated"),
    (
        "effective_from",
        "DATE",
        "first day of the period on which what is counted could be recorded at all: the law was in force",
    ),
    ("effective_to", "DATE", "last such day; NULL where open or not stated, or where there is none"),
];

fn observation(plan: &Plan) -> Relation {
    let mut columns = fixed_columns(&[
        (
            "observation_id",
            "VARCHAR NOT NULL",
            "hash of file, sheet, cell and part: survives changes of labels and program",
        ),
        ("request", "VARCHAR NOT NULL", "the FOI letter; figures of different requests are never added"),
        (
            "police_force",
            "VARCHAR NOT NULL",
            "force id; ids joined by | where several forces answered together and the table names none of them",
        ),
        ("unit", "VARCHAR NOT NULL", "what is counted; never add across units"),
        ("count_basis", "VARCHAR NOT NULL", "recorded in the period, or closed in it"),
    ]);
    columns.extend(plan.dimensions.iter().flat_map(dimension_columns));
    columns.extend(fixed_columns(&PERIOD));
    columns.extend(fixed_columns(&[
        ("count_low", "BIGINT", "at least this many; NULL where the count is missing"),
        ("count_high", "BIGINT", "at most this many; NULL where nothing bounds it"),
        ("count_status", "VARCHAR NOT NULL", "exact, or why there is a range, or `missing: ` and the reason"),
        ("row_role", "VARCHAR NOT NULL", "part, total, subtotal, of_which, nesting_unstated"),
        ("part_of", "VARCHAR", "observation_id of the row this one lies, or may lie, inside"),
        ("grain", "VARCHAR NOT NULL", "crosstab, record (one case a line), lists (columns apart), total"),
        (
            "breakdown_id",
            "VARCHAR NOT NULL",
            "the breakdown it belongs to; two breakdowns are alternatives unless disjoint",
        ),
        ("file_id", "VARCHAR NOT NULL", "see source_file"),
        ("file_path", "VARCHAR NOT NULL", "path in the inbox"),
        ("sheet", "VARCHAR NOT NULL", "sheet name; empty for a CSV"),
        ("cell", "VARCHAR NOT NULL", "address: C14 in a workbook, line:field in a CSV"),
        ("raw_value", "VARCHAR NOT NULL", "what that cell holds, as given"),
        ("raw_labels", "VARCHAR NOT NULL", "the labels as given, in the table's order"),
        ("is_current", "BOOLEAN NOT NULL", "false once a later return supersedes it, or its table"),
    ]));
    Relation {
        name: "observation_all".into(),
        is_view: false,
        comment: "Every count of every return, current or superseded, of every row role; do not sum it".into(),
        columns,
    }
}

fn breakdown(plan: &Plan) -> Relation {
    let mut columns = fixed_columns(&[
        ("breakdown_id", "VARCHAR NOT NULL", "hash of file, table and split"),
        ("request", "VARCHAR NOT NULL", "the FOI letter"),
        ("police_force", "VARCHAR NOT NULL", "force id or ids: the force its title or sheet names, else the return's"),
        ("unit", "VARCHAR NOT NULL", "what is counted"),
        ("count_basis", "VARCHAR NOT NULL", "recorded or closed in the period"),
        (
            "split",
            "VARCHAR[] NOT NULL",
            "the dimensions that vary; breakdowns of the same split with disjoint fixed values add up",
        ),
    ]);
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar != Grammar::Period) {
        let comment = format!("{} held fixed for the whole breakdown, else `all`", dimension.name);
        columns.push((dimension.name.clone().into(), "VARCHAR NOT NULL", comment.into()));
    }
    columns.extend(fixed_columns(&PERIOD));
    columns.extend(fixed_columns(&[
        ("grain", "VARCHAR NOT NULL", "crosstab, record, lists or total"),
        ("stated_id", "VARCHAR", "observation_id of the total stated for the whole breakdown"),
        ("stated_low", "BIGINT", "that total, at least"),
        ("stated_high", "BIGINT", "that total, at most"),
        ("parts_low", "BIGINT", "sum of the parts, at least"),
        ("parts_high", "BIGINT", "sum of the parts, at most; NULL where unbounded"),
        ("is_current", "BOOLEAN NOT NULL", "false once superseded"),
        ("file_id", "VARCHAR NOT NULL", "see source_file"),
        ("sheet", "VARCHAR NOT NULL", "sheet name; empty for a CSV"),
        ("cell", "VARCHAR NOT NULL", "first cell of the table"),
        (
            "reading",
            "VARCHAR[] NOT NULL",
            "why the table was read so: the recipe, where the labels of each dimension stand, what holds the others fixed",
        ),
    ]));
    let comment = "One table's split, with what its title or request holds fixed";
    Relation { name: "breakdown".into(), is_view: false, comment: comment.into(), columns }
}

/// Leaves, terms and their bridge of one dimension.
fn vocabulary(dimension: &Dimension) -> [Relation; 3] {
    let name = &dimension.name;
    let table = |suffix: &str, comment: String, columns: &[(&'static str, &'static str, &'static str)]| Relation {
        name: format!("{name}_{suffix}").into(),
        is_view: false,
        comment: comment.into(),
        columns: fixed_columns(columns),
    };
    [
        table(
            "leaf",
            format!("Finest codes of {name}"),
            &[
                ("leaf", "VARCHAR NOT NULL", "the code"),
                ("title", "VARCHAR NOT NULL", "its name"),
                ("description", "VARCHAR NOT NULL", "what it means"),
                ("origin", "VARCHAR NOT NULL", "where this is known from"),
                ("lies_within", "VARCHAR", "the leaf that some sources count it inside"),
                ("in_force_from", "DATE", "first day it could be recorded; NULL where not known or always"),
                ("in_force_to", "DATE", "last such day; NULL where still or not known"),
            ],
        ),
        table(
            "term",
            format!("Named sets of leaves of {name}"),
            &[
                ("term", "VARCHAR NOT NULL", "the name used in observations"),
                ("title", "VARCHAR NOT NULL", "the name for a person"),
                ("leaves", "VARCHAR[] NOT NULL", "the leaf codes it covers"),
                ("partitions", "VARCHAR[] NOT NULL", "sets of disjoint terms that make a whole, of which this is one"),
                ("note", "VARCHAR NOT NULL", "doubts and remarks"),
            ],
        ),
        table(
            "term_leaf",
            format!("Which leaves each term of {name} covers"),
            &[("term", "VARCHAR NOT NULL", "the term"), ("leaf", "VARCHAR NOT NULL", "a leaf of it")],
        ),
    ]
}
