#!/usr/bin/env python3
"""What a night costs: the first run over many returns, one that finds nothing new, and one after a single label.

Usage: night.py FOI FORGE [FILES] [TIMES]

FOI and FORGE are the programs, built for release. FORGE draws FILES returns (2000) in random layouts, of which many have
labels nobody knows. Everything is done TIMES times (3), in turn, and medians are printed, with what each is of the first.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def timed(foi, project):
    begun = time.monotonic()
    done = subprocess.run([foi, "--project", project, "run", "--quiet"], stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 10):
        sys.exit(f"foi ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return time.monotonic() - begun, done.stderr.decode(errors="replace")


def unknown_label(foi, project):
    """A label of outcomes that the release has without a term, and how many files have it."""
    found = subprocess.run(
        [foi, "--project", project, "query", "--csv",
         "SELECT raw, count(*) FROM raw_label WHERE dimension = 'outcome' AND label_status = 'unmapped'"
         " AND raw NOT LIKE '%,%' AND raw NOT LIKE '%\"%' GROUP BY raw ORDER BY count(*), raw LIMIT 1"],
        stdout=subprocess.PIPE, check=True)
    lines = found.stdout.decode().splitlines()
    return lines[1].split(",")[0] if len(lines) > 1 else "Letter of apology"


def main():
    foi, forge = sys.argv[1], sys.argv[2]
    files = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    taken = {"first run": [], "nothing new": [], "one new label": []}
    with tempfile.TemporaryDirectory() as folder:
        for nth in range(times):
            project = os.path.join(folder, str(nth))
            subprocess.run(
                [forge, "roundtrip", "write", "--count", str(files), "--seed", "1", project],
                stdout=subprocess.DEVNULL, check=True)
            long_ago = time.time() - 3600
            for inside, _, names in os.walk(os.path.join(project, "inbox")):
                for name in names:
                    os.utime(os.path.join(inside, name), (long_ago, long_ago))
            taken["first run"].append(timed(foi, project)[0])
            seconds, talk = timed(foi, project)
            if "nothing has changed" not in talk and talk:
                sys.exit(f"a night without news has news: {talk[-2000:]}")
            taken["nothing new"].append(seconds)
            label = unknown_label(foi, project)
            with open(os.path.join(project, "config", "vocab", "outcome.labels.csv"), "a", encoding="utf-8") as labels:
                labels.write(f"{label},caution,,exact,,,map,bench,\n")
            taken["one new label"].append(timed(foi, project)[0])
            shutil.rmtree(project)
    first = statistics.median(taken["first run"])
    print(f"{files} files, medians of {times}\n")
    print("| run | seconds | of the first |")
    print("|---|---|---|")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"| {name} | {median:.2f} | 1/{first / median:.1f} |")


if __name__ == "__main__":
    main()
