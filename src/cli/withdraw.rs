//! `foi withdraw`.

use std::path::Path;

use clap::Args;

use super::{Exit, add, say, stopped};
use crate::adding::{self, RequestFolder};
use crate::config;
use crate::pipeline::Stop;
use crate::report::clean;

/// Keep a return out
#[derive(Debug, Args)]
pub(super) struct Withdraw {
    /// A file, with the folder of its force; or the reference, or the id, of a return
    #[arg(value_name = "FILE|RETURN")]
    name: String,
    /// The request it answers
    #[arg(long, value_name = "ID")]
    request: String,
    /// Why; it goes into the caveat
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// Every file of the return, also where one of several is named
    #[arg(long)]
    all: bool,
}

impl Withdraw {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        let folder = RequestFolder::open(&plan, &self.request);
        match folder.and_then(|request| adding::withdraw(&request, &self.name, &self.reason, self.all)) {
            Ok(done) => {
                let how = if done.already { "was withdrawn already, no change" } else { "is withdrawn" };
                say(&format!("the return of {} in returns.csv:{} {how}", done.force, done.line));
                for file in &done.files {
                    say(&format!("  with it goes {}", clean::text(file)));
                }
                if let Some((line, files)) = &done.stays {
                    let files: Vec<String> = files.iter().map(|file| clean::text(file)).collect();
                    say(&format!("  what came with it stays, in returns.csv:{line}: {}", files.join(", ")));
                    say("  hint: --all withdraws all files of a return");
                }
                if !done.already {
                    say("next: foi run leaves it out; the archive keeps it (foi forget purges a breached file)");
                }
                Exit::Done
            }
            Err(error) => add::failed(&error),
        }
    }
}
