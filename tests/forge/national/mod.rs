//! The request of 2016 to 31 forces: what each sent back, and how it looked. The figures are the
//! published ones; the layouts are ours, and no two forces share one.

mod counts;
mod lists;
mod records;

use crate::arrange::lines;
use crate::book::Grid;
use crate::facts::Force;
use crate::inbox::{Request, Return};
use crate::write::{Delimited, Encoding, LineEnd, Rows};
use anyhow::{Context, Result, ensure};

/// Draws one force's return from its figures.
type Plan = fn(&Force) -> Return;

const ID: &str = "2016-national";
const OFFENCE: &str = "Disclose private sexual photographs and films with intent to cause distress";
const PERIOD: &str = "April to December 2015";
const TITLE: &str = "Disclosing private sexual photographs and films, April to December 2015";

const PLAIN_CSV: Delimited =
    Delimited { delimiter: ',', encoding: Encoding::Utf8, line_end: LineEnd::Lf, rows: Rows::Ragged };

pub fn request(forces: &[Force]) -> Result<Request> {
    let plans = [&records::PLANS[..], &lists::PLANS[..], &counts::PLANS[..]].concat();
    ensure!(plans.len() == forces.len(), "{} plans for {} forces", plans.len(), forces.len());
    let returns = forces.iter().map(|force| {
        let plan = plans.iter().find(|(id, _)| *id == force.id);
        let (_, plan) = plan.with_context(|| format!("no plan for {}", force.id))?;
        let drawn = plan(force);
        // A line is declared a case only where the source says that it is one.
        ensure!(drawn.grain != "record" || force.lines_are_cases, "{} is no record", force.id);
        Ok(drawn)
    });
    Ok(Request { id: ID, returns: returns.collect::<Result<_>>()? })
}

fn title() -> Grid {
    lines([TITLE])
}

fn footnote() -> Grid {
    lines(["Figures are for offences recorded April to December 2015."])
}
