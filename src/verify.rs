//! Whether a release is what it was when it was made, and whether what it was made from is still there.

use std::path::Path;

use duckdb::Connection;

use crate::warehouse::{self, hash};

/// What was looked at and what is wrong.
#[derive(Debug, Default)]
pub struct Verified {
    pub run_id: String,
    pub tables: usize,
    pub rows: u64,
    /// What is wrong, one sentence each; empty if all is well.
    pub problems: Vec<String>,
    /// What could not be looked at.
    pub notices: Vec<String>,
}

/// What holds in every release: the words for who reads that it does not, and SQL that counts what breaks it.
const INVARIANTS: [(&str, &str); 9] = [
    ("observations share an id", "SELECT count(*) - count(DISTINCT observation_id) FROM observation_all"),
    ("counts are higher at least than at most", "SELECT count(*) FROM observation_all WHERE count_low > count_high"),
    ("observations are of no file", "SELECT count(*) FROM observation_all ANTI JOIN source_file USING (file_id)"),
    (
        "observations are of no breakdown",
        "SELECT count(*) FROM observation_all ANTI JOIN breakdown USING (breakdown_id)",
    ),
    (
        "observations lie in one that is not there",
        "SELECT count(*) FROM observation_all o WHERE part_of IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM observation_all w WHERE w.observation_id = o.part_of)",
    ),
    (
        "files say they gave another number of observations",
        "SELECT count(*) FROM source_file f
         LEFT JOIN (SELECT file_id, count(*) AS given FROM observation_all GROUP BY ALL) USING (file_id)
         WHERE f.observations <> coalesce(given, 0)",
    ),
    (
        "chosen breakdowns are not there or not current",
        "SELECT count(*) FROM chosen_breakdown c
         WHERE NOT EXISTS (SELECT 1 FROM breakdown b WHERE b.breakdown_id = c.breakdown_id AND b.is_current)",
    ),
    (
        "stated totals that were reconciled are not there",
        "SELECT count(*) FROM reconciliation r
         WHERE NOT EXISTS (SELECT 1 FROM observation_all t WHERE t.observation_id = r.total_id)",
    ),
    ("sheets count more numbers than cells", "SELECT count(*) FROM sheet_ledger WHERE numeric_cells > cells"),
];

/// Reads every value of a release, counts what breaks an invariant, and compares the logical hash with the one it was
/// published with.
///
/// # Errors
/// It is no release, or a part of it cannot be read.
pub fn release(path: &Path) -> duckdb::Result<Verified> {
    let connection = warehouse::open(path)?;
    let mut out = Verified::default();
    let (run_id, published): (String, String) =
        connection.query_row("SELECT run_id, logical_hash FROM run", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    out.run_id = run_id;
    for (broken, sql) in INVARIANTS {
        let number: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if number != 0 {
            out.problems.push(format!("{number} {broken}"));
        }
    }
    (out.tables, out.rows) = size(&connection)?;
    let catalog: String = connection.query_row("SELECT current_database()", [], |row| row.get(0))?;
    let found = hash::logical(&connection, &catalog)?;
    if !hash::are_comparable(&found, &published) {
        let notice = "its logical hash was made by another version of foi or of DuckDB, and cannot be compared";
        out.notices.push(notice.into());
    } else if found != published {
        out.problems.push(format!("its logical hash is {found}, and it was published with {published}"));
    }
    Ok(out)
}

fn size(connection: &Connection) -> duckdb::Result<(usize, u64)> {
    let mut statement = connection.prepare("SELECT estimated_size FROM duckdb_tables() WHERE NOT internal")?;
    let sizes: Vec<u64> = statement.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
    Ok((sizes.len(), sizes.iter().sum()))
}
