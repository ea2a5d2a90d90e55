//! How well a candidate explains a sample of the text.
//!
//! What counts is lines that agree with a neighbour on their number of fields, because that is what a table is and a
//! title, a note or a sentence is not. A line counts for more the cleaner its cells are: a cell that holds another
//! candidate, as `3;5` does when commas divide, speaks against the candidate that left it whole. The number of fields
//! itself counts for little, so that a table of two columns stands up to sentences full of commas.

use super::dialect::DELIMITERS;
use super::fields::{Field, Marks, Oddity};
use super::records::Records;

/// What a candidate makes of the sample.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// How well it explains the sample.
    score: f64,
    /// Records.
    records: usize,
    /// Records of two fields and more, and those of them without a space behind every delimiter.
    divided: usize,
    compact: usize,
    /// The same of those that agree with a neighbour.
    agree: usize,
    tight: usize,
    /// Records whose quotes contradict each other.
    odd: usize,
    /// Quoted fields, and filled ones that are no numbers.
    quoted: usize,
    worded: usize,
    /// Fields of the lines that score most.
    pub usual: usize,
    /// Whether lines of a table have a space behind their delimiters, and whether any has none.
    spaced: bool,
    apart: bool,
}

/// One record of the sample as a candidate cuts it.
struct Cut {
    width: usize,
    /// Share of its filled fields that look whole, from 0 to 1.
    clean: f64,
    /// Whether a space stands before every filled field but the first, as behind the commas of a sentence, and
    /// whether one stands without.
    spaced: bool,
    apart: bool,
    /// Whether the line is one number such as `1,234`.
    thousands: bool,
    odd: bool,
    /// Physical lines, so that a candidate gains nothing by tearing a record in two.
    lines: f64,
}

impl Tally {
    pub(super) fn of(samples: &[&str], marks: Marks) -> Self {
        let mut tally = Self::default();
        let mut widths: Vec<(usize, f64)> = Vec::new();
        for sample in samples {
            let cuts = tally.cut(sample, marks);
            for (index, cut) in cuts.iter().enumerate() {
                // One line between two of a table may be ragged.
                let around = &cuts[index.saturating_sub(2)..(index + 3).min(cuts.len())];
                let agrees = around.iter().filter(|other| other.width == cut.width).count() > 1;
                tally.add(cut, agrees, &mut widths);
            }
        }
        widths.sort_by(|a, b| b.1.total_cmp(&a.1));
        tally.usual = widths.first().map_or(0, |(width, _)| *width);
        tally
    }

    /// The records of a sample as the marks divide it.
    fn cut(&mut self, sample: &str, marks: Marks) -> Vec<Cut> {
        let (mut records, mut fields, mut cuts) = (Records::new(sample, marks, 0), Vec::new(), Vec::new());
        while let Some(record) = records.next(&mut fields) {
            let mut clean = (0.0, 0.0);
            let (mut spaced, mut apart) = (false, false);
            for (index, field) in fields.iter().enumerate() {
                let text = &sample.as_bytes()[field.start..field.end];
                if text.trim_ascii().is_empty() {
                    continue;
                }
                let number = is_number(text);
                self.quoted += usize::from(field.quoted);
                self.worded += usize::from(field.quoted || !number);
                spaced |= index > 0 && field.spaced;
                apart |= index > 0 && !field.spaced;
                clean = (clean.0 + if number { 1.0 } else { wholeness(text, *field, index, marks) }, clean.1 + 1.0);
            }
            let whole = &sample.as_bytes()[fields[0].start..fields[fields.len() - 1].end];
            cuts.push(Cut {
                width: fields.len(),
                clean: if clean.1 > 0.0 { clean.0 / clean.1 } else { 1.0 },
                spaced: spaced && !apart,
                apart,
                thousands: marks.delimiter == Some(b',') && fields.len() > 1 && is_thousands(whole),
                odd: record.oddity != Oddity::None,
                lines: f64::from(record.lines),
            });
        }
        cuts
    }

    fn add(&mut self, cut: &Cut, agrees: bool, widths: &mut Vec<(usize, f64)>) {
        self.records += 1;
        self.odd += usize::from(cut.odd);
        if cut.width < 2 || cut.thousands {
            return;
        }
        self.divided += 1;
        self.compact += usize::from(!cut.spaced);
        if agrees {
            self.agree += 1;
            self.tight += usize::from(!cut.spaced);
            self.spaced |= cut.spaced;
            self.apart |= cut.apart;
        }
        let fields = f64::from(u32::try_from(cut.width).unwrap_or(u32::MAX));
        let prose = if cut.spaced { 0.25 } else { 1.0 };
        let odd = if cut.odd { 0.5 } else { 1.0 };
        let lone = if agrees { 1.0 } else { 0.05 };
        let score = (1.0 - 1.0 / fields) * cut.clean * cut.clean * prose * odd * lone * cut.lines;
        self.score += score;
        match widths.iter_mut().find(|(width, _)| *width == cut.width) {
            Some((_, sum)) => *sum += score,
            None => widths.push((cut.width, score)),
        }
    }

    /// Whether there is enough to say that the text has columns at all.
    pub(super) fn is_table(&self, delimiter: u8) -> bool {
        match delimiter {
            b' ' => self.divided == self.records && self.agree == self.records && self.quoted > 1 && self.usual > 2,
            b'^' | b'~' => self.agree == self.records && self.records > 2,
            b'\t' | b'|' => self.divided > 0,
            // A comma or semicolon before a space is punctuation, unless most lines have it.
            _ => {
                self.tight > 1
                    || self.agree > 1 && self.agree * 5 >= self.records * 3
                    || self.compact > 0 && self.compact * 2 >= self.records
            }
        }
    }

    /// Whether the delimiter is always followed by a space.
    pub(super) fn is_spaced(&self) -> bool {
        self.spaced && !self.apart
    }

    /// Whether this candidate is to be preferred to one that was tried before.
    pub(super) fn beats(&self, marks: Marks, other: &Self, others: Marks) -> bool {
        if marks.delimiter != others.delimiter {
            return self.score > other.score;
        }
        if marks.quote != others.quote {
            // An apostrophe is a quote only where the text shows it: it tidies the table, or it stands around most words.
            let most = self.quoted > 2 && self.quoted * 2 >= self.worded && self.quoted > other.quoted;
            return self.quoted > 1 && self.score > other.score * 1.01 || most && self.score >= other.score * 0.9;
        }
        self.odd < other.odd && self.score >= other.score
    }
}

/// How much an unquoted field looks like one cell rather than two that were not divided.
fn wholeness(text: &[u8], field: Field, index: usize, marks: Marks) -> f64 {
    if field.quoted {
        return 1.0;
    }
    let undivided = text.iter().enumerate().any(|(at, byte)| {
        let other = DELIMITERS.contains(byte) && Some(*byte) != marks.delimiter;
        // Before a space it is punctuation, but for the tab, which nobody types into a cell.
        other && (*byte == b'\t' || text.get(at + 1).is_some_and(|next| *next != b' '))
    });
    // Half of a cell that the other quote holds together. Words may begin or end with an apostrophe.
    let other = if marks.quote == b'"' { b'\'' } else { b'"' };
    let torn = (text.first() == Some(&other)) != (text.last() == Some(&other));
    if undivided || (torn && other == b'"') {
        0.0
    } else if torn || (index > 0 && field.spaced) {
        0.5
    } else {
        1.0
    }
}

/// `1,234`, `3.5`, `£12`, `40%`, `-7`: digits and what goes with them.
fn is_number(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let text = text.strip_prefix("£".as_bytes()).unwrap_or(text);
    text.iter().any(u8::is_ascii_digit)
        && text
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-' | b'+' | b'%' | b'$' | b' '))
}

/// One number whose thousands are parted by commas.
fn is_thousands(text: &[u8]) -> bool {
    let mut groups = text.trim_ascii().split(|byte| *byte == b',');
    let digits = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}
