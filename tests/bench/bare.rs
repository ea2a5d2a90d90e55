//! How long reading takes against the bare parser: `cargo run --release --example bare -- [FOLDER ...]`.
//!
//! Every workbook below the folders, and a large one made for the purpose, is read by calamine alone (every range of
//! every sheet) and by `read`, which scans, counts and conceals besides. Times are medians of several turns, each of both.
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fs;
use std::io::Cursor;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use calamine::{Reader, open_workbook_auto_from_rs};
use foi::config::Settings;
use foi::read;
use rust_xlsxwriter::Workbook;

const TURNS: usize = 5;

fn main() -> Result<()> {
    let settings = Settings::shipped();
    let mut sets = vec![("200,000 x 10 cells, .xlsx".to_owned(), vec![large()?])];
    for folder in std::env::args().skip(1) {
        sets.push((folder.clone(), workbooks(Path::new(&folder))?));
    }
    println!("| files | number | bare parser | read by foi | ratio |\n|---|---|---|---|---|");
    for (name, files) in sets {
        let (mut bare, mut own) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            bare.push(timed(&files, |bytes| {
                if let Ok(mut workbook) = open_workbook_auto_from_rs(Cursor::new(bytes)) {
                    for sheet in workbook.sheet_names() {
                        let _ = workbook.worksheet_range(&sheet);
                    }
                }
            }));
            own.push(timed(&files, |bytes| {
                let _ = read::file(&bytes, &settings, None);
            }));
        }
        let [bare, own] = [bare, own].map(|mut times| {
            times.sort_unstable();
            times[TURNS / 2].as_secs_f64()
        });
        println!("| {name} | {} | {bare:.3} s | {own:.3} s | {:.2} |", files.len(), own / bare);
    }
    Ok(())
}

/// The time all files take; one that makes a parser panic counts until then.
fn timed(files: &[Vec<u8>], read: impl Fn(Vec<u8>) + std::panic::RefUnwindSafe) -> Duration {
    let begun = Instant::now();
    for bytes in files {
        let _ = catch_unwind(|| read(bytes.clone()));
    }
    begun.elapsed()
}

fn large() -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..200_000 {
        for col in 0..10 {
            sheet.write_number(row, col, f64::from(row) + f64::from(col) / 10.0)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// Workbooks below a folder that the bare parser survives: others would end this program.
fn workbooks(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_workbook =
                path.extension().is_some_and(|end| ["xlsx", "xls", "xlsb", "ods"].iter().any(|e| end == *e));
            if path.is_dir() {
                open.push(path);
            } else if is_workbook {
                out.push(fs::read(path)?);
            }
        }
    }
    Ok(out)
}
