"""Uses a release as a researcher does, in whichever DuckDB client this Python has: reads everything, calls everything.

Usage: clients.py RELEASE
Besides PASS and FAIL lines it prints a HASH line for each table, view and macro, so that clients can be compared.
"""

import hashlib
import sys

import duckdb

from checks import check, finish

# Keywords that are names all the same. The project's specification asks for a column of this name.
NAMED_BY_THE_SPECIFICATION = {"partition"}


def main(release):
    warehouse = duckdb.connect(release, read_only=True, config={"autoinstall_known_extensions": "false"})
    client = f"DuckDB {duckdb.__version__}"
    tables, views = (names(warehouse, kind) for kind in ("table", "view"))
    check(f"{client}: {len(tables)} tables are read in full", read(warehouse, tables))
    check(f"{client}: {len(views)} views are read in full", read(warehouse, views))
    macros = rows(warehouse, """
        SELECT function_name, parameters FROM duckdb_functions()
        WHERE NOT internal AND function_type IN ('macro', 'table_macro') ORDER BY ALL""")
    check(f"{client}: {len(macros)} macros are called", call(warehouse, [name for name, _ in macros]))
    comments(warehouse, client)
    aliases(warehouse, client, {parameter for _, parameters in macros for parameter in parameters})
    warehouse.close()


def rows(warehouse, sql):
    return warehouse.execute(sql).fetchall()


def names(warehouse, kind):
    found = rows(warehouse, f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE NOT internal ORDER BY ALL")
    return [name for (name,) in found]


def read(warehouse, relations):
    wrong = [] if relations else ["there is none"]
    for name in relations:
        try:
            count = rows(warehouse, f'SELECT count(*) FROM "{name}"')[0][0]
            first = rows(warehouse, f'FROM "{name}" LIMIT 5')
            every = rows(warehouse, f'FROM "{name}"')
            if len(every) != count or len(first) != min(5, count):
                wrong.append(f"{name}: {count} counted, {len(every)} read, {len(first)} of the first 5")
            print_hash(name, every)
        except duckdb.Error as error:
            wrong.append(f"{name}: {error}")
    return wrong


def call(warehouse, macros):
    wrong = [] if macros else ["there is none"]
    for name in macros:
        try:
            print_hash(f"{name}()", rows(warehouse, example(warehouse, name)))
        except (duckdb.Error, ValueError) as error:
            wrong.append(f"{name}: {error}")
    return wrong


def example(warehouse, macro):
    """A call of a macro, by its name; `_in` gets the first two leaves of its dimension."""
    stem, _, last = macro.rpartition("_")
    if last == "between":
        return f"FROM {macro}(0, 17)"
    if last == "under":
        return f"FROM {macro}(18)"
    if last == "in":
        leaves = rows(warehouse, f"SELECT leaf FROM {stem}_leaf ORDER BY leaf LIMIT 2")
        quoted = ", ".join("'" + leaf.replace("'", "''") + "'" for (leaf,) in leaves)
        return f"FROM {macro}([{quoted}]::VARCHAR[])"
    if last == "bands":
        return f"FROM {macro}((SELECT list(DISTINCT police_force) FROM {stem}_part))"
    if last == "series":
        term = rows(warehouse, f"SELECT DISTINCT {stem} FROM force_totals WHERE {stem} <> 'all' ORDER BY ALL")[0][0]
        return f"FROM {macro}('{term}')"
    if macro == "panel_totals":
        return f"FROM {macro}((SELECT list(DISTINCT period) FROM period_totals WHERE period_kind = 'month'))"
    if macro == "sum_high":
        return "SELECT request, sum_high(count_high) FROM observation_all GROUP BY request"
    raise ValueError("this script does not know how to call it")


def print_hash(name, every):
    """Sorted here and not by the client, so that clients need only agree on the rows."""
    digest = hashlib.sha256("\n".join(sorted(map(repr, every))).encode()).hexdigest()
    print("HASH", name, len(every), digest)


def comments(warehouse, client):
    """Tables, views, and the columns of both."""
    wrong = [f"{name} has no comment" for (name,) in rows(warehouse, """
        SELECT table_name FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE NOT internal AND coalesce(comment, '') = ''
        ORDER BY ALL""")]
    ((columns,),) = rows(warehouse, "SELECT count(*) FROM duckdb_columns() WHERE NOT internal")
    check(f"{client}: every table, view and column has a comment ({columns} columns)", wrong)


def aliases(warehouse, client, parameters):
    """No name needs quotes, here or in a client that reserves one more of the keywords."""
    found = {name for (name,) in rows(warehouse, """
        SELECT table_name FROM duckdb_tables() WHERE NOT internal
        UNION SELECT view_name FROM duckdb_views() WHERE NOT internal
        UNION SELECT column_name FROM duckdb_columns() WHERE NOT internal""")}
    found |= parameters
    keywords = {name for (name,) in rows(warehouse, "SELECT keyword_name FROM duckdb_keywords()")}
    wrong = []
    for name in sorted(found - NAMED_BY_THE_SPECIFICATION):
        if name in keywords:
            wrong.append(f"{name} is a keyword")
        try:
            rows(warehouse, f"SELECT 1 {name}")
        except duckdb.Error as error:
            wrong.append(f"{name} is no bare alias: {str(error).splitlines()[0]}")
    check(f"{client}: {len(found)} names are bare aliases and no keywords, `partition` apart", wrong)


if __name__ == "__main__":
    main(*sys.argv[1:])
    finish()
