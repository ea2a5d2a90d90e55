//! What is around a file: packages that are damaged, locked, too large or not what they say, and archives.

use super::book::{Book, row, table, table_with, words};
use super::text::plain;
use super::zipped::{Part, around, header, part, replaced, run, zipped};
use super::{Hostile, LINES, NOTHING, TABLE, WHOLE, inside};

pub(super) const FILES: &[Hostile] = &[
    Hostile { name: "empty.xlsx", hazard: "no byte at all", bytes: Vec::new, finds: "file-empty", loads: NOTHING },
    Hostile {
        name: "half.xlsx",
        hazard: "the first half of a workbook, as after a broken copy",
        bytes: || {
            let whole = sound();
            whole[..whole.len() / 2].to_vec()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "without its end.xlsx",
        hazard: "a workbook that lacks its last ten bytes",
        bytes: || {
            let whole = sound();
            whole[..whole.len() - 10].to_vec()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "flipped digit.xlsx",
        hazard: "one byte of a part changed on the way: 12345 became 92345, and only the checksum knows",
        bytes: || {
            let rows = table_with(r#"<c r="B2"><v>12345</v></c>"#);
            replaced(Book::of(&rows).stored(), b"<v>12345<", b"<v>92345<")
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "small by its own word.xlsx",
        hazard: "a part that says it has 100 bytes, and inflates to more",
        bytes: || header(sound(), "sheet1.xml", (22, 24), &100_u32.to_le_bytes()),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "part twice.xlsx",
        hazard: "two entries of one name: readers take the first or the last",
        bytes: || replaced(twice("sheet9.xml"), b"worksheets/sheet9.xml", b"worksheets/sheet1.xml"),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "part twice but for case.xlsx",
        hazard: "two entries whose names differ in case only, which readers of workbooks take for one",
        bytes: || twice("SHEET1.xml"),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "one text of 600 MB.xlsx",
        hazard: "a part of 4 MB that inflates to 600 MB: more than a file may",
        bytes: || around("xl/sharedStrings.xml", &run(b'a', 290_700), 1 + 2064 * 290_700),
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "small bombs.xlsx",
        hazard: "three parts that are each too small to be called a bomb, and together inflate to more than a file may",
        bytes: || {
            let book =
                (1..4).fold(Book::of(&table()), |book, n| book.part(&format!("xl/media/{n}.bin"), vec![n; 11 << 20]));
            book.bytes()
        },
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "one text a thousand times smaller.xlsx",
        hazard: "a shared text that inflates to a thousand times its packed size",
        bytes: || {
            let text = format!("<si><t>{}</t></si>", "a".repeat(20 << 20));
            Book::of(&table_with(r#"<c r="B2" t="s"><v>0</v></c>"#)).strings("", &text).bytes()
        },
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "spaces in the sheet.xlsx",
        hazard: "white space between two rows that inflates to a thousand times its packed size",
        bytes: || Book::of(&(table() + &" ".repeat(20 << 20) + &row(9, &words("A9", "end")))).bytes(),
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "million cells.xlsx",
        hazard: "a million equal cells, packed nearly two hundred times smaller",
        bytes: || {
            Book::of(&(table() + &format!("<row>{}</row>", "<c><v>1</v></c>".repeat(10)).repeat(120_000))).bytes()
        },
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "locked.xlsx",
        hazard: "a workbook under a password",
        bytes: || include_bytes!("files/locked.xlsx").to_vec(),
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "locked, by another name.xls",
        hazard: "the same, named as the older format",
        bytes: || [include_bytes!("files/locked.xlsx").as_slice(), &[0]].concat(),
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "locked, without an extension",
        hazard: "the same, with no extension",
        bytes: || [include_bytes!("files/locked.xlsx").as_slice(), &[0, 0]].concat(),
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "older by its name.xls",
        hazard: "an .xlsx named .xls",
        bytes: || Book::of(&(table() + &row(6, &words("A6", "named wrongly")))).bytes(),
        finds: "format-mismatch",
        loads: WHOLE,
    },
    Hostile {
        name: "lines by its name.csv",
        hazard: "an .xlsx named .csv",
        bytes: || Book::of(&(table() + &row(6, &words("A6", "named so")))).bytes(),
        finds: "format-mismatch",
        loads: WHOLE,
    },
    Hostile {
        name: "bomb.zip",
        hazard: "an archive of 20 KB whose one member inflates to 20 MB",
        bytes: || zipped(&[part("answer.csv", vec![b' '; 20 << 20])]),
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "crowd.zip",
        hazard: "an archive of 20,000 members",
        bytes: || zipped(&(0..20_000).map(|n| part(&format!("{n}.csv"), "1\n")).collect::<Vec<Part>>()),
        finds: "over-limit",
        loads: NOTHING,
    },
    Hostile {
        name: "locked.zip",
        hazard: "an archive under a password",
        bytes: || header(zipped(&[part("answer.csv", plain(""))]), "answer.csv", (6, 8), &[1, 0]),
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "half.zip",
        hazard: "the first half of an archive",
        bytes: || {
            let whole = zipped(&[part("answer.csv", plain("Note: half")), part("more.csv", plain("Note: more"))]);
            whole[..whole.len() / 2].to_vec()
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "nothing for us.zip",
        hazard: "an archive of lock files and what a file browser left",
        bytes: || zipped(&[part(".DS_Store", "x"), part("~$answer.xlsx", "x"), part("__MACOSX/._answer.xlsx", "x")]),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "old names.zip",
        hazard: "names of members in the code page of DOS, and with its strokes between folders",
        bytes: || {
            let parts = [part("cafX.csv", plain("Note: a name")), part("one\\two.csv", plain("Note: a stroke"))];
            replaced(zipped(&parts), b"cafX.csv", b"caf\x82.csv")
        },
        finds: "none",
        loads: NOTHING,
    },
    Hostile { name: "old names.zip/caf\u{e9}.csv", hazard: "an old name", bytes: inside, finds: "none", loads: LINES },
    Hostile { name: "old names.zip/one/two.csv", hazard: "a stroke", bytes: inside, finds: "none", loads: LINES },
    Hostile {
        name: "climbing.zip",
        hazard: "a member that would be written outside of where it is unpacked: it must not be",
        bytes: || zipped(&[part("../../../evil.csv", plain("Note: climbing"))]),
        finds: "none",
        loads: NOTHING,
    },
    Hostile {
        name: "climbing.zip/__/__/__/evil.csv",
        hazard: "its name is only a name",
        bytes: inside,
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "answers.zip",
        hazard: "an archive of one good file and several that are not",
        bytes: answers,
        finds: "none",
        loads: NOTHING,
    },
    Hostile { name: "answers.zip/good.csv", hazard: "the good one", bytes: inside, finds: "none", loads: LINES },
    Hostile {
        name: "answers.zip/deep/in folders/good.xlsx",
        hazard: "a good one in folders",
        bytes: inside,
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "answers.zip/half.xlsx",
        hazard: "half a workbook",
        bytes: inside,
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "answers.zip/nested.zip",
        hazard: "an archive in the archive",
        bytes: inside,
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "climbing among others.zip",
        hazard: "a member that climbs beside one that does not",
        bytes: || zipped(&[part("../evil.csv", plain("Note: beside")), part("good.csv", plain("Note: good"))]),
        finds: "none",
        loads: NOTHING,
    },
    Hostile {
        name: "climbing among others.zip/__/evil.csv",
        hazard: "the one that climbs",
        bytes: inside,
        finds: "none",
        loads: LINES,
    },
    Hostile {
        name: "climbing among others.zip/good.csv",
        hazard: "the good one",
        bytes: inside,
        finds: "none",
        loads: LINES,
    },
];

fn sound() -> Vec<u8> {
    Book::of(&table()).bytes()
}

/// A workbook with a second part of other counts, of this name.
fn twice(name: &str) -> Vec<u8> {
    let mut parts = Book::of(&table()).parts();
    let sheet = parts.iter().find(|(name, _)| name.ends_with("sheet1.xml")).expect("a workbook has a sheet");
    let other = String::from_utf8_lossy(&sheet.1).replace("<v>3</v>", "<v>999</v>");
    parts.push(part(&format!("xl/worksheets/{name}"), other));
    zipped(&parts)
}

fn answers() -> Vec<u8> {
    let book = Book::of(&(table() + &row(7, &words("A7", TABLE[0].0)))).bytes();
    let half = book[..book.len() / 2].to_vec();
    zipped(&[
        part("good.csv", plain("Note: answers")),
        part("deep/in folders/good.xlsx", book),
        part("half.xlsx", half),
        part("nested.zip", zipped(&[part("good.csv", plain("Note: nested"))])),
        part(".DS_Store", "x"),
        part("__MACOSX/._good.csv", "x"),
        part("~$good.xlsx", "x"),
    ])
}
