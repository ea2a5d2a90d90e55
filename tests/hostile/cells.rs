//! Cells and rows of an .xlsx that are not what a sheet may hold.

use super::book::{Book, number, row, table, table_with, words, worksheet};
use super::{Hostile, NOTHING, REFUSED, TABLE, WHOLE, WITHOUT_FIRST};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "far corner.xlsx",
        hazard: "a number in the last cell of the sheet: a range from the first cell to it would take half a terabyte",
        bytes: || book(table() + &row(1_048_576, &number("XFD1048576", "11"))),
        finds: "value-set-aside",
        loads: WHOLE,
    },
    Hostile {
        name: "at the end of the sheet.xlsx",
        hazard: "the table itself stands in the last cells, so positions must be absolute",
        bytes: at_the_end,
        finds: "none",
        loads: &["XFD1048574=3", "XFD1048575=5", "XFD1048576=7"],
    },
    Hostile {
        name: "tall.xlsx",
        hazard: "three filled cells a million rows apart",
        bytes: || book(table() + &row(600_000, &words("J600000", "end")) + &row(1_048_576, &words("T1048576", "end"))),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "vast dimension.xlsx",
        hazard: "a declared size of 17 billion cells, which is a lie",
        bytes: || dimension("A1:XFD1048576"),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "reversed dimension.xlsx",
        hazard: "a declared size whose end lies before its start: the parser panics",
        bytes: || dimension("B5:A1"),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "row beyond the last.xlsx",
        hazard: "a row number that fits 32 bits, and no sheet",
        bytes: || book(table() + &row(5, &number("A4294967295", "11"))),
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "row by attribute beyond the last.xlsx",
        hazard: "the same number in the row itself, with a cell that names no place",
        bytes: || book(table() + r#"<row r="4294967295"><c><v>11</v></c></row>"#),
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "column beyond the last.xlsx",
        hazard: "a column of ten letters",
        bytes: || book(table() + &row(5, &number("ZZZZZZZZZZ5", "11"))),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "row that wraps.xlsx",
        hazard: "a row number that 32 bits make a small one of",
        bytes: || book(table() + &row(5, &number("A99999999999", "11"))),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "two cells of one place.xlsx",
        hazard: "B2 twice with two numbers: readers take the one or the other",
        bytes: || book(table_with(&(number("B2", "3") + &number("B2", "999")))),
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "two rows of one number.xlsx",
        hazard: "row 2 twice, the second after the last",
        bytes: || book(table() + &row(2, &number("B2", "999"))),
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "unknown type.xlsx",
        hazard: "a cell of a type that there is not",
        bytes: || book(table_with(r#"<c r="B2" t="zzz"><v>3</v></c>"#)),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "words as a number.xlsx",
        hazard: "a cell of numbers that holds words",
        bytes: || book(table_with(r#"<c r="B2" t="n"><v>three</v></c>"#)),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "extension in a cell.xlsx",
        hazard: "a list of extensions inside a cell",
        bytes: || book(table_with(r#"<c r="B2"><v>3</v><extLst><ext uri="x"/></extLst></c>"#)),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "text that is not there.xlsx",
        hazard: "a cell that points behind the last shared text",
        bytes: || Book::of(&table_with(r#"<c r="B2" t="s"><v>9</v></c>"#)).strings("", "<si><t>3</t></si>").bytes(),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "not a number.xlsx",
        hazard: "NaN as a count",
        bytes: || book(table_with(&number("B2", "NaN"))),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "infinite.xlsx",
        hazard: "inf as a count",
        bytes: || book(table_with(&number("B2", "inf"))),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "beyond doubles.xlsx",
        hazard: "1e999 as a count, which becomes infinite",
        bytes: || book(table_with(&number("B2", "1e999"))),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "beyond integers.xlsx",
        hazard: "1e300 as a count, which no integer holds",
        bytes: || book(table_with(&number("B2", "1e300"))),
        finds: "value-set-aside",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "date not a number.xlsx",
        hazard: "NaN shown as a date, of which a careless reader makes 1899-12-30",
        bytes: || dated("NaN"),
        finds: "value-set-aside|error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "date infinite.xlsx",
        hazard: "minus infinity shown as a date: the parser's own conversion panics",
        bytes: || dated("-inf"),
        finds: "value-set-aside|error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "date before time.xlsx",
        hazard: "a date of minus 1e308 days: the parser's own conversion panics",
        bytes: || dated("-1e308"),
        finds: "value-set-aside|error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "day that was not.xlsx",
        hazard: "the 29th of February 1900, which spreadsheets have and the calendar has not",
        bytes: || dated("60"),
        finds: "value-set-aside",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "macintosh dates.xlsx",
        hazard: "ages that became months, counted from 1904: read from 1900 they would be of another year and age",
        bytes: macintosh,
        finds: "age-from-date",
        loads: WHOLE,
    },
    Hostile {
        name: "never calculated.xlsx",
        hazard: "a formula whose result was never stored: its cell looks empty",
        bytes: || book(table_with(r#"<c r="B2"><f>1+2</f></c>"#)),
        finds: "formulas-not-calculated",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "shared formula.xlsx",
        hazard: "a shared formula with the number 9,999,999,999: room for so many would take 400 GB",
        bytes: || book(table_with(r#"<c r="B2"><f t="shared" ref="B2:B3" si="9999999999">1+2</f><v>3</v></c>"#)),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "errors.xlsx",
        hazard: "an error instead of a count",
        bytes: || book(table_with(r#"<c r="B2" t="e"><v>#DIV/0!</v></c>"#)),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "newer errors.xlsx",
        hazard: "errors of later programs, for which a parser gives up the whole sheet",
        bytes: newer_errors,
        finds: "error-cell",
        loads: WHOLE,
    },
    Hostile {
        name: "spaces.xlsx",
        hazard: "labels and counts with white space around them, kept or not",
        bytes: || {
            let kept = r#"<c r="B2" t="str"><v> 3 </v></c>"#;
            let rows = table_with(kept).replace("<t>Caution</t>", "<t xml:space=\"preserve\">\u{a0} Caution \n</t>");
            book(rows)
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "shown as a range.xlsx",
        hazard: "the format shows `<5` over a 4: the force published the range, and the number is not ours to publish",
        bytes: || formatted(r#"<c r="B2" s="1"><v>4</v></c>"#, "\"<5\""),
        finds: "shown-otherwise",
        loads: &["B2=1..4", "B3=5", "B4=7"],
    },
    Hostile {
        name: "shown as nothing.xlsx",
        hazard: "the format `;;;` shows nothing over a number",
        bytes: || formatted(r#"<c r="B2" s="1"><v>4321</v></c>"#, ";;;"),
        finds: "error-cell;shown-otherwise",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "words shown as nothing.xlsx",
        hazard: "the format `;;;` hides words as well, here a label",
        bytes: || {
            let hidden = r#"<c r="A5" s="1" t="inlineStr"><is><t>HIDDENMARKER</t></is></c>"#;
            Book::of(&(table() + &row(5, &(hidden.to_owned() + &number("B5", "4"))))).formats(&[";;;"]).bytes()
        },
        finds: "shown-otherwise;unmapped-label",
        loads: &["B2=3", "B3=5", "B4=7", "B5=4"],
    },
    Hostile {
        name: "shares.xlsx",
        hazard: "a quarter shown as 25 %: a share is no count",
        bytes: || formatted(r#"<c r="B2" s="1"><v>0.25</v></c>"#, "0%"),
        finds: "value-set-aside",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "many cells.xlsx",
        hazard: "more filled cells than a sheet may have",
        bytes: || book(table() + &crowd(30_000)),
        finds: "sheet-too-large",
        loads: NOTHING,
    },
    Hostile {
        name: "escape in a label.xlsx",
        hazard: "a label that would paint the terminal red",
        bytes: || book(table() + &row(5, &(words("A5", "_x001B_[31mred_x001B_[0m") + &number("B5", "4")))),
        finds: "unmapped-label",
        loads: &["B2=3", "B3=5", "B4=7", "B5=4"],
    },
    Hostile {
        name: "commands in labels.xlsx",
        hazard: "labels that are SQL, a formula and a script where they are not told from text",
        bytes: commands,
        finds: "unmapped-label",
        loads: &["B2=3", "B3=5", "B4=7", "B5=1", "B6=2", "B7=4"],
    },
];

fn book(rows: impl AsRef<str>) -> Vec<u8> {
    Book::of(rows.as_ref()).bytes()
}

fn dimension(range: &str) -> Vec<u8> {
    let sheet = worksheet(&format!(r#"<dimension ref="{range}"/>"#), &table(), "");
    Book::empty().sheet(r#"name="Sheet1""#, &sheet).bytes()
}

fn formatted(first_count: &str, code: &str) -> Vec<u8> {
    Book::of(&table_with(first_count)).formats(&[code]).bytes()
}

fn dated(serial: &str) -> Vec<u8> {
    formatted(&format!(r#"<c r="B2" s="1"><v>{serial}</v></c>"#), "yyyy\\-mm\\-dd")
}

fn at_the_end() -> Vec<u8> {
    let mut rows = String::new();
    for (at, (label, count)) in (1_048_573..).zip(TABLE) {
        let count = if at == 1_048_573 { words("XFD1048573", count) } else { number(&format!("XFD{at}"), count) };
        rows.push_str(&row(at, &(words(&format!("XFC{at}"), label) + &count)));
    }
    book(rows)
}

fn macintosh() -> Vec<u8> {
    let mut rows = row(1, &(words("A1", "Victim age") + &words("B1", "Number")));
    // The first of January 2005, June 2010 and November 2015, which were 1-5, 6-10 and 11-15.
    for (at, (serial, count)) in (2..).zip([(36_891, "3"), (38_868, "5"), (40_847, "7")]) {
        let month = format!(r#"<c r="A{at}" s="1"><v>{serial}</v></c>"#);
        rows.push_str(&row(at, &(month + &number(&format!("B{at}"), count))));
    }
    Book::of(&rows).before_sheets(r#"<workbookPr date1904="1"/>"#).formats(&["mmm\\-yy"]).bytes()
}

fn newer_errors() -> Vec<u8> {
    const ERRORS: [&str; 7] = ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#GETTING_DATA"];
    let mut rows = table();
    for (at, error) in (5..).zip(ERRORS) {
        rows.push_str(&row(
            at,
            &(words(&format!("A{at}"), "Charged") + &format!(r#"<c r="B{at}" t="e"><v>{error}</v></c>"#)),
        ));
    }
    book(rows)
}

/// Rows of ten numbers below the table.
fn crowd(cells: u32) -> String {
    let line =
        |at: u32| row(at, &"ABCDEFGHIJ".chars().map(|col| number(&format!("{col}{at}"), "1")).collect::<String>());
    (6..6 + cells / 10).map(line).collect()
}

fn commands() -> Vec<u8> {
    let labels = ["'); DROP TABLE observation_all; --", "=cmd|' /c calc'!A0", "&lt;img src=x onerror=alert(1)&gt;"];
    let mut rows = table();
    for (at, (label, count)) in (5..).zip(labels.into_iter().zip(["1", "2", "4"])) {
        rows.push_str(&row(at, &(words(&format!("A{at}"), label) + &number(&format!("B{at}"), count))));
    }
    book(rows)
}
