//! `foi export`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, put, say, stopped};
use crate::config;
use crate::export::{self, Exported, NotExported};
use crate::pipeline::Stop;

/// Make a file of the release for others
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Figures that may be published, under the rules of config/disclosure.toml
    #[arg(long, required = true)]
    public: bool,
    /// The new file; by default public/foi-public-RUN.duckdb beside the warehouse
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A public file that is out already; those in public/ beside the warehouse always count
    #[arg(long, value_name = "FILE", num_args = 1..)]
    earlier: Vec<PathBuf>,
}

impl Export {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let plan = match config::load(project) {
            Ok(plan) => plan,
            Err(problems) => return stopped(&Stop::Configuration(problems)),
        };
        match export::public(&plan, self.out.as_deref(), &self.earlier) {
            Ok(exported) => {
                told(&exported);
                Exit::Done
            }
            Err(error) => refused(error),
        }
    }
}

fn told(Exported { path, figures, hidden, withheld, earlier }: &Exported) {
    say(&format!(
        "published {figures} figures, {hidden} of them hidden; {withheld} by force are withheld for their periods"
    ));
    for file in earlier {
        say(&format!("audited together with {file}"));
    }
    put(&format!("{}\n", path.display()));
}

fn refused(error: NotExported) -> Exit {
    if let NotExported::Write(error) = error {
        return stopped(&Stop::Publish(error));
    }
    say(&format!("error: {error}"));
    let (hint, exit) = match &error {
        NotExported::NoRules => {
            ("copy config/disclosure.toml from the project and see docs/public.md", Exit::Configuration)
        }
        NotExported::NoRelease(_) => ("foi run makes one", Exit::NoInput),
        NotExported::Exists(_) => ("the release is published already; or name another file with --out", Exit::Refused),
        NotExported::Earlier { .. } => {
            ("only files of foi export --public belong into public/ and after --earlier", Exit::NoInput)
        }
        NotExported::Unprotected(unprotected) => {
            if let Some(file) = &unprotected.earlier {
                say(&format!("  {file} has shown it, or what it follows from"));
            }
            (
                "nothing was written. What is out cannot be hidden again: withdraw that file where it can still be \
                 withdrawn and take it out of public/, or leave the dimension out of config/disclosure.toml",
                Exit::Refused,
            )
        }
        NotExported::Folder { .. } | NotExported::Release(_) | NotExported::Write(_) => {
            ("see that the release and public/ can be read", Exit::Io)
        }
    };
    say(&format!("  hint: {hint}"));
    exit
}
