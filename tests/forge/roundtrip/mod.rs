//! The round trip: returns in random layouts, with all that each must give; and the score of what `foi` made of them.
//!
//! A file is drawn from its own seed: first its layout ([`knobs`], [`draw`]), then what its tables are split by
//! ([`axis`]) and their counts ([`grid_of_counts`]), then its cells ([`crosstab`], [`listing`], [`single_total`],
//! [`sheet`]), each together with the fact it states ([`fact`], [`piece`]). What is expected follows from how the cells
//! were made and from `config/`, never from a reading of them.

mod axis;
mod crosstab;
mod draw;
mod fact;
mod grid_of_counts;
mod knobs;
mod listing;
mod numbers;
mod piece;
mod project;
mod recognised;
mod request;
mod return_file;
mod score;
mod sheet;
mod single_total;
mod unanswerable;
mod vocabulary;
mod words;

use anyhow::{Context, Result};
use std::path::Path;

pub use project::{Wanted, write};
pub use score::{Report, score};

/// Runs `forge roundtrip ...`; whether all is well. `None` if the words make no command.
pub fn command(words: &[&str]) -> Option<Result<bool>> {
    match words {
        ["write", rest @ ..] => {
            let (wanted, folder) = wanted(rest)?;
            Some(wanted.and_then(|wanted| write(Path::new("config"), Path::new(folder), wanted)).map(|()| true))
        }
        ["score", rest @ ..] if !rest.is_empty() && rest.len() % 2 == 0 => {
            let runs: Vec<(&Path, &Path)> =
                rest.chunks_exact(2).map(|pair| (Path::new(pair[0]), Path::new(pair[1]))).collect();
            Some(score(&runs).map(|report| shown(&report)))
        }
        _ => None,
    }
}

/// Prints a report; whether all is well.
fn shown(report: &Report) -> bool {
    report.print();
    report.is_well()
}

/// The options of `write` and its folder.
fn wanted<'w>(words: &[&'w str]) -> Option<(Result<Wanted>, &'w str)> {
    let mut wanted = Wanted { count: 100, seed: 0, unanswerable: false };
    let mut rest = words;
    let number = |text: &str| text.parse::<u64>().with_context(|| format!("`{text}` is no number"));
    loop {
        rest = match rest {
            ["--unanswerable", rest @ ..] => {
                wanted.unanswerable = true;
                rest
            }
            [option @ ("--count" | "--seed" | "--only"), value, rest @ ..] => {
                let value = match number(value) {
                    Ok(value) => value,
                    Err(error) => return Some((Err(error), "")),
                };
                match *option {
                    "--count" => wanted.count = value,
                    "--seed" => wanted.seed = value,
                    _ => (wanted.seed, wanted.count) = (value, 1),
                }
                rest
            }
            [folder] if !folder.starts_with('-') => return Some((Ok(wanted), folder)),
            _ => return None,
        };
    }
}
