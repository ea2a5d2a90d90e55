//! Parts of an .xlsx that deceive: the list of sheets, the shared texts, the XML itself.

use super::book::{Book, number, row, table, table_with, words, worksheet};
use super::{Hostile, NOTHING, REFUSED, WHOLE};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "unique texts 2^64.xlsx",
        hazard: "a count of shared texts for which a parser asks so much room that it panics",
        bytes: || lying_strings("18446744073709551615"),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "unique texts 10^12.xlsx",
        hazard: "a count of shared texts for which a parser asks 24 TB and aborts",
        bytes: || lying_strings("1000000000000"),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "billion laughs.xlsx",
        hazard: "ten entities, each ten times the one before: a billion words if they were expanded",
        bytes: || declared(&laughs(), "&l9;"),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "entity from outside.xlsx",
        hazard: "an entity that would bring in a file of this machine",
        bytes: || declared(r#"<!ENTITY x SYSTEM "file:///etc/passwd">"#, "&x;"),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "laughs in the sheet.xlsx",
        hazard: "the same entities in the sheet itself",
        bytes: || {
            let sheet = worksheet("", &table_with(&words("B2", "&l9;")), "");
            let (head, body) = sheet.split_once("?>").expect("it begins with a declaration");
            let sheet = format!("{head}?><!DOCTYPE worksheet [{}]>{body}", laughs());
            Book::empty().sheet(r#"name="Sheet1""#, &sheet).bytes()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "deep.xlsx",
        hazard: "two million elements, one in the other: a reader that calls itself runs out of stack",
        bytes: || after_rows(&("<x>".repeat(2_000_000) + &"</x>".repeat(2_000_000))),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "attributes.xlsx",
        hazard: "an element of 200,000 attributes: comparing each with each takes minutes",
        bytes: || {
            let attributes = (0..200_000).map(|n| format!(r#" a{n}="""#)).collect::<Vec<_>>().concat();
            after_rows(&format!("<x{attributes}/>"))
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "namespaces.xlsx",
        hazard: "an element that declares 200,000 namespaces",
        bytes: || {
            let spaces = (0..200_000).map(|n| format!(r#" xmlns:n{n}="u""#)).collect::<Vec<_>>().concat();
            after_rows(&format!("<x{spaces}/>"))
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "attribute twice.xlsx",
        hazard: "a cell that names its place twice, which is no XML",
        bytes: || Book::of(&table_with(r#"<c r="B2" r="B9"><v>3</v></c>"#)).bytes(),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "cut in the sheet.xlsx",
        hazard: "a sound zip around a sheet that ends in the middle of its table",
        bytes: || {
            let sheet = worksheet("", &table(), "");
            let end = sheet.find(r#"<row r="4">"#).expect("the table has four rows");
            Book::empty().sheet(r#"name="Sheet1""#, &sheet[..end]).bytes()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "nothing behind the rows.xlsx",
        hazard: "a sheet that ends after its rows, and is not closed",
        bytes: || {
            let sheet = worksheet("", &table(), "");
            Book::empty().sheet(r#"name="Sheet1""#, sheet.trim_end_matches("</worksheet>")).bytes()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "two sheets of one name.xlsx",
        hazard: "two sheets that both names lead to the first of",
        bytes: || Book::of(&table()).sheet(r#"name="Sheet1""#, &other_table()).bytes(),
        finds: "file-unreadable|sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "sheet without its part.xlsx",
        hazard: "a second sheet in the list, and no part of it",
        bytes: || Book::of(&table()).sheet_without_part(r#"name="Sheet2""#).bytes(),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "part outside.xlsx",
        hazard: "a sheet whose part would lie outside of the package",
        bytes: || {
            let book = Book::of(&table()).sheet_without_part(r#"name="Sheet2""#);
            let mut parts = book.parts();
            for (name, bytes) in &mut parts {
                if name == "xl/_rels/workbook.xml.rels" {
                    let text =
                        String::from_utf8_lossy(bytes).replace("worksheets/sheet2.xml", "../../../../etc/passwd");
                    *bytes = text.into_bytes();
                }
            }
            super::zipped::zipped(&parts)
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "sheet of macros.xlsm",
        hazard: "a sheet of old macros, which parsers do not know",
        bytes: || {
            let kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet";
            let book = Book::of(&table());
            let mut parts = book.parts();
            for (name, bytes) in &mut parts {
                let text = String::from_utf8_lossy(bytes).into_owned();
                if name == "xl/workbook.xml" {
                    let more = r#"<sheet name="Macro1" sheetId="9" r:id="m1"/></sheets>"#;
                    *bytes = text.replace("</sheets>", more).into_bytes();
                } else if name == "xl/_rels/workbook.xml.rels" {
                    let more = format!(r#"<Relationship Id="m1" Type="{kind}" Target="macrosheets/sheet1.xml"/>"#);
                    *bytes = text.replace("</Relationships>", &(more + "</Relationships>")).into_bytes();
                }
            }
            parts.push(super::zipped::part("xl/macrosheets/sheet1.xml", worksheet("", &row(1, &words("A1", "x")), "")));
            super::zipped::zipped(&parts)
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "names of sheets.xlsx",
        hazard: "a sheet named like a path and a script",
        bytes: || {
            let sheet = worksheet("", &table(), "");
            Book::empty().sheet(r#"name="../../etc/passwd &lt;script&gt;""#, &sheet).bytes()
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "escape in a sheet's name.xlsx",
        hazard: "a sheet whose name would paint the terminal red; an unknown label makes the report print it",
        bytes: || {
            let rows = table() + &row(5, &(words("A5", "Something else of 2015") + &number("B5", "4")));
            Book::empty().sheet("name=\"&#27;[31mred\u{202e}\"", &worksheet("", &rows, "")).bytes()
        },
        finds: "unmapped-label",
        loads: &["B2=3", "B3=5", "B4=7", "B5=4"],
    },
    Hostile {
        name: "sheet named as a command.xlsx",
        hazard: "a sheet named like a formula and like SQL",
        bytes: || {
            let sheet = worksheet("", &table(), "");
            Book::empty().sheet(r#"name="=cmd|calc'; DROP TABLE finding; --""#, &sheet).bytes()
        },
        finds: "none",
        loads: WHOLE,
    },
];

fn lying_strings(count: &str) -> Vec<u8> {
    let rows = table_with(r#"<c r="B2" t="s"><v>0</v></c>"#);
    Book::of(&rows).strings(&format!(r#"count="1" uniqueCount="{count}""#), "<si><t>3</t></si>").bytes()
}

fn laughs() -> String {
    let first = r#"<!ENTITY l0 "lol">"#.to_owned();
    (1..10).fold(first, |xml, n| xml + &format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10)))
}

/// Shared texts with declarations of entities, one of which a cell shows.
fn declared(entities: &str, shown: &str) -> Vec<u8> {
    let xml = format!(
        r#"<?xml version="1.0"?><!DOCTYPE sst [{entities}]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{shown}</t></si></sst>"#
    );
    let rows = table_with(r#"<c r="B2" t="s"><v>0</v></c>"#);
    Book::of(&rows).related("sharedStrings", "sharedStrings.xml", xml).bytes()
}

fn after_rows(xml: &str) -> Vec<u8> {
    Book::empty().sheet(r#"name="Sheet1""#, &worksheet("", &table(), xml)).bytes()
}

fn other_table() -> String {
    let rows =
        table().replace("<v>3</v>", "<v>30</v>").replace("<v>5</v>", "<v>50</v>").replace("<v>7</v>", "<v>70</v>");
    worksheet("", &rows, "")
}
