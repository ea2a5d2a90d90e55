//! The tree of an inbox: `<request>/<force>/<file>` and each request's `returns.csv`. The letter
//! itself, `request.toml`, is written by hand and left alone.

use crate::book::{Book, Grid, Value};
use crate::write::{self, Delimited, Format};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

pub struct Request {
    pub id: &'static str,
    pub returns: Vec<Return>,
}

/// What one force sent back. A column of the tracker that is not here was not published.
pub struct Return {
    pub force: String,
    pub files: Vec<File>,
    pub grain: &'static str,
    pub count_basis: &'static str,
    pub caveat: &'static str,
}

pub struct File {
    pub name: &'static str,
    pub format: Format,
    pub book: Book,
}

impl Return {
    pub fn new<const N: usize>(force: &str, files: [File; N]) -> Return {
        let (grain, count_basis, caveat) = ("", "", "");
        Return { force: force.to_owned(), files: files.into(), grain, count_basis, caveat }
    }

    /// One workbook and no more.
    pub fn workbook<const N: usize>(force: &str, name: &'static str, sheets: [(&str, Grid); N]) -> Return {
        Return::new(force, [File::workbook(name, sheets)])
    }

    /// One text file and no more.
    pub fn text(force: &str, name: &'static str, dialect: Delimited, grid: Grid) -> Return {
        Return::new(force, [File::text(name, dialect, grid)])
    }

    /// Declares that lines of labels without a count are one case each.
    pub fn of_cases(self) -> Return {
        Return { grain: "record", ..self }
    }

    pub fn caveat(self, caveat: &'static str) -> Return {
        Return { caveat, ..self }
    }
}

impl File {
    /// A workbook, its format told by the extension of its name.
    pub fn workbook<const N: usize>(name: &'static str, sheets: [(&str, Grid); N]) -> File {
        let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
        let format = match extension {
            Some("xlsx") => Format::Xlsx,
            Some("xlsb") => Format::Xlsb,
            Some("ods") => Format::Ods,
            Some("xls") => Format::Xls,
            _ => panic!("`{name}` is no workbook"),
        };
        File { name, format, book: Book::from(sheets) }
    }

    pub fn text(name: &'static str, dialect: Delimited, grid: Grid) -> File {
        File { name, format: Format::Delimited(dialect), book: Book::from([("", grid)]) }
    }
}

/// Writes every file that can be written and returns the places of those that cannot.
pub fn write(requests: &[Request], inbox: &Path) -> Result<Vec<String>> {
    let mut skipped = Vec::new();
    for request in requests {
        for Return { force, files, .. } in &request.returns {
            let folder = inbox.join(request.id).join(force);
            fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            for file in files {
                let place = format!("{}/{force}/{}", request.id, file.name);
                let bytes = write::bytes(&file.book, file.format).with_context(|| place.clone())?;
                let Some(bytes) = bytes else {
                    skipped.push(place);
                    continue;
                };
                fs::write(folder.join(file.name), bytes).with_context(|| format!("cannot write {place}"))?;
            }
        }
        write_tracker(request, &inbox.join(request.id).join("returns.csv"))?;
    }
    Ok(skipped)
}

fn write_tracker(request: &Request, path: &Path) -> Result<()> {
    const HEADER: &str = "force,files,reference,url,received,extracted,status,exemption,grain,unit,\
                          count_basis,age_at,supersedes,caveat";
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(HEADER.split(','))?;
    for one in &request.returns {
        let files: Vec<&str> = one.files.iter().map(|file| file.name).collect();
        let fields = HEADER.split(',').map(|column| match column {
            "force" => one.force.clone(),
            "files" => files.join("|"),
            "status" => "answered".to_owned(),
            "grain" => one.grain.to_owned(),
            "count_basis" => one.count_basis.to_owned(),
            "caveat" => one.caveat.to_owned(),
            _ => String::new(),
        });
        writer.write_record(fields)?;
    }
    writer.flush().with_context(|| format!("cannot write {}", path.display()))
}

/// Every cell of every book as one table: what converts a book by other means, and what a reader's
/// output is compared with. Rows and columns count from 1; a merge's value is its last cell.
pub fn write_cells(requests: &[Request], path: &Path) -> Result<()> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(["file", "sheet", "row", "column", "kind", "value"])?;
    for request in requests {
        for Return { force, files, .. } in &request.returns {
            for file in files {
                let place = format!("{}/{force}/{}", request.id, file.name);
                for sheet in &file.book.sheets {
                    for (row, column, kind, value) in described(&sheet.grid) {
                        let (row, column) = ((row + 1).to_string(), (column + 1).to_string());
                        let sheet = sheet.name.as_str();
                        writer.write_record([&place, sheet, &row, &column, kind, &value])?;
                    }
                }
            }
        }
    }
    writer.flush().with_context(|| format!("cannot write {}", path.display()))
}

/// Row, column, kind and value of every cell and merge, rows and columns from 0.
fn described(grid: &Grid) -> Vec<(u32, u16, &'static str, String)> {
    let cells = grid.cells().map(|(row, column, value)| match value {
        Value::Text(text) => (row, column, "text", text.clone()),
        Value::Number(number) => (row, column, "number", number.to_string()),
        Value::Blank => (row, column, "blank", String::new()),
        Value::Month { year, month } => (row, column, "month", format!("{year}-{month:02}")),
    });
    let merges = grid.merges().iter().map(|merge| {
        let last = format!("{}:{}", merge.last_row + 1, merge.last_column + 1);
        (merge.first_row, merge.first_column, "merge", last)
    });
    cells.chain(merges).collect()
}
