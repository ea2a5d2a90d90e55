//! `forge` rebuilds the sample inbox from the published figures of `tests/facts/`, each force's
//! return in a layout of its own. It imports nothing from `foi`, so that what it writes cannot
//! share a mistake with what reads it.

#![allow(clippy::print_stderr, reason = "a tool that talks to its user")]

mod arrange;
mod articles;
mod batches;
mod book;
mod cases;
mod dice;
mod facts;
mod folder;
mod inbox;
mod layout;
mod national;
mod roundtrip;
mod table;
mod write;

use anyhow::{Context, Result};
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: forge OUTDIR          write the sample inbox (old .xls files are skipped, and named)
       forge --cells FILE    write every cell of every book as one CSV, .xls files included
       forge roundtrip write [--count N] [--seed S | --only SEED] [--unanswerable] OUTDIR
                             write a project of returns in random layouts, with what each must give
       forge roundtrip score (OUTDIR WAREHOUSE.duckdb)...
                             compare what foi made of them with what each must give
       forge batches write [--count N] [--seed S] OUTDIR
                             write small projects, each with the truth that its returns were cut from
The published figures are read from tests/facts, or from the folder that FORGE_FACTS names.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["roundtrip", rest @ ..] => match roundtrip::command(rest) {
            Some(result) => match result {
                Ok(true) => Ok(()),
                Ok(false) => return ExitCode::FAILURE,
                Err(error) => Err(error),
            },
            None => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        },
        ["batches", rest @ ..] => match batches::command(rest) {
            Some(result) => result,
            None => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        },
        ["--cells", file] => requests().and_then(|all| inbox::write_cells(&all, Path::new(file))),
        [folder] if !folder.starts_with('-') => write_inbox(Path::new(folder)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("forge: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn write_inbox(folder: &Path) -> Result<()> {
    let skipped = inbox::write(&requests()?, folder)?;
    for place in skipped {
        eprintln!("skipped {place}: .xls files are converted once and kept");
    }
    Ok(())
}

fn requests() -> Result<Vec<inbox::Request>> {
    let folder = std::env::var("FORGE_FACTS").unwrap_or_else(|_| "tests/facts".to_owned());
    let folder = Path::new(&folder);
    let forces = facts::forces(folder).context("reading the figures of 2016")?;
    let articles = facts::articles(folder).context("reading the figures of the articles")?;
    let mut requests = vec![national::request(&forces)?];
    requests.extend(articles::requests(&articles)?);
    Ok(requests)
}
