"""Says how each check went: one PASS or FAIL line, and the first differences. Shared by the scripts of this folder."""

import sys

SHOWN = 5
_failed = []


def check(name, differences):
    """Prints the line of one check, which passes if there are no differences."""
    print("FAIL" if differences else "PASS", name)
    for difference in differences[:SHOWN]:
        print("    ", difference)
    if len(differences) > SHOWN:
        print("     and", len(differences) - SHOWN, "more")
    if differences:
        _failed.append(name)


def finish():
    """Leaves with 1 if any check failed."""
    sys.exit(1 if _failed else 0)
