//! `inbox/<request>/request.toml`: the letter.

use std::sync::Arc;

use serde::Deserialize;

use crate::config::{Plan, Problem, parse_toml};
use crate::lexicon::{Decision, LabelContext, normal, period};
use crate::model::returns::{BareYears, Request};
use crate::model::term::{Period, PeriodKind, Term};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Letter {
    title: String,
    #[serde(default)]
    questions: Vec<String>,
    unit: String,
    count_basis: String,
    #[serde(default)]
    offence: Option<String>,
    #[serde(default)]
    period: Option<String>,
    #[serde(default)]
    bare_years: Option<String>,
    #[serde(default)]
    forces_asked: Vec<String>,
    #[serde(default)]
    coverage_of: Option<String>,
}

/// Checks what a letter is to say under one of its keys, as a run will.
///
/// # Errors
/// What is wrong with it.
pub fn check_letter(plan: &Plan, key: &str, value: &str) -> Result<(), Problem> {
    let unit = plan.units.first().map_or("", AsRef::as_ref);
    let mut sound = toml::Table::new();
    for (name, text) in [("title", "sound"), ("unit", unit), ("count-basis", "recorded"), (key, value)] {
        sound.insert(name.to_owned(), text.into());
    }
    let first = |problems: Vec<Problem>| problems.into_iter().next();
    parse(plan, "", "request.toml", &sound.to_string()).err().and_then(first).map_or(Ok(()), Err)
}

pub(super) fn parse(plan: &Plan, id: &str, path: &str, text: &str) -> Result<Request, Vec<Problem>> {
    let letter: Letter = parse_toml(path, text).map_err(|problem| vec![problem])?;
    let mut check = Checker { path, text, problems: Vec::new() };
    if letter.title.trim().is_empty() {
        check.problem("title", "has no title".into(), "say in a line what the letter asked");
    }
    let bare_years = match letter.bare_years.as_deref() {
        None => BareYears::NotStated,
        Some("calendar") => BareYears::Calendar,
        Some("financial") => BareYears::Financial,
        Some(other) => {
            check.problem("bare-years", format!("`{other}` is no reading of years"), "write `calendar` or `financial`");
            BareYears::NotStated
        }
    };
    let unit = plan.units.iter().find(|unit| ***unit == letter.unit).cloned().unwrap_or_else(|| {
        let known: Vec<&str> = plan.units.iter().map(AsRef::as_ref).collect();
        check.problem("unit", format!("`{}` is no unit", letter.unit), &format!("one of {}", known.join(", ")));
        "".into()
    });
    if !["recorded", "closed"].contains(&letter.count_basis.as_str()) {
        let message = format!("`{}` is no count basis", letter.count_basis);
        check.problem("count-basis", message, "write `recorded` or `closed`");
    }
    let context = period::Context { bare_years, ..period::Context::NONE };
    let given = letter.period.as_deref().unwrap_or_default();
    let asked = match letter.period.as_deref().map(|text| (text, period::parse(&normal::normalise(text), context))) {
        None => Period::NOT_STATED,
        // The months that a letter asks for lie in some year.
        Some((_, Some(asked))) if asked.kind != PeriodKind::MonthYearNotStated => asked,
        Some((text, _)) => {
            check.problem("period", format!("`{text}` is no period"), "write for example `April 2015 to March 2016`");
            Period::NOT_STATED
        }
    };
    let offence = letter.offence.as_deref().and_then(|name| {
        let found = offence_term(plan, id, name);
        if found.is_none() {
            let message = format!("`{name}` is no term of `offence`");
            check.problem("offence", message, &offences(plan));
        }
        found
    });
    for question in &letter.questions {
        if !plan.dimensions.iter().any(|dimension| dimension.name == *question) {
            check.problem("questions", format!("`{question}` is no dimension"), "see config/dimensions.toml");
        }
    }
    let mut forces_asked: Vec<Arc<str>> = Vec::new();
    for name in &letter.forces_asked {
        match plan.forces.find(name) {
            Some(id) => forces_asked.push(id.clone()),
            None => check.problem("forces-asked", format!("`{name}` is no force"), "see config/forces.csv"),
        }
    }
    let forces_listed = letter.coverage_of.as_deref().map(|set| plan.forces.in_set(set)).unwrap_or_default();
    if let Some(set) = letter.coverage_of.as_deref().filter(|_| forces_listed.is_empty()) {
        check.problem(
            "coverage-of",
            format!("`{set}` is no set of forces"),
            "see the column sets of config/forces.csv",
        );
    }
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    Ok(Request {
        id: id.into(),
        title: letter.title,
        questions: letter.questions,
        unit,
        count_basis: letter.count_basis.into(),
        offence,
        period: asked,
        period_term: Term::period(asked, given),
        bare_years,
        forces_asked,
        forces_listed,
    })
}

/// Terms of the offence shown to a person who named another.
const SHOWN: usize = 12;

fn offences(plan: &Plan) -> String {
    let terms = plan.offence().map_or(&[][..], |dimension| &plan.dimensions[dimension].terms);
    let known: Vec<&str> = terms.iter().take(SHOWN).map(|term| &*term.name).collect();
    let more = if terms.len() > SHOWN { ", or another" } else { "" };
    format!("one of {}{more}: see config/vocab/offence.terms.csv", known.join(", "))
}

/// The term a request names for its offence: a term by its name, or a label.
fn offence_term(plan: &Plan, request: &str, name: &str) -> Option<Term> {
    let dimension = plan.offence()?;
    if let Some(term) = plan.dimensions[dimension].terms.iter().find(|term| *term.name == *name) {
        return Some(term.term());
    }
    let context = LabelContext { force: "", request, header: "", period: period::Context::NONE };
    match plan.lexicon.resolve(dimension, name, context).decision {
        Decision::Term(term) => Some(term),
        Decision::Ignored(_) | Decision::Unmapped { .. } => None,
    }
}

struct Checker<'a> {
    path: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, key: &str, message: String, hint: &str) {
        let line = self.text.lines().position(|line| line.trim_start().starts_with(key)).map_or(0, |at| at + 1);
        self.problems.push(Problem::new(self.path, line, message).hint(hint));
    }
}
