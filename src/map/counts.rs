//! The count that a cell states: a number, a token, a share of a stated number, or words relative to a stated total.

use super::figures::Figure;
use super::meaning::Coordinates;
use super::{Mapped, Source};
use crate::lexicon::normal::normalise;
use crate::lexicon::number;
use crate::lexicon::words::{Token, Tokens};
use crate::model::count::Count;
use crate::model::finding::{Finding, Kind};
use crate::model::grid::Content;
use crate::model::place::At;
use crate::model::recipe::Shares;
use crate::model::table::{Standing, Table};

/// Shares such as 0.1 have no exact binary form.
const SLACK: f64 = 1e-9;

/// The count a cell states, and whether it is relative to a total; the error is the reason it is none.
pub(super) fn stated(
    source: Source<'_>,
    table: &Table,
    at: At,
    force: &str,
    mapped: &mut Mapped,
) -> (Result<Count, String>, bool) {
    let cell = source.grid.find(at).map(|index| &source.grid.cells()[index]);
    let stated = match cell.map(|cell| &cell.content) {
        Some(Content::Number(stated)) => Some(*stated),
        Some(Content::Text(text)) => number::number(text).or_else(|| number::marked(text)),
        Some(Content::Date { .. } | Content::Error(_)) | None => None,
    };
    if let Some(shares) = table.shares
        && let Some(share) = share(cell.map(|cell| &cell.content), shares)
    {
        let given = || cell.map_or_else(String::new, |cell| cell.raw().into());
        return (
            of_share(share, shares).ok_or_else(|| format!("no whole number of {} is {}", shares.of, given())),
            false,
        );
    }
    if let Some(stated) = stated {
        return match number::whole(stated) {
            Some(whole) if whole >= 0 => (Ok(Count::exact(whole)), false),
            Some(_) => (Err("a count is never negative".into()), false),
            None => (Err("a count is a whole number of at most a billion".into()), false),
        };
    }
    let shown = cell.map_or_else(|| Tokens::BLANK.to_owned(), |cell| normalise(&cell.raw()));
    match source.plan.lexicon.tokens.read(&shown, force, &source.request.id) {
        Some(rule) => {
            mapped.rules_used.insert(rule.source.clone());
            match &rule.token {
                // `<5` among percentages is less than five of a hundred.
                Token::Count(count) if table.shares.is_some() && count.low.is_some_and(|_| count.high != Some(0)) => {
                    (Err("it is no share, and what it bounds is not said".into()), false)
                }
                Token::Count(count) => (Ok(count.clone()), false),
                Token::Majority => (Ok(Count::missing("relative to a total that is not stated")), true),
            }
        }
        None if cell.is_none() => (Err("its cell is blank".into()), false),
        None => (Err("it is neither a number nor a known token".into()), false),
    }
}

/// The share that a cell holds, as a part of one.
fn share(content: Option<&Content>, shares: Shares) -> Option<f64> {
    match content? {
        Content::Number(share) => Some(*share / shares.per),
        Content::Text(text) => match text.trim().strip_suffix('%') {
            Some(percent) => Some(number::number(percent)? / 100.0),
            None => Some(number::number(text)? / shares.per),
        },
        Content::Date { .. } | Content::Error(_) => None,
    }
}

/// The counts that round to a share of the stated number; `None` if there is none.
fn of_share(share: f64, shares: Shares) -> Option<Count> {
    let half = shares.rounded_to / 2.0 / shares.per;
    #[allow(clippy::cast_precision_loss, reason = "a number of cases")]
    let of = shares.of as f64;
    let low = number::whole(((share - half) * of - SLACK).ceil().max(0.0))?;
    let high = number::whole(((share + half) * of + SLACK).floor())?.min(shares.of);
    (low <= high).then(|| Count::bounded(low, Some(high), "share"))
}

/// More than half of a stated total is at least half of it and one, and at most all of it.
pub(super) fn settle_relative(source: Source<'_>, figures: &mut [Figure], mapped: &mut Mapped) {
    let totals: Vec<(Coordinates, Count)> = figures
        .iter()
        .filter(|figure| figure.standing == Standing::Total && figure.count.low.is_some())
        .map(|figure| (figure.coordinates.clone(), figure.count.clone()))
        .collect();
    for figure in figures.iter_mut().filter(|figure| figure.relative) {
        // The total of the same column, or of everything.
        let total = totals.iter().filter(|(of, _)| of.iter().all(|label| figure.coordinates.contains(label)));
        match total.max_by_key(|(of, _)| of.len()) {
            Some((_, total)) => {
                figure.count = Count::majority_of(total);
            }
            None => {
                let kind = Kind::RelativeWithoutTotal { token: figure.raw_value.clone() };
                mapped.findings.push(Finding::new(source.place(figure.at), kind));
            }
        }
    }
}
