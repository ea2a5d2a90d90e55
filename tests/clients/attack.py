"""The differencing attack: what somebody learns of hidden counts who has all public files and knows the rules.

Usage: attack.py RELEASE PUBLIC [EARLIER_PUBLIC[@ITS_RELEASE]...]

The attacker's knowledge is rebuilt from the public files alone: counts shown, sums of tables by force, national sums,
periods that add up, the same count in two answers, and what earlier files showed. The release is an oracle for three
things an attacker may have guessed: which hidden counts the rule for small counts hides, which counts of earlier files
are still the same, and which sums hold. Where an earlier file is given with its own release, what it hid is attacked as
well, by somebody who knows which hidden counts have changed since. For every hidden count three possible values are
looked for with HiGHS. Exit code 1 names the counts that have fewer, and nothing of what they are.
"""

import sys
import tomllib
from collections import defaultdict
from datetime import timedelta

import duckdb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

FIXED = ["request", "police_force", "unit", "count_basis"]
LATER = ["period", "period_from", "period_to", "dimension", "term", "count_low", "count_high", "is_hidden", "police_forces"]
BIG = 100_000


class Row:
    """A line of public_figure."""

    def __init__(self, columns, values):
        line = dict(zip(columns, values))
        self.request, self.force = line["request"], line["police_force"]
        self.dimension, self.term = line["dimension"], line["term"]
        self.low, self.high, self.hidden = line["count_low"], line["count_high"], line["is_hidden"]
        self.forces = tuple(line["police_forces"])
        self.start, self.end = line["period_from"], line["period_to"]
        held = [name for name in columns if name not in FIXED + LATER]
        self.base = (line["unit"], line["count_basis"], *(line[name] for name in held))
        self.scope = (*self.base, line["period"])
        self.key = (self.request, self.scope, self.dimension, self.force, self.term)

    def name(self):
        return " | ".join([self.request, self.force, *map(str, self.scope), self.dimension, self.term])


def read_public(path):
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.sql("SELECT * EXCLUDE (forces_in) FROM public_figure ORDER BY ALL")
        rows = [Row(found.columns, values) for values in found.fetchall()]
        rules = connection.sql("SELECT says FROM public_rule WHERE rule = 'config/disclosure.toml'").fetchone()[0]
    return {row.key: row for row in rows}, rules


class Truth:
    """Counts of the release by the keys of public files: (exact part, lowest of the ranges, highest or None)."""

    def __init__(self, path, held, rules):
        self.rules = tomllib.loads(rules)
        self.cells, self.sensitive, self.missing = {}, set(), set()
        # Where nothing was counted exactly there is nothing to find out but the ranges, which forces gave themselves.
        self.ranges = set()
        with duckdb.connect(path, read_only=True) as connection:
            for declared in self.rules["dimension"]:
                self.dimension(connection, declared, held)
            self.totals(connection, held)

    def dimension(self, connection, declared, held):
        name = declared["name"]
        columns = {row[0] for row in connection.sql("DESCRIBE observation_all").fetchall()}
        term = f"{name}_given" if f"{name}_given" in columns else name
        ages = f"{name}_from, {name}_to" if "bands" in declared else "NULL, NULL"
        key = ", ".join(["request", "unit", "count_basis", *held, "period", "police_force"])
        parts = connection.execute(
            f"""SELECT {key}, {term}, {ages}, count_low, count_high FROM chosen_observation
                WHERE question = ? AND row_role = 'part' AND {name} <> 'all'""",
            [name],
        ).fetchall()
        tables = defaultdict(lambda: defaultdict(list))
        for *frame, given, first, last, low, high in parts:
            tables[tuple(frame)][self.band(declared, given, first, last)].append((low, high))
        stated = connection.execute(
            f"""SELECT {key}, whole_low, whole_high, EXISTS (SELECT 1 FROM breakdown b
                  WHERE b.breakdown_id = w.breakdown_id AND b.period = w.period AND b.stated_id IS NOT NULL)
                FROM chosen_whole w WHERE question = ?""",
            [name],
        ).fetchall()
        wholes = defaultdict(list)
        for *frame, low, high, is_stated in stated:
            wholes[tuple(frame)].append((low, high, is_stated))
        for frame, terms in tables.items():
            request, *scope, force = frame
            place = (request, tuple(scope), name, force)
            for given, counts in terms.items():
                self.cells[(*place, given)] = added(counts)
                if all(low is None or low != high for low, high in counts):
                    self.ranges.add((*place, given))
                if any(low is None for low, _ in counts):
                    self.missing.add((*place, given))
                if self.is_sensitive(declared, given):
                    self.sensitive.add((*place, given))
            exact = wholes[frame]
            if exact and all(is_stated and low == high for low, high, is_stated in exact):
                total = sum(low for low, _, _ in exact)
                self.cells[(*place, "all")] = (total, 0, 0)
                shown = added([count for counts in terms.values() for count in counts])
                if shown[1:] == (0, 0) and total > shown[0]:
                    self.cells[(*place, "unexplained")] = (total - shown[0], 0, 0)
                    if self.is_sensitive(declared, "unexplained"):
                        self.sensitive.add((*place, "unexplained"))

    def totals(self, connection, held):
        key = ", ".join(["request", "unit", "count_basis", *held, "period", "police_force"])
        for *frame, low, high in connection.sql(f"SELECT {key}, count_low, count_high FROM force_totals").fetchall():
            request, *scope, force = frame
            if low == high:
                self.cells[(request, tuple(scope), "total", force, "all")] = (low, 0, 0)

    @staticmethod
    def band(declared, given, first, last):
        if "bands" not in declared or given in ("unknown", "unmapped"):
            return given
        for band in declared["bands"]:
            low, _, high = band.rstrip("+").partition("-")
            if first >= int(low) and (not high or (last is not None and last <= int(high))):
                return band
        return "across bands"

    @staticmethod
    def is_sensitive(declared, term):
        if "bands" not in declared:
            return declared["sensitive"]
        if term in declared["bands"]:
            return int(term.rstrip("+").partition("-")[0]) < declared["sensitive-below"]
        return term in ("across bands", "unmapped", "unexplained")

    def is_range(self, key):
        """Whether nothing of it was counted exactly; a total that is not stated is the sum of its parts."""
        if key in self.cells:
            return key in self.ranges
        parts = [other for other in self.cells if other[:4] == key[:4]]
        return bool(parts) and all(part in self.ranges for part in parts)

    def is_small(self, key):
        """Whether the rule for small counts hides it."""
        low, high = self.rules["hidden-counts"]
        exact, least, most = self.cells[key]
        touches = exact + least <= high and (most is None or exact + most >= low)
        return key in self.missing or (key in self.sensitive and touches)


def added(counts):
    exact, least, most = 0, 0, 0
    for low, high in counts:
        low = low or 0
        if low == high:
            exact += low
        else:
            least += low
            most = None if most is None or high is None else most + high
    return exact, least, most


class Knowledge:
    """Variables and sums, as the attacker writes them down."""

    def __init__(self, truth):
        self.truth = truth
        self.bounds, self.value, self.names, self.ids = [], [], [], {}
        self.sums = set()
        self.pinned = {}

    def variable(self, identity, name, low, high):
        if identity not in self.ids:
            self.ids[identity] = len(self.bounds)
            self.bounds.append([low, high])
            self.names.append(name)
        return self.ids[identity]

    def known(self, at, value):
        self.pinned[at] = value

    def add(self, whole, parts, constant=0):
        """whole = sum of parts + constant; whole may be absent."""
        terms = [(part, 1) for part in parts] + ([(whole, -1)] if whole is not None else [])
        factors = defaultdict(int)
        for at, factor in terms:
            factors[at] += factor
        left = tuple(sorted((at, factor) for at, factor in factors.items() if factor))
        if left:
            self.sums.add((left, -constant))


def identity(row, count):
    """Where a count is the same one: a total in every table, an answer of a force in two letters that agree."""
    dimension = "" if row.term == "all" else row.dimension
    request = row.request if row.force == "all" and len(row.forces) > 1 else ""
    return (request, row.forces, row.scope, dimension, row.term, count)


def learn(know, truth, newest):
    """What one file says, with the release it was made of as the oracle; hidden figures by variable."""
    know.truth = truth
    exact, spans = {}, {}
    for key, row in newest.items():
        if row.force != "all":
            cell = truth.cells.get(key)
            if cell is None:
                # A total that is the sum of its parts.
                terms = [truth.cells[k] for k in newest if k[:4] == key[:4] and k[4] != "all" and k in truth.cells]
                if row.term == "all" and terms:
                    cell = (sum(t[0] for t in terms), sum(t[1] for t in terms), -1)
                elif row.low is not None:
                    cell = (row.low, 0, -1)
                else:
                    continue
        else:
            cells = [truth.cells.get((*key[:3], force, key[4])) for force in row.forces]
            if any(cell is None for cell in cells):
                # Sums of totals that are sums of parts: their exact parts.
                cells = [truth.cells.get((*key[:3], f, key[4])) or summed(truth, key, f) for f in row.forces]
                if any(cell is None for cell in cells):
                    continue
            # Of one force it is that force's own figure.
            cell = cells[0] if len(cells) == 1 else (sum(c[0] for c in cells), sum(c[1] for c in cells), -1)
        value, least, most = cell
        small = row.force != "all" and key in truth.cells and truth.is_small(key)
        low, high = (0, BIG)
        if small and key not in truth.missing:
            first, last = truth.rules["hidden-counts"]
            low, high = (first, last) if (least, most) == (0, 0) else (0, last - least)
        at = know.variable(identity(row, cell), row.name(), low, high)
        if small:
            know.bounds[at] = [low, high]
        exact[key] = (at, value, least, most)
        if not row.hidden and row.low is not None:
            know.known(at, row.low - least)
        if row.force != "all" and (least, most) != (0, 0) and most != -1:
            spans[key] = know.variable(("span", *identity(row, cell)), row.name(), least, BIG if most is None else most)
    link(know, newest, exact, spans)
    hidden = {}
    for key, row in newest.items():
        if key not in exact:
            continue
        parts = [key] if row.force != "all" else [(*key[:3], force, key[4]) for force in row.forces]
        if all(truth.is_range(part) for part in parts):
            know.known(exact[key][0], exact[key][1])
        elif row.hidden:
            hidden[exact[key][0]] = row
    return hidden, exact, spans


def summed(truth, key, force):
    cells = [cell for k, cell in truth.cells.items() if k[:4] == (*key[:3], force) and k[4] != "all"]
    if not cells or key[4] != "all":
        return None
    return (sum(c[0] for c in cells), sum(c[1] for c in cells), -1)


def total_of(know, at_total, total, parts, exact, spans):
    """The sum of one table, if it holds."""
    if sum(exact[p][1] for p in parts) == total:
        if all(p not in spans for p in parts):
            know.add(at_total, [exact[p][0] for p in parts])
        return
    if any(p in spans for p in parts):
        know.add(at_total, [exact[p][0] for p in parts] + [spans[p] for p in parts if p in spans])


def link(know, rows, exact, spans):
    by_force, by_term, series = defaultdict(list), defaultdict(list), defaultdict(dict)
    for key, row in rows.items():
        if key not in exact or row.force == "all":
            continue
        if row.term != "all":
            by_force[key[:4]].append(key)
        if row.start and row.end and key not in spans and exact[key][3] != -1:
            dimension = "" if row.term == "all" else row.dimension
            at, value, *_ = exact[key]
            series[(row.force, row.base, dimension, row.term)][(row.start, row.end, at)] = value
    for place, parts in by_force.items():
        total = (*place, "all")
        if total in exact:
            at, value, least, most = exact[total]
            if most == -1:
                # The sum of its parts: ranges stand on both sides.
                know.add(at, [exact[p][0] for p in parts])
            else:
                total_of(know, at, value, parts, exact, spans)
    for key, row in rows.items():
        if row.force == "all" and key in exact:
            parts = [(*key[:3], force, key[4]) for force in row.forces]
            # Withheld figures of forces are in no file; the attacker knows only that they are counts.
            variables = []
            for part, force in zip(parts, row.forces):
                if part in exact:
                    variables.append(exact[part][0])
                else:
                    variables.append(know.variable(("withheld", id(rows), part), f"withheld {part}", 0, BIG))
            know.add(exact[key][0], variables)
    for cells in series.values():
        for (start, end, at), value in cells.items():
            for way in ways(start, end, [c for c in cells if (c[0], c[1]) != (start, end)]):
                if len(way) > 1 and sum(cells[c] for c in way) == value:
                    know.add(at, [c[2] for c in way])


def ways(start, end, cells, limit=16):
    """Ways to fill a period day by day."""
    out = []

    def fill(day, way):
        if len(out) >= limit:
            return
        for cell in cells:
            if cell[0] == day and cell[1] <= end:
                if cell[1] == end:
                    out.append([*way, cell])
                else:
                    fill(cell[1] + timedelta(days=1), [*way, cell])

    fill(start, [])
    return out


def remember(know, earlier, exact, spans):
    """What an earlier file shows of today's counts."""
    today = defaultdict(list)
    for key, (at, value, least, most) in exact.items():
        today[(key[0] if key[3] == "all" else "", key[1], "" if key[4] == "all" else key[2], key[3], key[4])].append(
            (at, value, least)
        )
    by_force = defaultdict(list)
    for key, row in earlier.items():
        if row.force != "all" and row.term != "all":
            by_force[key[:4]].append(key)
    for key, row in earlier.items():
        if row.low is None:
            continue
        if row.force == "all":
            parts = [(*key[:3], force, key[4]) for force in row.forces]
        else:
            same = ("", key[1], "" if key[4] == "all" else key[2], key[3], key[4])
            # A range and a number that begin alike are not the same, nor are ranges of two tables.
            alike = today[same] if row.low == row.high else [exact[key][:3]] if key in exact else []
            for at, value, least in alike:
                if value + least == row.low and (row.low == row.high) == (least == 0):
                    know.known(at, value)
            parts = by_force[key[:4]] if key[4] == "all" else []
        if parts and all(part in exact for part in parts):
            least = sum(exact[p][2] for p in parts)
            if sum(exact[p][1] for p in parts) + least == row.low and (row.low != row.high or least == 0):
                # The oracle: the sum holds for today's counts, so they have not changed.
                know.add(None, [exact[p][0] for p in parts], least - row.low)


def attack(know, hidden):
    """Keys of hidden counts with fewer than three possible values."""
    size = len(know.bounds)
    low = np.array([b[0] for b in know.bounds], dtype=float)
    high = np.array([b[1] for b in know.bounds], dtype=float)
    for at, value in know.pinned.items():
        low[at] = high[at] = value
    parent = list(range(size))

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    sums = []
    for left, right in know.sums:
        rest = [(at, factor) for at, factor in left if at not in know.pinned]
        right = right - sum(factor * know.pinned[at] for at, factor in left if at in know.pinned)
        if rest:
            sums.append((rest, right))
            for at, _ in rest[1:]:
                parent[find(at)] = find(rest[0][0])
    groups = defaultdict(lambda: ([], []))
    for at in range(size):
        if at not in know.pinned:
            groups[find(at)][0].append(at)
    for rest, right in sums:
        groups[find(rest[0][0])][1].append((rest, right))
    weak, programs = [], 0
    for variables, own in groups.values():
        wanted = [at for at in variables if at in hidden]
        if not wanted:
            continue
        place = {at: i for i, at in enumerate(variables)}
        cells = [(r, place[at], f) for r, (rest, _) in enumerate(own) for at, f in rest]
        constraints = []
        if cells:
            matrix = coo_matrix(
                ([c[2] for c in cells], ([c[0] for c in cells], [c[1] for c in cells])), (len(own), len(variables))
            )
            rights = np.array([right for _, right in own], dtype=float)
            constraints = [LinearConstraint(matrix, rights, rights)]
        seen = {at: set() for at in wanted}

        def solve(wish, fix=None):
            nonlocal programs
            programs += 1
            lows, highs = low[variables].copy(), high[variables].copy()
            if fix:
                lows[place[fix[0]]] = highs[place[fix[0]]] = fix[1]
            found = milp(-wish, constraints=constraints, bounds=Bounds(lows, highs), integrality=np.ones(len(variables)))
            if found.x is None:
                if not fix and found.status == 2:
                    raise SystemExit("the attacker's sums contradict each other: the attack is wrong")
                return
            for at in wanted:
                seen[at].add(round(found.x[place[at]]))

        for at in wanted:
            width = int(high[at] - low[at]) + 1
            need = min(3, width)
            wish = np.zeros(len(variables))
            for sign in (1, -1):
                if len(seen[at]) < need:
                    wish[place[at]] = sign
                    solve(wish)
            if len(seen[at]) < need and seen[at]:
                for value in range(min(seen[at]) + 1, max(seen[at])):
                    solve(np.zeros(len(variables)), (at, value))
                    if len(seen[at]) >= need:
                        break
            if len(seen[at]) < need:
                weak.append(hidden[at].name())
    return weak, programs


def against(release, *paths):
    """Attacks the newest of some public files: names of hidden counts that give way, how many there are, and a word."""
    earlier = [path.partition("@") for path in paths[1:]]
    rows, rules = read_public(paths[0])
    with duckdb.connect(paths[0], read_only=True) as connection:
        columns = [line[0] for line in connection.sql("DESCRIBE public_figure").fetchall()]
    held = [name for name in columns if name not in FIXED + LATER + ["forces_in"]]
    truth = Truth(release, held, rules)
    know = Knowledge(truth)
    hidden, exact, spans = learn(know, truth, rows)
    for public, _, old_release in earlier:
        old_rows, old_rules = read_public(public)
        remember(know, old_rows, exact, spans)
        if old_release:
            # The same count is the same variable, so that what has not changed is known to be so.
            more, _, _ = learn(know, Truth(old_release, held, old_rules), old_rows)
            hidden = {**more, **hidden}
    unexplained = [row.name() for key, row in rows.items() if row.hidden and key not in exact]
    weak, programs = attack(know, hidden)
    return weak, len(hidden), f"{len(know.sums)} sums, {programs} programs, {len(unexplained)} are ranges"


def main(release, *paths):
    weak, hidden, word = against(release, *paths)
    for name in weak:
        print(f"FAIL fewer than 3 possible values: {name}")
    if not weak:
        print(f"PASS each of {hidden} hidden counts keeps 3 possible values ({word})")
    return 1 if weak else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: attack.py RELEASE PUBLIC [EARLIER_PUBLIC[@ITS_RELEASE]...]")
    sys.exit(main(*sys.argv[1:]))
