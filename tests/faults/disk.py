"""A disk that is full: at many sizes of a small tmpfs, and from any point of a run on.

Usage: disk.py FOI_BINARY SIZES [SEED]
Archive, cache and warehouse lie on the tmpfs. Expected, wherever the room ends: exit code 74 with a message that names
what could not be written and the next step, or a whole release; never a crash. What was published before still opens
and verifies, nothing is left behind, and with more room the next run succeeds with nothing cleaned by hand.
"""

import os
import random
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from mounted import Disk
from project import WELL, Project, check, finish, is_poor, points, stops

# Bytes: from what holds nothing to what holds everything.
LEAST, MOST, AMPLE = 16 << 10, 40 << 20, 96 << 20
NO_ROOM = 74
# `foi run` refuses to begin a release with less than this free, and so mostly ends before the disk does.
RESERVE = 16 << 20


def main(foi, sizes, seed):
    print(f"     disk.py: seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "probe").mkdir()
        with Disk(folder / "probe", AMPLE) as disk:
            if disk.failed:
                print(f"     skipped: full disks: {disk.failed}")
                return
        at_sizes(folder, foi, sizes, random.Random(seed))
        from_points(folder, foi)


def ended(code, talk, outcomes):
    """What is wrong with how a run ended on a disk that may be full."""
    outcomes["a release" if code in WELL else talk.partition("error: ")[2].partition("\n")[0][:60]] += 1
    if is_poor(talk) or code < 0:
        return [f"it crashes with {code}: {talk}"]
    if code in WELL:
        return []
    wrong = [] if code == NO_ROOM else [f"it ends with {code}: {talk}"]
    return wrong if "hint: " in talk else [*wrong, f"no next step: {talk}"]


def at_sizes(folder, foi, sizes, dice):
    """Half of the sizes are spread by ratio, which finds the small things, and half evenly."""
    by_ratio = (sizes + 1) // 2
    all_sizes = [int(LEAST * (RESERVE / LEAST) ** ((at + dice.random()) / by_ratio)) for at in range(by_ratio)]
    evenly = sizes - by_ratio
    all_sizes += [int(RESERVE + (MOST - RESERVE) * (at + dice.random()) / evenly) for at in range(evenly)]
    first, later, wrong = Counter(), Counter(), []
    for number, size in enumerate(all_sizes):
        root = folder / f"size-{number}"
        project = Project.make(root, foi, "store")
        project.root.joinpath("store").mkdir()
        with Disk(root / "store", size) as disk:
            found = ended(*project.run(), first)
            found += project.verified()
            disk.resize(AMPLE)
            found += project.recovered()

            project.change()
            project.reply(2016, "essex", 7, "\n" * 60_000)
            old = project.hash()
            disk.fill(leave=size)
            found += ended(*project.run(), later)
            if project.hash() is None:
                found.append("the release is gone")
            found += project.verified()
            disk.empty()
            found += project.recovered()
            if project.hash() == old:
                found.append("the next run publishes nothing")
        wrong += [f"{size} bytes: {line}" for line in found]
    check(f"a disk of {len(all_sizes)} sizes from {min(all_sizes)} to {max(all_sizes)} bytes: a release or 74", wrong)
    for name, outcomes in (("a first run", first), ("a run after a release", later)):
        for outcome, number in sorted(outcomes.items()):
            print(f"       {name}: {number} times {outcome}")


def from_points(folder, foi):
    """The disk is full from a point of the run on; the run is stopped there meanwhile."""
    project = Project.make(folder / "points", foi, "store")
    project.root.joinpath("store").mkdir()
    # Room for the releases that stay.
    with Disk(project.root / "store", 4 * AMPLE) as disk:
        project.run()
        for number, point in enumerate(points("POINTS")):
            project.change()
            project.reply(2016, "essex", 100 + number)
            old = project.hash()
            run = project.start("run", FOI_STOP=point)
            wrong = [] if stops(run.pid) else ["the run does not stop there"]
            disk.fill()
            os.kill(run.pid, signal.SIGCONT)
            code, outcomes = run.wait(), Counter()
            wrong += ended(code, project.said(), outcomes)
            now = project.hash()
            if now is None or (code in WELL) != (now != old):
                wrong.append(f"it ends with {code}, and the release was {old} and is {now}")
            wrong += project.verified()
            wrong += [f"{path} is left" for path in project.left()]
            disk.empty()
            wrong += project.recovered()
            if project.hash() == old:
                wrong.append("the next run publishes nothing")
            check(f"a disk that is full from `{point}` on: {next(iter(outcomes))}", wrong)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32))
    finish()
