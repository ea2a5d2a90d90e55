//! What the views and their columns mean, as comments of the warehouse.

use duckdb::Connection;

use super::schema::{Column, Relation};
use super::views::{families, shared};
use crate::config::Plan;

/// The views with what they and their columns mean.
pub(super) fn views(plan: &Plan) -> Vec<Relation> {
    let mut out = vec![
        view(
            "observation",
            "Current parts only. Breakdowns are alternatives: join chosen_breakdown before adding",
            &[],
        ),
        view(
            "chosen_observation",
            "Parts of the breakdowns chosen for each question; filter by question before adding",
            &[
                ("question", "dimensions needed, joined by ` x `; `total` for none"),
                ("certain_low", "what is certain of this part: 0 where it may lie inside another"),
            ],
        ),
        view(
            "chosen_whole",
            "The whole each chosen breakdown belongs to, and how much of it its parts leave unexplained",
            &[
                ("question", "dimensions needed, joined by ` x `; `total` for none"),
                ("parts_low", "sum of the parts, at least"),
                ("parts_high", "sum of the parts, at most; NULL where unbounded"),
                ("whole_low", "the stated total of the same period, else the sum of parts: at least"),
                ("whole_high", "the same: at most"),
                ("unexplained_low", "what the parts leave of the stated total, at least"),
                ("unexplained_high", "the same, at most; NULL where unbounded"),
                ("parts_are_all", "the parts are known to be all of the stated total, so it bounds them from below"),
            ],
        ),
        view(
            "force_totals",
            "How many each force counted, once",
            &[
                ("police_force", "force id or ids"),
                ("partition", "its rows are disjoint and add to the whole"),
                ("basis", "whether the force stated the total or its parts were added"),
                ("breakdown_ids", "the breakdowns behind the row"),
            ],
        ),
        view(
            "period_totals",
            "How many each force counted in each period with dates; periods may lie in each other",
            &[
                ("police_force", "force id or ids"),
                ("partition", "its rows are disjoint and add to the whole of their period"),
                ("period_kind", "financial year, calendar year, quarter ...: compare like with like"),
            ],
        ),
        view(
            "restatements",
            "What a later return of a force says of what an earlier one had a figure for",
            &[
                ("earlier_low", "the superseded figure, at least"),
                ("earlier_high", "the superseded figure, at most"),
                ("later_low", "the current figure, at least"),
                ("later_high", "the current figure, at most"),
                ("change", "same, changed, only earlier, only later"),
                ("earlier_ids", "the superseded observations"),
                ("later_ids", "the current observations"),
            ],
        ),
        view(
            "coverage_summary",
            "How many forces did what about each question",
            &[
                ("question", "a dimension the letter asked about, or `any`"),
                ("coverage_status", "the return's status, or what its absence means"),
                ("forces_in", "how many forces"),
                ("police_forces", "those forces"),
            ],
        ),
    ];
    for dimension in shared(plan) {
        let name = &dimension.name;
        let mut columns: Vec<Column> = key_columns();
        columns.push(text("partition", "`as given`, or a set of disjoint terms that make a whole"));
        columns.push((
            name.clone().into(),
            "",
            "the term; or `unknown`, `unmapped`, or `unexplained`: what a stated total has beyond its parts".into(),
        ));
        columns.push(text("observation_ids", "the observations behind the row, possible ones included"));
        out.push(Relation {
            name: format!("{name}_shares").into(),
            is_view: true,
            comment: format!("Shares of {name} by request, period, partition and denominator").into(),
            columns: columns.into_iter().chain(measure_columns()).collect(),
        });
    }
    for (family, _) in families(plan) {
        let mut columns = key_columns();
        columns.extend([
            text("dimension", "whose"),
            text("partition", "brackets as given: each count is in one row, but brackets may overlap"),
            text("bracket", "the bracket"),
            text("bracket_from", "lowest, included"),
            text("bracket_to", "highest, included; NULL where open"),
            text("observation_ids", "the observations behind the row"),
        ]);
        out.push(Relation {
            name: format!("{family}_counts").into(),
            is_view: true,
            comment: format!("Counts by {family} bracket; ask {family}_between(lo, hi) what cuts across brackets")
                .into(),
            columns: columns.into_iter().chain(measure_columns()).collect(),
        });
        out.push(Relation {
            name: format!("{family}_part").into(),
            is_view: true,
            comment: format!("The chosen parts that {family}_counts and {family}_between add").into(),
            columns: vec![
                text("dimension", "whose"),
                text("low", "at least"),
                text("high", "at most"),
                text("term", "the bracket, or `unknown` or `unmapped`"),
                text("term_from", "lowest of the bracket, included"),
                text("term_to", "highest of the bracket, included; NULL where open"),
            ],
        });
    }
    for relation in &mut out {
        if ["force_totals", "period_totals"].contains(&&*relation.name) {
            relation.columns.extend(key_columns());
            relation.columns.extend(measure_columns().into_iter().filter(|(name, ..)| !name.starts_with("fraction")));
        }
    }
    out
}

fn text(name: &'static str, comment: &'static str) -> Column {
    (name.into(), "", comment.into())
}

fn view(name: &'static str, comment: &'static str, columns: &[(&'static str, &'static str)]) -> Relation {
    let columns = columns.iter().map(|(name, comment)| text(name, comment)).collect();
    Relation { name: name.into(), is_view: true, comment: comment.into(), columns }
}

fn key_columns() -> Vec<Column> {
    vec![
        text("request", "the FOI letter; never add across"),
        text("unit", "what is counted; never add across"),
        text("count_basis", "recorded or closed in the period"),
        text("period", "the period"),
        text("period_from", "first day; NULL where not stated"),
        text("period_to", "last day; NULL where open or not stated"),
    ]
}

fn measure_columns() -> Vec<Column> {
    vec![
        text("count_low", "at least this many"),
        text("count_high", "at most this many; NULL where unbounded"),
        text("denominator", "name of what the fractions are of"),
        text("of_low", "the denominator, at least"),
        text("of_high", "the denominator, at most"),
        text("fraction_low", "at least this share"),
        text("fraction_high", "at most this share"),
        text("forces_in", "forces behind the denominator"),
    ]
}

/// Statements that give the columns which views take over from tables those columns' comments.
pub(super) fn inherited(connection: &Connection) -> duckdb::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT v.table_name, v.column_name, min(t.comment)
         FROM duckdb_columns() v
         JOIN duckdb_views() w ON w.view_name = v.table_name AND NOT w.internal
         JOIN duckdb_columns() t ON t.column_name = v.column_name AND t.comment IS NOT NULL
           AND t.table_name IN ('observation_all', 'breakdown', 'coverage')
         WHERE v.comment IS NULL GROUP BY v.table_name, v.column_name ORDER BY ALL",
    )?;
    let text = |row: &duckdb::Row<'_>, at| row.get::<_, String>(at);
    let comment = |row: &duckdb::Row<'_>| {
        let quoted = text(row, 2)?.replace('\'', "''");
        Ok(format!("COMMENT ON COLUMN {}.{} IS '{quoted}';", text(row, 0)?, text(row, 1)?))
    };
    statement.query_map([], comment)?.collect()
}
