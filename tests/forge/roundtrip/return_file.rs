//! One file of a return, drawn from its seed alone: its layout, its cells, and all it must give.

use super::draw;
use super::fact::{Fact, Observation, Truth};
use super::knobs::{Container, Grain, Layout, OtherSheets, Sheets, Unit, Zeros};
use super::piece::Piece;
use super::request::{FILES, Request};
use super::sheet::{self, Design};
use super::vocabulary::Vocabulary;
use super::words;
use crate::book::{Book, Grid, Sheet};
use crate::dice::Dice;
use crate::write::{Delimited, Encoding, Format, LineEnd, Rows};
use std::collections::BTreeSet;

/// A file with the lines about it in returns.csv and elsewhere.
#[derive(Debug)]
pub struct ReturnFile {
    pub seed: u64,
    pub request: Request,
    /// The force that sent it, or the forces.
    pub forces: Vec<String>,
    pub name: String,
    pub format: Format,
    pub book: Book,
    pub knobs: Vec<(String, String)>,
    /// What returns.csv says of its lines.
    pub grain: &'static str,
    /// What returns.csv says is counted, where it says so.
    pub unit: &'static str,
    /// The letter says that a dash is none.
    pub dash: bool,
    pub truth: Truth,
}

impl ReturnFile {
    /// Path below the inbox.
    pub fn path(request: &Request, forces: &[String], name: &str) -> String {
        format!("{}/{}/{name}", request.id, forces.join("+"))
    }
}

pub fn drawn(vocabulary: &Vocabulary, seed: u64) -> ReturnFile {
    let mut dice = Dice::new(seed);
    let request = Request::of(seed);
    let layout = draw::layout(&mut dice);
    let unit = match (layout.unit, request.unit) {
        (Unit::Request, unit) => unit,
        (Unit::Header, "victim") => "offence",
        (Unit::Header, _) => "victim",
    };
    let senders = senders(vocabulary, seed, layout.sheets, &mut dice);
    let forces: Vec<String> = senders.iter().map(|(id, _)| id.clone()).collect();
    let design = Design::drawn(vocabulary, &request, &layout, unit, &mut dice);
    let held = Fact {
        force: forces.join("|"),
        unit: unit.to_owned(),
        terms: request.offence.iter().map(|term| ("offence".to_owned(), (*term).to_owned())).collect(),
        period: request.period(),
        low: None,
        high: None,
        role: String::new(),
        grain: "crosstab".to_owned(),
        split: BTreeSet::new(),
    };
    let what = (vocabulary, &request, &layout);
    let mut sheets: Vec<(String, Piece)> = Vec::new();
    match layout.sheets {
        Sheets::One => {
            let name = *dice.pick(&["Sheet1", "Data", "Response"]);
            sheets.push((name.to_owned(), sheet::draw(what, &design, &held, &mut dice)));
        }
        Sheets::Years => {
            let style = dice.index(2);
            for year in request.years() {
                let held = Fact { period: request.year(year), ..held.clone() };
                let name = request.year_text(year, false, true, style);
                sheets.push((name, sheet::draw(what, &design, &held, &mut dice)));
            }
        }
        Sheets::Forces => {
            for (id, names) in &senders {
                let held = Fact { force: id.clone(), ..held.clone() };
                sheets.push((dice.pick(names).clone(), sheet::draw(what, &design, &held, &mut dice)));
            }
        }
    }
    let name = format!("reply.{}", layout.container.text());
    let path = ReturnFile::path(&request, &forces, &name);
    let csv = layout.container == Container::Csv;
    let observations = sheets
        .iter()
        .flat_map(|(name, piece)| {
            piece.facts.iter().map(move |(row, column, fact)| Observation {
                sheet: if csv { String::new() } else { name.clone() },
                cell: address(csv, *row, *column),
                fact: fact.clone(),
            })
        })
        .collect();
    let mut book: Vec<Sheet> = sheets.into_iter().map(|(name, piece)| Sheet { name, grid: piece.grid }).collect();
    other_sheets(&layout, &mut book, &mut dice);
    let grain = if layout.grain == Grain::Record { "record" } else { "" };
    let unit = "";
    let knobs = layout.values().into_iter().map(|(knob, value)| (knob.to_owned(), value.to_owned())).collect();
    let format = format(&layout, &mut dice);
    let truth = Truth { path, seed, observations };
    let dash = layout.zeros == Zeros::Dash;
    ReturnFile { seed, request, forces, name, format, book: Book { sheets: book }, knobs, grain, unit, dash, truth }
}

/// The forces that send a file, each with the names a sheet may have. A joint return takes partners that send no file
/// of their own to the same request.
pub fn senders(vocabulary: &Vocabulary, seed: u64, sheets: Sheets, dice: &mut Dice) -> Vec<(String, Vec<String>)> {
    let slot = usize::try_from(seed % FILES).unwrap_or(0);
    let single = usize::try_from(FILES).unwrap_or(0);
    let mut senders = vec![vocabulary.forces[slot].clone()];
    if sheets == Sheets::Forces {
        let mut partners: Vec<_> = vocabulary.forces[single..].to_vec();
        dice.shuffle(&mut partners);
        senders.extend(partners.into_iter().take(dice.between(1, 2) as usize));
        senders.sort();
    }
    senders
}

fn format(layout: &Layout, dice: &mut Dice) -> Format {
    match layout.container {
        Container::Xlsx => Format::Xlsx,
        Container::Ods => Format::Ods,
        Container::Xlsb => Format::Xlsb,
        Container::Csv => delimited(dice),
    }
}

/// A text file in one of the dialects that spreadsheets save.
pub fn delimited(dice: &mut Dice) -> Format {
    Format::Delimited(Delimited {
        delimiter: *dice.pick(&[',', ',', ';']),
        encoding: *dice.pick(&[Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16LeBom]),
        line_end: *dice.pick(&[LineEnd::Lf, LineEnd::CrLf]),
        rows: *dice.pick(&[Rows::Ragged, Rows::Padded]),
    })
}

/// `C14` in a workbook, `14:3` in a text file.
fn address(csv: bool, row: u32, column: u16) -> String {
    if csv {
        return format!("{}:{}", row + 1, column + 1);
    }
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        letters.insert(0, char::from_u32(u32::from(b'A') + (left - 1) % 26).unwrap_or('?'));
        left = (left - 1) / 26;
    }
    format!("{}{}", letters.into_iter().collect::<String>(), row + 1)
}

/// Sheets without figures.
fn other_sheets(layout: &Layout, book: &mut Vec<Sheet>, dice: &mut Dice) {
    let prose = |lines: &[&str]| {
        let mut grid = Grid::default();
        for (row, line) in (0..).zip(lines) {
            grid.put(row, 0, *line);
        }
        grid
    };
    match layout.other_sheets {
        OtherSheets::None => {}
        OtherSheets::Prose => book.insert(0, Sheet { name: "Read me".to_owned(), grid: prose(&words::PROSE) }),
        OtherSheets::Notes => book.push(Sheet { name: "Notes".to_owned(), grid: prose(&words::PROSE_WITH_NUMBERS) }),
        OtherSheets::Contents => {
            let mut grid = Grid::default();
            grid.put(0, 0, "Contents");
            let numbered = dice.chance(50);
            for (row, sheet) in (2..).zip(book.iter()) {
                if numbered {
                    grid.put(row, 0, row - 1);
                }
                grid.put(row, u16::from(numbered), format!("Sheet `{}`", sheet.name).as_str());
            }
            book.insert(0, Sheet { name: "Contents".to_owned(), grid });
        }
    }
}
