//! `config/layouts/<name>.toml`: where the labels of a file stand that detection does not understand.

use std::sync::Arc;

use globset::{Glob, GlobMatcher};
use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::settings::{line_of, parse_toml};
use super::vocabulary::Compiled;
use super::{Forces, Problem, Reader};
use crate::model::observation::Grain;
use crate::model::recipe::{Axis, Direction, Outline, Recipe, Shares};

const FOLDER: &str = "config/layouts";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Declared {
    files: Option<Spanned<String>>,
    force: Option<Spanned<String>>,
    request: Option<String>,
    sheet: Option<Spanned<String>>,
    #[serde(rename = "table")]
    tables: Vec<Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    header: Spanned<String>,
    #[serde(default = "one")]
    header_rows: usize,
    until: Option<Spanned<String>>,
    counts: Option<Spanned<String>>,
    grain: Option<DeclaredGrain>,
    shares: Option<Spanned<DeclaredShares>>,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    axis: Vec<DeclaredAxis>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DeclaredShares {
    of: i64,
    rounded_to: f64,
    #[serde(default = "hundred")]
    per: f64,
}

fn hundred() -> f64 {
    100.0
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeclaredGrain {
    Crosstab,
    Record,
    Lists,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DeclaredAxis {
    dimension: Spanned<String>,
    direction: DeclaredDirection,
    header: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeclaredDirection {
    Up,
    UpLeft,
    Left,
    LeftUp,
    Section,
}

fn one() -> usize {
    1
}

/// Every recipe of the folder, by name; none if there is no such folder.
pub(super) fn load(reader: &mut Reader<'_>, compiled: &Compiled, units: &[Arc<str>], forces: &Forces) -> Vec<Recipe> {
    let mut names: Vec<String> = std::fs::read_dir(reader.root.join(FOLDER))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.to_lowercase().ends_with(".toml"))
        .collect();
    names.sort();
    names.iter().filter_map(|name| recipe(reader, &format!("{FOLDER}/{name}"), compiled, units, forces)).collect()
}

fn recipe(
    reader: &mut Reader<'_>,
    path: &str,
    compiled: &Compiled,
    units: &[Arc<str>],
    forces: &Forces,
) -> Option<Recipe> {
    let text = reader.text(path)?;
    let declared = match parse_toml::<Declared>(path, &text) {
        Ok(declared) => declared,
        Err(problem) => {
            reader.problem(problem);
            return None;
        }
    };
    let mut check = Check { path, text: &text, compiled, units, problems: Vec::new() };
    if declared.files.is_none() && declared.force.is_none() && declared.request.is_none() {
        check.complain(0, "nothing says which files it is for", "add `files`, `force` or `request`");
    }
    let force = declared.force.as_ref().map(|force| {
        if forces.find(force.get_ref()).is_none() {
            check.complain(force.span().start, "no such force", "use an id of config/forces.csv");
        }
        force.get_ref().clone()
    });
    let recipe = Recipe {
        source: path.to_owned(),
        files: declared.files.as_ref().and_then(|files| check.glob(files)),
        force,
        request: declared.request.clone(),
        sheet: declared.sheet.as_ref().and_then(|sheet| check.pattern(sheet)),
        tables: declared.tables.iter().filter_map(|table| check.outline(table)).collect(),
    };
    let problems = check.problems;
    for problem in problems {
        reader.problem(problem);
    }
    Some(recipe)
}

struct Check<'a> {
    path: &'a str,
    text: &'a str,
    compiled: &'a Compiled,
    units: &'a [Arc<str>],
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn complain(&mut self, offset: usize, message: impl Into<String>, hint: &str) {
        self.problems.push(Problem::new(self.path, line_of(self.text, offset), message.into()).hint(hint));
    }

    fn glob(&mut self, files: &Spanned<String>) -> Option<GlobMatcher> {
        match Glob::new(files.get_ref()) {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                self.complain(files.span().start, error.to_string(), "a path inside the inbox, `*` for any characters");
                None
            }
        }
    }

    fn pattern(&mut self, pattern: &Spanned<String>) -> Option<Regex> {
        match Regex::new(&format!("^(?:{})$", pattern.get_ref())) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let hint = "a regular expression over the normalised text, which must match all of it";
                self.complain(pattern.span().start, error.to_string(), hint);
                None
            }
        }
    }

    fn outline(&mut self, table: &Table) -> Option<Outline> {
        let axes: Vec<Axis> = table.axis.iter().filter_map(|axis| self.axis(axis)).collect();
        Some(Outline {
            header: self.pattern(&table.header)?,
            header_rows: table.header_rows.max(1),
            until: table.until.as_ref().and_then(|until| self.pattern(until)),
            counts: table.counts.as_ref().and_then(|counts| self.pattern(counts)),
            grain: table.grain.map(|grain| match grain {
                DeclaredGrain::Crosstab => Grain::Crosstab,
                DeclaredGrain::Record => Grain::Record,
                DeclaredGrain::Lists => Grain::Lists,
            }),
            shares: table.shares.as_ref().and_then(|shares| self.shares(shares)),
            unit: table.unit.as_ref().and_then(|unit| self.unit(unit)),
            titles: table.titles.clone(),
            axes,
        })
    }

    fn shares(&mut self, shares: &Spanned<DeclaredShares>) -> Option<Shares> {
        let DeclaredShares { of, rounded_to, per } = *shares.get_ref();
        if of < 0 || rounded_to < 0.0 || !rounded_to.is_finite() || per <= 0.0 || !per.is_finite() {
            let hint = "`of` and `rounded-to` are not negative, `per` is 100 for percentages and 1 for fractions";
            self.complain(shares.span().start, "these are no shares of anything", hint);
            return None;
        }
        Some(Shares { of, rounded_to, per })
    }

    fn unit(&mut self, unit: &Spanned<String>) -> Option<usize> {
        let known = self.units.iter().position(|known| **known == **unit.get_ref());
        if known.is_none() {
            let message = format!("`{}` is no declared unit", unit.get_ref());
            self.complain(unit.span().start, message, "use a name of config/dimensions.toml");
        }
        known
    }

    fn axis(&mut self, axis: &DeclaredAxis) -> Option<Axis> {
        let name = axis.dimension.get_ref();
        let Some(dimension) = self.compiled.dimensions.iter().position(|known| known.name == *name) else {
            let start = axis.dimension.span().start;
            self.complain(start, format!("`{name}` is no dimension"), "use a name of config/dimensions.toml");
            return None;
        };
        let direction = match axis.direction {
            DeclaredDirection::Up => Direction::Up,
            DeclaredDirection::UpLeft => Direction::UpLeft,
            DeclaredDirection::Left => Direction::Left,
            DeclaredDirection::LeftUp => Direction::LeftUp,
            DeclaredDirection::Section => Direction::Section,
        };
        Some(Axis { dimension, direction, header: axis.header.as_ref().and_then(|header| self.pattern(header)) })
    }
}
