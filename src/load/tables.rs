//! The tables whose columns do not depend on the dimensions.

use super::schema::{Relation, fixed_columns};

/// A table of columns all known beforehand.
fn relation(
    name: &'static str,
    comment: &'static str,
    columns: &[(&'static str, &'static str, &'static str)],
) -> Relation {
    Relation { name: name.into(), is_view: false, comment: comment.into(), columns: fixed_columns(columns) }
}

/// All of them.
pub(super) fn fixed() -> Vec<Relation> {
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
                (
                    "hidden_loaded",
                    N,
                    "hidden content: shown (load what is shown) or everything, where a person decided",
                ),
                ("hidden_reason", N, "why"),
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
                ("hidden_content", I, "places with hidden content, see hidden_content"),
                ("observations", I, "observations it gave"),
            ],
        ),
        relation(
            "hidden_content",
            "What files hold besides what they show: kinds, places and counts, never the content",
            &[
                ("file_id", T, "see source_file"),
                ("file_path", T, "path in the inbox"),
                ("hidden_kind", T, "sheet, rows, columns, pivot-cache, comment ..."),
                ("sheet", T, "sheet; empty for the whole file"),
                ("place", T, "rows, columns or part of the file; empty where the sheet says it all"),
                ("items", I, "cells, records, comments or parts, as the kind counts"),
                ("looks_like_records", "BOOLEAN NOT NULL", "whether it looks like one line for each case or person"),
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
                ("sums_all", "BOOLEAN NOT NULL", "the total is over every dimension but the period"),
                (
                    "parts_are_all",
                    "BOOLEAN NOT NULL",
                    "the parts are known to be all of it, so it bounds them from below",
                ),
                ("balance", T, "balances, within bounds, or residual"),
            ],
        ),
        relation(
            "tightened",
            "Bounds that stated totals imply for counts they sum; the stated bounds stay in observation_all",
            &[
                ("observation_id", T, "the part"),
                ("count_low", I, "at least, given the totals and their other parts"),
                ("count_high", I, "at most, given the totals and their other parts"),
                ("total_ids", "VARCHAR[] NOT NULL", "observation_id of each total used"),
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
