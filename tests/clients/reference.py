"""Every cell that foi shows of a file, held against a reader that shares nothing with it.

Usage: reference.py FOI [FOLDER_OR_FILE ...]

FOI is the program. Without folders, the real files of the folder that FOI_CORPUS names (default ../shared/corpus beside
the clone; passed over if it is absent) and the clone's inbox are read. For each file the cells that `foi inspect
--cells` prints are compared with those of reference_readers.py, and every difference is printed with its place and at
most 20 characters of what either side has. Differences that reference_explained.csv explains are counted apart; any
other, and any explanation that no longer explains anything, makes the exit code 1.

The rules of equality, all of them:
- text: the same but for kinds of line ends and white space at both ends; the name of an error is an error;
- a number: the same double; shown as a percentage: a hundred times as much, to nine digits, with a `%`; infinite or
  none at all: the error #NUM!;
- a number whose format (or, in an .ods, whose text) shows words or a bound such as `<5`: those words; nothing at all:
  an error that says so;
- a date: ISO, or as `mmm-yy`, `d-mmm` and `dd-mmm` show it; a time or a day that no calendar has: its serial number;
- a truth value: TRUE or FALSE.
"""

import csv
import datetime
import fnmatch
import json
import math
import os
import subprocess
import sys
import warnings
from pathlib import Path

import reference_readers
from reference_readers import SHORT_DATES, Error, NoReader, Serial

HERE = Path(__file__).resolve().parent
CLONE = HERE.parent.parent
KINDS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"}
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
HIDDEN = ("error", "[hidden by its number format]")
CHARACTERS, LINES = 20, 200


def main(foi, *places):
    explained = Explained()
    compared = files = open_ones = 0
    for file, root in sources(places):
        name = file.relative_to(root).as_posix() if file != root else file.name
        reader, cells, differences = compare(foi, file)
        known, unknown = explained.divide(name, differences)
        compared, files, open_ones = compared + cells, files + 1, open_ones + len(unknown)
        verdict, more = "FAIL" if unknown else "PASS", f", {len(known)} more explained" if known else ""
        print(f"{verdict} {name} ({reader}): {cells} cells, {len(unknown)} differences{more}")
        for place, what in unknown[:LINES]:
            print(f"     {place}: {what}")
        if len(unknown) > LINES:
            print(f"     and {len(unknown) - LINES} more")
    for line in explained.idle():
        print(f"FAIL reference_explained.csv:{line} explains nothing any more")
        open_ones += 1
    print(f"{files} files, {compared} cells, {open_ones} differences unexplained, {explained.used()} explained")
    if not compared:
        print("FAIL there was nothing to compare")
    return 1 if open_ones or not compared else 0


def sources(places):
    """Every file to read, with the folder its name is told from."""
    if not places:
        corpus = Path(os.environ.get("FOI_CORPUS") or CLONE.parent / "shared" / "corpus")
        if not corpus.is_dir():
            print(f"the real files are passed over: there is no folder {corpus} (FOI_CORPUS)")
        places = [folder for folder in (corpus, CLONE / "inbox") if folder.is_dir()]
    for place in map(Path, places):
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from ((file, place) for file in found if file.is_file() and file.suffix.lower() in KINDS)


def compare(foi, file):
    """The reader's name, how many cells were compared, and the differences as (place, what)."""
    printed = subprocess.run([foi, "inspect", "--cells", str(file)], capture_output=True, text=True, encoding="utf-8")
    theirs, twice = {}, []
    for line in filter(None, printed.stdout.split("\n")):
        cell = json.loads(line)
        place = cell["sheet"], cell["cell"]
        if place in theirs:
            twice.append((named(place), "foi prints it twice"))
        theirs[place] = cell["kind"], cell["text"]
    refusal = printed.stderr.strip().splitlines()[:1] or [f"exit code {printed.returncode}"]
    try:
        reader, ours = reference_readers.read(file)
    except NoReader as reason:
        return f"no reference reader: {reason}", 0, []
    except Exception as error:
        # A file that neither reads is no difference; which of them is right about one that one of them reads, is.
        reason = f"{type(error).__module__}.{type(error).__name__}"
        if printed.returncode:
            return f"refused by both: {reason}", 0, []
        return f"refused by the reference reader: {reason}", 0, [("file", f"foi reads {len(theirs)} cells")]
    if printed.returncode:
        return reader, 0, [("file", f"foi refuses it, {reader} reads {len(ours)} cells: {refusal[0][-150:]}")]
    differences = twice
    # A sheet of which one side has nothing is one difference.
    for sheet in sorted({sheet for sheet, _ in theirs.keys() ^ ours.keys()}):
        mine, other = ({place for place in side if place[0] == sheet} for side in (ours, theirs))
        if not mine or not other:
            has, lacks = (reader, "foi") if mine else ("foi", reader)
            differences.append((sheet or "text", f"{lacks} has nothing of it, {has} has {len(mine or other)} cells"))
            for place in mine | other:
                ours.pop(place, None), theirs.pop(place, None)
    for place in sorted(theirs.keys() | ours.keys(), key=in_order):
        if place not in theirs:
            differences.append((named(place), f"foi has nothing, {reader} has {told(ours[place])}"))
        elif place not in ours:
            differences.append((named(place), f"foi has {clipped(*theirs[place])}, {reader} has nothing"))
        elif not agree(theirs[place], ours[place]):
            differences.append((named(place), f"foi has {clipped(*theirs[place])}, {reader} has {told(ours[place])}"))
    return reader, len(theirs.keys() & ours.keys()), differences


def agree(theirs, held):
    """The rules of equality, for what foi shows and what the reference reader holds."""
    kind, text = theirs
    value = held.value
    if isinstance(value, Error) or (isinstance(value, str) and value.strip() in ERRORS):
        return kind == "error" and text.strip() == value.strip()
    if isinstance(value, bool):
        return theirs == ("text", str(value).upper())
    if isinstance(value, Serial):
        return kind == "date" and is_close(text, value, 1e-7)
    if isinstance(value, datetime.date):
        shown = SHORT_DATES.get(reference_readers.bare(held.number_format), "{:%Y-%m-%d}")
        return kind == "date" and text == shown.format(value)
    if isinstance(value, (int, float)) and not math.isfinite(value):
        return theirs == ("error", "#NUM!")
    if isinstance(value, (int, float)):
        words = instead(held)
        if words is not None:
            return (kind, text.strip()) == ("text", words.strip()) if words.strip() else theirs == HIDDEN
        if reference_readers.is_percent(held.number_format):
            return kind == "text" and text.endswith("%") and is_close(text[:-1], value * 100, 1e-9)
        return kind == "number" and float(text) == float(value)
    return kind == "text" and plain(text) == plain(value)


def instead(held):
    """The words shown instead of a number, if any."""
    if held.shown is not None:
        shows_number = any(map(str.isdigit, held.shown)) and not set("<>") & set(held.shown)
        return None if shows_number else held.shown
    return reference_readers.words(held.number_format, held.value)


def is_close(text, value, tolerance):
    try:
        return math.isclose(float(text), value, rel_tol=tolerance, abs_tol=tolerance)
    except ValueError:
        return False


def plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def named(place):
    sheet, cell = place
    return f"{sheet}!{cell}" if sheet else cell


def in_order(place):
    sheet, cell = place
    digits = "".join(filter(str.isdigit, cell.split(":")[0]))
    return sheet, int(digits or 0), len(cell), cell


def clipped(kind, text):
    return f"{kind} {text[:CHARACTERS]!r}"


def told(held):
    value = held.value if isinstance(held.value, str) else repr(held.value)
    shown = "" if held.number_format == "General" else f" shown as {held.number_format[:CHARACTERS]!r}"
    return clipped(type(held.value).__name__.lower(), value) + shown


class Explained:
    """The differences that are known and right to be there: file, place (both with * and ?), and why."""

    def __init__(self, path=HERE / "reference_explained.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            self.lines = list(csv.DictReader(table))
        self.times = [0] * len(self.lines)
        self.met = set()

    def line(self, file, place):
        """The line that explains a difference, from 0."""
        match = fnmatch.fnmatchcase
        lines = enumerate(self.lines)
        return next((at for at, line in lines if match(file, line["file"]) and match(place, line["place"])), None)

    def why(self, file, place):
        at = self.line(file, place)
        return "" if at is None else self.lines[at]["why"]

    def divide(self, file, differences):
        """The differences of a file that are explained, and those that are not."""
        self.met.update(at for at, line in enumerate(self.lines) if fnmatch.fnmatchcase(file, line["file"]))
        known, unknown = [], []
        for difference in differences:
            at = self.line(file, difference[0])
            (unknown if at is None else known).append(difference)
            if at is not None:
                self.times[at] += 1
        return known, unknown

    def idle(self):
        """Lines of the table whose files were read and that explained nothing."""
        return [at + 2 for at in sorted(self.met) if not self.times[at]]

    def used(self):
        return sum(self.times)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    sys.exit(main(*sys.argv[1:]))
