//! Fields of one record: how delimiters, quotes and escapes divide bytes. What to do when they contradict each other
//! is for [`super::records`] to decide.

use std::borrow::Cow;

/// The most line ends inside the quotes of a record, and the most bytes of a quoted field: what a spreadsheet allows in
/// a cell (253 breaks, 32,767 characters of up to 4 bytes). A quote that closes later than that was never opened.
const MOST_BREAKS: u32 = 253;
const MOST_BYTES: usize = 4 * 32_767;

/// The characters that divide a text. All are ASCII, so that every position between fields lies between characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// None: every line is one field.
    pub delimiter: Option<u8>,
    pub quote: u8,
    /// Whether `\"` stands for a quote. Inside quotes a doubled one always does.
    pub backslash: bool,
}

/// A field as positions in the text, without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub start: usize,
    pub end: usize,
    pub quoted: bool,
    /// Whether the text holds escapes to undo.
    escaped: bool,
    /// Whether a space stands between the delimiter and the field.
    pub spaced: bool,
}

/// How to take a quote that is neither doubled nor followed by a delimiter or the end of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// It cannot be, so the field is not quoted and its first quote is text.
    Plain,
    /// It is text, and the field goes on to the quote that closes it.
    Lenient,
    /// As lenient, and no quote is doubled: a quote before a delimiter closes.
    Undoubled,
}

/// What is odd about the quotes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    None,
    /// A quote in the middle of text.
    Stray,
    /// A quote opens a field and nothing closes it.
    Unclosed,
}

/// Where a quoted field ends.
struct Closed {
    end: usize,
    /// The delimiter, line end or end of text after it.
    next: usize,
    breaks: u32,
    escaped: bool,
    odd: bool,
}

/// Where a record ends, before its line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub at: usize,
    /// Line ends inside its quoted fields.
    pub breaks: u32,
    pub oddity: Oddity,
}

/// The record from `at`, with quoted fields that may hold line ends; none if a quoted field does not close as it must.
pub(super) fn strict(text: &[u8], marks: Marks, mut at: usize, fields: &mut Vec<Field>) -> Option<End> {
    fields.clear();
    let (mut breaks, mut oddity) = (0, Oddity::None);
    loop {
        if let Some(inside) = opening(text, marks, at) {
            let until = inside.saturating_add(MOST_BYTES).min(text.len());
            let closed = close(text, marks, inside, until, Manner::Plain)?;
            breaks += closed.breaks;
            if breaks > MOST_BREAKS {
                return None;
            }
            fields.push(quoted(at, inside, &closed));
            at = closed.next;
        } else {
            let (field, odd) = bare(text, marks, at, text.len());
            oddity = oddity.max(odd);
            fields.push(field);
            at = field.end;
        }
        if at < text.len() && Some(text[at]) == marks.delimiter {
            at += 1;
        } else {
            return Some(End { at, breaks, oddity });
        }
    }
}

/// The fields of the one physical line from `at` to `end`, in a given manner. A field whose quote does not close on
/// the line is taken as it stands; the second value counts these.
pub(super) fn on_line(
    text: &[u8],
    marks: Marks,
    mut at: usize,
    end: usize,
    manner: Manner,
    fields: &mut Vec<Field>,
) -> (Oddity, usize) {
    fields.clear();
    let (mut oddity, mut open) = (Oddity::None, 0);
    loop {
        // Where one search ran to the end of the line for nothing, the next would too: a line is read once, not once
        // a field.
        let manner = if open > 0 { Manner::Plain } else { manner };
        let closed = opening(text, marks, at)
            .filter(|inside| *inside <= end)
            .and_then(|inside| Some((inside, close(text, marks, inside, end, manner)?)));
        if let Some((inside, closed)) = closed {
            if closed.odd {
                oddity = oddity.max(Oddity::Stray);
            }
            fields.push(quoted(at, inside, &closed));
            at = closed.next;
        } else {
            let (field, odd) = bare(text, marks, at, end);
            oddity = oddity.max(odd);
            open += usize::from(opening(text, marks, at).is_some_and(|inside| inside <= end));
            fields.push(field);
            at = field.end;
        }
        if at < end && Some(text[at]) == marks.delimiter {
            at += 1;
        } else {
            return (oddity, open);
        }
    }
}

/// Where the line from `at` ends, before its line end.
pub(super) fn line_end(text: &[u8], at: usize) -> usize {
    text[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(text.len(), |length| at + length)
}

/// Behind the line end that stands at `at`: LF, CR or both.
pub(super) fn after_line_end(text: &[u8], at: usize) -> usize {
    match text.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([_, ..]) => at + 1,
        _ => at,
    }
}

/// What a field says, its escapes undone.
pub(super) fn content(text: &str, marks: Marks, field: Field) -> Cow<'_, str> {
    let raw = &text[field.start..field.end];
    if !field.escaped {
        return Cow::Borrowed(raw);
    }
    let quote = char::from(marks.quote);
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(char) = rest.next() {
        let next = rest.peek().copied();
        let doubled = field.quoted && char == quote && next == Some(quote);
        if doubled || (marks.backslash && char == '\\' && (next == Some(quote) || next == Some('\\'))) {
            out.extend(rest.next());
        } else {
            out.push(char);
        }
    }
    Cow::Owned(out)
}

/// Behind the quote that opens the field at `at`, if one does; spaces may stand before it.
fn opening(text: &[u8], marks: Marks, mut at: usize) -> Option<usize> {
    if marks.delimiter != Some(b' ') {
        at += text[at..].iter().take_while(|byte| **byte == b' ').count();
    }
    (text.get(at) == Some(&marks.quote)).then_some(at + 1)
}

fn quoted(at: usize, inside: usize, closed: &Closed) -> Field {
    Field { start: inside, end: closed.end, quoted: true, escaped: closed.escaped, spaced: inside > at + 1 }
}

/// The field without quotes from `at`, and whether quotes stand in it.
fn bare(text: &[u8], marks: Marks, at: usize, until: usize) -> (Field, Oddity) {
    let delimiter = marks.delimiter.unwrap_or(b'\n');
    let length = text[at..until].iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
    let end = length.map_or(until, |length| at + length);
    let within = &text[at..end];
    // An apostrophe inside a word is no stray quote.
    let mut quotes = if marks.quote == b'"' { within.iter().filter(|byte| **byte == b'"').count() } else { 0 };
    // Some writers escape quotes in fields that they do not quote.
    let escaped =
        if marks.backslash && quotes > 0 { within.windows(2).filter(|pair| pair == b"\\\"").count() } else { 0 };
    quotes -= escaped;
    let spaced = text.get(at) == Some(&b' ');
    let oddity = match quotes {
        0 => Oddity::None,
        1 if opening(text, marks, at).is_some() => Oddity::Unclosed,
        _ => Oddity::Stray,
    };
    (Field { start: at, end, quoted: false, escaped: escaped > 0, spaced }, oddity)
}

/// Where the quoted field whose text begins at `at` closes. Every quote in it is looked at once, and a plain reading
/// stops at the first that is neither doubled nor closing, so that unclosed quotes on every line cost no more than
/// one pass over the text.
fn close(text: &[u8], marks: Marks, mut at: usize, until: usize, manner: Manner) -> Option<Closed> {
    let (mut breaks, mut escaped, mut odd) = (0, false, false);
    while at < until {
        let byte = text[at];
        let next = text.get(at + 1).copied();
        if byte == b'\n' || (byte == b'\r' && next != Some(b'\n')) {
            breaks += 1;
            if breaks > MOST_BREAKS {
                return None;
            }
        } else if byte == b'\\' && marks.backslash && (next == Some(b'\\') || next == Some(marks.quote)) {
            escaped = true;
            at += 1;
        } else if byte == marks.quote {
            if manner != Manner::Undoubled && next == Some(marks.quote) {
                escaped = true;
                at += 1;
            } else if let Some(next) = behind(text, marks, at + 1) {
                return Some(Closed { end: at, next, breaks, escaped, odd });
            } else if manner == Manner::Plain {
                return None;
            } else {
                odd = true;
            }
        }
        at += 1;
    }
    None
}

/// The end of a field behind its closing quote, which only spaces may part from it.
fn behind(text: &[u8], marks: Marks, mut at: usize) -> Option<usize> {
    if marks.delimiter != Some(b' ') {
        at += text[at..].iter().take_while(|byte| **byte == b' ').count();
    }
    match text.get(at) {
        None | Some(b'\n' | b'\r') => Some(at),
        Some(byte) => (Some(*byte) == marks.delimiter).then_some(at),
    }
}
