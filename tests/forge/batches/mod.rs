//! Small projects of which the truth is known: what happened ([`truth`]), the letters that asked about it and who
//! answered ([`letters`]), and each answer a way of its own to cut the same cases
//! ([`answer`], [`cut`], [`page`]).
//!
//! The layouts are plain. What differs is the meaning: alternatives, totals that do not fit, parts that may lie inside
//! others, counts withheld, periods that contain each other, several forces in one answer.

mod answer;
mod cut;
mod letters;
mod page;
mod project;
mod truth;

use anyhow::{Context, Result};
use std::path::Path;

#[allow(unused_imports, reason = "the tests ask what the truth is, the command only writes it")]
pub use project::Batch;
pub use project::batch;
#[allow(unused_imports, reason = "the tests ask what the truth is, the command only writes it")]
pub use truth::{Dimension, first_day};

/// Runs `forge batches ...`. `None` if the words make no command.
pub fn command(words: &[&str]) -> Option<Result<()>> {
    let ["write", rest @ ..] = words else { return None };
    let (mut count, mut seed, mut rest) = (10, 0, rest);
    loop {
        rest = match rest {
            [option @ ("--count" | "--seed"), value, rest @ ..] => {
                let number = match value.parse::<u64>().with_context(|| format!("`{value}` is no number")) {
                    Ok(number) => number,
                    Err(error) => return Some(Err(error)),
                };
                *(if *option == "--count" { &mut count } else { &mut seed }) = number;
                rest
            }
            [folder] if !folder.starts_with('-') => {
                let folder = Path::new(folder);
                return Some(
                    (seed..seed + count)
                        .try_for_each(|seed| batch(seed).write(Path::new("config"), &folder.join(seed.to_string()))),
                );
            }
            _ => return None,
        };
    }
}
