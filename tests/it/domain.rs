//! Every row of `tests/domain/`: what forces write, and what it must mean with the shipped configuration.
//!
//! The tables hold facts of the domain. A row has the scope it needs: force, request, header, siblings, period asked.
//! Where the domain's own tables contradict themselves or each other, `chosen` says what is read instead, and `why`.
//! Rows that need siblings or a request are in [`super::domain_runs`], through the program itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use foi::config::{self, Plan};
use foi::lexicon::period::{self, Context};
use foi::lexicon::words::Token;
use foi::lexicon::{Decision, LabelContext, normal, number, span};
use foi::model::returns::BareYears;
use foi::model::term::{DimensionId, Extent, Period};

use super::sample::project;

static PLAN: LazyLock<Plan> = LazyLock::new(|| config::load(project()).expect("the configuration holds no mistake"));

/// One row of a table by its columns.
pub(crate) struct Row {
    headers: csv::StringRecord,
    cells: csv::StringRecord,
}

impl Row {
    pub(crate) fn get(&self, column: &str) -> &str {
        let at = self.headers.iter().position(|header| header == column);
        &self.cells[at.unwrap_or_else(|| panic!("the table has a column {column}"))]
    }

    /// What is read where the tables contradict each other, else what they say.
    pub(crate) fn meaning(&self, column: &str) -> &str {
        if self.get("chosen").is_empty() { self.get(column) } else { self.get("chosen") }
    }

    fn with_reason(&self) -> bool {
        self.get("chosen").is_empty() || !self.get("why").is_empty()
    }
}

pub(crate) fn rows(file: &str) -> Vec<Row> {
    table(&project().join("tests/domain").join(file))
}

fn table(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    let headers = reader.headers().expect("the table has headers").clone();
    let rows =
        reader.records().map(|cells| Row { headers: headers.clone(), cells: cells.expect("the table is a CSV") });
    rows.collect()
}

fn dimension(name: &str) -> DimensionId {
    PLAN.dimensions.iter().position(|dimension| dimension.name == name).expect("a dimension")
}

/// What a label means in a place: its leaves joined by `|`, its ages, `unknown`, `unmapped`.
fn meaning(of: &str, label: &str, force: &str, request: &str, header: &str) -> String {
    let header = normal::normalise(header);
    let context = LabelContext { force, request, header: &header, period: Context::NONE };
    match PLAN.lexicon.resolve(dimension(of), label, context).decision {
        Decision::Ignored(reason) => format!("ignored: {reason}"),
        Decision::Unmapped { .. } => "unmapped".into(),
        Decision::Term(term) => match term.extent() {
            Extent::Leaves(leaves) => leaves.join("|"),
            Extent::Ages(ages) => format!("{} {}", ages.from, ages.to.map_or(String::new(), |to| to.to_string())),
            Extent::Unknown => "unknown".into(),
            other => format!("{other:?}"),
        },
    }
}

/// Leaves in the order of their names.
fn sorted(leaves: &str) -> String {
    leaves.split('|').collect::<BTreeSet<&str>>().into_iter().collect::<Vec<_>>().join("|")
}

/// Asserts that nothing is wrong with a table, and shows all that is.
fn all_right(file: &str, rows: &[Row], wrong: Vec<String>) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| !row.with_reason())
        .map(|row| format!("`{}` is read otherwise without a reason", row.get("label")))
        .chain(wrong)
        .collect();
    assert!(wrong.is_empty(), "tests/domain/{file}:\n{}", wrong.join("\n"));
}

/// One complaint for each row whose reading is not the expected one.
fn wrong<'r>(rows: &'r [Row], mut read: impl FnMut(&'r Row) -> Option<(String, String)>) -> Vec<String> {
    let differs = |row: &'r Row| {
        let (expected, found) = read(row)?;
        (expected != found).then(|| format!("`{}`: {found} instead of {expected}", row.get("label")))
    };
    rows.iter().filter_map(differs).collect()
}

#[test]
fn outcomes() {
    let rows = rows("outcomes.csv");
    let wrong = wrong(&rows, |row| {
        let label = row.get("label");
        if row.get("codes") == "total" {
            return Some(("true".into(), PLAN.lexicon.recognise(label).total.to_string()));
        }
        let found = meaning("outcome", label, row.get("force"), "", row.get("header"));
        Some((sorted(row.meaning("codes")), sorted(&found)))
    });
    all_right("outcomes.csv", &rows, wrong);
}

#[test]
fn labels_that_hold_in_a_scope_hold_nowhere_else() {
    let scoped = |row: &&Row| !row.get("force").is_empty() || !row.get("header").is_empty();
    let outcomes = rows("outcomes.csv");
    for row in outcomes.iter().filter(scoped).filter(|row| row.get("codes") != "total") {
        let label = row.get("label");
        assert_eq!(meaning("outcome", label, "essex", "", "Notes"), "unmapped", "{label}");
    }
    for (dimension, label) in [("platform", "X"), ("platform", "snapshot"), ("relationship", "y")] {
        assert_eq!(meaning(dimension, label, "essex", "", "Notes"), "unmapped", "{label}");
    }
}

#[test]
fn outcomes_that_differ_by_one_word_are_never_taken_for_each_other() {
    const WORDS: [(&str, &str); 12] = [
        ("identified", "not identified"),
        ("not identified", "identified"),
        ("supports", "does not support"),
        ("does not support", "supports"),
        ("supportive", "not supportive"),
        ("not supportive", "supportive"),
        ("cps", "police"),
        ("police", "cps"),
        ("adult", "youth"),
        ("youth", "adult"),
        ("named suspect", "no suspect"),
        ("prosecution", "further investigation"),
    ];
    let table = rows("outcomes.csv");
    let read = |label: &str| sorted(&meaning("outcome", label, "", "", ""));
    let known = |label: &str| {
        let same = |row: &&Row| normal::normalise(row.get("label")) == label && row.get("force").is_empty();
        table.iter().find(same).map(|row| sorted(row.meaning("codes")))
    };
    let coded = |label: &str| label.contains(|c: char| c.is_ascii_digit());
    let (mut turned, mut unmapped) = (0, 0);
    for row in table.iter().filter(|row| !coded(row.get("label"))) {
        let label = normal::normalise(row.get("label"));
        for (from, to) in WORDS.iter().filter(|(from, _)| label.contains(from)) {
            let other = label.replacen(from, to, 1);
            let found = read(&other);
            turned += 1;
            unmapped += usize::from(found == "unmapped");
            // Either somebody has listed the turned label too, and then its own meaning holds, or it has none.
            let listed = known(&other).unwrap_or_else(|| "unmapped".into());
            let shipped = PLAN.lexicon.dimensions[dimension("outcome")].labels.lists(&other);
            assert!(found == listed || shipped, "`{other}`, made of `{label}`, reads {found}");
            assert!(found == "unmapped" || found != read(&label), "`{other}` reads as `{label}` does");
        }
        // A letter more or less is another label.
        for near in [format!("{label}x"), label[..label.len().saturating_sub(1)].to_owned()] {
            let listed = PLAN.lexicon.dimensions[dimension("outcome")].labels.lists(&near);
            assert!(listed || near.is_empty() || read(&near) == "unmapped", "`{near}` was matched by likeness");
        }
    }
    assert!(turned > 20 && unmapped > 5, "{turned} labels were turned, {unmapped} of them unknown");
    for (label, code) in [
        ("Evidential difficulties: suspect not identified; victim does not support further action", "14"),
        ("Evidential difficulties: suspect identified; victim does not support further action", "16"),
        ("Evidential difficulties: suspect identified; victim supports action", "15"),
        ("Not in the Public Interest - CPS", "9"),
        ("Not in the Public Interest - Police", "10"),
        ("Further Investigation is Not in the Public Interest - Police", "21"),
        // A leading code beats words of another.
        ("16 - Named suspect, victim supports but evidential difficulties", "16"),
        ("Type 14 - Named Suspect - Victim Unsupportive", "14"),
        // Words no table knows.
        ("Evidential difficulties: suspect identified; victim does not support action", "unmapped"),
        ("Evidential difficulties: suspect not identified; victim supports action", "unmapped"),
        ("Named Suspect Identified - Evidential Difficulties: Victim Unsupportive", "unmapped"),
    ] {
        assert_eq!(read(label), code, "{label}");
    }
}

#[test]
fn ages() {
    let rows = rows("ages.csv");
    let wrong = wrong(&rows, |row| {
        let (label, kind) = (row.get("label"), row.meaning("kind"));
        if !row.get("siblings").is_empty() {
            return None;
        }
        if kind == "total" {
            return Some(("true".into(), PLAN.lexicon.recognise(label).total.to_string()));
        }
        let expected = match kind {
            "ages" => format!("{} {}", row.get("from"), row.get("to")),
            kind => kind.to_owned(),
        };
        Some((expected, meaning(row.get("dimension"), label, row.get("force"), row.get("request"), "Age")))
    });
    all_right("ages.csv", &rows, wrong);
}

/// What a row of periods says of its request.
pub(crate) fn bare_years(row: &Row) -> BareYears {
    match row.get("bare_years") {
        "calendar" => BareYears::Calendar,
        "financial" => BareYears::Financial,
        _ => BareYears::NotStated,
    }
}

/// First and last day as `2015-04-01/2016-03-31`; what is not known is left out.
fn days(period: Period) -> String {
    let day = |date: Option<_>| date.map_or(String::new(), |date: jiff::civil::Date| date.to_string());
    format!("{}/{}", day(period.from), day(period.to))
}

pub(crate) fn expected_days(row: &Row) -> String {
    if row.get("chosen").is_empty() {
        format!("{}/{}", row.get("from"), row.get("to"))
    } else {
        row.get("chosen").into()
    }
}

#[test]
fn periods() {
    let rows = rows("periods.csv");
    let period = dimension("period");
    let wrong = wrong(&rows, |row| {
        let label = row.get("label");
        if row.get("kind") == "total" {
            return Some(("true".into(), PLAN.lexicon.recognise(label).total.to_string()));
        }
        let bare = Context { bare_years: bare_years(row), ..Context::NONE };
        let asked = period::parse(&normal::normalise(row.get("asked")), bare).unwrap_or(Period::NOT_STATED);
        let context = Context { asked, until: span::day(row.get("extracted")), ..bare };
        let context = LabelContext { force: row.get("force"), request: "", header: "", period: context };
        let expected = format!("{} {}", expected_days(row), row.get("kind"));
        let found = match PLAN.lexicon.resolve(period, label, context).decision {
            Decision::Term(term) => match term.extent() {
                Extent::Period(period) => format!("{} {}", days(*period), period.kind.text()),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        };
        Some((expected, found))
    });
    all_right("periods.csv", &rows, wrong);
}

#[test]
fn suppression() {
    let rows = rows("suppression.csv");
    let wrong = wrong(&rows, |row| {
        let (label, bounds) = (row.get("label"), format!("{} {}", row.get("low"), row.get("high")));
        let read = |text: &str| match PLAN.lexicon.tokens.read(&normal::normalise(text), row.get("force"), "") {
            None => "no token".to_owned(),
            Some(rule) => match &rule.token {
                Token::Majority => "relative".into(),
                Token::Count(count) => {
                    let bound = |bound: Option<i64>| bound.map_or(String::new(), |bound| bound.to_string());
                    let exact = count.low.is_some() && count.low == count.high;
                    let reason = if exact { String::new() } else { count.status.text().replace("missing: ", "") };
                    format!("{} {} {reason}", bound(count.low), bound(count.high))
                }
            },
        };
        let found = match row.get("kind") {
            "bounds" if row.get("chosen") == "none" => {
                return Some(("no token".into(), read("")));
            }
            "bounds" | "missing" => {
                return Some((format!("{bounds} {}", row.meaning("reason")), read(label)));
            }
            // A flag says how a number stands, and changes nothing of it.
            "flag" => return Some(("Some(12.0)".into(), format!("{:?}", number::marked(&format!("12 {label}"))))),
            "number" => number::marked(label).map(|number| format!("{number} {number}")),
            // What a spreadsheet could not show or work out is an error of its cell: see `domain_runs`.
            _ => return None,
        };
        Some((bounds, found.unwrap_or_default()))
    });
    all_right("suppression.csv", &rows, wrong);
    let elsewhere = PLAN.lexicon.tokens.read("x", "kent", "");
    assert!(elsewhere.is_none(), "an x may be a tick");
}

#[test]
fn platforms() {
    let rows = rows("platforms.csv");
    let wrong = wrong(&rows, |row| {
        let found = meaning("platform", row.get("label"), row.get("force"), "", row.get("header"));
        Some((row.meaning("platform").to_owned(), found))
    });
    all_right("platforms.csv", &rows, wrong);
}

#[test]
fn relationships() {
    let rows = rows("relationships.csv");
    let wrong = wrong(&rows, |row| {
        // `Ex Partner? = y`: the header is the question.
        let (header, label) = row.get("label").split_once(" = ").unwrap_or((row.get("header"), row.get("label")));
        let found = meaning("relationship", label, "", row.get("request"), header);
        Some((sorted(row.meaning("relationship")), sorted(&found)))
    });
    all_right("relationships.csv", &rows, wrong);
}

#[test]
fn forces() {
    let rows = rows("forces.csv");
    let wrong = wrong(&rows, |row| {
        // `WMP (ambiguous: ...)`: what stands in brackets was said of the alias.
        let label = row.get("label");
        let alias = label.split_once(" (").filter(|_| !row.get("why").is_empty()).map_or(label, |(alias, _)| alias);
        let found = PLAN.forces.find(alias).map_or_else(|| "none".to_owned(), ToString::to_string);
        Some((row.meaning("force").to_owned(), found))
    });
    all_right("forces.csv", &rows, wrong);
    for (name, id) in [("kent", "kent"), ("Police Scotland", "scotland")] {
        assert_eq!(PLAN.forces.named(name).map(ToString::to_string).as_deref(), Some(id));
    }
    assert_eq!(PLAN.forces.named("Action Fraud"), None, "no police force");
}

#[test]
fn likeness_gives_hints_and_nothing_else() {
    let mut open = vec![project().join("src")];
    while let Some(folder) = open.pop() {
        for path in super::cases::entries(&folder) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source is text");
            let name = path.strip_prefix(project()).expect("it is below the project").display().to_string();
            // Hints of labels and forces, suggestions of a dialogue, and kinds of findings that a person spells wrongly.
            let may_compare =
                ["src/lexicon/labels.rs", "src/config/plan.rs", "src/review/suggest.rs", "src/report/kinds.rs"];
            let may_compare = may_compare.contains(&name.as_str());
            assert!(may_compare || !text.contains("strsim"), "{name} compares by likeness");
            // Where hints are asked for, they go into a finding or a problem.
            let may_hint =
                ["src/cli/dialogue.rs", "src/config/vocabulary.rs", "src/gather/mod.rs", "src/intake/tracker.rs"];
            let asks = text.contains(".nearest(");
            assert!(may_hint.contains(&name.as_str()) || !asks, "{name} asks for what is like a label");
        }
    }
}

/// The tables of the domain, where they lie beside the project, hold no label that has no row here.
#[test]
fn no_label_of_the_domain_is_left_out() {
    let beside = project().join("../shared/domain");
    if !beside.is_dir() {
        return;
    }
    for (theirs, column, ours) in [
        ("outcome_variants.csv", "raw_label", "outcomes.csv"),
        ("ages.csv", "raw_label", "ages.csv"),
        ("periods.csv", "raw_label", "periods.csv"),
        ("suppression.csv", "token", "suppression.csv"),
        ("platforms.csv", "raw_label", "platforms.csv"),
        ("relationships.csv", "raw_label", "relationships.csv"),
        ("forces.csv", "canonical_name", "forces.csv"),
        ("forces.csv", "aliases_seen", "forces.csv"),
        ("forces.csv", "aliases_unconfirmed", "forces.csv"),
    ] {
        let rows = rows(ours);
        let known: BTreeSet<&str> = rows.iter().map(|row| row.get("label")).collect();
        let several = column.starts_with("aliases");
        for row in table(&beside.join(theirs)) {
            let label = row.get(column);
            let labels =
                if several { label.split('|').filter(|alias| !alias.is_empty()).collect() } else { vec![label] };
            for label in labels {
                assert!(known.contains(label), "{theirs}: `{label}` has no row in tests/domain/{ours}");
            }
        }
    }
}
