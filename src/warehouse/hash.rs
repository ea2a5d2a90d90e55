//! The logical hash of a file: what it says, whatever the order of its rows, its layout on disk, and the run that made it.

use duckdb::Connection;

use crate::model::digest;

/// The table that differs from run to run.
const OF_THE_RUN: &str = "run";

/// Hash of all tables but `run`, and of the columns of all views and the parameters of all macros of an attached catalog,
/// after the version of DuckDB that made it: `v1.5.5 0f3a...`. Their text follows from the configuration, which is a
/// table, and from the program; DuckDB does not keep it to the letter.
///
/// The hashes of a table's rows are added, so that their order does not matter and equal rows do not cancel out. Hashes
/// of 64 bits find what happens, and withstand nobody who forges: they are fast, because every run computes them twice.
///
/// # Errors
/// The catalog cannot be read.
pub fn logical(connection: &Connection, catalog: &str) -> duckdb::Result<String> {
    let mut parts = Vec::new();
    // A file that is named by its run has a catalog that begins with a digit.
    let schema = format!("\"{}\".main", catalog.replace('"', "\"\""));
    for (table, columns) in columns_of_tables(connection, catalog)? {
        if table == OF_THE_RUN {
            continue;
        }
        // Hashed once more, because what DuckDB makes of several columns would let two rows swap their values unseen,
        // once in a hundred million times.
        let sql = format!(
            "SELECT count(*)::VARCHAR || ' ' || coalesce(sum(hash(hash({columns}))::HUGEINT), 0)::VARCHAR
             FROM {schema}.\"{}\"",
            table.replace('"', "\"\"")
        );
        let sum: String = connection.query_row(&sql, [], |row| row.get(0))?;
        parts.push(format!("{table} {sum}"));
    }
    parts.extend(texts(
        connection,
        "SELECT concat_ws(' ', table_name, column_name, data_type) FROM duckdb_columns()
         WHERE database_name = ? AND NOT internal ORDER BY table_name, column_index",
        catalog,
    )?);
    parts.extend(texts(
        connection,
        "SELECT concat_ws(' ', function_name, parameters) FROM duckdb_functions()
         WHERE database_name = ? AND NOT internal AND macro_definition IS NOT NULL ORDER BY ALL",
        catalog,
    )?);
    let version: String = connection.query_row("SELECT library_version FROM pragma_version()", [], |row| row.get(0))?;
    Ok(format!("{version} {}", digest::sha256(parts.join("\0"))))
}

/// Whether two logical hashes were made by the same version of DuckDB: only then do they differ because what they are of
/// does.
#[must_use]
pub fn are_comparable(one: &str, other: &str) -> bool {
    one.split_once(' ').map(|(version, _)| version) == other.split_once(' ').map(|(version, _)| version)
}

/// Tables in the order of their names, each with its columns as they are hashed: a list as text, because DuckDB hashes
/// an empty one as it does one that is missing.
fn columns_of_tables(connection: &Connection, catalog: &str) -> duckdb::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare(
        "WITH quoted AS (
           SELECT *, '\"' || replace(column_name, '\"', '\"\"') || '\"' AS name FROM duckdb_columns())
         SELECT table_name, string_agg(
           CASE WHEN data_type LIKE '%]' THEN 'CAST(' || name || ' AS VARCHAR)' ELSE name END, ', ' ORDER BY column_index)
         FROM quoted SEMI JOIN duckdb_tables() USING (database_name, table_name)
         WHERE database_name = ? GROUP BY table_name ORDER BY table_name",
    )?;
    let found = statement.query_map([catalog], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.collect()
}

fn texts(connection: &Connection, sql: &str, catalog: &str) -> duckdb::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map([catalog], |row| row.get(0))?;
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &str) -> String {
        let connection = Connection::open_in_memory().expect("it opens");
        let sql =
            format!("CREATE TABLE t (a VARCHAR, b BIGINT, c VARCHAR[], d VARCHAR[]); INSERT INTO t VALUES {rows}");
        connection.execute_batch(&sql).expect("it is SQL");
        logical(&connection, "memory").expect("it can be hashed")
    }

    #[test]
    fn rows_in_another_order_say_the_same() {
        assert_eq!(of("('x', 1, [], NULL), ('y', 2, ['p'], ['q'])"), of("('y', 2, ['p'], ['q']), ('x', 1, [], NULL)"));
    }

    #[test]
    fn whatever_differs_says_something_else() {
        let rows = [
            "('x', 1, [], NULL)",
            "('x', 1, NULL, [])",
            "('x', 1, NULL, NULL)",
            "('', 1, NULL, NULL)",
            "(NULL, 1, NULL, NULL)",
            "(NULL, NULL, NULL, NULL)",
            "(NULL, 0, NULL, NULL)",
            "('x', 1, ['p', 'q'], [])",
            "('x', 1, ['p'], ['q'])",
            "('x', 1, ['p, q'], [])",
            "('x', 1, [NULL], [])",
            "('x', 1, [''], [])",
            "('x', 1, [], []), ('y', 2, [], [])",
            "('x', 2, [], []), ('y', 1, [], [])",
            "('x', 1, [], []), ('x', 1, [], [])",
            "('x', 1, [], []), ('x', 1, [], []), ('x', 1, [], [])",
        ];
        let hashes: std::collections::BTreeSet<String> = rows.into_iter().map(of).collect();
        assert_eq!(hashes.len(), rows.len());
    }

    #[test]
    fn hashes_of_two_versions_are_not_compared() {
        assert!(are_comparable("v1.5.5 ab", "v1.5.5 cd"));
        assert!(!are_comparable("v1.5.5 ab", "v1.6.0 ab") && !are_comparable("ab", "v1.5.5 ab"));
    }
}
