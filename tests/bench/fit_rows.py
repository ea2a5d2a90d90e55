#!/usr/bin/env python3
"""Fits the weights of src/detect/rows/weights.rs to lines that people labelled, and to small returns made up here.

Usage: fit_rows.py FOI SHEETS [--write]

FOI is the program, which alone gathers evidence (`foi inspect --lines --evidence`); SHEETS the folder of labelled
sheets: a folder of CSV files a set, and labels.jsonl. Prints scores of weights fitted without the set they are scored
on, then of weights fitted on all. With --write, those replace the numbers in weights.rs; rows of evidence that
no line shows keep theirs. Needs python-crfsuite. The fit is a linear chain with an L1 and an L2 penalty; weights are
rounded to whole numbers, 4 for a factor of e, before they are scored, by a best path as the program's.
"""

import argparse
import collections
import csv
import json
import os
import random
import re
import subprocess
import tempfile

import pycrfsuite

ROLES = ["metadata", "header", "group", "data", "derived", "notes"]
SCALE = 4
HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "..", "..", "src", "detect", "rows", "weights.rs")


def dump(foi, folder):
    out = subprocess.run([foi, "inspect", "--lines", "--evidence", folder], stdout=subprocess.PIPE, check=False).stdout
    sheets = map(json.loads, out.decode().splitlines())
    return {sheet["filename"]: sheet["evidence"] for sheet in sheets}


def made_up(count, dice):
    """Small tables as forces send them, each a list of (role, cells)."""
    labels = ["Charged", "Caution", "No suspect identified", "Evidential difficulties", "Other", "Unknown", "Not recorded",
              "Under 16", "16-17", "18 to 24", "25-34", "35+", "Male", "Female", "Facebook", "Snapchat", "Victim declines",
              "North", "South", "East", "Community resolution", "1A - Charge", "2 - Youth caution", "Outcome 15", "Stranger",
              "Partner", "Burglary", "Theft", "Robbery", "Action undertaken by another body", "Penalty notice"]
    heads = ["Outcome", "Age", "Sex", "Platform", "Crime type", "Offence", "Relationship", "Outcome description"]
    counts = ["Count", "Total", "Number of offences", "Number", "Offences", "No. of crimes", "Victims"]
    titles = ["Question 1b.", "Q2", "Number of offences recorded by outcome", "Table 1: Outcomes by year", "Question 3",
              "Offences recorded between 01/01/2019 and 31/12/2021", "FOI 1234/22", "Part 2", "Outcomes of crimes",
              "Please see the table below", "1.", "2.", "Questions 1c and 1d.", "Victims by age", "1) Offences by platform"]
    notes = ["* denotes fewer than 5", "*Please note that figures may change", "Note: figures are as recorded on the system",
             "Data extracted on 3 March 2022", "Source: crime recording system", "A crime may have several outcomes.",
             "* Numbers below 5 are suppressed", "The figures above include crimes that were later cancelled.",
             "Please note: outcomes were recorded differently before 2014."]
    sections = ["2019", "2020/21", "Burglary", "Theft offences", "Male", "Female", "North", "Facebook", "Year 2021"]
    tokens = ["*", "<5", "-", "0", "fewer than 5"]

    def number(largest):
        if dice.random() < blank:
            return ""
        return dice.choice(tokens) if dice.random() < noise else str(dice.randrange(largest))

    def table():
        lines, width = [], dice.choice([1, 1, 1, 2, 3, 4, 6])
        header = dice.random() < 0.65
        years = width > 1 or dice.random() < 0.3
        if header:
            start = dice.randrange(2005, 2020)
            form = dice.choice(["{0}", "{0}", "{0}/{1:02}"])
            head = [form.format(start + at, (start + at + 1) % 100) for at in range(width)] if years else [dice.choice(counts)]
            head = head[:width] + [""] * (width - len(head))
            if width > 1 and dice.random() < 0.4:
                head.append(dice.choice(["Total", "Grand Total"]))
            lines.append(("header", [dice.choice(heads + [""]) if dice.random() < 0.9 else "", *head]))
        columns = len(lines[0][1]) - 1 if lines else width
        total = [0] * columns
        parts, sectioned = dice.choice([1, 1, 1, 2, 3]), dice.random() < 0.7
        for part in range(parts):
            if parts > 1 and sectioned:
                lines.append(("group", [dice.choice(sections)]))
            chosen = [name.upper() if shout else name for name in dice.sample(labels, dice.randrange(2, 10))]
            sums = [0] * columns
            for at, label in enumerate(chosen):
                values = [number(largest) for _ in range(columns)]
                if header and columns > 2 and lines[0][1][-1].endswith("otal"):
                    values[-1] = str(sum(int(value) for value in values[:-1] if value.isdigit()))
                sums = [old + (int(value) if value.isdigit() else 0) for old, value in zip(sums, values)]
                lines.append(("data", [label, *values]))
                if at and dice.random() < 0.03:
                    of = [str(int(value) // 2) if value.isdigit() else value for value in values]
                    lines.append(("data", ["of which " + label.lower(), *of]))
            total = [old + new for old, new in zip(total, sums)]
            if parts > 1 and dice.random() < (0.5 if sectioned else 0.9):
                lines.append(("derived", [dice.choice(["Total", "Sub-total", "Subtotal"]), *map(str, sums)]))
        if dice.random() < 0.5:
            shown = [dice.choice(tokens) if noise and dice.random() < 0.15 else str(value) for value in total]
            lines.append(("derived", [dice.choice(["Total", "Grand Total", "TOTAL", "All", "Overall total"]), *shown]))
        if header and dice.random() < 0.04:
            # A form that nobody filled in.
            lines = [(role, cells if role == "header" else cells[:1]) for role, cells in lines]
        return lines

    def records():
        columns = dice.sample(["Year", "Crime type", "Outcome", "Month", "Platform", "Age", "Sex"], dice.randrange(2, 5))
        number = dice.random() < 0.6
        lines = [("header", (["No."] if number else []) + columns)]
        for at in range(dice.randrange(3, 25)):
            cell = {"Year": str(dice.randrange(2015, 2023)), "Month": dice.choice(["Jan", "Feb", "Oct-19", "March"]),
                    "Age": str(dice.randrange(5, 80)), "Sex": dice.choice(["M", "F", "Male"])}
            cells = [cell.get(column, "") or dice.choice(labels) for column in columns]
            if dice.random() < 0.1:
                cells[-1] = ""
            lines.append(("data", ([str(at + 1)] if number else []) + cells))
        return lines

    def side_by_side():
        head = dice.sample(["Platform", "Offence", "Outcome", "Force", "Area"], dice.choice([2, 2, 3]))
        lines = [("header", head)]
        longest = dice.randrange(3, 14)
        lengths = [dice.randrange(1, longest + 1) for _ in head]
        lists = [dice.sample(labels, length) for length in lengths]
        for at in range(max(lengths)):
            lines.append(("data", [texts[at] if at < len(texts) else "" for texts in lists]))
        return lines

    def cover():
        part = dice.choice(["Table {}", "Table 2.{}", "Q{}"])
        wide = dice.random() < 0.5
        lines = [("metadata", [text]) for text in ["Freedom of Information request", "Contents"][:dice.choice([1, 2])]]
        for at in range(dice.randrange(3, 15)):
            title = dice.choice(heads) + " of crimes recorded, by " + dice.choice(heads).lower()
            name = part.format(at + 1)
            lines.append(("metadata", [name, title] if wide else [f"{name}: {title}"]))
        return lines

    for _ in range(count):
        noise, blank, largest = dice.choice([0, 0.1, 0.3]), dice.choice([0, 0, 0.1, 0.4]), dice.choice([10, 100, 3000])
        shout = dice.random() < 0.2
        sheet = cover() if dice.random() < 0.06 else []
        for _ in range(0 if sheet else dice.choice([1, 1, 1, 2, 3])):
            if sheet:
                sheet += [("empty", [])] * dice.choice([0, 1, 1, 1, 2])
            for _ in range(dice.choice([0, 0, 1, 1, 2])):
                sheet.append(("metadata", [dice.choice(titles)]))
                if dice.random() < 0.3:
                    sheet.append(("empty", []))
            sheet += dice.choice([table, table, table, table, records, side_by_side])()
            if dice.random() < 0.35:
                if dice.random() < 0.5:
                    sheet.append(("empty", []))
                sheet += [("notes", [note]) for note in dice.sample(notes, dice.choice([1, 1, 2, 3]))]
        width = max(len(cells) for _, cells in sheet)
        yield [(role, cells + [""] * (width - len(cells))) for role, cells in sheet]


def load(foi, sheets, small):
    """For each set its sheets: a list of (evidence, role) of the lines that are not blank."""
    labels = collections.defaultdict(dict)
    with open(os.path.join(sheets, "labels.jsonl"), encoding="utf-8") as file:
        for sheet in map(json.loads, file):
            labels[sheet["group"]][sheet["filename"]] = sheet["line_annotations"]
    sets = {}
    for group in sorted(labels):
        shown = dump(foi, os.path.join(sheets, group))
        sets[group] = [list(zip(shown.get(name, []), roles)) for name, roles in sorted(labels[group].items())]
    with tempfile.TemporaryDirectory() as folder:
        roles = {}
        for at, lines in enumerate(made_up(small, random.Random(7))):
            name = f"{at:04}.csv"
            roles[name] = [role for role, _ in lines]
            with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(cells for _, cells in lines)
        shown = dump(foi, folder)
        sets["made up"] = [list(zip(shown.get(name, []), roles[name])) for name in sorted(roles)]
    return {group: [[line for line in sheet if line[0]] for sheet in found] for group, found in sets.items()}


def fit(sheets, l1, l2, keep):
    """Weights of evidence and of steps, whole numbers. Long runs of data are thinned to `keep` lines: they teach nothing."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": 150, "feature.possible_transitions": True,
                        "feature.possible_states": True})
    for sheet in sheets:
        lines = [line for line in sheet if line[1] != "empty"]
        lines = [line for at, line in enumerate(lines)
                 if not (keep < at < len(lines) - keep and all(role == "data" for _, role in lines[at - 3:at + 4]))]
        if lines:
            trainer.append([evidence for evidence, _ in lines], [role for _, role in lines])
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
    states, steps = collections.defaultdict(lambda: [0] * len(ROLES)), [[0] * len(ROLES) for _ in ROLES]
    for (name, role), weight in info.state_features.items():
        states[name][ROLES.index(role)] = round(weight * SCALE)
    for (one, next_), weight in info.transitions.items():
        steps[ROLES.index(one)][ROLES.index(next_)] = round(weight * SCALE)
    return dict(states), steps


def best_path(lines, states, steps):
    none, back, scores = [0] * len(ROLES), [], None
    for evidence in lines:
        own = [sum(column) for column in zip(none, *(states.get(name, none) for name in evidence))]
        if scores is None:
            scores = own
            continue
        best = [max(range(len(ROLES)), key=lambda one: scores[one] + steps[one][two]) for two in range(len(ROLES))]
        back.append(best)
        scores = [scores[best[two]] + steps[best[two]][two] + own[two] for two in range(len(ROLES))]
    path = [max(range(len(ROLES)), key=lambda role: scores[role])] if scores else []
    for best in reversed(back):
        path.append(best[path[-1]])
    return [ROLES[role] for role in reversed(path)]


def score(name, sheets, states, steps):
    right, wrong, missed = (collections.Counter() for _ in range(3))
    for sheet in sheets:
        for (_, true), guess in zip(sheet, best_path([evidence for evidence, _ in sheet], states, steps)):
            if true == "empty":
                continue
            if true == guess:
                right[true] += 1
            else:
                wrong[guess] += 1
                missed[true] += 1
    f1 = {role: 2 * right[role] / max(1, 2 * right[role] + wrong[role] + missed[role]) for role in ROLES}
    each = " ".join(f"{role}={f1[role]:.3f}" for role in ROLES)
    print(f"{name:22} macroF1={sum(f1.values()) / len(ROLES):.4f} {each}", flush=True)


def write(states, steps):
    with open(TABLE, encoding="utf-8") as file:
        text = file.read()

    def row(found):
        weights = states.get(found[2])
        return found[0] if weights is None else f"{found[1]}[{', '.join(map(str, weights))}]"

    text = re.sub(r"^(    (\w+) +)\[[^\]]*\]$", row, text, flags=re.MULTILINE)
    names = ["title", "header", "section", "data", "total", "note"]
    for name, weights in zip(names, steps):
        text = re.sub(rf"(/\* {name} \*/ +)\[[^\]]*\]", rf"\g<1>[{', '.join(map(str, weights))}]", text)
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("foi")
    arguments.add_argument("sheets")
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--l1", type=float, default=4.0)
    arguments.add_argument("--l2", type=float, default=0.05)
    arguments.add_argument("--keep", type=int, default=6)
    arguments.add_argument("--small", type=int, default=300, help="made-up sheets")
    given = arguments.parse_args()
    sets = load(given.foi, given.sheets, given.small)
    real = [group for group in sets if group != "made up"]
    for group in real:
        others = [sheet for other, sheets in sets.items() if other != group for sheet in sheets]
        states, steps = fit(others, given.l1, given.l2, given.keep)
        score(f"{group} (not seen)", sets[group], states, steps)
    states, steps = fit([sheet for sheets in sets.values() for sheet in sheets], given.l1, given.l2, given.keep)
    for group, sheets in sets.items():
        score(group, sheets, states, steps)
    used = sum(any(weights) for weights in states.values())
    print(f"{used} pieces of evidence with a weight, {sum(w != 0 for row in states.values() for w in row)} weights")
    if given.write:
        write(states, steps)


if __name__ == "__main__":
    main()
