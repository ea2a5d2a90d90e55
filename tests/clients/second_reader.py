"""Reads every file of a release again, by other means, and compares: no cell lost, no number changed.

Usage: second_reader.py RELEASE INBOX
"""

import math
import sys
from pathlib import Path

import duckdb

import grids
from checks import check, finish


def main(release, inbox):
    warehouse = duckdb.connect(release, read_only=True)
    files = warehouse.sql("SELECT file_id, file_path FROM source_file WHERE file_format <> '' ORDER BY ALL").fetchall()
    own = {file: grids.read(Path(inbox, path).read_bytes()) for file, path in files}
    paths = dict(files)
    ledger(warehouse, own, paths)
    cells(warehouse, own, paths)
    identity(warehouse)
    warehouse.close()


def ledger(warehouse, own, paths):
    """Every sheet's cells, numbers and their sum, over all roles."""
    theirs = {(file, sheet): tally for file, sheet, *tally in warehouse.sql("""
        SELECT file_id, sheet, sum(cells), sum(numeric_cells), sum(numeric_sum) FROM sheet_ledger GROUP BY ALL
        """).fetchall()}
    ours = {}
    for file, sheets in own.items():
        for sheet, held in sheets.items():
            numbers = [cell.number for cell in held.values() if cell.number is not None]
            ours[file, sheet] = [len(held), len(numbers), math.fsum(numbers)]
    nothing = [0, 0, 0.0]
    keys = sorted(ours.keys() | theirs.keys(), key=lambda key: (paths.get(key[0], ""), key[1]))
    for at, what in enumerate(["non-blank cells", "numeric cells", "sum of numeric cells"]):
        wrong = []
        for key in keys:
            here, there = ours.get(key, nothing)[at], theirs.get(key, nothing)[at]
            if not math.isclose(here, there, abs_tol=1e-9):
                wrong.append(f"{paths.get(key[0], key[0])}:{key[1]}: ledger {there}, second reader {here}")
        total = sum(tally[at] for tally in ours.values())
        check(f"{what}: {total:g} in {len(ours)} sheets of {len(own)} files", wrong or nothing_read(total))
    set_aside, numeric = warehouse.sql("""
        SELECT coalesce(sum(numeric_cells) FILTER (cell_role = 'set_aside'), 0), sum(numeric_cells) FROM sheet_ledger
        """).fetchone()
    wrong = [f"{set_aside} of {numeric} numeric cells are set aside"] if set_aside else []
    check(f"no numeric cell is set aside, of {numeric}", wrong)


def cells(warehouse, own, paths):
    """The cell that an observation names holds what the observation says."""
    rows = warehouse.sql("SELECT file_id, sheet, cell, raw_value FROM observation_all ORDER BY ALL").fetchall()
    blank, wrong = grids.Cell("", None), []
    for file, sheet, cell, raw in rows:
        found = own.get(file, {}).get(sheet, {}).get(cell, blank).raw
        if found != raw:
            wrong.append(f"{paths.get(file, file)}:{sheet}!{cell}: loaded {raw!r}, the cell holds {found!r}")
    check(f"raw_value is what the named cell holds: {len(rows)} observations", wrong or nothing_read(len(rows)))


def identity(warehouse):
    """No observation twice: neither by its id, nor by the cell and the breakdown it is of."""
    keys = [("observation_id", "observation_id"), ("cell of a breakdown", "file_id, sheet, cell, breakdown_id")]
    for what, key in keys:
        twice = warehouse.sql(f"""
            SELECT {key}, count(*) AS times FROM observation_all GROUP BY ALL HAVING times > 1 ORDER BY ALL""")
        check(f"no {what} stands twice", [str(row) for row in twice.fetchall()])


def nothing_read(count):
    """A comparison of nothing with nothing proves nothing."""
    return [] if count else ["there was nothing to compare"]


if __name__ == "__main__":
    main(*sys.argv[1:])
    finish()
