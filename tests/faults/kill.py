"""Kills runs: at random moments, at every named point, while somebody reads; then looks at what is left.

Usage: kill.py FOI_BINARY KILLS [SEED]
After every kill the published path holds the whole old release or the whole new one, whose logical hash an undisturbed
run on a copy has given; every line of the manifest that was there is still there, and every archived copy it names
hashes right. The run after it ends with 0 or 10 with nothing cleaned by hand, and gives the new release.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from project import CLONE, WELL, Project, bury, check, finish, points

# Kills of one change before a run may end.
PATIENCE = 4


def main(foi, kills, seed):
    print(f"     kill.py: seed {seed}")
    # In short, a run that left the old release is followed by one that dies later on, and not first by one that ends.
    is_full = kills >= 100
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        project = Project.make(folder / "project", foi)
        code, talk = project.run()
        check("a first run publishes", [] if code in WELL else [f"{code}: {talk}"])
        with Reader(project.release) as reader:
            at_random(project, folder, kills, random.Random(seed))
            at_points(project, folder, is_full)
            workers(project, folder)
        check(f"a reader beside all of this saw whole releases only ({reader.reads} times)", reader.wrong)
        by_a_person(folder, foi, is_full)


class Reader:
    """reader.py on a release, as long as the block lasts."""

    def __init__(self, release):
        script = CLONE / "tests/faults/reader.py"
        self.process = subprocess.Popen([sys.executable, script, str(release)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.reads, self.wrong = 0, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        said, _ = self.process.communicate("\n")
        lines = said.splitlines()
        self.reads, self.wrong = int(lines[0]) if lines else 0, lines[1:]
        if self.reads == 0:
            self.wrong.append("it never read anything")


def undisturbed(project, folder):
    """The logical hash that a run gives which nobody kills, and how long it takes."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        copy = project.copy(Path(place) / "copy")
        begun = time.monotonic()
        code, talk = copy.run()
        taken = time.monotonic() - begun
        assert code in WELL, f"an undisturbed run ends with {code}: {talk}"
        assert copy.verified() == [], "an undisturbed run gives a sound release"
        return copy.hash(), taken


def after(project, states, lines):
    """What is wrong after a kill."""
    found = project.hash()
    wrong = [] if found in states else [f"the published path holds {found}, neither old nor new"]
    return wrong + project.archived(lines) + project.verified()


def at_random(project, folder, kills, dice):
    # Spread evenly over a run, in no order; a run that ended before is no kill, and an earlier moment is tried instead.
    moments = [(at + dice.random()) / kills for at in range(kills)]
    dice.shuffle(moments)
    wrong, ends, changes = [], Counter(), 0
    while moments:
        changes += 1
        kind, old = project.change(), project.hash()
        new, length = undisturbed(project, folder)
        if new == old:
            wrong.append(f"change {changes} ({kind}) changes nothing")
        for _ in range(min(PATIENCE, len(moments))):
            moment, lines = moments.pop(), project.manifest()
            run = project.start("run")
            time.sleep(moment * length)
            died = bury(run) == -signal.SIGKILL
            is_new = project.hash() == new
            if died:
                ends["new release" if is_new else "old release"] += 1
            else:
                moments.insert(0, moment * 0.9)
            where = f"change {changes} ({kind}), killed after {moment * length:.3f} s: "
            wrong += [where + line for line in after(project, {old, new}, lines)]
            if is_new:
                break
        wrong += [f"change {changes} ({kind}): {line}" for line in project.recovered(new)]
    found = ", ".join(f"{number} times the {what}" for what, number in sorted(ends.items()))
    check(f"kill -9 at {kills} random moments of {changes} changes ({found})", wrong)


def at_points(project, folder, is_full):
    """Every point of a run that publishes; a point that no run passes fails."""
    new = project.hash()
    for point in points("POINTS"):
        if project.hash() == new:
            project.change()
            old = project.hash()
            new, _ = undisturbed(project, folder)
        lines = project.manifest()
        code, talk = project.run(FOI_FAULT=point)
        wrong = [] if code == -signal.SIGKILL else [f"the run ends with {code}: {talk}"]
        wrong += after(project, {old, new}, lines)
        if is_full or project.hash() == new:
            wrong += project.recovered(new)
        check(f"foi run dies at `{point}`", wrong)


def children(process):
    """Of all its threads."""
    return [int(child) for thread in Path(f"/proc/{process}/task").iterdir()
            for child in (thread / "children").read_text().split()]


def workers(project, folder):
    """Kills nothing but the workers, as the system does for want of memory."""
    wrong, killed = [], 0
    for _ in range(3):
        project.change()
        if project.turn % 3 != 1:
            project.reply(2016, "essex", 100 + project.turn)
        old = project.hash()
        new, _ = undisturbed(project, folder)
        run = project.start("run")
        due = time.monotonic() + 60
        hit = False
        while run.poll() is None and time.monotonic() < due:
            try:
                for child in children(run.pid) if not hit else []:
                    os.kill(child, signal.SIGKILL)
                    hit, killed = True, killed + 1
            except (FileNotFoundError, ProcessLookupError):
                pass
            time.sleep(0.001)
        if run.wait() not in WELL:
            wrong.append(f"the run ends with {run.returncode}: {project.said()}")
        if project.hash() not in (old, new) and "reader-stopped" not in kinds(project):
            wrong.append("a file is missing and no finding says so")
        wrong += project.verified() + project.recovered(new)
    if killed == 0:
        wrong.append("no worker was there to be killed")
    check(f"killing workers only ({killed}) costs at most their file, which the next run reads", wrong)


def kinds(project):
    return project.run("query", "SELECT DISTINCT kind FROM finding")[1]


def by_a_person(folder, foi, is_full):
    """Points of refused runs, of `foi run --accept` and of `foi rollback`."""
    base = Project.make(folder / "base", foi)
    base.configure("forces-vanished = 2", "forces-vanished = 0")
    base.run()
    first = base.hash()
    base.put("letter-2015/kent/reply.csv", "We hold no such figures\n")

    for point in points("REFUSED"):
        if is_full or point == points("REFUSED")[0]:
            project = base.copy(folder / f"refused-{point}")
        code, talk = project.run(FOI_FAULT=point)
        wrong = [] if code == -signal.SIGKILL else [f"the run ends with {code}: {talk}"]
        wrong += after(project, {first}, [])
        if is_full or point == points("REFUSED")[-1]:
            wrong += project.recovered(first, codes=(1,))
            if len(project.names("refused")) != 1:
                wrong.append(f"refused/ holds {project.names('refused')}")
        check(f"a run that is refused dies at `{point}`", wrong)

    code, talk = base.run()
    refused = base.names("refused")
    check("the gate refuses a release without a force", [] if code == 1 and len(refused) == 1 else [f"{code}: {talk}"])
    waiting = base.fact("logical_hash", base.warehouse / "refused" / f"{refused[0]}.duckdb")
    accept = ["run", "--accept", refused[0], "--reason", "a test"]
    for point in points("ACCEPT"):
        project = base.copy(folder / f"accept-{point}")
        code, talk = project.run(*accept, FOI_FAULT=point)
        wrong = [] if code == -signal.SIGKILL else [f"it ends with {code}: {talk}"]
        wrong += after(project, {first, waiting}, [])
        # Again, unless it was published.
        is_done = project.hash() == waiting
        if is_full:
            wrong += project.recovered(project.hash(), codes=WELL if is_done else (1,))
        if not is_done:
            code, talk = project.run(*accept)
            wrong += [] if code in WELL else [f"accepting again ends with {code}: {talk}"]
        wrong += project.recovered(waiting)
        check(f"foi run --accept dies at `{point}`", wrong)

    base.run(*accept)
    for point in points("ROLLBACK"):
        project = base.copy(folder / f"rollback-{point}")
        code, talk = project.run("rollback", FOI_FAULT=point)
        wrong = [] if code == -signal.SIGKILL else [f"it ends with {code}: {talk}"]
        wrong += after(project, {first, waiting}, [])
        code, talk = project.run("rollback", refused_before(project, first))
        wrong += [] if code == 0 else [f"rolling back again ends with {code}: {talk}"]
        # Nothing is left, and the hold holds until it is released.
        wrong += project.recovered(first, codes=(1,))
        code, talk = project.run("rollback", "--release")
        wrong += [] if code == 0 else [f"releasing ends with {code}: {talk}"]
        # What was accepted once is refused again: a hold is no opinion about it.
        if is_full:
            wrong += project.recovered(first, codes=(1,))
        check(f"foi rollback dies at `{point}`", wrong)


def refused_before(project, first):
    """The kept run that has this logical hash."""
    kept = project.warehouse / "kept"
    return next(run for run in project.names("kept") if project.fact("logical_hash", kept / f"{run}.duckdb") == first)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32))
    finish()
