//! Lines that a program adds to the tables people keep, as a person would add them: every other line stays as it is. A table
//! that is no UTF-8 becomes UTF-8.

use std::fs;
use std::io;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::rows::{decode, delimiter};

/// Why a table was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum NotEdited {
    #[error("cannot write {path}: {error}")]
    Io { path: String, error: io::Error },
    #[error("{path}:{line}: {why}")]
    Table { path: String, line: usize, why: String },
}

/// Fields to write, by the names of their columns; the others stay as they are, or blank in a new line.
pub type Fields<'a> = [(&'a str, &'a str)];

/// Adds one line to the end of a table and returns its number. A column that the table lacks is added to its header.
/// The table is written beside itself and renamed, so that it is never half a table.
///
/// # Errors
/// The table cannot be read or written, or has no header.
pub fn append(path: &Path, fields: &Fields<'_>) -> Result<usize, NotEdited> {
    let mut table = Table::read(path)?;
    table.add_columns(fields)?;
    let mut values = vec![String::new(); table.columns.len()];
    table.fill(&mut values, fields);
    if !table.text.ends_with('\n') {
        table.text.push_str(table.newline);
    }
    let line = table.text.matches('\n').count() + 1;
    let new = table.record(&values)?;
    table.text.push_str(&new);
    table.write()?;
    Ok(line)
}

/// Makes a file that is not there yet, with all folders it lies in; one that is there stays as it is. Says whether it
/// was made.
///
/// # Errors
/// It cannot be written.
pub fn create(path: &Path, text: &str) -> Result<bool, NotEdited> {
    let failed = |error| io_error(path, error);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    match fs::File::create_new(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// Writes fields of the line that begins at a line of the file. A column that the table lacks is added to its header.
///
/// # Errors
/// The table cannot be read or written, or no line of it begins there.
pub fn amend(path: &Path, line: usize, fields: &Fields<'_>) -> Result<(), NotEdited> {
    let mut table = Table::read(path)?;
    table.add_columns(fields)?;
    let (range, mut values) = table.line(line)?;
    values.resize(table.columns.len(), String::new());
    table.fill(&mut values, fields);
    let new = table.record(&values)?;
    table.text.replace_range(range, &new);
    table.write()
}

/// Where a line stands in the text, and its fields.
type Record = (Range<usize>, Vec<String>);

/// A table as text, with what its new lines must look like.
struct Table {
    path: PathBuf,
    text: String,
    marked: bool,
    delimiter: u8,
    newline: &'static str,
    columns: Vec<String>,
}

impl Table {
    fn read(path: &Path) -> Result<Self, NotEdited> {
        let bytes = fs::read(path).map_err(|error| io_error(path, error))?;
        let text = decode(&bytes);
        let marked = bytes.starts_with(b"\xef\xbb\xbf");
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let delimiter = delimiter(&text);
        let mut table = Self { path: path.to_owned(), text, marked, delimiter, newline, columns: Vec::new() };
        let (_, header) = table.records()?.into_iter().next().ok_or_else(|| table.problem(1, "has no header line"))?;
        table.columns = header.iter().map(|name| name.trim().to_lowercase()).collect();
        Ok(table)
    }

    /// Every line that is not blank, with where it stands in the text.
    fn records(&self) -> Result<Vec<Record>, NotEdited> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        let mut out = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let found =
                reader.read_record(&mut record).map_err(|error| self.problem(0, &format!("is no CSV: {error}")))?;
            if !found {
                return Ok(out);
            }
            let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
            // Blank lines before a record belong to what the reader passed over.
            let start = at(record.position().map_or(0, csv::Position::byte));
            let start = start + self.text[start..].len() - self.text[start..].trim_start_matches(['\r', '\n']).len();
            out.push((start..at(reader.position().byte()), record.iter().map(str::to_owned).collect()));
        }
    }

    /// The record that begins at a line of the file.
    fn line(&self, line: usize) -> Result<Record, NotEdited> {
        let begins = |range: &Range<usize>| self.text[..range.start].matches('\n').count() + 1 == line;
        let found = self.records()?.into_iter().find(|(range, _)| begins(range));
        found.ok_or_else(|| self.problem(line, "no line of the table begins here any more"))
    }

    fn add_columns(&mut self, fields: &Fields<'_>) -> Result<(), NotEdited> {
        let missing: Vec<&str> = fields
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !self.columns.iter().any(|known| known == name))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let (range, mut header) = self.records()?.swap_remove(0);
        for name in missing {
            header.push(name.to_owned());
            self.columns.push(name.to_owned());
        }
        let new = self.record(&header)?;
        self.text.replace_range(range, &new);
        Ok(())
    }

    fn fill(&self, values: &mut [String], fields: &Fields<'_>) {
        for (name, value) in fields {
            if let Some(at) = self.columns.iter().position(|known| known == name) {
                (*value).clone_into(&mut values[at]);
            }
        }
    }

    /// A line as the table writes its lines.
    fn record(&self, values: &[String]) -> Result<String, NotEdited> {
        let terminator = if self.newline == "\r\n" { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().delimiter(self.delimiter).terminator(terminator).from_writer(Vec::new());
        let written = writer.write_record(values).map_err(io::Error::other);
        let bytes = written.and_then(|()| writer.into_inner().map_err(csv::IntoInnerError::into_error));
        let bytes = bytes.map_err(|error| io_error(&self.path, error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn write(&self) -> Result<(), NotEdited> {
        let failed = |error| io_error(&self.path, error);
        // The table itself, not a link to it.
        let path = fs::canonicalize(&self.path).map_err(failed)?;
        let mode = fs::metadata(&path).map_err(failed)?.permissions();
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut scratch = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let mark: &[u8] = if self.marked { b"\xef\xbb\xbf" } else { b"" };
        scratch.write_all(mark).and_then(|()| scratch.write_all(self.text.as_bytes())).map_err(failed)?;
        fs::set_permissions(scratch.path(), mode).map_err(failed)?;
        scratch.as_file().sync_all().map_err(failed)?;
        scratch.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn problem(&self, line: usize, why: &str) -> NotEdited {
        NotEdited::Table { path: self.path.display().to_string(), line, why: why.to_owned() }
    }
}

fn io_error(path: &Path, error: io::Error) -> NotEdited {
    NotEdited::Io { path: path.display().to_string(), error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(before: &str, edit: impl FnOnce(&Path)) -> String {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let path = folder.path().join("table.csv");
        fs::write(&path, before).expect("it can be written");
        edit(&path);
        fs::read_to_string(&path).expect("it is there")
    }

    #[test]
    fn a_line_is_added_as_the_table_writes_its_own() {
        let after = edited("\u{feff}raw;term\r\nKein;x\r\n", |path| {
            assert_eq!(append(path, &[("term", "a;b"), ("raw", "new")]).expect("it can be added"), 3);
        });
        assert_eq!(after, "\u{feff}raw;term\r\nKein;x\r\nnew;\"a;b\"\r\n");
    }

    #[test]
    fn a_last_line_without_an_end_gets_one() {
        let after = edited("raw,term\nx,\"two\nlines\"", |path| {
            assert_eq!(append(path, &[("raw", "y")]).expect("it can be added"), 4);
        });
        assert_eq!(after, "raw,term\nx,\"two\nlines\"\ny,\n");
    }

    #[test]
    fn one_line_is_amended_and_nothing_else() {
        let after = edited("raw,term\n\n x , 'a' \n\"y\",b\nz,c\n", |path| {
            amend(path, 4, &[("term", "changed"), ("grain", "record")]).expect("it can be amended");
            assert!(amend(path, 2, &[("term", "no line begins here")]).is_err());
        });
        assert_eq!(after, "raw,term,grain\n\n x , 'a' \ny,changed,record\nz,c\n");
    }
}
