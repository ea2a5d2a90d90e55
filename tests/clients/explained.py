"""The cell that `foi explain` names holds the text that it prints: random observations, each looked up in the file itself.

Usage: explained.py FOI PROJECT [SEED]

FOI is the program and PROJECT a folder with a release and the inbox it was made of. If the folder that FOI_CORPUS names
(default ../shared/corpus beside the clone) is there, a release of those published tables is made and looked up too. The
files are opened by the libraries of grids.py, which share nothing with foi.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import duckdb

import grids
from checks import check, finish

HERE = Path(__file__).resolve().parent
CLONE = HERE.parent.parent
LOOKED_UP = 100
# The list of the corpus, and its folders in the inbox, stand in one place.
FILE = re.compile(r'^ {4}\("([^"]+)", "([^"]+)"\),$', re.MULTILINE)


def main(foi, project, seed=None):
    seed = seed or str(random.randrange(10**9))
    print("seed", seed)
    look_up(foi, Path(project), seed, "the sample")
    corpus = Path(os.environ.get("FOI_CORPUS", CLONE.parent / "shared/corpus"))
    if not corpus.is_dir():
        print(f"no corpus at {corpus}: nothing of it is looked up; FOI_CORPUS names the folder")
        return
    with tempfile.TemporaryDirectory() as folder:
        lay_out(corpus, Path(folder))
        run = subprocess.run([foi, "--project", folder, "run", "--quiet"], capture_output=True, text=True)
        check("the corpus gives a release", [] if run.returncode in (0, 10) else [run.stderr])
        look_up(foi, Path(folder), seed, "the corpus")


def lay_out(corpus, folder):
    """A project of the corpus, as tests/it/corpus.rs makes one."""
    for name in ("config", "inbox"):
        shutil.copytree(CLONE / "tests/corpus-config" / name, folder / name)
    for file, place in FILE.findall((CLONE / "tests/it/corpus.rs").read_text()):
        target = folder / "inbox" / place / Path(file).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((corpus / file).read_bytes())
    long_ago = time.time() - 3600
    for file in (folder / "inbox").rglob("*"):
        os.utime(file, (long_ago, long_ago))


def look_up(foi, project, seed, what):
    release = duckdb.connect(str(project / "warehouse/foi.duckdb"), read_only=True)
    ids = [row[0] for row in release.sql("SELECT observation_id FROM observation_all ORDER BY ALL").fetchall()]
    release.close()
    drawn = random.Random(seed).sample(ids, min(LOOKED_UP, len(ids)))
    told = subprocess.run([foi, "--project", project, "explain", "--json", *drawn], capture_output=True, text=True)
    explained = [json.loads(line) for line in told.stdout.splitlines()]
    names = [one["count"]["observation_id"] for one in explained]
    check(f"foi explain answers for each of {len(drawn)} observations of {what}",
          [] if names == drawn and drawn else [f"asked for {len(drawn)}, told of {len(names)}: {told.stderr}"])
    files = {}
    wrong_file, wrong_cell, wrong_label, labels = [], [], [], 0
    for one in explained:
        count = one["count"]
        path = count["file_path"]
        if path not in files:
            data = (project / "inbox" / path).read_bytes()
            files[path] = sha256(data).hexdigest(), grids.read(data)
        digest, sheets = files[path]
        if digest != one["file"]["sha256"]:
            wrong_file.append(f"{path}: sha256 {digest}, told {one['file']['sha256']}")
        place = f"{path}:{count['sheet']}"
        cells = sheets.get(count["sheet"])
        if cells is None:
            wrong_cell.append(f"{place}: there is no such sheet")
            continue
        if (held := raw(cells, count["cell"])) != count["raw_value"]:
            wrong_cell.append(f"{place}!{count['cell']} holds {held!r}, told {count['raw_value']!r}")
        for label in one["labels"]:
            labels += 1
            held = squeezed(raw(cells, label["cell"]))
            if squeezed(label["raw"]) not in held and not label["raw"].startswith(held or "\0"):
                wrong_label.append(f"{place}!{label['cell']} holds {held!r}, told the label {label['raw']!r}")
    check(f"{what}: the file has the hash that is told, {len(files)} files", wrong_file)
    check(f"{what}: the cell holds the raw text that is told, {len(explained)} observations", wrong_cell)
    check(f"{what}: the cell of each label holds it, {labels} labels", wrong_label or ([] if labels else ["no label"]))


def raw(cells, cell):
    return cells[cell].raw if cell in cells else ""


def squeezed(text):
    """Without what a label may lose: the kind and number of its blanks."""
    return " ".join(text.split())


if __name__ == "__main__":
    main(*sys.argv[1:])
    finish()
