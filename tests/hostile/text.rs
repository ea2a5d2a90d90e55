//! Delimited text: encodings, quotes and delimiters that mislead a reader, and what is no text at all.

use super::{Hostile, LINES, NOTHING, REFUSED, TABLE};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "marked.csv",
        hazard: "UTF-8 with a byte order mark, which is no part of the first header",
        bytes: || [b"\xef\xbb\xbf".as_slice(), &plain("Note: marked")].concat(),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "wide, unmarked.csv",
        hazard: "UTF-16 without a mark, which is valid UTF-8 full of NULs",
        bytes: || wide(&table(',', "\r\n", "Note: wide")),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "wide, marked.csv",
        hazard: "UTF-16 with a mark, as spreadsheet programs save it",
        bytes: || wide(&format!("\u{feff}{}", table('\t', "\r\n", "Note: wide and marked"))),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "windows.csv",
        hazard: "windows-1252: a dash in a label and a pound sign below, of one byte each",
        bytes: || {
            b"Outcome,Number\nCharged/Summonsed,3\nCaution \x96 adults,5\nNo further action,7\n\nNote: \xa3s\n".to_vec()
        },
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "windows, late.csv",
        hazard: "the first byte that tells the encoding stands 1.6 MB into the file",
        bytes: || {
            let notes = "Note: the figures below are provisional and may change when the cases are reviewed again.\n";
            let times = 1_600_000 / notes.len();
            let table =
                b"\nOutcome,Number\nCharged/Summonsed,3\nCaution \x96 adults,5\nNo further action,7\n".as_slice();
            [notes.repeat(times).as_bytes(), table].concat()
        },
        finds: "none",
        loads: &["17780:2=3", "17781:2=5", "17782:2=7"],
    },
    Hostile {
        name: "two encodings.csv",
        hazard: "one line in UTF-8 and one in windows-1252: one of them comes out garbled",
        bytes: || [&*plain("Note: caf\u{e9}"), b"Note: \xa350\n"].concat(),
        finds: "text-garbled",
        loads: LINES,
    },
    Hostile {
        name: "read twice.csv",
        hazard: "UTF-8 that was saved again as if it had been windows-1252",
        bytes: || plain("Note: caf\u{c3}\u{a9} at \u{c2}\u{a3}50"),
        finds: "text-garbled",
        loads: LINES,
    },
    Hostile {
        name: "macintosh.csv",
        hazard: "the encoding of old Macintoshes, whose pound sign is that of windows-1252 and whose letters are not",
        bytes: || [&*plain("Note: old"), b"Note: men\xd5s caf\x8es \xd0 \xa350\n"].concat(),
        finds: "text-garbled|text-undecodable",
        loads: LINES,
    },
    Hostile {
        name: "not of its encoding.csv",
        hazard: "UTF-8 by its mark, with bytes that are none",
        bytes: || [b"\xef\xbb\xbf".as_slice(), &plain("Note: kept"), b"Note: \xa350\n"].concat(),
        finds: "text-undecodable",
        loads: LINES,
    },
    Hostile {
        name: "ragged.csv",
        hazard: "lines of different lengths",
        bytes: || b"Outcome,Number,,\nCharged/Summonsed,3\nCaution,5,,,,,,\nNo further action,7,\n".to_vec(),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "unclosed above.csv",
        hazard: "a quote in the title that nothing closes: a reader takes the whole file for one field",
        bytes: || [b"\"Outcomes of the year\n".as_slice(), &plain("")].concat(),
        finds: "quote-unclosed",
        loads: &["3:2=3", "4:2=5", "5:2=7"],
    },
    Hostile {
        name: "unclosed within.csv",
        hazard: "a quote in a note beside a count that nothing closes",
        bytes: || b"Outcome,Number,Notes\nCharged/Summonsed,3,\nCaution,5,\"see below\nNo further action,7,\n".to_vec(),
        // The text of a column that names no dimension is never loaded.
        finds: "quote-unclosed;value-set-aside",
        loads: LINES,
    },
    Hostile {
        name: "stray.csv",
        hazard: "a quote inside a text: readers drop it, and what they give is another text",
        bytes: || plain("\"Provisional\" figures \"as of\" April"),
        finds: "quote-stray",
        loads: LINES,
    },
    Hostile {
        name: "lines within.csv",
        hazard: "a quoted field of several lines above the table: lines below keep their numbers",
        bytes: || [b"\"Outcomes\nof the\nyear\"\n".as_slice(), &plain("")].concat(),
        finds: "none",
        loads: &["5:2=3", "6:2=5", "7:2=7"],
    },
    Hostile {
        name: "carriage returns.csv",
        hazard: "lines that end as on old Macintoshes",
        bytes: || table(',', "\r", "").into_bytes(),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "line ends mixed.csv",
        hazard: "all three ends of lines, and blank lines",
        bytes: || b"Outcome,Number\r\n\rCharged/Summonsed,3\nCaution,5\rNo further action,7\r\n\r\n\n".to_vec(),
        finds: "none",
        loads: &["3:2=3", "4:2=5", "5:2=7"],
    },
    Hostile {
        name: "separator stated.csv",
        hazard: "a first line that states the delimiter, and is no data",
        bytes: || format!("sep=;\r\n{}", table(';', "\r\n", "")).into_bytes(),
        finds: "none",
        loads: &["3:2=3", "4:2=5", "5:2=7"],
    },
    Hostile {
        name: "commas around semicolons.csv",
        hazard: "a table apart by semicolons, with more commas than those in the title and the note",
        bytes: || {
            let note = "Note: figures are provisional, may change, and cover reports, not persons";
            format!("Outcomes, by type, of the force, in the year\n\n{}", table(';', "\n", note)).into_bytes()
        },
        finds: "none",
        loads: &["4:2=3", "5:2=5", "6:2=7"],
    },
    Hostile {
        name: "bars.csv",
        hazard: "fields apart by bars",
        bytes: || table('|', "\n", "").into_bytes(),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "commas in quotes.csv",
        hazard: "labels with commas in them",
        bytes: || {
            b"Outcome,Number\n\"Charged/Summonsed\",\"3\"\nCaution,\"5\"\nNo further action,\"7\"\n\"Note: a, b, c\"\n"
                .to_vec()
        },
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "errors.csv",
        hazard: "an error instead of a count",
        bytes: || b"Outcome,Number\nCharged/Summonsed,#REF!\nCaution,5\nNo further action,7\n".to_vec(),
        finds: "error-cell",
        loads: &["3:2=5", "4:2=7"],
    },
    Hostile {
        name: "not numbers.csv",
        hazard: "words that a careless reader takes for numbers",
        bytes: || b"Outcome,Number\nCharged/Summonsed,NaN\nCaution,inf\nCautions,1e999\nNo further action,7\n".to_vec(),
        finds: "value-set-aside",
        loads: &["5:2=7"],
    },
    Hostile {
        name: "wide lines.csv",
        hazard: "a line of 20,000 fields, which no sheet holds",
        bytes: || [&*plain("Note: wide"), ",".repeat(20_000).as_bytes(), b"x\n"].concat(),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "long field.csv",
        hazard: "a field of three megabytes",
        bytes: || [&*plain("Note: long"), "a".repeat(3 << 20).as_bytes(), b"\n"].concat(),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "nothing but space.csv",
        hazard: "only blank lines and delimiters",
        bytes: || b" \r\n,,,\r\n\t\r\n".to_vec(),
        finds: "file-empty|no-table",
        loads: NOTHING,
    },
    Hostile {
        name: "noise.csv",
        hazard: "bytes that are no text",
        bytes: || (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0]).collect(),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "zeros.csv",
        hazard: "a file of NULs, as after a crash of the machine that wrote it",
        bytes: || vec![0; 4096],
        finds: "file-unreadable|file-empty",
        loads: NOTHING,
    },
    Hostile {
        name: "begins like a zip.csv",
        hazard: "text whose first letters are those of a zip",
        bytes: || [b"PK figures of the year\n".as_slice(), &plain("")].concat(),
        finds: "none",
        loads: &["3:2=3", "4:2=5", "5:2=7"],
    },
    Hostile {
        name: "a workbook by its name.xls",
        hazard: "delimited text named as a workbook",
        bytes: || plain("Note: named wrongly"),
        finds: "format-mismatch",
        loads: LINES,
    },
    Hostile {
        name: "escape.csv",
        hazard: "a label that would paint the terminal, move the cursor and turn the line around",
        bytes: || {
            let label = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31mred\u{202e}\u{2066},4\n";
            // Enough besides that nobody takes it for a program.
            plain(&(label.to_owned() + &"Note: the figures are provisional and may change\n".repeat(9)))
        },
        finds: "unmapped-label",
        loads: &["2:2=3", "3:2=5", "4:2=7", "5:2=4"],
    },
    Hostile {
        name: "'); DROP TABLE observation_all; --.csv",
        hazard: "a name that is SQL",
        bytes: || plain("Note: the name"),
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "name\u{1b}[31m\nof two lines\u{202e}.csv",
        hazard: "a name that would paint the terminal red and forge a line of the report",
        bytes: || plain("Something else again,4"),
        finds: "unmapped-label",
        loads: &["2:2=3", "3:2=5", "4:2=7", "5:2=4"],
    },
];

/// The table, with a last line of its own.
pub(super) fn plain(last: &str) -> Vec<u8> {
    table(',', "\n", last).into_bytes()
}

fn table(delimiter: char, end: &str, last: &str) -> String {
    let line = |(label, count)| format!("{label}{delimiter}{count}{end}");
    let lines: String = TABLE.into_iter().map(line).collect();
    if last.is_empty() { lines } else { format!("{lines}{last}{end}") }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
