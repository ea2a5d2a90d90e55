//! `foi worker`: the child of a run, or of another engine that hands out files.

use std::io;
use std::path::Path;

use super::{Exit, say};
use crate::{config, worker};

pub(super) fn execute(project: &Path) -> Exit {
    let (plan, problems) = config::compile(project);
    let Some(plan) = plan.filter(|_| problems.is_empty()) else {
        say("error: the configuration has problems: see `foi check`");
        return Exit::Configuration;
    };
    match worker::serve(&plan, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => Exit::Done,
        Err(error) => {
            say(&format!("error: {error}"));
            Exit::Io
        }
    }
}
