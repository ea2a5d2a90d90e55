"""A small project in a folder of its own, the program run on it, and what must hold of it whatever happened.

Run by a Python that has DuckDB 1.5.5 (run.sh sees to that). Figures are invented.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "clients"))
from checks import check, finish  # noqa: E402, F401

CLONE = Path(__file__).resolve().parent.parent.parent
COLUMNS = ("force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,"
           "caveat")
LETTER = """title = "What became of it"
questions = ["outcome"]
unit = "offence"
count-basis = "recorded"
offence = "disclosing_private_images"
period = "April {year} to March {next}"
forces-asked = ["essex", "kent", "surrey"]
"""
FORCES = ["essex", "kent", "surrey"]
# Exit codes of a run that ended as it should.
WELL = (0, 10)


def points(name):
    """A list of names in src/fault.rs."""
    text = (CLONE / "src/fault.rs").read_text()
    body = re.search(rf"pub const {name}: \[&str; \d+\] =\s*\[(.*?)\];", text, re.S)
    return re.findall(r'"([a-z-]+)"', body.group(1))


class Project:
    """Two letters, three forces each. Every file says n charged and n + 1 with no further action."""

    def __init__(self, root, foi, store="."):
        self.root, self.foi, self.store = Path(root), foi, store
        self.withdrawn = False
        self.turn = 0
        self.sound = None

    @classmethod
    def make(cls, root, foi, store="."):
        self = cls(root, foi, store)
        shutil.copytree(CLONE / "config", self.root / "config")
        self.configure('warehouse = "', f'warehouse = "{store}/')
        self.configure('archive = "', f'archive = "{store}/')
        self.configure('cache = "', f'cache = "{store}/')
        for year in (2015, 2016):
            self.put(f"letter-{year}/request.toml", LETTER.format(year=year, next=year + 1))
            self.track(year)
            for at, force in enumerate(FORCES):
                self.reply(year, force, at + 1)
        return self

    def copy(self, root):
        """The same at this moment, somewhere else."""
        shutil.copytree(self.root, root, symlinks=True)
        other = Project(root, self.foi, self.store)
        other.withdrawn, other.turn = self.withdrawn, self.turn
        return other

    # What a person changes.

    def configure(self, before, after, file="pipeline.toml"):
        path = self.root / "config" / file
        text = path.read_text()
        assert text.count(before) == 1, f"config/{file} has {before!r} {text.count(before)} times"
        path.write_text(text.replace(before, after))

    def put(self, path, text, ago=3600):
        file = self.root / "inbox" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        then = time.time() - ago
        os.utime(file, (then, then))

    def track(self, year):
        def status(force):
            return "withdrawn" if self.withdrawn and force == "surrey" and year == 2015 else "answered"

        lines = [f"{force},reply.csv,,,,,{status(force)},,,,,,," for force in FORCES]
        self.put(f"letter-{year}/returns.csv", "\n".join([COLUMNS, *lines, ""]))

    def reply(self, year, force, charged, more="", ago=3600):
        text = f"Outcome,Number\nCharged,{charged}\nNo further action,{charged + 1}\n{more}"
        self.put(f"letter-{year}/{force}/reply.csv", text, ago)

    def change(self):
        """Something to take in and to publish: another thing every time."""
        self.turn += 1
        kind = ("version", "label", "withdrawal")[self.turn % 3]
        if kind == "version":
            self.reply(2015, "kent", 10 + self.turn, f"Words of turn {self.turn + 1},3\n")
        elif kind == "label":
            with open(self.root / "config/vocab/outcome.labels.csv", "a") as labels:
                labels.write(f"Words of turn {self.turn},caution,,exact,,,map,faults,\n")
        else:
            self.withdrawn = not self.withdrawn
            self.track(2015)
        return kind

    # What the program does.

    @property
    def warehouse(self):
        return self.root / self.store / "warehouse"

    @property
    def release(self):
        return self.warehouse / "foi.duckdb"

    @property
    def archive(self):
        return self.root / self.store / "archive"

    def start(self, *arguments, **settings):
        """The program in a process group of its own. What it says goes to the file `said` beside the project."""
        said = open(f"{self.root}.said", "wb")
        environment = {**os.environ, "USER": "tester", **settings}
        return subprocess.Popen([self.foi, "--project", str(self.root), *arguments], env=environment, stdout=said,
                                stderr=subprocess.STDOUT, start_new_session=True)

    def said(self):
        return Path(f"{self.root}.said").read_text(errors="replace")

    def run(self, *arguments, **settings):
        """Exit code and talk; `run` if nothing else is said."""
        code = self.start(*(arguments or ["run"]), **settings).wait(timeout=300)
        return code, self.said()

    def record(self):
        return json.loads((self.warehouse / "run.json").read_text())

    def names(self, folder):
        place = self.warehouse / folder
        return sorted(file.name.removesuffix(".duckdb") for file in place.iterdir()) if place.is_dir() else []

    # What must hold.

    def fact(self, column, release=None):
        """A column of `run` of the published release; None if there is no release."""
        release = release or self.release
        if not release.exists():
            return None
        with duckdb.connect(str(release), read_only=True) as connection:
            return connection.execute(f"SELECT {column} FROM run").fetchone()[0]

    def hash(self):
        return self.fact("logical_hash")

    def verified(self):
        """What is wrong with release and archive; a file that was sound and is the same one need not be read again."""
        if not self.release.exists():
            return []
        found = self.release.stat()
        identity = (found.st_ino, found.st_mtime_ns, found.st_size)
        if identity == self.sound:
            return []
        code, talk = self.run("verify")
        self.sound = identity if code == 0 else None
        return [] if code == 0 else [f"foi verify: {code} {talk.strip()}"]

    def manifest(self):
        """The whole lines of the manifest."""
        file = self.archive / "manifest.jsonl"
        lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
        return [line for line in lines if line.endswith(b"\n")]

    def archived(self, before=()):
        """What is wrong with the archive, which held these lines before."""
        lines, wrong = self.manifest(), []
        if lines[:len(before)] != list(before):
            wrong.append("a line of the manifest was changed or removed")
        for line in lines:
            digest = json.loads(line)["sha256"]
            place = self.archive / "objects" / digest[:2] / digest[2:]
            if not place.exists() or hashlib.sha256(place.read_bytes()).hexdigest() != digest:
                wrong.append(f"the archived copy {digest} is missing or damaged")
        return wrong

    def left(self):
        """What a run that died may leave and a run that ended may not."""
        scratch = [str(path) for path in self.warehouse.glob(".*")]
        unfinished = self.archive / "unfinished"
        cache = self.root / self.store / "cache"
        halves = [str(path) for path in cache.glob("*/*.*")]
        return scratch + halves + ([str(path) for path in unfinished.iterdir()] if unfinished.is_dir() else [])

    def recovered(self, expected=None, codes=WELL):
        """Runs with nothing cleaned by hand: what is wrong afterwards."""
        before = self.manifest()
        code, talk = self.run()
        wrong = [] if code in codes else [f"the next run ends with {code}: {talk.strip()[-400:]}"]
        if expected is not None and self.hash() != expected:
            wrong.append(f"the next run gives {self.hash()}, and an undisturbed one {expected}")
        wrong += [f"{path} is left" for path in self.left()]
        return wrong + self.archived(before) + self.verified()


def bury(process):
    """Kills a process with all it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return process.wait()


def is_poor(talk):
    """Whether a message is none that a person should get."""
    return "please report this" in talk or "panicked" in talk


def stops(process):
    """Whether a process stops itself, as FOI_STOP has it do."""
    due = time.monotonic() + 60
    while time.monotonic() < due:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state in "TZ":
            return state == "T"
        time.sleep(0.01)
    return False
