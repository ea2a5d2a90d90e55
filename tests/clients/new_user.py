"""A new user's path in a real pseudo-terminal: three unknown labels, `foi run` ends with 10, `foi review` settles them,
`foi run` ends with 0, and `git diff config/` shows just the three lines. Then the same with a workbook that openpyxl,
which is not the writer that foi uses, has filled in.

Usage: new_user.py FOI_BINARY PROJECT
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

LETTER = """title = "What became of it"
questions = ["outcome"]
unit = "offence"
count-basis = "recorded"
offence = "disclosing_private_images"
period = "April 2015 to March 2016"
"""
TRACKER = """force,files,reference,url,received,extracted,status,exemption,grain,unit,count_basis,age_at,supersedes,caveat
kent,reply.csv,,,,,answered,,,,,,,
essex,reply.csv,,,,,answered,,,,,,,
"""
# Invented figures under three labels that no configuration knows.
REPLIES = {
    "kent": "Outcome,Number\nCharged,3\nHarassment order,2\nsummonsed; charged,1\n",
    "essex": "Outcome,Number\nCharged,1\nHarassment order,4\nMatter handed to a school,2\n",
}
SECONDS = 120


def check(name, holds, seen=""):
    print(f"{'PASS' if holds else 'FAIL'} {name}")
    if not holds:
        print("     " + str(seen).replace("\n", "\n     "))


def project(source, folder):
    """A project under version control, as docs/review.md advises."""
    shutil.copytree(source / "config", folder / "config")
    inbox = folder / "inbox" / "letter"
    for force, reply in REPLIES.items():
        (inbox / force).mkdir(parents=True)
        (inbox / force / "reply.csv").write_text(reply)
    (inbox / "request.toml").write_text(LETTER)
    (inbox / "returns.csv").write_text(TRACKER)
    long_ago = time.time() - 3600
    for file in inbox.rglob("*"):
        os.utime(file, (long_ago, long_ago))
    git(folder, "init", "--quiet")
    git(folder, "add", "config", "inbox")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "start")


def git(folder, *arguments):
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout


def foi(program, folder, *arguments):
    done = subprocess.run(
        [program, "--project", folder, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def added(folder):
    """The lines that `git diff config/` adds, and those it takes away."""
    lines = git(folder, "diff", "--unified=0", "config/").splitlines()
    sign = lambda mark: [line[1:] for line in lines if line.startswith(mark) and not line.startswith(mark * 3)]
    return sign("+"), sign("-")


def talk(arguments, answers):
    """Runs a program in a pseudo-terminal; gives an answer whenever it asks for one, and the end of input after the last."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(arguments[0], arguments)
    seen, answers, due = b"", list(answers), time.monotonic() + SECONDS
    while time.monotonic() < due:
        try:
            read = os.read(terminal, 4096)
        except OSError:
            break
        if not read:
            break
        seen += read
        if re.search(rb"(decision[^\n]*|why|no\)): $", seen):
            os.write(terminal, (answers.pop(0) + "\n").encode() if answers else b"\x04")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen.decode()


def at_a_terminal(program, source):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        project(source, folder)
        code, said = foi(program, folder, "run")
        check("three labels that nobody knows end the run with 10", code == 10 and "labels not mapped  4" in said, said)
        command = [program, "--project", str(folder), "review", "--by", "anna"]
        # The first in codes, after a mistake; then the person leaves, and what was decided is kept.
        code, said = talk(command, ["99", "22", ""])
        check("a review that ends early ends cleanly", code == 0 and "1 of 3 decided" in said, said)
        check("and has written what was decided", len(added(folder)[0]) == 1, added(folder))
        check("with the meaning of a code in words", "22 = " in said, said)
        # The others: ignored with a reason, then the suggestion.
        code, said = talk(command, ["i", "no outcome of the police", "1"])
        check("the next review asks the rest and no more", code == 0 and "2 of 2 decided" in said, said)
        code, said = foi(program, folder, "run")
        check("then the run ends with 0", code == 0, said)
        new, old = added(folder)
        today = time.strftime("%Y-%m-%d", time.gmtime())
        wanted = [
            f"Harassment order,22,,exact,,,map,anna {today},",
            f"Matter handed to a school,,,exact,,,ignore,anna {today},no outcome of the police",
            f"summonsed; charged,charged,,exact,,,map,anna {today},",
        ]
        check("and git diff config/ shows just three new lines", (sorted(new), old) == (sorted(wanted), []), (new, old))


def with_a_workbook(program, source):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        project(source, folder)
        foi(program, folder, "run")
        book = folder / "todo.xlsx"
        code, said = foi(program, folder, "review", "--export", book)
        check("review writes a workbook without a terminal", code == 0, said)
        filled = openpyxl.load_workbook(book)
        sheet = filled["to do"]
        at = {cell.value: cell.column for cell in sheet[1]}
        answers = {"Harassment order": "14|16", "summonsed; charged": "1", "Matter handed to a school": "nonsense"}
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row, at["term"])
            cell.value = answers[sheet.cell(row, at["text"]).value]
            check(f"row {row} takes texts and offers terms", cell.number_format == "@" and any(
                cell.coordinate in rule.sqref for rule in sheet.data_validations.dataValidation))
        filled.save(book)
        code, said = foi(program, folder, "review", "--by", "bert", "--import", book)
        check("good rows apply, the other is named", code == 10 and "2 applied, 1 left" in said, said)
        check("and each is one line", [len(lines) for lines in added(folder)] == [2, 0], added(folder))
        code, said = foi(program, folder, "review", "--by", "bert", "--import", book)
        check("a second time nothing is written", code == 10 and "0 applied, 3 left" in said and "settled" in said, said)
        check("nothing is lost", [len(lines) for lines in added(folder)] == [2, 0], added(folder))


if __name__ == "__main__":
    program, source = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    at_a_terminal(program, source)
    with_a_workbook(program, source)
