//! Records with the physical lines they stand on, and the choice between readings where quotes contradict each other.
//!
//! A record is read as RFC 4180 has it as long as its quotes allow that. Where they do not, the record is one line,
//! and the reading that gives it as many fields as its table has is taken: a quote too many costs neither the line it
//! stands on nor those that follow.
//!
//! The `csv` crate is not used here: it drops a stray quote, reads to the end of the file behind one that is not
//! closed, and does not count lines that end in CR.

use super::fields::{End, Field, Manner, Marks, Oddity, after_line_end, line_end, on_line, strict};

/// One record; its fields are in the vector given to [`Records::next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// The physical line it begins on, from 1.
    pub line: u32,
    /// How many physical lines it takes.
    pub lines: u32,
    pub oddity: Oddity,
}

/// The records of a text in order. Blank lines count as lines and give no record.
#[derive(Debug)]
pub(super) struct Records<'t> {
    text: &'t [u8],
    marks: Marks,
    /// Fields that most lines of the text have; 0 while that is not known.
    usual: usize,
    /// Fields of the record before.
    last: usize,
    at: usize,
    line: u32,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, marks: Marks, usual: usize) -> Self {
        Self { text: text.as_bytes(), marks, usual, last: 0, at: 0, line: 1 }
    }

    /// The next record; its fields replace those in `fields`.
    pub(super) fn next(&mut self, fields: &mut Vec<Field>) -> Option<Record> {
        while matches!(self.text.get(self.at), Some(b'\n' | b'\r')) {
            self.at = after_line_end(self.text, self.at);
            self.line += 1;
        }
        if self.at >= self.text.len() {
            return None;
        }
        let whole = strict(self.text, self.marks, self.at, fields).filter(|end| !self.swallows(*end, fields.len()));
        let end = whole.unwrap_or_else(|| self.repaired(fields));
        let record = Record { line: self.line, lines: end.breaks + 1, oddity: end.oddity };
        self.last = fields.len();
        self.line += end.breaks;
        if end.at < self.text.len() {
            self.line += 1;
        }
        self.at = after_line_end(self.text, end.at);
        Some(record)
    }

    /// Whether a table of this text has lines of so many fields.
    fn expects(&self, width: usize) -> bool {
        width == self.usual || width == self.last
    }

    /// Whether a quoted field with line ends is more likely a quote that nobody closed, met by a quote further down:
    /// the record does not fit the table and its first line alone would, or all its lines would.
    fn swallows(&self, end: End, width: usize) -> bool {
        if end.breaks == 0 {
            return false;
        }
        let mut fields = Vec::new();
        let mut alone = |at: usize, until: usize| {
            on_line(self.text, self.marks, at, until, Manner::Plain, &mut fields);
            fields.len()
        };
        let first = line_end(self.text, self.at);
        if !self.expects(width) {
            return self.expects(alone(self.at, first));
        }
        // In a table of two columns the text of a cell may well hold one comma a line.
        if width < 3 {
            return false;
        }
        let mut at = self.at;
        while at < end.at {
            let until = line_end(self.text, at).min(end.at);
            if alone(at, until) != width {
                return false;
            }
            at = after_line_end(self.text, until);
        }
        true
    }

    /// The one line from here, in the manner that fits the table best.
    fn repaired(&self, fields: &mut Vec<Field>) -> End {
        let end = line_end(self.text, self.at);
        let goal = if self.usual > 0 { self.usual } else { self.last };
        let mut best: Option<((usize, usize), Oddity)> = None;
        let mut other = Vec::new();
        for manner in [Manner::Lenient, Manner::Plain, Manner::Undoubled] {
            let (oddity, open) = on_line(self.text, self.marks, self.at, end, manner, &mut other);
            // Where nothing is known of the table, the first manner is as good as any.
            let amiss = match other.len() {
                width if goal == 0 || self.expects(width) => 0,
                width => width.abs_diff(goal),
            };
            if best.is_none_or(|(least, _)| (amiss, open) < least) {
                best = Some(((amiss, open), oddity));
                std::mem::swap(fields, &mut other);
            }
        }
        let oddity = best.map_or(Oddity::Stray, |(_, oddity)| oddity.max(Oddity::Stray));
        End { at: end, breaks: 0, oddity }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::content;
    use super::*;

    /// Line and fields of every record of a comma-separated text.
    fn cut(text: &str, usual: usize) -> Vec<(u32, Vec<String>)> {
        let marks = Marks { delimiter: Some(b','), quote: b'"', backslash: false };
        let (mut records, mut fields, mut out) = (Records::new(text, marks, usual), Vec::new(), Vec::new());
        while let Some(record) = records.next(&mut fields) {
            let cells = fields.iter().map(|field| content(text, marks, *field).into_owned()).collect();
            out.push((record.line, cells));
        }
        out
    }

    fn line(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn every_kind_of_line_end_is_one_line() {
        let mixed = "plums,1\r\r\npears,2\n\napples,\"3\r\nor 4\"\rfigs,5";
        let expected = [
            line(1, &["plums", "1"]),
            line(3, &["pears", "2"]),
            line(5, &["apples", "3\r\nor 4"]),
            line(7, &["figs", "5"]),
        ];
        assert_eq!(cut(mixed, 2), expected);
    }

    #[test]
    fn no_quote_swallows_the_lines_below() {
        let rest = "pears,2\n\"figs, dried\",3\n";
        for (first, cells) in [
            ("\"plums,1\n", ["\"plums", "1"]),
            ("plums,\"1\n", ["plums", "\"1"]),
            ("\"plums\" red,1\n", ["\"plums\" red", "1"]),
            ("\"plums \"red\"\",1\n", ["plums \"red\"", "1"]),
            ("plums 5\",1\n", ["plums 5\"", "1"]),
            ("\"5\" plums, red\",1\n", ["5\" plums, red", "1"]),
            ("\"plums, 5\"\",\"1\"\n", ["plums, 5\"", "1"]),
            ("\"\"plums\",1\n", ["\"plums", "1"]),
        ] {
            let expected = [line(1, &cells), line(2, &["pears", "2"]), line(3, &["figs, dried", "3"])];
            assert_eq!(cut(&format!("{first}{rest}"), 2), expected, "{first}");
        }
    }

    #[test]
    fn a_quote_met_by_one_far_below_is_text() {
        let three = "plums,\"1,2\npears,3,4\nfigs,5\",6\n";
        let expected = [line(1, &["plums", "\"1", "2"]), line(2, &["pears", "3", "4"]), line(3, &["figs", "5\"", "6"])];
        assert_eq!(cut(three, 3), expected);
        let long = format!("plums,\"1\n{}\"\n", "pears,2\n".repeat(300));
        assert_eq!(cut(&long, 2).len(), 302);
        let cell = "plums,\"ripe\nand red\nand sweet\",2\n";
        assert_eq!(cut(cell, 3), [line(1, &["plums", "ripe\nand red\nand sweet", "2"])]);
    }
}
