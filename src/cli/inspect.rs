//! `foi inspect`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::{Exit, inspected, put, say, stopped};
use crate::config::Settings;
use crate::pipeline::Stop;
use crate::{read, worker};

/// Look at one file without loading it
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The file, in the inbox or anywhere else
    file: PathBuf,
    /// Print every cell that is shown, one JSON object a line, instead of a preview
    #[arg(long)]
    cells: bool,
    /// Rows of each sheet in the preview
    #[arg(long, default_value_t = 12, value_name = "NUMBER")]
    rows: usize,
    /// Read the file in this very process; set by the parent
    #[arg(long, hide = true)]
    confined: bool,
}

impl Inspect {
    pub(super) fn execute(&self, project: &Path) -> Exit {
        let settings = match Settings::of_project_or_shipped(project) {
            Ok(settings) => settings,
            Err(problem) => return stopped(&Stop::Configuration(vec![problem])),
        };
        if self.confined { self.look(&settings) } else { self.send(project, &settings) }
    }

    /// Has a child under a worker's limits do it: whoever inspects a file may well have a hostile one.
    fn send(&self, project: &Path, settings: &Settings) -> Exit {
        let child = env::current_exe().and_then(|program| {
            let mut command = Command::new(program);
            command.arg("--project").arg(project).arg("inspect").arg("--confined");
            command.args(self.cells.then_some("--cells")).arg("--rows").arg(self.rows.to_string());
            worker::alone(command.arg("--").arg(&self.file), &settings.workers)
        });
        match child {
            Ok(Ok(output)) => {
                put(&String::from_utf8_lossy(&output.stdout));
                let talk = String::from_utf8_lossy(&output.stderr);
                if !talk.trim().is_empty() {
                    say(talk.trim_end());
                }
                if output.status.success() { Exit::Done } else { Exit::NothingReadable }
            }
            Ok(Err(why)) => {
                say(&format!("error: reading the file was stopped: {}\n  hint: {}", why.text(), why.hint()));
                Exit::NothingReadable
            }
            Err(error) => {
                say(&format!("error: {error}"));
                Exit::Io
            }
        }
    }

    fn look(&self, settings: &Settings) -> Exit {
        worker::confine(&settings.workers);
        let limit = settings.limits.bytes_per_file;
        let bytes = match fs::metadata(&self.file) {
            Ok(facts) if !facts.is_file() => Err("it is no regular file".to_owned()),
            Ok(facts) if facts.len() > limit => Err(format!("it has {} bytes, the limit is {limit}", facts.len())),
            Ok(_) => fs::read(&self.file).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => {
                say(&format!("error: {}: {reason}", self.file.display()));
                return Exit::NothingReadable;
            }
        };
        match read::file(&bytes, settings, None) {
            Ok(read) if self.cells => put(&inspected::cells(&read)),
            Ok(read) => put(&inspected::preview(&self.file.display().to_string(), bytes.len(), &read, self.rows)),
            Err(unreadable) => {
                let kind = unreadable.kind();
                say(&format!("error: {}: {}\n  hint: {}", self.file.display(), kind.message(), kind.hint()));
                return Exit::NothingReadable;
            }
        }
        Exit::Done
    }
}
