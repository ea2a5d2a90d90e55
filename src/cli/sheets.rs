//! Sheets that were set aside, in `foi review`: the ways they could be read, and the recipe for the one a person picks.

use super::dialogue::{Answer, read};
use super::say;
use crate::config::Plan;
use crate::review::Signed;
use std::path::Path;

pub(super) fn offered(_: &Path, _: &Plan, _: &str, _: &str) -> Vec<()> { Vec::new() }
pub(super) fn choose(_: &Plan, _: Vec<()>, _: (&str, &str), _: &Signed, common: impl Fn(&str) -> Option<Answer>) -> Answer {
    loop {
        let Some(line) = read("decision: ") else { return Answer::Quit };
        if let Some(answer) = common(&line) { return answer; }
        say("no");
    }
}
