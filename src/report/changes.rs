//! What changed from one release to another, for a person and for a program.

use std::fmt::Write;

use super::tables;
use crate::model::changes::{Changes, FigureMoved, FigureSet};

/// What every change ends with: what was, and what is.
const LAST: [&str; 2] = ["earlier", "later"];

/// Lines of one kind that are shown to a person; the rest are counted.
const SHOWN: usize = 20;

/// In a few words, for the summary of a run.
#[must_use]
pub fn in_short(changes: &Changes) -> String {
    let of = |wanted: &str| changes.forces.iter().filter(|force| force.change == wanted).count();
    let sum = |number: fn(&FigureSet) -> i64| changes.figures.iter().map(number).sum::<i64>();
    let residuals = |new: bool| changes.residuals.iter().filter(|one| one.earlier.is_none() == new).count();
    let labels = |earlier: bool, later: bool| {
        changes.labels.iter().filter(|one| (one.earlier.is_some(), one.later.is_some()) == (earlier, later)).count()
    };
    format!(
        "since {}: {} figures changed, {} gone, {} new; forces {} new, {} vanished, {} withdrawn; labels {} new, \
         {} gone, {} became something else; residuals {} new, {} changed or gone",
        changes.earlier_run,
        sum(|set| set.changed),
        sum(|set| set.gone),
        sum(|set| set.new),
        of("new"),
        of("vanished"),
        of("withdrawn"),
        labels(false, true),
        labels(true, false),
        labels(true, true),
        residuals(true),
        residuals(false),
    )
}

/// In full, for a person.
#[must_use]
pub fn in_full(changes: &Changes) -> String {
    let mut out = format!("{}\n", in_short(changes));
    let (earlier, later) = (&changes.earlier_quality, &changes.later_quality);
    let quality = format!(
        "observations {} -> {}, of them unmapped {:.1} % -> {:.1} %; numeric cells {} -> {}, of them set aside {:.1} % -> {:.1} %\n",
        earlier.observations,
        later.observations,
        earlier.unmapped_percent(),
        later.unmapped_percent(),
        earlier.numeric_cells,
        later.numeric_cells,
        earlier.set_aside_percent(),
        later.set_aside_percent(),
    );
    out.push_str(&quality);
    if !changes.not_compared.is_empty() {
        let names = changes.not_compared.join(", ");
        writeln!(out, "only one of the two has {names}: figures are not told apart by it")
            .expect("writing to a string cannot fail");
    }
    for (title, headers, rows) in sections(changes) {
        if rows.is_empty() {
            continue;
        }
        write!(out, "\n{title}\n").expect("writing to a string cannot fail");
        let more = rows.len().saturating_sub(SHOWN);
        let shown = tables::drawn(&headers, &rows[..rows.len() - more]);
        writeln!(out, "{shown}").expect("writing to a string cannot fail");
        if more > 0 {
            writeln!(out, "and {more} more: --format csv has all").expect("writing to a string cannot fail");
        }
    }
    out
}

/// Every change as one table: what it is a change of, and every column that any kind of change has.
///
/// # Errors
/// Never for rows of one length.
pub fn csv(changes: &Changes) -> csv::Result<String> {
    let sections = sections(changes);
    let mut headers = vec!["what".to_owned()];
    for name in sections.iter().flat_map(|(_, names, _)| names) {
        if !name.is_empty() && !LAST.contains(&name.as_str()) && !headers.contains(name) {
            headers.push(name.clone());
        }
    }
    headers.extend(LAST.map(str::to_owned));
    let mut rows = Vec::new();
    for (what, names, section) in &sections {
        for fields in section {
            let value = |header: &String| names.iter().position(|name| name == header).map(|at| fields[at].clone());
            let own = headers[1..].iter().map(|header| value(header).unwrap_or_default());
            rows.push(std::iter::once((*what).to_owned()).chain(own).collect());
        }
    }
    tables::csv(&headers, &rows)
}

/// The figures that differ, as one table.
#[must_use]
pub fn figures(figures: &[FigureMoved]) -> (Vec<String>, Vec<Vec<String>>) {
    let headers = ["request", "police_force", "question", "unit", "period", "terms", "earlier", "later"];
    let shown = |bounds: &Option<String>| bounds.clone().unwrap_or_default();
    let rows = figures.iter().map(|FigureMoved { of, earlier, later }| {
        let of = [&of.request, &of.police_force, &of.question, &of.unit, &of.period, &of.terms];
        of.into_iter().cloned().chain([shown(earlier), shown(later)]).collect()
    });
    (headers.map(str::to_owned).to_vec(), rows.collect())
}

type Section = (&'static str, Vec<String>, Vec<Vec<String>>);

/// Each kind of change as a table whose last two columns are what was and what is, and whose first two are request and
/// force, where there are any.
fn sections(changes: &Changes) -> Vec<Section> {
    let headers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
    let presence = |change: &str| {
        if change.starts_with("new") { [String::new(), change.to_owned()] } else { ["there".into(), change.to_owned()] }
    };
    vec![
        (
            "files",
            headers(&["request", "police_force", "file", "sha256", "earlier", "later"]),
            (changes.files.iter())
                .map(|file| {
                    let sha = file.sha256.get(..12).unwrap_or(&file.sha256).to_owned();
                    let of = [file.request.clone(), file.police_force.clone(), file.file_path.clone(), sha];
                    of.into_iter().chain(presence(&file.change)).collect()
                })
                .collect(),
        ),
        (
            "forces",
            headers(&["request", "police_force", "earlier", "later"]),
            (changes.forces.iter())
                .map(|force| {
                    let of = [force.request.clone(), force.police_force.clone()];
                    of.into_iter().chain(presence(&force.change)).collect()
                })
                .collect(),
        ),
        (
            "figures",
            headers(&["request", "police_force", "question", "changed", "gone", "new", "because", "earlier", "later"]),
            (changes.figures.iter())
                .map(|set| {
                    let because = if set.same_files { "read otherwise" } else { "other files" };
                    let numbers = [set.changed, set.gone, set.new].map(|number| number.to_string());
                    [set.request.clone(), set.police_force.clone(), set.question.clone()]
                        .into_iter()
                        .chain(numbers)
                        .chain([because.to_owned(), set.earlier_low.to_string(), set.later_low.to_string()])
                        .collect()
                })
                .collect(),
        ),
        (
            "labels",
            headers(&["", "", "dimension", "label", "earlier", "later"]),
            (changes.labels.iter())
                .map(|label| {
                    let of = [String::new(), String::new(), label.dimension.clone(), label.raw.clone()];
                    of.into_iter().chain([or_blank(&label.earlier), or_blank(&label.later)]).collect()
                })
                .collect(),
        ),
        (
            "residuals",
            headers(&["request", "police_force", "total", "breakdown", "earlier", "later"]),
            (changes.residuals.iter())
                .map(|one| {
                    let of = [&one.request, &one.police_force, &one.total_id, &one.breakdown_id];
                    of.into_iter().cloned().chain([or_blank(&one.earlier), or_blank(&one.later)]).collect()
                })
                .collect(),
        ),
        (
            "findings",
            headers(&["", "", "severity", "kind", "earlier", "later"]),
            (changes.findings.iter())
                .map(|one| {
                    let of = [String::new(), String::new(), one.severity.clone(), one.kind.clone()];
                    of.into_iter().chain([one.earlier.to_string(), one.later.to_string()]).collect()
                })
                .collect(),
        ),
    ]
}
