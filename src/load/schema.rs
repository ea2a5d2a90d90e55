//! Every table and column of the warehouse, with what it means.

use std::borrow::Cow;

use crate::config::{Dimension, Plan};
use crate::lexicon::Grammar;

/// A column: name, type, comment.
pub(super) type Column = (Cow<'static, str>, &'static str, Cow<'static, str>);

/// A table, or a view, as a reader sees it.
pub(super) struct Relation {
    pub name: Cow<'static, str>,
    pub is_view: bool,
    pub comment: Cow<'static, str>,
    pub columns: Vec<Column>,
}

impl Relation {
    pub(super) fn create(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|(name, kind, _)| format!("{name} {kind}")).collect();
        format!("CREATE TABLE {} ({});", self.name, columns.join(", "))
    }

    pub(super) fn comments(&self) -> String {
        let quoted = |text: &str| text.replace('\'', "''");
        let kind = if self.is_view { "VIEW" } else { "TABLE" };
        let mut sql = format!("COMMENT ON {kind} {} IS '{}';", self.name, quoted(&self.comment));
        for (name, _, comment) in &self.columns {
            let column = format!("COMMENT ON COLUMN {}.{name} IS '{}';", self.name, quoted(comment));
            sql.push_str(&column);
        }
        sql
    }
}

/// A table of columns all known beforehand.
pub(super) fn relation(
    name: &'static str,
    comment: &'static str,
    columns: &[(&'static str, &'static str, &'static str)],
) -> Relation {
    let columns = columns.iter().map(|(name, kind, comment)| ((*name).into(), *kind, (*comment).into())).collect();
    Relation { name: name.into(), is_view: false, comment: comment.into(), columns }
}

/// All tables, in the order they are made.
pub(super) fn tables(plan: &Plan) -> Vec<Relation> {
    let mut out = vec![observation(plan), breakdown(plan)];
    for dimension in plan.dimensions.iter().filter(|dimension| dimension.grammar == Grammar::Codes) {
        out.extend(vocabulary(dimension));
    }
    out.extend(fixed());
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

fn fixed_columns(columns: &[(&'static str, &'static str, &'static str)]) -> Vec<Column> {
    columns.iter().map(|(name, kind, comment)| ((*name).into(), *kind, (*comment).into())).collect()
}

const PERIOD: [(&str, &str, &str); 4] = [
    ("period", "VARCHAR NOT NULL", "the period as its days, or the words of one without dates"),
    ("period_from", "DATE", "first day, included; NULL where not stated"),
    ("period_to", "DATE", "last day, included; NULL where open or not stated"),
    ("period_kind", "VARCHAR NOT NULL", "financial year, calendar year, month, range, relative ... or not stated"),
];

fn observation(plan: &Plan) -> Relation {
    let mut columns = fixed_columns(&[
        (
            "observation_id",
            "VARCHAR NOT NULL",
            "hash of file, sheet, cell and part: survives changes of labels and program",
        ),
        ("request", "VARCHAR NOT NULL", "the FOI letter; figures of different requests are never added"),
        ("police_force", "VARCHAR NOT NULL", "force id, or ids joined by | where several forces answered together"),
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
        ("is_current", "BOOLEAN NOT NULL", "false once a later return supersedes this one"),
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
        ("police_force", "VARCHAR NOT NULL", "force id or ids"),
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

fn fixed() -> Vec<Relation> {
    const T: &str = "VARCHAR NOT NULL";
    const N: &str = "VARCHAR";
    const I: &str = "BIGINT NOT NULL";
    vec![
        relation(
            "police_force",
            "Every force of the configuration",
            &[
                ("police_force", T, "force id, as in observations"),
                ("force_name", T, "full name"),
                ("nation", T, "nation"),
                ("region", T, "region"),
                ("ons_code", T, "ONS police force area code; empty where there is none"),
                ("note", T, "doubts and remarks"),
            ],
        ),
        relation(
            "request",
            "One FOI letter sent to many forces",
            &[
                ("request", T, "folder name"),
                ("title", T, "what it was about"),
                ("unit", T, "what its counts count unless a table says otherwise"),
                ("count_basis", T, "recorded or closed"),
                ("offence", T, "offence asked about; `all` if none"),
                ("period", T, "period asked for"),
                ("period_from", "DATE", "first day"),
                ("period_to", "DATE", "last day"),
                ("questions", "VARCHAR[] NOT NULL", "dimensions asked for"),
            ],
        ),
        relation(
            "return",
            "What a force sent back to a request",
            &[
                ("return_id", T, "request/force/number"),
                ("request", T, "the letter"),
                ("police_force", T, "force id or ids"),
                ("return_status", T, "answered, nil, partial, refused, not-held, elsewhere, ncnd, pending, withdrawn"),
                ("reference", T, "the force's reference"),
                ("url", T, "where it is published"),
                ("received", T, "date received"),
                ("extracted", T, "date the force extracted its figures"),
                ("exemption", T, "section of the Act relied on"),
                ("caveat", T, "the force's caveat, verbatim"),
                ("age_at", T, "what ages are taken at, where stated"),
                ("supersedes", N, "return_id of the return it replaces"),
                ("is_current", "BOOLEAN NOT NULL", "false once superseded or withdrawn"),
            ],
        ),
        relation(
            "source_file",
            "Every file of every return",
            &[
                ("file_id", T, "hash of request, force and bytes"),
                ("return_id", T, "the return it belongs to"),
                ("request", T, "the letter"),
                ("police_force", T, "force id or ids"),
                ("file_path", T, "path in the inbox"),
                ("sha256", T, "hash of its bytes, as sha256sum prints it"),
                ("file_bytes", I, "size"),
                ("file_format", T, "what its content is; empty if it could not be read"),
                ("text_encoding", T, "encoding a text file was read with"),
                ("field_separator", N, "delimiter a text file was read with"),
                ("sheets", I, "sheets read"),
                ("hidden_sheets", I, "hidden sheets, which were not loaded"),
                ("observations", I, "observations it gave"),
            ],
        ),
        relation(
            "chosen_breakdown",
            "For each question, the breakdowns to use; all others are alternatives to them",
            &[
                ("request", T, "the letter"),
                ("police_force", T, "force id or ids"),
                ("unit", T, "what is counted"),
                ("count_basis", T, "recorded or closed"),
                ("question", T, "dimensions needed, joined by ` x `; `total` for none"),
                ("breakdown_id", T, "use the parts of this breakdown, or its stated total"),
                ("why", T, "why this one"),
            ],
        ),
        relation(
            "reconciliation",
            "Each stated total against the parts it sums; nothing is rebalanced",
            &[
                ("request", T, "the letter"),
                ("police_force", T, "force id or ids"),
                ("total_id", T, "observation_id of the stated total"),
                ("breakdown_id", T, "the breakdown whose parts are summed"),
                ("parts", I, "how many parts"),
                ("stated_low", "BIGINT", "stated, at least"),
                ("stated_high", "BIGINT", "stated, at most"),
                ("parts_low", I, "sum of parts, at least"),
                ("parts_high", "BIGINT", "sum of parts, at most; NULL where unbounded"),
                ("residual_low", "BIGINT", "stated less parts, at least"),
                ("residual_high", "BIGINT", "stated less parts, at most"),
                ("balance", T, "balances, within bounds, or residual"),
            ],
        ),
        relation(
            "tightened",
            "Upper bounds that a stated total implies for one of its parts; the stated bounds stay in observation_all",
            &[
                ("observation_id", T, "the part"),
                ("count_low", I, "at least"),
                ("count_high", I, "at most, given the total and the other parts"),
                ("total_id", T, "observation_id of the total used"),
            ],
        ),
        relation(
            "overlap",
            "Figures of different requests about the same force, offence and overlapping time; never add them",
            &[
                ("police_force", T, "force id or ids"),
                ("offence", T, "offence of the first figure"),
                ("dimension", T, "dimension of the slice; `total` for the whole"),
                ("term", T, "term of the slice; `all` for the whole"),
                ("unit", T, "unit of the first figure"),
                ("other_unit", T, "unit of the second figure"),
                ("request", T, "request of the first figure"),
                ("other_request", T, "request of the second figure"),
                ("period_from", "DATE", "first figure: first day"),
                ("period_to", "DATE", "first figure: last day; NULL where open"),
                ("other_period_from", "DATE", "second figure: first day"),
                ("other_period_to", "DATE", "second figure: last day; NULL where open"),
                ("shared_from", "DATE", "first day both certainly cover"),
                ("shared_to", "DATE", "last day both certainly cover; NULL where open"),
                ("count_low", I, "first figure, at least"),
                ("count_high", "BIGINT", "first figure, at most"),
                ("other_low", I, "second figure, at least"),
                ("other_high", "BIGINT", "second figure, at most"),
                (
                    "relation",
                    T,
                    "consistent, contradiction, same period, periods partly shared, different unit or count basis",
                ),
            ],
        ),
        relation(
            "coverage",
            "Who was asked, who answered, and what: absence is data",
            &[
                ("request", T, "the letter"),
                ("police_force", T, "force id"),
                ("question", T, "a dimension the letter asked about, or `any`"),
                ("coverage_status", T, "the return's status, or what its absence means"),
                ("return_id", N, "the return behind it"),
            ],
        ),
        relation(
            "raw_label",
            "Every label met, what it became and by which rule",
            &[
                ("request", T, "the letter"),
                ("police_force", T, "force id or ids"),
                ("dimension", T, "what it was read as a label of"),
                ("raw", T, "the label as given"),
                ("term", T, "what it became"),
                ("label_status", T, "mapped, ignored or unmapped"),
                ("decided_by", T, "configuration file:line, or grammar; empty if nothing decided"),
                ("times", I, "how often it was met"),
                ("first_place", T, "where it was met first"),
            ],
        ),
        relation(
            "finding",
            "Everything the run noticed",
            &[
                ("kind", T, "what sort of thing"),
                ("severity", T, "info, review or error"),
                ("file_path", T, "inbox path, or configuration file"),
                ("sheet", T, "sheet; empty for a CSV or a whole file"),
                ("cell", T, "cell, or line of a configuration file; empty for the whole"),
                ("message", T, "what was noticed"),
                ("hint", T, "the next step"),
            ],
        ),
        relation(
            "sheet_ledger",
            "Every non-blank cell of every sheet is accounted for, in cells and in sums",
            &[
                ("file_id", T, "see source_file"),
                ("file_path", T, "path in the inbox"),
                ("sheet", T, "sheet; empty for a CSV"),
                ("cell_role", T, "value, total, label, line_number, header, title, note, set_aside"),
                ("cells", I, "non-blank cells of this role"),
                ("numeric_cells", I, "of them, cells that are nothing but a number"),
                ("numeric_sum", "DOUBLE NOT NULL", "sum of those numbers"),
            ],
        ),
        relation(
            "denominator",
            "Named denominators: which terms of a dimension are in",
            &[
                ("denominator", T, "its name"),
                ("dimension", T, "the dimension"),
                ("terms_out", "VARCHAR[] NOT NULL", "terms that are not in"),
                ("note", T, "what it is for"),
            ],
        ),
        relation(
            "run",
            "The run that made this file",
            &[
                ("run_id", T, "its name"),
                ("started", "TIMESTAMP NOT NULL", "when it began, UTC"),
                ("program_version", T, "version of foi"),
                ("files", I, "files read"),
                ("observations", I, "observations loaded"),
            ],
        ),
        relation(
            "config_file",
            "The configuration used, so that this file explains itself alone",
            &[("config_path", T, "path"), ("sha256", T, "hash of its text"), ("contents", T, "its text")],
        ),
    ]
}
