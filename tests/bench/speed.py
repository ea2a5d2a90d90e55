#!/usr/bin/env python3
"""What detection costs: its share of a cold run over random returns, and whether its time grows as its tables do.

Usage: speed.py FOI FORGE PROJECT [FILES] [TIMES]

FOI and FORGE are the programs, built for release; PROJECT is a clone, whose configuration is used. Everything is done
TIMES times (3), in turn, and medians are printed.

The share: FILES returns (1000) that `forge roundtrip write` draws are run cold, in one process, under `perf record`,
which interrupts it by the processor's clock and notes the stack. A sample belongs to the outermost function of a stage
on its stack, so that what detection calls (recognising labels, sorting, memory) counts as detection. Samples without
such a function are the rest: the start, reading the configuration, DuckDB, the report.

The growth: one table of 2,000 lines, of ten and of a hundred times as many, as a crosstab and as a list of cases. Its
time is that of the samples in detection and mapping, and that of the whole run less a run over a table of two lines.
"""

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

STAGES = ["intake", "read", "detect", "map", "gather", "reconcile", "load", "publish", "report"]
HERTZ = 1999
# The first of the drawn returns.
SEED = 100_000
# Stacks are unwound from this much of them: enough for any call from detection.
STACK = 16384
LINES = [2_000, 20_000, 200_000]

MONTHS = [f"{month} {year}" for year in range(2011, 2021) for month in (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December")]
OUTCOMES = ["Charged", "Caution", "Evidential difficulties", "Not in the public interest", "Community resolution"]
PLATFORMS = ["Facebook", "Instagram", "Snapchat", "WhatsApp", "Twitter"]
AGES = range(10, 80)


def perf_or_stop(folder):
    """Says what is missing before anything is measured."""
    if shutil.which("perf") is None:
        sys.exit("speed.py needs `perf`, which is not installed here (package linux-perf or linux-tools)")
    tried = subprocess.run(
        ["perf", "record", "-q", "-e", "cpu-clock", "-o", os.path.join(folder, "tried"), "true"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if tried.returncode != 0:
        sys.exit("speed.py needs `perf`, which may not be used here (see kernel.perf_event_paranoid):\n"
                 + tried.stderr.decode(errors="replace"))


def samples(recorded):
    """How many samples each stage has; those of no stage under None."""
    script = subprocess.Popen(
        ["perf", "script", "-i", recorded, "-F", "ip,sym", "--no-inline"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace")
    found, outermost, filled = dict.fromkeys([*STAGES, None], 0), None, False
    # A sample is a run of lines, innermost function first, and a blank line.
    for line in script.stdout:
        line = line.strip()
        if line:
            filled = True
            symbol = line.split(" ", 1)[-1]
            at = symbol.find("foi::")
            # `<foi::model::... as ...>` and closures name their module too.
            module = symbol[at + len("foi::"):].split("::", 1)[0] if at >= 0 else ""
            outermost = module if module in found else outermost
        elif filled:
            found[outermost] += 1
            outermost, filled = None, False
    if filled:
        found[outermost] += 1
    if script.wait() != 0:
        sys.exit("perf script failed")
    return found


def set_aside(project, turn):
    """A cold run: no results of single files and no release. Renamed, as freed space is slow to use again."""
    for name in ("cache", "warehouse"):
        path = os.path.join(project, name)
        if os.path.exists(path):
            os.rename(path, f"{path}-{turn}")


def run(program, project, recorded=None):
    """Seconds of a run by the clock; under perf, if it is to be recorded."""
    command = [program, "--project", project, "run", "--in-process", "--quiet"]
    if recorded:
        command = ["perf", "record", "-q", "-e", "cpu-clock", "-F", str(HERTZ), "--call-graph", f"dwarf,{STACK}",
                   "-o", recorded, "--", *command]
    begun = time.monotonic()
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    seconds = time.monotonic() - begun
    if ended.returncode not in (0, 10):
        sys.exit(f"foi ended with {ended.returncode}\n{ended.stderr.decode(errors='replace')}")
    return seconds


def profiled(program, project, turn):
    """Samples of each stage in a cold run."""
    set_aside(project, turn)
    recorded = os.path.join(project, "perf.data")
    run(program, project, recorded)
    found = samples(recorded)
    os.remove(recorded)
    if found["detect"] == 0:
        sys.exit("perf saw no function of detection: is FOI stripped of its symbols?")
    return found


def aged(project):
    """A file changed a moment ago is looked at twice; these are not new."""
    for folder, _, names in os.walk(os.path.join(project, "inbox")):
        for name in names:
            os.utime(os.path.join(folder, name), (time.time() - 3600,) * 2)


def crosstab(out, lines):
    """Counts by month, outcome, platform and age: every line is another cell of one table."""
    write = csv.writer(out)
    write.writerow(["Month", "Outcome", "Platform", "Age of victim", "Number"])
    total = 0
    for line in range(lines):
        rest, age = divmod(line, len(AGES))
        rest, platform = divmod(rest, len(PLATFORMS))
        month, outcome = divmod(rest, len(OUTCOMES))
        number = 1 + line * 7 % 90
        total += number
        write.writerow([MONTHS[month], OUTCOMES[outcome], PLATFORMS[platform], AGES[age], number])
    write.writerow(["Total", "", "", "", total])
    return 5 * lines + 7


def cases(out, lines):
    """One case a line."""
    write = csv.writer(out)
    write.writerow(["Month", "Outcome", "Platform", "Age of victim", "Sex"])
    for line in range(lines):
        write.writerow([MONTHS[line * 11 % len(MONTHS)], OUTCOMES[line % len(OUTCOMES)],
                        PLATFORMS[line * 3 % len(PLATFORMS)], AGES[line * 7 % len(AGES)], ["Female", "Male"][line % 2]])
    return 5 * lines + 5


def lay_out(clone, project, table, lines):
    """A project whose inbox holds this table alone; how many cells it has."""
    shutil.copytree(os.path.join(clone, "config"), os.path.join(project, "config"))
    request = os.path.join(project, "inbox", "letter")
    os.makedirs(os.path.join(request, "kent"))
    with open(os.path.join(request, "request.toml"), "w", encoding="utf-8") as letter:
        letter.write('title = "A long table made up"\nunit = "victim"\ncount-basis = "recorded"\n'
                     'period = "January 2011 to December 2020"\n')
    with open(os.path.join(request, "returns.csv"), "w", encoding="utf-8") as returns:
        grain = "record" if table is cases else ""
        returns.write("force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,"
                      f"supersedes,caveat\nkent,reply.csv,,,,,answered,,{grain},,,,,\n")
    with open(os.path.join(request, "kent", "reply.csv"), "w", encoding="utf-8", newline="") as out:
        cells = table(out, lines)
    aged(project)
    return cells


def share(program, forge, clone, folder, files, times):
    """Prints how much of the processor time of a cold run each stage has."""
    project = os.path.join(folder, "returns")
    subprocess.run([forge, "roundtrip", "write", "--count", str(files), "--seed", str(SEED), project], cwd=clone, check=True)
    aged(project)
    # Once for all, so that every turn finds the archive filled.
    run(program, project)
    turns = [profiled(program, project, turn) for turn in range(times)]
    percent = lambda of: statistics.median(100 * sum(turn[stage] for stage in of) / sum(turn.values()) for turn in turns)
    seconds = statistics.median(sum(turn.values()) for turn in turns) / HERTZ
    print(f"{files} random returns, cold, in one process: {seconds:.2f} s of processor, median of {times}\n")
    print("| stage | % of the processor time |")
    print("|---|---:|")
    for stage in STAGES:
        print(f"| {stage} | {percent([stage]):.1f} |")
    print(f"| outside the stages | {percent([None]):.1f} |")
    print(f"| detect and map | {percent(['detect', 'map']):.1f} |", flush=True)


def growth(program, clone, folder, times):
    """Prints the time a cell takes in tables of ever more lines."""
    tables = {}
    for name, table in (("crosstab", crosstab), ("cases", cases)):
        for lines in [2, *LINES]:
            project = os.path.join(folder, f"{name}-{lines}")
            os.mkdir(project)
            tables[name, lines] = (project, lay_out(clone, project, table, lines))
            run(program, project)
    whole, staged = {key: [] for key in tables}, {key: [] for key in tables}
    for turn in range(times):
        for key, (project, _) in tables.items():
            set_aside(project, f"{turn}-a")
            whole[key].append(run(program, project))
            if key[1] > 2:
                found = profiled(program, project, f"{turn}-b")
                staged[key].append([found[stage] / HERTZ for stage in ("detect", "map")])
    print(f"\nOne table of ever more lines, median of {times}; microseconds for each cell\n")
    print("| table | lines | cells | whole run | detect | map | whole run, s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for (name, lines), (_, cells) in tables.items():
        if lines == 2:
            continue
        seconds = statistics.median(whole[name, lines])
        more = seconds - statistics.median(whole[name, 2])
        detect, mapped = (statistics.median(stage) for stage in zip(*staged[name, lines]))
        each = " | ".join(f"{1e6 * part / cells:.2f}" for part in (more, detect, mapped))
        print(f"| {name} | {lines:,} | {cells:,} | {each} | {seconds:.2f} |", flush=True)


def main():
    program, forge, clone = (os.path.abspath(path) for path in sys.argv[1:4])
    files = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
    times = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    with tempfile.TemporaryDirectory() as folder:
        perf_or_stop(folder)
        share(program, forge, clone, folder, files, times)
        growth(program, clone, folder, times)


if __name__ == "__main__":
    main()
