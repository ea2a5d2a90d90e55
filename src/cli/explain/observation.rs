//! What a release knows of one count: its cell, file and letter, its labels and their rules, and what it is compared with.

use duckdb::Connection;
use serde::Serialize;

use super::Unexplained;
use super::record::{Record, ask, items};

/// One count with all that explains it.
#[derive(Debug, Serialize)]
pub(super) struct Observation {
    /// Its row of `observation_all`.
    pub count: Record,
    pub file: Record,
    /// The letter, the return, and the full name of the force.
    pub letter: Record,
    pub table: Record,
    /// Why the table was read so.
    pub reading: Vec<String>,
    /// The labels of its header path, with the rule of each and the text of that rule's line.
    pub labels: Vec<Record>,
    /// Each dimension it is split by or held at, with the term.
    pub meaning: Vec<Record>,
    pub corrections: Vec<Record>,
    /// The stated totals of its table that it is, or that sum all of it.
    pub reconciliation: Vec<Record>,
    pub tightened: Vec<Record>,
    pub disagreement: Vec<Record>,
    /// What an earlier or a later return says of the same.
    pub restatements: Vec<Record>,
    /// What other requests say of the same force and term.
    pub overlap: Vec<Record>,
    pub findings: Vec<Record>,
}

/// Whether a word may be an `observation_id` or the beginning of one.
pub(super) fn may_be_id(word: &str) -> bool {
    (4..=16).contains(&word.len()) && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The one observation whose id begins so.
pub(super) fn id(release: &Connection, start: &str) -> Result<String, Unexplained> {
    let sql = "SELECT observation_id, concat_ws('!', concat_ws(':', file_path, nullif(sheet, '')), cell) AS place
               FROM observation_all WHERE starts_with(observation_id, ?) ORDER BY ALL LIMIT 4";
    let found = ask(release, sql, &[start])?;
    match found.as_slice() {
        [] => Err(Unexplained::Missing(
            format!("no observation of the release begins with `{start}`"),
            vec!["foi query \"SELECT observation_id, file_path, sheet, cell FROM observation_all\" lists them".into()],
        )),
        [only] => Ok(only.get("observation_id").to_owned()),
        several => {
            let hints = several.iter().map(|one| format!("{} is {}", one.get("observation_id"), one.get("place")));
            Err(Unexplained::Unclear(format!("several observations begin with `{start}`"), hints.collect()))
        }
    }
}

/// All that a release knows of an observation.
pub(super) fn gather(release: &Connection, id: &str) -> Result<Observation, Unexplained> {
    let one = |sql: &str, values: &[&str]| -> duckdb::Result<Record> {
        Ok(ask(release, sql, values)?.into_iter().next().unwrap_or_default())
    };
    let count = one("FROM observation_all WHERE observation_id = ?", &[id])?;
    let file = one("FROM source_file WHERE file_id = ?", &[count.get("file_id")])?;
    let letter = one(LETTER, &[count.get("police_force"), file.get("return_id")])?;
    let table = one("FROM breakdown WHERE breakdown_id = ?", &[count.get("breakdown_id")])?;
    let reading = one(
        "SELECT array_to_string(reading, chr(10)) AS reading FROM breakdown WHERE breakdown_id = ?",
        &[count.get("breakdown_id")],
    )?;
    let reading = items(reading.get("reading")).map(str::to_owned).collect();
    let labels = ask(release, LABELS, &[id])?;
    let meaning = meaning(release, &count)?;
    let cells: Vec<&str> =
        [count.get("cell")].into_iter().chain(labels.iter().map(|label| label.get("cell"))).collect();
    let at = [count.get("file_path"), count.get("sheet"), &cells.join("\n")];
    let findings = [count.get("file_path"), count.get("sheet"), &cells.join("\n"), table.get("cell")];
    Ok(Observation {
        corrections: ask(release, CORRECTIONS, &at)?,
        reconciliation: ask(release, RECONCILIATION, &[id, count.get("breakdown_id"), id])?,
        tightened: ask(release, TIGHTENED, &[id])?,
        disagreement: ask(release, DISAGREEMENT, &[id, count.get("breakdown_id")])?,
        restatements: ask(release, RESTATEMENTS, &[id, id, id, id])?,
        overlap: overlap(release, &count, &meaning)?,
        findings: ask(release, FINDINGS, &findings)?,
        count,
        file,
        letter,
        table,
        reading,
        labels,
        meaning,
    })
}

const LETTER: &str = "
    SELECT q.request, q.title, r.return_id, r.return_status, r.reference, r.url, r.received, r.extracted, r.caveat,
      r.supersedes, r.is_current,
      (SELECT string_agg(force_name, ' and ' ORDER BY police_force) FROM police_force
       WHERE list_contains(string_split(?, '|'), police_force)) AS force_name
    FROM \"return\" r JOIN request q USING (request) WHERE r.return_id = ?";

// The text of the line that decided a label, from the configuration that the release holds.
const LABELS: &str = "
    SELECT l.* EXCLUDE (observation_id),
      string_split(c.contents, chr(10))[try_cast(regexp_extract(decided_by, ':([0-9]+)$', 1) AS INTEGER)] AS rule_text
    FROM observation_label l
    LEFT JOIN config_file c ON c.config_path = regexp_extract(l.decided_by, '^(.*):[0-9]+$', 1)
    WHERE observation_id = ? ORDER BY nth";

const CORRECTIONS: &str = "
    SELECT config_line, cell, expected, correction_kind, corrected, reason, decided_by, decided_on FROM correction
    WHERE is_applied AND file_path = ? AND sheet = ? AND list_contains(string_split(?, chr(10)), cell) ORDER BY ALL";

const RECONCILIATION: &str = "
    SELECT total_id, parts, stated_low, stated_high, parts_low, parts_high, residual_low, residual_high, balance
    FROM reconciliation r WHERE total_id = ? OR (breakdown_id = ? AND sums_all AND (
      -- A total of a period sums the parts of that period.
      SELECT t.period = o.period OR NOT list_contains((SELECT list(DISTINCT p.period) FROM observation_all p
          WHERE p.breakdown_id = r.breakdown_id AND p.row_role = 'part'), t.period)
      FROM observation_all t, observation_all o WHERE t.observation_id = r.total_id AND o.observation_id = ?))
    ORDER BY ALL";

const TIGHTENED: &str = "
    SELECT count_low, count_high, array_to_string(total_ids, chr(10)) AS total_ids FROM tightened
    WHERE observation_id = ?";

const DISAGREEMENT: &str = "
    SELECT total_id, array_to_string(breakdown_ids, chr(10)) AS breakdown_ids, stated_low, stated_high, other_low,
      other_high
    FROM disagreement WHERE total_id = ? OR list_contains(breakdown_ids, ?) ORDER BY ALL";

const RESTATEMENTS: &str = "
    SELECT change, CASE WHEN list_contains(earlier_ids, ?) THEN 'later' ELSE 'earlier' END AS other,
      earlier_low, earlier_high, later_low, later_high,
      array_to_string(CASE WHEN list_contains(earlier_ids, ?) THEN later_ids ELSE earlier_ids END, chr(10)) AS other_ids
    FROM restatements WHERE list_contains(earlier_ids, ?) OR list_contains(later_ids, ?) ORDER BY ALL";

// What is said of the very cells, of the table's first cell, and of the sheet or the file as a whole.
const FINDINGS: &str = "
    SELECT kind, severity, sheet, cell, message, hint FROM finding
    WHERE file_path = ? AND (sheet = '' AND cell = '' OR sheet = ? AND (
      cell = '' OR list_contains(string_split(?, chr(10)), cell) OR cell = ?))
    ORDER BY ALL";

/// The dimensions that say something of the count, as the release names them.
fn meaning(release: &Connection, count: &Record) -> duckdb::Result<Vec<Record>> {
    let sql = "SELECT column_name AS dimension FROM duckdb_columns()
               WHERE table_name = 'breakdown' AND column_index > (SELECT column_index FROM duckdb_columns()
                   WHERE table_name = 'breakdown' AND column_name = 'split')
                 AND column_index <= (SELECT column_index FROM duckdb_columns()
                   WHERE table_name = 'breakdown' AND column_name = 'period')
               ORDER BY column_index";
    let names = ask(release, sql, &[])?;
    let mut out = Vec::new();
    for name in names.iter().map(|row| row.get("dimension")) {
        let term = count.get(name);
        if term == "all" {
            continue;
        }
        let mut fields =
            vec![("dimension".to_owned(), Some(name.to_owned())), ("term".to_owned(), Some(term.to_owned()))];
        for beside in ["leaves", "from", "to"] {
            let column = format!("{name}_{beside}");
            fields.extend(count.known(&column).map(|value| (beside.to_owned(), Some(value.to_owned()))));
        }
        if count.has(&format!("{name}_leaves")) {
            let sql = format!("SELECT title FROM {name}_term WHERE term = ?");
            let titles = ask(release, &sql, &[term])?;
            fields.extend(titles.first().map(|row| ("title".to_owned(), Some(row.get("title").to_owned()))));
        }
        out.push(Record(fields));
    }
    Ok(out)
}

/// What other requests say of the same force, for the whole or for a term that the count is of.
fn overlap(release: &Connection, count: &Record, meaning: &[Record]) -> duckdb::Result<Vec<Record>> {
    let slices: Vec<String> =
        meaning.iter().map(|row| format!("{}={}", row.get("dimension"), row.get("term"))).collect();
    let sql = "
        SELECT dimension, term, CASE WHEN request = q.own THEN other_request ELSE request END AS in_request,
          CASE WHEN request = q.own THEN count_low ELSE other_low END AS own_low,
          CASE WHEN request = q.own THEN count_high ELSE other_high END AS own_high,
          CASE WHEN request = q.own THEN other_low ELSE count_low END AS other_low,
          CASE WHEN request = q.own THEN other_high ELSE count_high END AS other_high,
          CASE WHEN request = q.own THEN other_period_from ELSE period_from END AS other_from,
          CASE WHEN request = q.own THEN other_period_to ELSE period_to END AS other_to, relation
        FROM overlap, (SELECT ? AS own) q
        WHERE police_force = ? AND (request = q.own OR other_request = q.own)
          AND (dimension = 'total' OR list_contains(string_split(?, chr(10)), dimension || '=' || term))
        ORDER BY ALL";
    ask(release, sql, &[count.get("request"), count.get("police_force"), &slices.join("\n")])
}
