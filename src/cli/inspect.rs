//! `foi inspect`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use ignore::WalkBuilder;

use super::{Exit, inspected, put, reading, say, sheets, stopped};
use crate::config::{self, Problem, Settings};
use crate::intake::{self, Said};
use crate::pipeline::Stop;
use crate::read::{self, ReadFile};
use crate::worker;

/// Look at one file without loading it
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The file, in the inbox or anywhere else; several if you like, and with --lines folders
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Print every cell that is shown, one JSON object a line, instead of a preview
    #[arg(long)]
    cells: bool,
    /// Print what each line of each sheet is, from its shape alone, one JSON object a sheet
    #[arg(long, conflicts_with = "cells")]
    lines: bool,
    /// Draw each sheet with what a run would take each cell for, and say what the labels speak of and why
    #[arg(long, conflicts_with_all = ["cells", "lines"])]
    tables: bool,
    /// With --tables: the request that the file answers, where it does not stand in that request's folder
    #[arg(long, requires = "tables", value_name = "ID")]
    request: Option<String>,
    /// With --tables: the force that sent the file, where it does not stand in that force's folder
    #[arg(long, requires = "tables", value_name = "ID")]
    force: Option<String>,
    /// With --lines: how sure that is, and all the evidence of each line; for fitting weights
    #[arg(long, hide = true, requires = "lines")]
    evidence: bool,
    /// Rows of each sheet in the preview, and with --tables
    #[arg(long, default_value_t = 12, value_name = "NUMBER")]
    rows: usize,
    /// Say of one sheet, as JSON, in which ways a recipe could read it; for `foi review`
    #[arg(long, hide = true, requires = "confined", value_name = "SHEET")]
    readings: Option<String>,
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
        if self.confined {
            return self.paths.iter().map(|file| self.look(project, file, &settings)).next().unwrap_or(Exit::Done);
        }
        // Once for all files, and before any of them is opened.
        if self.tables
            && let Err(problems) = config::load(project)
        {
            return stopped(&Stop::Configuration(problems));
        }
        let files = if self.lines { files_below(&self.paths) } else { self.paths.clone() };
        let ends = files.iter().enumerate().map(|(nth, file)| {
            if self.tables && nth > 0 {
                put("\n");
            }
            self.send(project, file, &settings)
        });
        ends.fold(Exit::Done, |worst, end| if end == Exit::Done { worst } else { end })
    }

    /// Has a child under a worker's limits do it: whoever inspects a file may well have a hostile one.
    fn send(&self, project: &Path, file: &Path, settings: &Settings) -> Exit {
        let child = env::current_exe().and_then(|program| {
            let mut command = Command::new(program);
            command.arg("--project").arg(project).arg("inspect").arg("--confined");
            let flags = [(self.cells, "--cells"), (self.lines, "--lines"), (self.evidence, "--evidence")];
            let flags = flags.into_iter().chain([(self.tables, "--tables")]);
            command.args(flags.filter(|(set, _)| *set).map(|(_, flag)| flag));
            for (flag, said) in [("--request=", &self.request), ("--force=", &self.force)] {
                command.args(said.iter().map(|said| format!("{flag}{said}")));
            }
            command.arg("--rows").arg(self.rows.to_string());
            worker::alone(command.arg("--").arg(file), &settings.workers)
        });
        match child {
            Ok(Ok(output)) => {
                put(&String::from_utf8_lossy(&output.stdout));
                let talk = String::from_utf8_lossy(&output.stderr);
                if !talk.trim().is_empty() {
                    say(talk.trim_end());
                }
                match output.status.code() {
                    Some(0) => Exit::Done,
                    Some(code) if code == i32::from(Exit::Configuration.code()) => Exit::Configuration,
                    _ => Exit::NothingReadable,
                }
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

    fn look(&self, project: &Path, file: &Path, settings: &Settings) -> Exit {
        worker::confine(&settings.workers);
        let limit = settings.limits.bytes_per_file;
        let bytes = match fs::metadata(file) {
            Ok(facts) if !facts.is_file() => Err("it is no regular file".to_owned()),
            Ok(facts) if facts.len() > limit => Err(format!("it has {} bytes, the limit is {limit}", facts.len())),
            Ok(_) => fs::read(file).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => {
                say(&format!("error: {}: {reason}", file.display()));
                return Exit::NothingReadable;
            }
        };
        match read::file(&bytes, settings, None) {
            Ok(read) if self.cells => put(&inspected::cells(&read)),
            Ok(read) if self.lines => match config::words_of_project_or_shipped(project) {
                Ok(lexicon) => put(&inspected::lines(file, &bytes, &read, &lexicon, self.evidence)),
                Err(problems) => return stopped(&Stop::Configuration(problems)),
            },
            Ok(read) if self.readings.is_some() => {
                let sheet = self.readings.as_deref().unwrap_or_default();
                let said = config::load(project).and_then(|plan| {
                    let whose = intake::whose(&plan, file, Said::default())?;
                    Ok(sheets::answered(&plan, &whose, &read, sheet, self.rows))
                });
                match said {
                    Ok(said) => put(&said),
                    Err(problems) => return stopped(&Stop::Configuration(problems)),
                }
            }
            Ok(read) if self.tables => match self.drawn(project, file, &bytes, &read) {
                Ok(drawn) => put(&drawn),
                Err(problems) => return stopped(&Stop::Configuration(problems)),
            },
            Ok(read) => put(&inspected::preview(&file.display().to_string(), bytes.len(), &read, self.rows)),
            Err(unreadable) => {
                let kind = unreadable.kind();
                say(&format!("error: {}: {}\n  hint: {}", file.display(), kind.message(), kind.hint()));
                return Exit::NothingReadable;
            }
        }
        Exit::Done
    }

    /// What a run would make of a file, as far as detection goes.
    fn drawn(&self, project: &Path, file: &Path, bytes: &[u8], read: &ReadFile) -> Result<String, Vec<Problem>> {
        let plan = config::load(project)?;
        let said = Said { request: self.request.as_deref(), force: self.force.as_deref() };
        let whose = intake::whose(&plan, file, said)?;
        Ok(reading::drawn(&plan, &whose, (&file.display().to_string(), bytes), read, self.rows))
    }
}

/// The files named and those in the folders named, at any depth, in order; links are not followed.
fn files_below(paths: &[PathBuf]) -> Vec<PathBuf> {
    let walk = |path: &PathBuf| {
        let found = WalkBuilder::new(path).standard_filters(false).sort_by_file_path(Path::cmp).build();
        found.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()))
    };
    paths.iter().flat_map(walk).map(ignore::DirEntry::into_path).collect()
}
