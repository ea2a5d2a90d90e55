//! The commands, their help, and the exit codes. stdout is data, stderr is talk.

mod add;
mod answers;
mod check;
mod dialogue;
mod diff;
mod explain;
mod export;
mod forget;
mod init;
mod inspect;
mod inspected;
mod log;
mod prompt;
mod query;
mod reading;
mod review;
mod rollback;
mod run;
mod sheets;
mod verify;
mod withdraw;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::intake::NoInbox;
use crate::model::finding::Severity;
use crate::pipeline::Stop;
use crate::publish::NotPublished;
use crate::report::summary;
use log::say;

const EXIT_CODES: &str = "\
Exit codes:
   0  published, nothing to review; or the command did what it says
   1  refused: nothing was written, and what was published before stands
  10  published, but something needs a person: a label nobody mapped, a contradiction, a file that could not be read;
      or rows of a workbook of decisions were left
   2  the command line is wrong
  65  nothing in the inbox could be read; or the query was refused
  66  there is no inbox, no request in it, no release to ask, or nothing in it of that name
  74  a file could not be written or read
  75  another run holds the lock, or another program has the release open for writing
  78  the configuration is wrong; every mistake is listed";

/// Turns a folder of Freedom-of-Information returns into one DuckDB file that a researcher can trust.
#[derive(Debug, Parser)]
#[command(name = "foi", version, after_help = EXIT_CODES, max_term_width = 100, help_expected = true)]
struct Arguments {
    /// The folder that holds config/ and inbox/
    #[arg(long, global = true, default_value = ".", value_name = "FOLDER")]
    project: PathBuf,
    /// How to talk on stderr
    #[arg(long, global = true, value_enum, default_value = "text", value_name = "FORMAT")]
    log_format: log::LogFormat,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the whole inbox and publish a release
    ///
    /// Reads every return, maps its labels through config/, and publishes one DuckDB file, all of it or nothing: until
    /// the new file is complete, the old one stands. A bad file costs itself only, and is named in the summary.
    Run(run::Run),
    /// Begin a request
    ///
    /// Makes its folder in inbox/ with the letter (request.toml), and from the list of requests that you have kept its
    /// tracker (returns.csv) and a folder for each force. In a folder without config/ it writes the configuration first.
    /// Nothing that is there is overwritten.
    Init(init::Init),
    /// Put replies into a request
    ///
    /// Proposes the force of each file from what it, its folders and its first lines are called, and asks before it does
    /// anything; then copies the files into inbox/ and adds their lines to returns.csv. Nothing that stands there is ever
    /// overwritten.
    Add(add::Add),
    /// Keep a return out of the next release
    ///
    /// Its line in returns.csv says `withdrawn`, and why. The archive keeps the file.
    Withdraw(withdraw::Withdraw),
    /// Purge a breached file from everything in reach
    ///
    /// Removes its bytes from inbox/, the archive, the cache and every release that holds them, and publishes a release
    /// without it. What stays is a line in the manifest that says that it was forgotten, when, by whom and why: the same
    /// bytes are never taken in again.
    Forget(forget::Forget),
    /// Check the configuration and the inbox; write nothing
    ///
    /// Reports every mistake in config/, request.toml and returns.csv at once, each with file and line.
    Check,
    /// Say what changed from one release to another
    ///
    /// Figures by force and question, forces that came or vanished, labels that became something else, residuals, files,
    /// findings, and how much is unmapped or set aside. Releases are named by their file or their run.
    Diff(diff::Diff),
    /// Put an earlier release back, and hold it
    ///
    /// The release before the published one, or that of RUN, takes its place, complete or not at all. Runs go on and publish
    /// nothing until --release.
    Rollback(rollback::Rollback),
    /// Settle what waits for a person: labels, tokens, names, lines, layouts, findings
    ///
    /// Asks, one screen a decision, and writes each at once as a line of the table in config/ (or returns.csv) where you
    /// would have written it, with who decided and when. Nothing is published: run again to see the effect. --export
    /// and --import do the same with a workbook, for colleagues and where there is no terminal. See docs/review.md.
    Review(review::Review),
    /// Ask the release something, read-only
    ///
    /// Runs one SQL query over the published file and prints the rows: a table on a terminal, CSV otherwise.
    Query(query::Query),
    /// Say where a number came from, or what a finding means
    ///
    /// An observation (its id or the beginning of it): the file, sheet and cell, what stands there, the labels
    /// over and left of it with the rule that decided each, its bounds, and what it is compared with. A row of a view or
    /// macro, named by columns (`foi explain force_totals request=2016-national police_force=kent`): the cells behind it. A
    /// kind of finding (foi explain residual; foi explain kinds lists all): what it means and what to do.
    Explain(explain::Explain),
    /// Make a file of the release for others
    ///
    /// With --public: one DuckDB file of counts by force and nationally, under the rules of config/disclosure.toml. Small
    /// counts are hidden, and so is what they would follow from: an audit over the new file and all earlier ones runs
    /// before anything is written, and refuses if it cannot be satisfied. See docs/public.md.
    Export(export::Export),
    /// Check a release and the archive from end to end
    ///
    /// Reads every value of the release, counts what breaks what holds in all of them, compares its logical hash with the one
    /// it was published with, and the archived copies with their hashes. Nothing is written.
    Verify(verify::Verify),
    /// Look at one file without loading it
    ///
    /// Prints what the file is, its sheets, what it hides (kinds, places and counts, never the content), and the first
    /// rows of each sheet. With --tables it says what a run would make of it: the role of each cell, the tables, what
    /// their labels speak of, and why. Nothing is written.
    Inspect(inspect::Inspect),
    /// Read files for a run, one task a line
    #[command(hide = true)]
    Worker,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    Refused,
    Usage,
    Review,
    NothingReadable,
    NoInput,
    Io,
    Locked,
    Configuration,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Review => 10,
            Self::NothingReadable => 65,
            Self::NoInput => 66,
            Self::Io => 74,
            Self::Locked => 75,
            Self::Configuration => 78,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Runs the command line.
#[must_use]
pub fn main() -> Exit {
    quiet_panics();
    let arguments = Arguments::parse();
    let project = &arguments.project;
    log::choose(arguments.log_format);
    match arguments.command {
        Command::Run(run) => run.execute(project),
        Command::Init(init) => init.execute(project),
        Command::Add(add) => add.execute(project),
        Command::Withdraw(withdraw) => withdraw.execute(project),
        Command::Forget(forget) => forget.execute(project),
        Command::Check => check::execute(project),
        Command::Diff(diff) => diff.execute(project),
        Command::Rollback(rollback) => rollback.execute(project),
        Command::Review(review) => review.execute(project),
        Command::Query(query) => query.execute(project),
        Command::Explain(explain) => explain.execute(project),
        Command::Export(export) => export.execute(project),
        Command::Inspect(inspect) => inspect.execute(project),
        Command::Verify(verify) => verify.execute(project),
        Command::Worker => worker::execute(project),
    }
}

/// What a panic says may quote a file, so only its place is printed.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        say(&format!("error: foi failed at {place}; please report this"));
    }));
}

/// Says why a run stopped, with the next step, and gives the exit code.
fn stopped(stop: &Stop) -> Exit {
    say(&format!("error: {stop}"));
    match stop {
        Stop::Configuration(problems) => {
            for problem in problems {
                log::problem(problem);
            }
            Exit::Configuration
        }
        Stop::Inbox(NoInbox::Missing(_) | NoInbox::Empty(_)) => {
            say(
                "  hint: name the folder that holds config/ and inbox/ with --project, or set `inbox` in config/pipeline.toml",
            );
            Exit::NoInput
        }
        Stop::Inbox(_) | Stop::Workers(_) => {
            say(
                "  hint: see that the folders of config/pipeline.toml can be read and written, and that the disk has room",
            );
            Exit::Io
        }
        Stop::NothingReadable(_, findings) => {
            say(&summary::findings(findings, Severity::Error));
            Exit::NothingReadable
        }
        Stop::Publish(NotPublished::NoneYet(_)) => {
            say("  hint: foi run makes one, and keeps the one before it; foi rollback --list shows what is kept");
            Exit::NoInput
        }
        Stop::Publish(NotPublished::NoRelease { there, .. }) => {
            let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
            say(&format!("  hint: there are {there}"));
            Exit::NoInput
        }
        Stop::Publish(NotPublished::Overtaken { .. }) => {
            say("  hint: foi run, and look at what it says of the new one");
            Exit::Refused
        }
        Stop::Publish(NotPublished::NoGroup(_)) => {
            say("  hint: correct `group` under [publish] in config/pipeline.toml, or have the group made");
            Exit::Configuration
        }
        Stop::Publish(NotPublished::Damaged { .. }) => {
            say("  hint: name another run: foi rollback --list");
            Exit::Refused
        }
        Stop::Publish(NotPublished::InUse { .. }) => {
            say("  hint: have that program close it, and open it read-only: what it writes would be lost");
            Exit::Locked
        }
        Stop::Publish(NotPublished::Locked(_)) => {
            say("  hint: wait for it to end; if no such process runs, simply run again");
            Exit::Locked
        }
        Stop::Publish(_) => {
            say(
                "  hint: see that the folder of the warehouse can be written and has room; the previous release stands",
            );
            Exit::Io
        }
    }
}

/// Who is at the keyboard, as far as the system says.
fn person() -> String {
    ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "somebody".into())
}

/// Data goes to stdout. A reader that has gone away is no error.
fn put(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
