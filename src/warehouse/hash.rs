//! The logical hash of a file: what it says, whatever the order of its rows, its layout on disk, and the run that made it.

use duckdb::Connection;

use crate::model::digest;

/// The table that differs from run to run.
const OF_THE_RUN: &str = "run";

/// Hash of all tables but `run`, and of the columns of all views and the parameters of all macros of an attached catalog.
/// Their text follows from the configuration, which is a table, and from the program; DuckDB does not keep it to the
/// letter.
///
/// A row is hashed as DuckDB writes it, and the hashes of a table are added, so that their order does not matter and
/// equal rows do not cancel out. Comparable between files of one version of the program.
///
/// # Errors
/// The catalog cannot be read.
pub fn logical(connection: &Connection, catalog: &str) -> duckdb::Result<String> {
    let mut parts = Vec::new();
    // A file that is named by its run has a catalog that begins with a digit.
    let schema = format!("\"{}\".main", catalog.replace('"', "\"\""));
    let tables = texts(
        connection,
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT internal ORDER BY 1",
        catalog,
    )?;
    for table in tables.iter().filter(|name| *name != OF_THE_RUN) {
        let quoted = table.replace('"', "\"\"");
        let sql = format!(
            "SELECT count(*)::VARCHAR || ' ' || coalesce(sum(md5_number_lower(CAST(line AS VARCHAR))::HUGEINT), 0)::VARCHAR
             FROM {schema}.\"{quoted}\" AS line"
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
    Ok(digest::sha256(parts.join("\0")))
}

fn texts(connection: &Connection, sql: &str, catalog: &str) -> duckdb::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map([catalog], |row| row.get(0))?;
    found.collect()
}
