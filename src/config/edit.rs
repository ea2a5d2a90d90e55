//! Lines that a program adds to the tables people keep, as a person would add them: every other line stays as it is. A table
//! that is no UTF-8 becomes UTF-8.

use std::fs;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::lines::{self, Line, delimiter};
use super::rows::{decode, parts};

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
    if !table.text.ends_with(['\r', '\n']) {
        table.text.push_str(table.newline);
    }
    let line = lines::ends(&table.text) + 1;
    let new = table.record(&values)?;
    table.text.push_str(&new);
    table.text.push_str(table.newline);
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

/// Writes fields of the line that begins at a line of the file and holds what the caller has seen there. A column that the
/// table lacks is added to its header.
///
/// # Errors
/// The table cannot be read or written, no line of it begins there, or the line holds something else: the table was
/// changed meanwhile, and another line must not be changed for it.
pub fn amend(path: &Path, number: usize, seen: &Fields<'_>, fields: &Fields<'_>) -> Result<(), NotEdited> {
    let mut table = Table::read(path)?;
    let found = table.lines()?.into_iter().find(|line| line.number == number);
    let found = found.ok_or_else(|| table.problem(number, "no line of the table begins here any more"))?;
    table.expect(&found, seen)?;
    let mut values = found.fields;
    table.add_columns(fields)?;
    values.resize(table.columns.len().max(values.len()), String::new());
    table.fill(&mut values, fields);
    let new = table.record(&values)?;
    // The header may have become longer, and ends before the line.
    let bytes = table.lines()?.into_iter().find(|line| line.number == number).map_or(found.bytes, |line| line.bytes);
    table.text.replace_range(bytes, &new);
    table.write()
}

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
        let delimiter = delimiter(&text);
        let mut table = Self { path: path.to_owned(), text, marked, delimiter, newline: "\n", columns: Vec::new() };
        let header = table.lines()?.into_iter().next().ok_or_else(|| table.problem(1, "has no header line"))?;
        let after = &table.text[header.bytes.end..];
        table.newline = ["\r\n", "\r"].into_iter().find(|end| after.starts_with(end)).unwrap_or("\n");
        table.columns = header.fields.iter().map(|name| name.trim().to_lowercase()).collect();
        Ok(table)
    }

    fn lines(&self) -> Result<Vec<Line>, NotEdited> {
        lines::of(&self.text).map_err(|error| self.problem(0, &format!("is no CSV: {error}")))
    }

    /// Fields are compared as lists are read: what stands around `|` says nothing.
    fn expect(&self, line: &Line, seen: &Fields<'_>) -> Result<(), NotEdited> {
        for (name, value) in seen {
            let at = self.columns.iter().position(|known| known == name);
            let own = at.and_then(|at| line.fields.get(at)).map_or("", String::as_str);
            if !parts(own).eq(parts(value)) {
                let (own, value) = (own.trim(), value.trim());
                let why = format!(
                    "the line has `{own}` as its {name} and not `{value}`: the table was changed meanwhile; ask again"
                );
                return Err(self.problem(line.number, &why));
            }
        }
        Ok(())
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
        let Line { bytes, fields: mut header, .. } = self.lines()?.swap_remove(0);
        for name in missing {
            header.push(name.to_owned());
            self.columns.push(name.to_owned());
        }
        let new = self.record(&header)?;
        self.text.replace_range(bytes, &new);
        Ok(())
    }

    fn fill(&self, values: &mut [String], fields: &Fields<'_>) {
        for (name, value) in fields {
            if let Some(at) = self.columns.iter().position(|known| known == name) {
                (*value).clone_into(&mut values[at]);
            }
        }
    }

    /// A line as the table writes its lines, without what ends it.
    fn record(&self, values: &[String]) -> Result<String, NotEdited> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
        let written = writer.write_record(values).map_err(io::Error::other);
        let bytes = written.and_then(|()| writer.into_inner().map_err(csv::IntoInnerError::into_error));
        let bytes = bytes.map_err(|error| io_error(&self.path, error))?;
        Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
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
            amend(path, 4, &[("raw", "y")], &[("term", "changed"), ("grain", "record")]).expect("it can be amended");
            assert!(amend(path, 2, &[], &[("term", "no line begins here")]).is_err());
            let other = amend(path, 4, &[("term", "changed"), ("raw", "z")], &[("term", "wrong")]);
            let why = other.expect_err("the line is another").to_string();
            assert!(
                why.ends_with("the line has `y` as its raw and not `z`: the table was changed meanwhile; ask again")
            );
        });
        assert_eq!(after, "raw,term,grain\n\n x , 'a' \ny,changed,record\nz,c\n");
    }

    /// Tables as programs write them: what is seen in the middle line, what the table is, and what is to become of it.
    fn written(how: impl Fn([&str; 4])) {
        for mark in ["", "\u{feff}"] {
            for part in [",", ";"] {
                for end in ["\n", "\r\n", "\r"] {
                    for last in ["", end] {
                        how([mark, part, end, last]);
                    }
                }
            }
        }
    }

    /// A table of cells with those marks; `~` in a cell is a quoted line break.
    fn table([mark, part, end, last]: [&str; 4], lines: &[&str]) -> String {
        let lines: Vec<String> = lines.iter().map(|line| line.replace('|', part).replace('~', end)).collect();
        format!("{mark}{}{last}", lines.join(end))
    }

    #[test]
    fn the_right_line_is_amended_however_the_table_is_written() {
        written(|how| {
            let before = table(how, &["raw|term|note", "a|1|\"two~lines\"", "", "b|2|\"x~y\"", "c|3|z"]);
            // Numbers as the reader of tables gives them.
            let text = before.trim_start_matches('\u{feff}');
            let (rows, problems) = super::super::Rows::parse("t.csv", text, &["raw", "term", "note"], &[]);
            assert!(problems.is_empty(), "{before:?}: {problems:?}");
            let numbers: Vec<usize> = rows.rows.iter().map(|row| row.line).collect();
            assert_eq!(numbers, [2, 5, 7], "{before:?}");
            for (number, raw, after) in [
                (2, "a", ["raw|term|note|by", "a|9|\"two~lines\"|me", "", "b|2|\"x~y\"", "c|3|z"]),
                (5, "b", ["raw|term|note|by", "a|1|\"two~lines\"", "", "b|9|\"x~y\"|me", "c|3|z"]),
                (7, "c", ["raw|term|note|by", "a|1|\"two~lines\"", "", "b|2|\"x~y\"", "c|9|z|me"]),
            ] {
                let found = edited(&before, |path| {
                    amend(path, number, &[("raw", raw)], &[("term", "9"), ("by", "me")]).expect("it is that line");
                    assert!(amend(path, number + 1, &[("raw", raw)], &[("term", "8")]).is_err());
                });
                assert_eq!(found, table(how, &after), "{before:?}");
            }
        });
    }

    #[test]
    fn a_line_is_added_behind_the_last_however_the_table_is_written() {
        written(|how| {
            let before = table(how, &["raw|term", "a|\"two~lines\""]);
            let after = edited(&before, |path| {
                assert_eq!(append(path, &[("raw", "b"), ("term", "2")]).expect("it can be added"), 4, "{before:?}");
            });
            let [mark, part, end, _] = how;
            assert_eq!(after, table([mark, part, end, end], &["raw|term", "a|\"two~lines\"", "b|2"]), "{before:?}");
        });
    }
}
