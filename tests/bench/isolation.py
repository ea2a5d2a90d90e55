#!/usr/bin/env python3
"""What guarded workers cost: the same files read with and without them, cold and warm, with peak memory.

Usage: isolation.py FOI PROJECT [FILES] [TIMES] [LINES]

FOI is the program, PROJECT a clone, whose sample returns are copied into as many requests as make FILES files (1000).
They are small; with LINES, each file is instead a list of so many cases, made up. Every way of running is done TIMES
times (5), in turn, so that a slow moment of the machine falls on all of them.
"""

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

WAYS = [
    ("in this process, unguarded", ["--in-process"], "cold"),
    ("in workers, cold", [], "cold"),
    ("in workers, warm", [], "warm"),
]


def lay_out(clone, project, files):
    """The sample's returns as many times as needed, each under a request of its own."""
    shutil.copytree(os.path.join(clone, "config"), os.path.join(project, "config"))
    samples = sorted(os.listdir(os.path.join(clone, "inbox")))
    samples = [name for name in samples if os.path.isfile(os.path.join(clone, "inbox", name, "request.toml"))]
    laid, copy = 0, 0
    while laid < files:
        for name in samples:
            target = os.path.join(project, "inbox", f"{name}-{copy:03}")
            shutil.copytree(os.path.join(clone, "inbox", name), target)
            laid += sum(len(found) for folder, _, found in os.walk(target) if folder != target)
        copy += 1
    long_ago = time.time() - 3600
    for folder, _, found in os.walk(os.path.join(project, "inbox")):
        for name in found:
            os.utime(os.path.join(folder, name), (long_ago, long_ago))
    return laid


def lay_out_lists(clone, project, files, lines):
    """Files of so many lines each, in one request, over the folders of all forces."""
    shutil.copytree(os.path.join(clone, "config"), os.path.join(project, "config"))
    request = os.path.join(project, "inbox", "lists")
    os.makedirs(request)
    with open(os.path.join(request, "request.toml"), "w", encoding="utf-8") as letter:
        letter.write('title = "Lists made up"\nunit = "offence"\ncount-basis = "recorded"\nperiod = "2019/20"\n')
    with open(os.path.join(clone, "config", "forces.csv"), encoding="utf-8", newline="") as table:
        forces = [row["id"] for row in csv.DictReader(table)][:40]
    outcomes = ["Charged", "Caution - youths", "Evidential difficulties", "No suspect identified"]
    for nth in range(files):
        folder = os.path.join(request, forces[nth % len(forces)])
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"{nth}.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("Outcome,Victim age,Sex\n")
            for line in range(lines):
                out.write(f"{outcomes[(line + nth) % 4]},{10 + (line * 7 + nth) % 60},{'FM'[line % 2]}\n")
        os.utime(path, (time.time() - 3600,) * 2)
    return files


def peak(pid):
    """The most memory a process has held so far, in bytes; 0 once it has gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def run(program, project, arguments):
    """Seconds, and peak memory of the parent and of its largest worker."""
    peaks = {"parent": 0, "worker": 0}
    begun = time.monotonic()
    process = subprocess.Popen(
        [program, "--project", project, "run", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def watch():
        threads = f"/proc/{process.pid}/task"
        while process.poll() is None:
            peaks["parent"] = max(peaks["parent"], peak(process.pid))
            try:
                # A child belongs to the thread that started it.
                for thread in os.listdir(threads):
                    with open(f"{threads}/{thread}/children", encoding="ascii") as found:
                        for child in found.read().split():
                            peaks["worker"] = max(peaks["worker"], peak(child))
            except OSError:
                pass
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.monotonic() - begun
    watcher.join()
    if code not in (0, 10):
        sys.exit(f"foi ended with {code}")
    return seconds, peaks["parent"], peaks["worker"]


def main():
    program, clone = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    files = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    lines = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    with tempfile.TemporaryDirectory() as project:
        if lines:
            files = lay_out_lists(clone, project, files, lines)
        else:
            files = lay_out(clone, project, files)
        # Once for all, so that every way finds the archive filled.
        run(program, project, [])
        measured, old = {name: [] for name, _, _ in WAYS}, 0
        for _ in range(times):
            for name, arguments, state in WAYS:
                # Without a release there is something to publish even where nothing is new.
                for folder in ["warehouse", "cache"] if state == "cold" else ["warehouse"]:
                    # Set aside rather than removed: file systems are slow to use again what was freed a moment ago.
                    old += 1
                    os.rename(os.path.join(project, folder), os.path.join(project, f"{folder}-{old}"))
                measured[name].append(run(program, project, arguments))
        what = f"lists of {lines} lines" if lines else "returns of the sample"
        print(f"{files} {what}, median of {times}\n")
        print("| way | seconds | ratio | peak of the parent | peak of a worker |")
        print("|---|---|---|---|---|")
        base = statistics.median(seconds for seconds, _, _ in measured[WAYS[0][0]])
        for name, _, _ in WAYS:
            seconds = statistics.median(found[0] for found in measured[name])
            parent = max(found[1] for found in measured[name]) / 1e6
            worker = max(found[2] for found in measured[name]) / 1e6
            worker = f"{worker:.0f} MB" if worker else "no worker"
            print(f"| {name} | {seconds:.2f} | {seconds / base:.2f} | {parent:.0f} MB | {worker} |")


if __name__ == "__main__":
    main()
