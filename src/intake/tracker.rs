//! `inbox/<request>/returns.csv`: the tracker people keep, one return a line.

use std::sync::Arc;

use super::day::{days, is_day};
use crate::config::{Plan, Problem, Row, Rows};
use crate::model::finding::{Finding, Kind};
use crate::model::place::Place;
use crate::model::returns::{Decided, Nesting, Portion, Return, Reveal, Tables};

/// The columns of every tracker.
pub const COLUMNS: [&str; 14] = [
    "force",
    "files",
    "reference",
    "url",
    "received",
    "extracted",
    "status",
    "exemption",
    "grain",
    "unit",
    "count_basis",
    "age_at",
    "supersedes",
    "caveat",
];

/// What a person writes only where a file hides something.
const HIDDEN: [&str; 3] = ["hidden", "hidden_reason", "hidden_sha256"];

/// Columns that most trackers need not have.
const OPTIONAL: [&str; 5] = [HIDDEN[0], HIDDEN[1], HIDDEN[2], "nesting", "supersedes_only"];

/// Digits of a sha256 that name a file beyond doubt.
const ENOUGH_OF_A_HASH: usize = 12;

/// What a return may be.
pub const STATUSES: [&str; 9] =
    ["answered", "nil", "partial", "refused", "not-held", "elsewhere", "ncnd", "pending", "withdrawn"];

/// A line of the tracker.
#[derive(Debug)]
pub struct TrackedReturn {
    pub record: Return,
    /// Paths relative to the force's folder.
    pub files: Vec<String>,
    /// Line in returns.csv.
    pub place: Place,
    /// The force and the files as the line has them.
    given: [String; 2],
}

impl TrackedReturn {
    /// Its line in returns.csv, from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.place.cell.parse().ok()
    }

    /// What its line holds, for whoever changes it.
    #[must_use]
    pub fn seen(&self) -> [(&'static str, &str); 4] {
        let [force, files] = &self.given;
        [("force", force), ("files", files), ("reference", &self.record.reference), ("status", &self.record.status)]
    }
}

/// The force, or set of forces, a name stands for: ids joined by `|`.
///
/// # Errors
/// The finding to make of a name that is of no force.
pub fn force_set(plan: &Plan, name: &str) -> Result<Arc<str>, Kind> {
    let mut ids = Vec::new();
    for part in name.split(['|', '+']).map(str::trim) {
        match plan.forces.find(part) {
            Some(id) => ids.push(id.as_ref()),
            None => return Err(unknown(plan, part)),
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.join("|").into())
}

/// What to say of a name that is of no force. Two forces that answered together are no alias of one of them.
fn unknown(plan: &Plan, name: &str) -> Kind {
    let several: Vec<&str> = plan.forces.mentioned(name).into_iter().map(AsRef::as_ref).collect();
    let nearest = if several.len() > 1 { vec![several.join("|")] } else { plan.forces.nearest(name) };
    Kind::UnknownForce { given: name.to_owned(), nearest }
}

/// Reads the tracker; an empty text is no line.
pub(super) fn read(
    plan: &Plan,
    request: &str,
    prefix: &str,
    text: &str,
    problems: &mut Vec<Problem>,
    findings: &mut Vec<Finding>,
) -> Vec<TrackedReturn> {
    let path = format!("{prefix}/returns.csv");
    if text.trim().is_empty() {
        return Vec::new();
    }
    let (rows, mut found) = Rows::parse(&path, text, &COLUMNS, &OPTIONAL);
    problems.append(&mut found);
    let mut lines: Vec<TrackedReturn> = Vec::new();
    for row in &rows.rows {
        let place = Place::line(&format!("{request}/returns.csv"), row.line as u64);
        match force_set(plan, row.get("force")) {
            Ok(force) => {
                for file in row.list("files") {
                    let twice = |line: &&TrackedReturn| {
                        line.record.police_force == force && line.files.iter().any(|f| f == file)
                    };
                    if let Some(other) = lines.iter().find(twice) {
                        let message = format!("`{file}` is already listed in line {}", other.place.cell);
                        problems.push(Problem::new(&path, row.line, message).hint("a file belongs to one return"));
                    }
                }
                let number = lines.iter().filter(|line| line.record.police_force == force).count() + 1;
                let id = format!("{request}/{force}/{number}");
                lines.push(TrackedReturn {
                    record: record(plan, request, &path, row, force, id, problems),
                    files: row.list("files").map(str::to_owned).collect(),
                    place,
                    given: ["force", "files"].map(|column| row.get(column).to_owned()),
                });
            }
            Err(kind) => findings.push(Finding::new(place, kind)),
        }
    }
    supersessions(&rows, &path, &mut lines, problems);
    lines
}

fn record(
    plan: &Plan,
    request: &str,
    path: &str,
    row: &Row,
    police_force: Arc<str>,
    id: String,
    problems: &mut Vec<Problem>,
) -> Return {
    let mut one_of = |column: &str, known: &[&str]| {
        let given = row.get(column);
        if !given.is_empty() && !known.contains(&given) {
            let problem = Problem::new(path, row.line, format!("`{given}` is no {column}"));
            problems.push(problem.hint(format!("one of {}", known.join(", "))));
        }
    };
    one_of("status", &STATUSES);
    one_of("grain", &["crosstab", "record", "lists", "total"]);
    one_of("count_basis", &["recorded", "closed"]);
    let units: Vec<&str> = plan.units.iter().map(AsRef::as_ref).collect();
    one_of("unit", &units);
    one_of("hidden", &["shown", "everything"]);
    one_of("nesting", &[Nesting::Inside.text(), Nesting::Beside.text()]);
    for column in ["received", "extracted"] {
        // What people write as `12 May 2022` or `12/05/2018` stays as it is.
        if let Some(given) = row.some(column).filter(|given| !is_day(given) && days(given).is_empty()) {
            let problem = Problem::new(path, row.line, format!("`{given}` is no day of `{column}`"));
            problems.push(problem.hint("write it as 2026-05-04; a month as 2026-05"));
        }
    }
    let given = HIDDEN.iter().filter(|column| !row.get(column).trim().is_empty()).count();
    if given > 0 && given < HIDDEN.len() {
        let problem = Problem::new(path, row.line, "has only some of `hidden`, `hidden_reason` and `hidden_sha256`");
        problems.push(problem.hint("say what is to be loaded (`shown` or `everything`), why, and of which file"));
    }
    for hash in row.list("hidden_sha256") {
        if hash.len() < ENOUGH_OF_A_HASH || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let problem = Problem::new(path, row.line, format!("`{hash}` is no beginning of a sha256"));
            problems.push(problem.hint("give its first twelve digits at least; the finding has them"));
        }
    }
    if row.some("status").is_none() {
        problems.push(Problem::new(path, row.line, "has no status").hint(format!("one of {}", STATUSES.join(", "))));
    }
    Return {
        id,
        request: request.into(),
        police_force,
        status: row.get("status").into(),
        reference: row.get("reference").into(),
        url: row.get("url").into(),
        received: row.get("received").into(),
        extracted: row.get("extracted").into(),
        exemption: row.get("exemption").into(),
        caveat: row.get("caveat").into(),
        supersedes: None,
        supersedes_only: portions(plan, path, row, problems),
        grain: row.some("grain").map(str::to_owned),
        unit: row.some("unit").map(Into::into),
        count_basis: row.some("count_basis").map(Into::into),
        age_at: row.get("age_at").into(),
        nesting: row.some("nesting").map(|how| if how == "inside" { Nesting::Inside } else { Nesting::Beside }),
        hidden: row.some("hidden").map(|what| Decided {
            reveal: if what == "everything" { Reveal::Everything } else { Reveal::Shown },
            reason: row.get("hidden_reason").into(),
            sha256: row.list("hidden_sha256").map(str::to_lowercase).collect(),
        }),
        replaced: false,
    }
}

/// How the column `supersedes_only` names tables.
pub const HOW_TABLES_ARE_NAMED: &str = "write `sheet:` and the name of a sheet, or `split:` and dimensions: \
     `split:outcome x victim_age`, `split:total` for tables split by nothing";

/// The tables that one entry of that column names.
#[must_use]
pub fn tables_named(plan: &Plan, given: &str) -> Option<Tables> {
    match given.split_once(':').map(|(kind, name)| (kind.trim(), name.trim()))? {
        ("sheet", name) if !name.is_empty() => Some(Tables::OfSheet(name.to_owned())),
        ("split", name) => plan.question(name).map(|dimensions| {
            let period = plan.lexicon.period;
            Tables::OfSplit { dimensions: dimensions.without(period), period }
        }),
        _ => None,
    }
}

/// The tables that a line replaces of another return, where it is not all of it.
fn portions(plan: &Plan, path: &str, row: &Row, problems: &mut Vec<Problem>) -> Vec<Portion> {
    let mut out = Vec::new();
    for given in row.list("supersedes_only") {
        match tables_named(plan, given) {
            Some(tables) => out.push(Portion { given: given.to_owned(), tables, line: row.line as u64 }),
            None => {
                let problem = Problem::new(path, row.line, format!("`{given}` names no tables"));
                problems.push(problem.hint(HOW_TABLES_ARE_NAMED));
            }
        }
    }
    if !row.get("supersedes_only").is_empty() && row.some("supersedes").is_none() {
        let problem = Problem::new(path, row.line, "has `supersedes_only` without `supersedes`");
        problems.push(problem.hint("name a file or the reference of the return whose tables this one replaces"));
    }
    out
}

/// A line supersedes another of the same force by one of its files or its reference.
fn supersessions(rows: &Rows, path: &str, lines: &mut [TrackedReturn], problems: &mut Vec<Problem>) {
    let wanted: Vec<(usize, String)> = rows
        .rows
        .iter()
        .filter_map(|row| {
            let at = lines.iter().position(|line| line.place.cell == row.line.to_string())?;
            Some((at, row.some("supersedes")?.to_owned()))
        })
        .collect();
    for (at, name) in wanted {
        let force = lines[at].record.police_force.clone();
        let named = |line: &&TrackedReturn| {
            line.record.police_force == force && (line.record.reference == name || line.files.contains(&name))
        };
        match lines.iter().find(named).map(|line| line.record.id.clone()) {
            Some(id) if id != lines[at].record.id => lines[at].record.supersedes = Some(id),
            _ => {
                let line = lines[at].line().unwrap_or(0);
                let problem = Problem::new(path, line, format!("`{name}` is no other return of `{force}`"));
                problems.push(problem.hint("name a file or the reference of the return that this one replaces"));
            }
        }
    }
    rivals(path, lines, problems);
}

/// Whether a return takes figures of another one away; one that was itself withdrawn does not.
#[must_use]
pub fn replaces(later: &Return, earlier: &Return) -> bool {
    later.status != "withdrawn" && later.supersedes.as_ref() == Some(&earlier.id)
}

/// Two returns that supersede the same one would both be current, and nothing says which of them holds.
fn rivals(path: &str, lines: &[TrackedReturn], problems: &mut Vec<Problem>) {
    for (at, line) in lines.iter().enumerate() {
        let same = |other: &&TrackedReturn| {
            let (one, two) = (&line.record, &other.record);
            let both = one.status != "withdrawn" && two.status != "withdrawn" && one.supersedes.is_some();
            both && one.supersedes == two.supersedes && share_tables(one, two)
        };
        if let Some(other) = lines[..at].iter().find(same) {
            let earlier = lines.iter().find(|earlier| Some(&earlier.record.id) == line.record.supersedes.as_ref());
            let earlier = earlier.map_or("", |earlier| &earlier.place.cell);
            let message = format!("supersedes the return of line {earlier}, and so does line {}", other.place.cell);
            let hint = "let the later of the two supersede the other one, or name other tables in `supersedes_only`";
            problems.push(Problem::new(path, line.place.cell.parse().unwrap_or(0), message).hint(hint));
        }
    }
}

/// Whether two returns supersede the same tables: both all of them, or one that both name.
fn share_tables(one: &Return, two: &Return) -> bool {
    let (one, two) = (&one.supersedes_only, &two.supersedes_only);
    match (one.is_empty(), two.is_empty()) {
        (true, true) => true,
        (false, false) => one.iter().any(|own| two.iter().any(|other| own.tables == other.tables)),
        // What replaces the whole holds what another one corrected.
        _ => false,
    }
}
