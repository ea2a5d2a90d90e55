"""What happens to a nightly run, each once: the line that is printed states the outcome expected.

Usage: scenes.py FOI_BINARY PYTHON...
Each PYTHON has another DuckDB client. A scene that cannot be played here says why it is skipped.
"""

import grp
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mounted import Disk
from project import CLONE, WELL, Project, bury, check, finish, stops

SCENES = []


def scene(outcome):
    """Registers a scene, which gives what is wrong, or a text that says why it was skipped."""
    def register(play):
        SCENES.append((outcome, play))
        return play
    return register


class Stage:
    """What a scene may use."""

    def __init__(self, folder, foi, pythons):
        self.folder, self.foi, self.pythons = folder, foi, pythons
        self.base = Project.make(folder / "base", foi)
        code, talk = self.base.run()
        assert code in WELL, talk
        self.number = 0

    def project(self):
        """A project with a release, in a folder of its own."""
        self.number += 1
        return self.base.copy(self.folder / f"scene-{self.number}")


class Client:
    """client.py in one of the clients, ready when it is made."""

    def __init__(self, python, what, file):
        script = CLONE / "tests/faults/client.py"
        self.process = subprocess.Popen([python, script, what, str(file)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.is_ready = self.process.stdout.readline() == "ready\n"

    def end(self):
        said, talk = self.process.communicate("\n")
        return said.strip() or talk.strip()

    def die(self):
        self.process.kill()
        self.process.communicate()


def expect(*claims):
    """The claims that do not hold, with what was found."""
    return [f"{name}: {found}" for name, holds, found in claims if not holds]


def ends(done, *codes):
    code, talk = done
    return (f"exit code is one of {codes}", code in codes, f"{code}: {talk.strip()}")


def says(done, *words):
    return (f"it says {words}", all(word in done[1] for word in words), done[1].strip())


@scene("a target that cannot be written: exit 74 with the next step, the release stands, later the run succeeds")
def read_only(stage):
    project = stage.project()
    old = project.hash()
    shutil.move(project.warehouse, f"{project.root}.warehouse")
    project.warehouse.mkdir()
    project.change()
    with Disk(project.warehouse, 96 << 20) as disk:
        shutil.copytree(f"{project.root}.warehouse", project.warehouse, dirs_exist_ok=True)
        if disk.failed:
            if os.geteuid() == 0:
                return f"permissions do not hold root back, and {disk.failed}"
            project.warehouse.chmod(0o555)
        else:
            disk.read_only(True)
        done = project.run()
        wrong = expect(ends(done, 74), says(done, "hint: "), ("the release stands", project.hash() == old, ""))
        if disk.failed:
            project.warehouse.chmod(0o755)
        else:
            disk.read_only(False)
        return wrong + project.verified() + project.recovered()


@scene("a folder where a file should be: exit 74 with the next step")
def in_the_way(stage):
    project = stage.project()
    (project.root / "cache").rename(project.root / "cache.old")
    (project.root / "cache").write_text("")
    project.change()
    done, old = project.run(), stage.base.hash()
    wrong = expect(ends(done, 74), says(done, "hint: ", "cache"), ("the release stands", project.hash() == old, ""))
    (project.root / "cache").unlink()
    return wrong + project.recovered()


@scene("the inbox has vanished, or is empty: every figure stays, from the archive; exit 0 or 10")
def vanished(stage):
    wrong = []
    for is_empty in (False, True):
        project = stage.project()
        before = figures(project)
        shutil.rmtree(project.root / "inbox")
        if is_empty:
            (project.root / "inbox").mkdir()
        done = project.run()
        wrong += expect(ends(done, *WELL), ("the figures stay", figures(project) == before, figures(project)))
        wrong += project.verified()
    return wrong


@scene("there never was an inbox: exit 66 with the next step")
def no_inbox(stage):
    project = stage.project()
    for folder in ("inbox", "archive"):
        shutil.rmtree(project.root / folder)
    done, old = project.run(), stage.base.hash()
    return expect(ends(done, 66), says(done, "hint: "), ("the release stands", project.hash() == old, ""))


def figures(project):
    sql = "SELECT request, police_force, outcome, count_low FROM observation_all ORDER BY ALL"
    return project.run("query", sql)[1]


@scene("a clock set back: the run is named after the last release, with a notice, and files of the future are taken in")
def clock(stage):
    project = stage.project()
    last = "20991231T235959.999Z"
    kept = project.warehouse / "kept"
    kept.mkdir()
    shutil.copy(project.release, kept / f"{last}.duckdb")
    manifest = project.archive / "manifest.jsonl"
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    manifest.write_text("".join(json.dumps({**line, "first_seen": "2099-12-31T23:59:59Z"}) + "\n" for line in lines))
    project.change()
    project.reply(2016, "essex", 77, ago=-10 * 365 * 86400)
    done = project.run()
    wrong = expect(ends(done, *WELL), says(done, "the clock stands at"),
                   ("it is named later", project.fact("run_id") > last, project.fact("run_id")),
                   ("the file of the future is there", "77" in figures(project), figures(project)))
    return wrong + project.recovered(project.hash())


@scene("two runs at once: the second ends with 75 and names the first; the lock of a dead one is none")
def two(stage):
    project = stage.project()
    project.change()
    first = project.start("run", FOI_STOP="judged")
    wrong = expect(("the first run stops", stops(first.pid), ""))
    done = project.run()
    wrong += expect(ends(done, 75), says(done, f"process {first.pid}, since 20", "hint: "))
    os.kill(first.pid, signal.SIGCONT)
    wrong += expect(("the first run publishes", first.wait() in WELL, first.returncode),
                    ("another release", project.hash() != stage.base.hash(), ""))
    project.change()
    second = project.start("run", FOI_STOP="judged")
    stops(second.pid)
    bury(second)
    holder = (project.warehouse / "foi.duckdb.lock").read_text()
    wrong += expect(("the lock names the dead one", str(second.pid) in holder, holder))
    return wrong + project.recovered()


@scene("a reader that has the release open through a publish keeps its snapshot")
def snapshot(stage):
    wrong = []
    for python in stage.pythons:
        project = stage.project()
        client = Client(python, "read", project.release)
        project.change()
        done = project.run()
        wrong += expect(("the client is ready", client.is_ready, python), ends(done, *WELL),
                        ("another release", project.hash() != stage.base.hash(), ""))
        said = client.end()
        wrong += expect(("the reader reads on", said == "same", f"{python}: {said}"))
    return wrong


@scene("a log that a client left beside the release is moved aside with a notice, whether anything is new or not")
def log(stage):
    wrong = []
    for python in stage.pythons:
        for is_news in (True, False):
            project = stage.project()
            before = figures(project)
            copy = project.root / "copy.duckdb"
            shutil.copy(project.release, copy)
            copy.chmod(0o600)
            client = Client(python, "write", copy)
            client.die()
            left = project.root / "copy.duckdb.wal"
            if not left.exists() or left.stat().st_size == 0:
                wrong.append(f"{python} leaves no log")
                continue
            left.rename(project.warehouse / "foi.duckdb.wal")
            code, talk = project.run("verify")
            wrong += expect(("verify sees it", code == 1 and "a client has left" in talk, talk))
            if is_news:
                project.change()
            done = project.run()
            aside = project.warehouse / "foi.duckdb.wal.orphaned"
            wrong += expect(ends(done, *WELL), says(done, "it was moved to"), ("it is kept", aside.exists(), python),
                            ("nothing of it is read", "4449" not in figures(project), python),
                            ("what stays, stays", is_news or figures(project) == before, python),
                            ("run.json says so", project.record()["notices"] != [], project.record()))
            wrong += project.verified()
    return wrong


@scene("a client that has the release open for writing: exit 75 names it; when it dies its log is moved aside")
def in_use(stage):
    project = stage.project()
    if not os.access(project.release, os.W_OK):
        return "nobody but root can open a release for writing"
    client = Client(stage.pythons[0], "write", project.release)
    project.change()
    done = project.run()
    wrong = expect(("the client is ready", client.is_ready, ""), ends(done, 75),
                   says(done, f"process {client.process.pid}", "hint: "))
    client.die()
    wrong += project.recovered()
    return wrong + expect(("nothing of it is read", "4449" not in figures(project), ""))


@scene("foi rollback puts the release before back and holds it: exit 1 until --release")
def rollback(stage):
    project = stage.project()
    first = project.hash()
    project.change()
    project.run()
    second = project.hash()
    wrong = expect(ends(project.run("rollback", "--reason", "a slip"), 0), ("it is back", project.hash() == first, ""))
    done = project.run()
    wrong += expect(ends(done, 1), says(done, "a slip"), ("it stays", project.hash() == first, ""))
    wrong += expect(ends(project.run("rollback", "--release"), 0), ends(project.run(), *WELL),
                    ("the second is published again", project.hash() == second, ""))
    return wrong + project.verified()


@scene("foi rollback does not put back a kept release that is damaged: exit 1, the published one stands")
def damaged(stage):
    project = stage.project()
    project.change()
    project.run()
    kept = project.warehouse / "kept" / f"{project.names('kept')[0]}.duckdb"
    kept.chmod(0o600)
    Client(stage.pythons[0], "write", kept).end()
    now, done = project.hash(), project.run("rollback")
    return expect(ends(done, 1), says(done, "hint: "), ("the release stands", project.hash() == now, ""))


@scene("what the gate refuses is published once a person says why; before, exit 1 every night")
def accept(stage):
    project = stage.project()
    project.configure("forces-vanished = 2", "forces-vanished = 0")
    first = project.hash()
    project.put("letter-2016/kent/reply.csv", "We hold no such figures\n")
    wrong = expect(ends(project.run(), 1), ends(project.run(), 1), ("the release stands", project.hash() == first, ""),
                   ("one waits", len(project.names("refused")) == 1, project.names("refused")))
    run = project.names("refused")[0]
    wrong += expect(ends(project.run("run", "--accept", run), 2),
                    ends(project.run("run", "--accept", run, "--reason", "by phone"), 0, 10),
                    ("it is published", project.fact("run_id") == run, project.fact("run_id")),
                    ("it says why", project.fact("accepted_reason") == "by phone", ""))
    return wrong + project.verified() + project.recovered(project.hash())


@scene("so many releases stay as pipeline.toml says, and three refused ones")
def retention(stage):
    project = stage.project()
    project.configure("keep = 7", "keep = 2")
    published = []
    for _ in range(4):
        published.append(project.fact("run_id"))
        project.change()
        project.run()
    wrong = expect(("the newest stay", project.names("kept") == published[-2:], project.names("kept")))
    project.run("rollback")
    for turn in range(4):
        project.change()
        wrong += expect(ends(project.run(), 1))
    return wrong + expect(("three are refused", len(project.names("refused")) == 3, project.names("refused")))


@scene("config/, inbox/ and archive/ brought back from a backup: the next run gives the release again")
def restored(stage):
    project = stage.project()
    project.change()
    project.run()
    backup = Project(stage.folder / "restored", stage.foi)
    for folder in ("config", "inbox", "archive"):
        shutil.copytree(project.root / folder, backup.root / folder)
    done = backup.run()
    return expect(ends(done, *WELL), ("it says the same", backup.hash() == project.hash(), "")) + backup.verified()


def mode(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


@scene("nobody but the owner sees a release in the making (0700); its group reads a whole one (0440), nobody else")
def modes(stage):
    project = stage.project()
    os.chmod(project.warehouse, 0o755)
    project.change()
    run = project.start("run", FOI_STOP="judged")
    stops(run.pid)
    scratch = [path for path in project.warehouse.iterdir() if path.name.startswith(".")]
    wrong = expect(("one scratch folder", [mode(path) for path in scratch] == ["0o700"], scratch))
    os.kill(run.pid, signal.SIGCONT)
    run.wait()
    found = {path.name: mode(path) for path in [project.release, *(project.warehouse / "kept").iterdir()]}
    return wrong + expect(("all are 0440", set(found.values()) == {"0o440"} and len(found) == 2, found),
                          ("and the record 0640", mode(project.warehouse / "run.json") == "0o640", ""))


@scene("the group of pipeline.toml may read releases; a group there is not: exit 78, the release stands")
def group(stage):
    project = stage.project()
    mine = {os.getegid(), *os.getgroups()}
    others = [entry for entry in grp.getgrall() if entry.gr_gid != os.getegid()
              and (os.geteuid() == 0 or entry.gr_gid in mine)]
    project.configure('# group = "researchers"', 'group = "no-such-group"')
    project.change()
    done, old = project.run(), stage.base.hash()
    wrong = expect(ends(done, 78), says(done, "no-such-group", "hint: "), ("it stands", project.hash() == old, ""))
    if not others:
        return wrong
    project.configure('"no-such-group"', f'"{others[0].gr_name}"')
    done = project.run()
    return wrong + expect(ends(done, *WELL), ("the group has it", project.release.stat().st_gid == others[0].gr_gid, ""))


def main(foi, pythons):
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), foi, pythons)
        for outcome, play in SCENES:
            begun = time.monotonic()
            wrong = play(stage)
            if isinstance(wrong, str):
                print(f"     skipped: {outcome}: {wrong}")
            else:
                check(outcome, wrong)
            if time.monotonic() - begun > 60:
                print(f"     this took {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
    finish()
