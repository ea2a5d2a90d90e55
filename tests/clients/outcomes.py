"""What becomes of a folder of odd and damaged workbooks: one run over all of them, and a table of the outcomes.

Usage: outcomes.py FOI [FOLDER]

FOI is the program; FOLDER holds the workbooks (default: `workbooks` in the folder that FOI_BENCH names, by default
../shared/bench beside the clone; passed over if it is absent). They become the files of one request in a project made
for the purpose with the clone's configuration. Printed are a Markdown table of outcomes, which adds up to the files
there, and the files that foi does not read, or counts differently, although another reader reads them. The exit code is
1 unless the run finished, the release names every file, and each file has cells to show or a finding of severity error.
"""

import collections
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import reference_readers
from reference import Explained

CLONE = Path(__file__).resolve().parent.parent.parent
REQUEST, FORCE = "odd-workbooks", "kent"
LETTER = """\
title = "Odd workbooks"
questions = ["outcome"]
unit = "offence"
count-basis = "recorded"
"""
# Kinds that say that nothing of a file could be read, the gravest first; the first that a file has is its outcome.
WHOLE = [
    "reader-stopped", "file-empty", "file-locked", "not-readable-yet", "over-limit", "not-a-file", "file-unreadable",
    "file-held",
]
# Kinds that say that part of a file could not be.
PARTS = ["counts-differ", "sheet-set-aside", "sheet-too-large"]
# Kinds that say that the file was read and has no table.
NO_TABLE = {"no-table", "format-mismatch"}
DUPLICATE = "duplicate-return"
# What differs from file to file in a message of one class.
PARTICULARS = [
    (re.compile("^(the file cannot be read|reading the file was stopped): "), ""),
    (re.compile("`[^`]*`"), "`...`"),
    (re.compile(r"\b\d[\d,.]*\b"), "N"),
]


def main(foi, folder=None):
    folder = Path(folder or Path(os.environ.get("FOI_BENCH") or CLONE.parent / "shared" / "bench") / "workbooks")
    if not folder.is_dir():
        print(f"passed over: there is no folder {folder} (FOI_BENCH)")
        return 0
    with tempfile.TemporaryDirectory() as project:
        return check(foi, Path(project), folder)


def check(foi, project, folder):
    names = lay_out(project, folder)
    began = time.monotonic()
    run = subprocess.run([foi, "--project", project, "run"], capture_output=True, text=True, errors="replace")
    took = time.monotonic() - began
    if run.returncode not in (0, 10):
        print(run.stdout + run.stderr)
        print(f"FAIL the run ended with exit code {run.returncode}")
        return 1

    def ask(sql):
        answer = subprocess.run(
            [foi, "--project", project, "query", "--csv", sql], capture_output=True, text=True, check=True)
        return list(csv.DictReader(io.StringIO(answer.stdout)))

    prefix = f"{REQUEST}/{FORCE}/"
    ours = f"WHERE starts_with(file_path, '{prefix}')"
    files = {row["file_path"].removeprefix(prefix): row for row in ask(f"FROM source_file {ours}")}
    findings = collections.defaultdict(list)
    for row in ask(f"FROM finding {ours}"):
        findings[row["file_path"].removeprefix(prefix)].append(row)
    cells = {row["file_path"].removeprefix(prefix): int(row["cells"]) for row in ask(
        f"SELECT file_path, sum(cells)::BIGINT AS cells FROM sheet_ledger {ours} GROUP BY ALL")}

    outcomes = collections.defaultdict(list)
    for name in names:
        outcomes[outcome(files.get(name), findings[name])].append(name)
    table(outcomes, len(names), took)
    gaps(folder, names, findings)

    # The bytes of a file are in the release once; where they stand a second time, a finding says so.
    twice = {name for name in names if any(finding["kind"] == DUPLICATE for finding in findings[name])}
    failures = [f"missing from the release: {name}" for name in names if name not in files and name not in twice]
    failures += [f"in the release but not in the inbox: {name}" for name in sorted(files.keys() - set(names))]
    for name in sorted(set(names) - twice):
        is_told = any(finding["severity"] == "error" for finding in findings[name])
        if not is_told and not cells.get(name):
            failures.append(f"neither a cell nor an error: {name}")
    if sum(map(len, outcomes.values())) != len(names):
        failures.append("the outcomes do not add up to the files")
    for failure in failures:
        print("FAIL", failure)
    print(f"{len(names)} files, {len(failures)} failures, exit code of the run {run.returncode}")
    return 1 if failures else 0


def lay_out(project, folder):
    """A project whose inbox holds the workbooks as the files of one force; their names."""
    shutil.copytree(CLONE / "config", project / "config")
    place = project / "inbox" / REQUEST / FORCE
    place.mkdir(parents=True)
    (place.parent / "request.toml").write_text(LETTER, encoding="utf-8")
    workbooks = [file for file in sorted(folder.iterdir()) if file.is_file() and file.suffix]
    for file in workbooks:
        shutil.copyfile(file, place / file.name)
    # A file that changed a moment ago may still be being written.
    long_ago = time.time() - 3600
    for file in [*place.iterdir(), place.parent / "request.toml"]:
        os.utime(file, (long_ago, long_ago))
    return [file.name for file in workbooks]


def outcome(file, findings):
    """The one outcome of a file: the gravest kind of finding with its class, or what was read."""
    by_kind = {finding["kind"]: finding for finding in reversed(findings)}
    if file is None:
        return "duplicate-return: the same bytes as another" if DUPLICATE in by_kind else "missing from the release"
    for kind in WHOLE:
        if kind in by_kind:
            return classed(kind, by_kind[kind]["message"])
    figures = int(file["observations"]) > 0
    for kind in PARTS:
        if kind in by_kind:
            return f"{kind}: part set aside, " + ("figures from the rest" if figures else "no figures from the rest")
    if figures:
        return "read, with figures"
    return "read, without a table" if NO_TABLE & by_kind.keys() else "read, its values set aside"


def classed(kind, message):
    """A kind with its message, less what differs from file to file."""
    if kind == "file-held":
        return kind
    for pattern, to in PARTICULARS:
        message = pattern.sub(to, message)
    return f"{kind}: {message}"


def table(outcomes, files, took):
    print(f"{files} files in {took:.0f} s.\n")
    print("| outcome | files |\n|---|---:|")
    for name, members in sorted(outcomes.items(), key=lambda item: (not item[0].startswith("read,"), item[0])):
        print(f"| {name.replace('|', '/')} | {len(members)} |")
    print(f"| all | {files} |\n")


def gaps(folder, names, findings):
    """The files that foi refuses, or sets aside in part, and that another reader reads."""
    print("Read by another reader and not, or not wholly, by foi:\n")
    listed, explained = 0, Explained()
    for name in names:
        told = [found for found in findings[name] if found["kind"] in (*WHOLE, *PARTS) and found["kind"] != "file-held"]
        if not told:
            continue
        try:
            reader, cells = reference_readers.read(folder / name)
        except Exception:
            continue
        listed += 1
        sheets = len({found["sheet"] for found in told})
        why = told[0]["message"] + (f" (and {sheets - 1} more sheets)" if sheets > 1 else "")
        print(f"- {name}: {reader} reads {len(cells)} cells; {told[0]['kind']}: {why}")
        known = explained.why(name, "file")
        if known:
            print(f"  ({known})")
    print("none\n" if not listed else f"\n{listed} files\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    sys.exit(main(*sys.argv[1:]))
