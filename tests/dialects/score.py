"""Scores how foi reads delimited text against files whose cells are known.

    tests/dialects/score.py foi tests/dialects/own [FOLDER ...]
    tests/dialects/score.py foi --files DIR --expected DIR [--dialects DIR]

A folder holds csv/ (files to read), clean/ (of the same names: their cells as RFC 4180 in UTF-8) and, if it likes,
parameters/ (their dialects as JSON, for the report only). README.md beside this file says what the numbers mean.
"""

import argparse
import csv
import difflib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

csv.field_size_limit(2**31 - 1)


@dataclass
class Case:
    """One file to read."""

    file: Path
    clean: Path
    dialect: dict


@dataclass
class Result:
    """What came of one file."""

    case: Case
    exact: bool
    right: int
    cells: int
    why: str


def cases(files, clean, dialects):
    """The files that have expected cells, and the number of those that have none."""
    found, without = [], 0
    for file in sorted(files.iterdir()):
        expected = clean / file.name
        if not file.is_file():
            continue
        if not expected.exists():
            without += 1
            continue
        found.append(Case(file, expected, dialect_of(file.name, dialects)))
    return found, without


def dialect_of(name, folder):
    stem = Path(name).stem
    for candidate in (f"{name}_parameters.json", f"{name}.json", f"{stem}_parameters.json", f"{stem}.json"):
        if folder and (folder / candidate).exists():
            return json.loads((folder / candidate).read_text(encoding="utf-8"))
    return {}


def expected_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def read_rows(program, path):
    """The program's grid as rows with their lines, and its complaint if it has one."""
    run = subprocess.run([*program, "inspect", "--cells", "--", str(path)], capture_output=True, check=False)
    lines = {}
    for found in run.stdout.decode("utf-8").split("\n")[:-1]:
        cell = json.loads(found)
        line, field = (int(part) for part in cell["cell"].split(":"))
        row = lines.setdefault(line, [])
        row.extend([""] * (field - len(row)))
        row[field - 1] = cell["text"]
    complaint = run.stderr.decode("utf-8", "replace").strip() if run.returncode else ""
    return sorted(lines.items()), complaint


def with_blank_lines(rows):
    """Rows with an empty one for every blank line between them; line ends inside a row's cells are its own."""
    out, line = [], 1
    for at, row in rows:
        out.extend([[]] * max(0, at - line))
        out.append(row)
        line = at + 1 + sum(len(re.findall(r"\r\n|\r|\n", text)) for text in row)
    return out


def plain(row, strict):
    """A row as it is compared: unless strict, without blank cells at its end and with one kind of line end."""
    if strict:
        return tuple(row)
    row = ["" if not text.strip() else re.sub(r"\r\n?", "\n", text) for text in row]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def score(program, case, strict):
    rows, complaint = read_rows(program, case.file)
    given = with_blank_lines(rows) if strict else [row for _, row in rows]
    expected = [plain(row, strict) for row in expected_rows(case.clean)]
    given = [plain(row, strict) for row in given]
    if not strict:
        expected, given = [row for row in expected if row], [row for row in given if row]
    cells = sum(1 for row in expected for text in row if text.strip())
    if given == expected:
        return Result(case, True, cells, cells, "")
    right, first = 0, None
    for kind, a, b, c, d in difflib.SequenceMatcher(None, expected, given, autojunk=False).get_opcodes():
        if kind != "equal" and first is None:
            first = (a, expected[a] if a < b else None, given[c] if c < d else None)
        for theirs, ours in zip(expected[a:b], given[c:d]):
            right += sum(1 for one, two in zip(theirs, ours) if one.strip() and one == two)
    why = complaint or f"record {first[0] + 1}: expected {first[1]!r}, read {first[2]!r}"
    return Result(case, False, right, cells, why)


def shown_dialect(dialect):
    keys = ("delimiter", "quotechar", "escapechar", "row_delimiter", "record_delimiter", "encoding")
    return " ".join(f"{key}={dialect[key]!r}" for key in keys if dialect.get(key) is not None)


def kind_by_name(case):
    """`row_extra_quote12_col3` is a `row_extra_quote`; a pollution of the whole file is a kind of its own; in own/ the
    first word is the kind."""
    stem = case.file.stem
    if stem.startswith("file_"):
        return stem
    if stem.startswith("row_"):
        return re.split(r"\d", stem, maxsplit=1)[0].rstrip("_")
    return stem.split("_")[0]


def kind_by_dialect(case):
    keys = ("delimiter", "quotechar", "encoding")
    return " ".join(f"{key}={case.dialect[key]!r}" for key in keys if case.dialect.get(key)) or "not described"


def kinds(results, by):
    names = {kind_by_name(result.case) for result in results}
    if by == "auto":
        by = "dialect" if len(results) > 20 and len(names) * 2 > len(results) else "name"
    key = kind_by_name if by == "name" else kind_by_dialect
    groups = {}
    for result in results:
        groups.setdefault(key(result.case), []).append(result)
    return groups


def summary(results):
    exact = sum(result.exact for result in results)
    right, cells = sum(result.right for result in results), sum(result.cells for result in results)
    share = 100 * right / cells if cells else 100
    return f"{exact:>6} of {len(results):<6} {100 * exact / len(results):>6.2f} %  {share:>7.3f} %"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="foi, or a command that takes `inspect FILE --cells`")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--files", type=Path)
    parser.add_argument("--expected", type=Path)
    parser.add_argument("--dialects", type=Path)
    parser.add_argument("--strict", action="store_true", help="blank cells at the end of a line and blank lines count")
    parser.add_argument("--failures", action="store_true", help="list every file that was not read exactly")
    parser.add_argument("--by", choices=("auto", "name", "dialect"), default="auto", help="what the table groups by")
    parser.add_argument("--at-least", type=float, default=0, help="exit with 1 below this share of files, in percent")
    given = parser.parse_args()

    wanted = [(folder / "csv", folder / "clean", folder / "parameters") for folder in given.folders]
    if given.files:
        if not given.expected:
            parser.error("--files needs --expected")
        wanted.append((given.files, given.expected, given.dialects))
    found, without = [], 0
    for files, clean, dialects in wanted:
        some, missing = cases(files, clean, dialects)
        found.extend(some)
        without += missing
    if not found:
        parser.error("no file with expected cells was found")

    program = shlex.split(given.program)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: score(program, case, given.strict), found))

    groups = kinds(results, given.by)
    width = max(len(name) for name in [*groups, "all files"])
    print(f"{'kind':<{width}}  {'files read exactly':>26}  {'cells right':>9}")
    for name, group in sorted(groups.items()):
        print(f"{name:<{width}}  {summary(group)}")
    print(f"{'all files':<{width}}  {summary(results)}")
    if without:
        print(f"{without} files have no expected cells and were left out")
    if given.failures:
        for result in results:
            if not result.exact:
                print(f"\n{result.case.file}\n  {shown_dialect(result.case.dialect)}\n  {result.why[:600]}")
    share = 100 * sum(result.exact for result in results) / len(results)
    return 1 if share < given.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
