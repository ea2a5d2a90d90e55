//! .xls workbooks: damaged around and inside, and with cells that are odd.

use super::biff::{Records, compound, error, label, number, shorts, stream, table, table_with, workbook};
use super::{Hostile, MARKER, NOTHING, REFUSED, WHOLE, WITHOUT_FIRST};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "plain.xls",
        hazard: "nothing: the workbook that the others here are changed from",
        bytes: || workbook(table()),
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "newer by its name.xlsx",
        hazard: "an .xls named .xlsx",
        bytes: || workbook(add(table(), &label(7, 0, "named wrongly"))),
        finds: "format-mismatch",
        loads: WHOLE,
    },
    Hostile {
        name: "locked.xls",
        hazard: "a workbook under a password",
        bytes: || {
            // FILEPASS: RC4, version 1.1, then salt and verifiers; what follows it cannot be read.
            let pass = Records::default().with(0x002f, &[shorts(&[1, 1, 1]), vec![0x5a; 48]].concat());
            compound(&[("/Workbook", &stream(&pass, &[(0, "Sheet1", table())]))])
        },
        finds: "file-locked",
        loads: NOTHING,
    },
    Hostile {
        name: "error.xls",
        hazard: "an error instead of a count",
        bytes: || workbook(table_with(&error(1, 1, 0x07))),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "not a number.xls",
        hazard: "NaN as a count",
        bytes: || workbook(table_with(&number(1, 1, f64::NAN))),
        finds: "error-cell",
        loads: WITHOUT_FIRST,
    },
    Hostile {
        name: "two cells of one place.xls",
        hazard: "the first count twice, with two numbers",
        bytes: || workbook(table_with(&add(number(1, 1, 3.0), &number(1, 1, 999.0)))),
        finds: "sheet-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "column beyond the last.xls",
        hazard: "a number in column 65,535, of 256 there are",
        bytes: || workbook(add(table(), &number(9, u16::MAX, 11.0))),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "cut in a record.xls",
        hazard: "a sound compound file around a stream that ends in the middle of a record",
        bytes: || {
            let whole = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[("/Workbook", &whole[..whole.len() - 13])])
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "cut between records.xls",
        hazard: "the same, cut between two records: the last row and the end of the sheet are missing",
        bytes: || {
            let whole = stream(&Records::default(), &[(0, "Sheet1", table())]);
            // The end of the sheet has four bytes, a number eighteen.
            compound(&[("/Workbook", &whole[..whole.len() - 22])])
        },
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "half.xls",
        hazard: "the first half of a workbook, as after a broken copy",
        bytes: || {
            let whole = workbook(add(table(), &filling()));
            whole[..whole.len() / 2].to_vec()
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "chain that loops.xls",
        hazard: "every sector says that it is followed by itself",
        bytes: looping,
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "vast by its own word.xls",
        hazard: "a header that says the file has two billion sectors of chains: a size that is declared, and not needed",
        bytes: || {
            let mut bytes = workbook(add(table(), &label(8, 0, "vast")));
            bytes[44..48].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
            bytes
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "texts that are not there.xls",
        hazard: "a count of shared texts that is a lie, and a cell that points at one",
        bytes: || {
            let texts = Records::default().with(0x00fc, &[0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]);
            let cell = Records::default().with(0x00fd, &[shorts(&[1, 1, 0]), vec![9, 0, 0, 0]].concat());
            compound(&[("/Workbook", &stream(&texts, &[(0, "Sheet1", table_with(&cell))]))])
        },
        finds: "file-unreadable|reader-stopped|counts-differ",
        loads: NOTHING,
    },
    Hostile {
        name: "sheet behind the end.xls",
        hazard: "a sheet that begins behind the end of the stream",
        bytes: || {
            let mut whole = stream(&Records::default(), &[(0, "Sheet1", table())]);
            let line = whole.windows(2).position(|window| window == [0x85, 0]).expect("the sheet is listed");
            whole[line + 4..line + 8].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
            compound(&[("/Workbook", &whole)])
        },
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "without a workbook.xls",
        hazard: "a compound file of something else",
        bytes: || compound(&[("/Contents", b"something else")]),
        finds: "file-unreadable",
        loads: NOTHING,
    },
    Hostile {
        name: "empty workbook stream.xls",
        hazard: "a compound file whose workbook is empty",
        bytes: || compound(&[("/Workbook", b"")]),
        finds: REFUSED,
        loads: NOTHING,
    },
    Hostile {
        name: "hidden sheet.xls",
        hazard: "a hidden sheet, and one that no menu shows",
        bytes: || {
            let (hidden, deep) = (label(0, 0, MARKER), add(label(0, 0, MARKER), &label(1, 0, MARKER)));
            compound(&[(
                "/Workbook",
                &stream(&Records::default(), &[(0, "Sheet1", table()), (1, "Working", hidden), (2, "Data", deep)]),
            )])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden column.xls",
        hazard: "a hidden column beside the table",
        bytes: || {
            // COLINFO: first, last, width, style, flags: hidden.
            let columns = Records::default().with(0x007d, &shorts(&[4, 5, 2560, 0, 1, 0]));
            workbook(add(columns, &add(table(), &label(5, 4, MARKER))))
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden row across the table.xls",
        hazard: "a hidden row within the table: its other rows do not add up without it",
        bytes: || {
            // ROW: number, first and last column, height, two unused, flags: hidden, style.
            let row = Records::default().with(0x0208, &shorts(&[2, 0, 2, 255, 0, 0, 0x0120, 0x000f]));
            workbook(add(row, &table()))
        },
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "comment.xls",
        hazard: "a comment on a cell",
        bytes: || {
            // NOTE: row, column, shown or not, object, author.
            let author = [shorts(&[6]), vec![0], b"Nobody".to_vec(), vec![0]].concat();
            let note = Records::default().with(0x001c, &[shorts(&[1, 1, 0, 1]), author].concat());
            workbook(add(table(), &note))
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "pivot cache.xls",
        hazard: "the records behind a pivot table, in a storage of their own",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            let mut cache = Records::default();
            // SXDB: records, id, flags, ... of two fields; then three records of one text each.
            cache.push(0x00c6, &[vec![3, 0, 0, 0], shorts(&[1, 0, 0xff, 2, 2, 0, 1]), shorts(&[0]), vec![0]].concat());
            for _ in 0..3 {
                cache.push(0x00cd, &[shorts(&[12]), vec![0], MARKER.as_bytes().to_vec()].concat());
            }
            cache.push(0x000a, &[]);
            compound(&[("/Workbook", &book), ("/_SX_DB_CUR/", b""), ("/_SX_DB_CUR/0001", &cache.0)])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "macros.xls",
        hazard: "a project of macros",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[
                ("/Workbook", &book),
                ("/_VBA_PROJECT_CUR/", b""),
                ("/_VBA_PROJECT_CUR/VBA/", b""),
                ("/_VBA_PROJECT_CUR/VBA/Module1", MARKER.as_bytes()),
            ])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "named people.xls",
        hazard: "properties that name who wrote it",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[("/Workbook", &book), ("/\u{5}SummaryInformation", &summary(MARKER))])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "workbook in a workbook.xls",
        hazard: "another workbook inside, whose stream has the name of the outer one and comes first",
        bytes: || {
            let inner = stream(&Records::default(), &[(0, "Sheet1", table_with(&number(1, 1, 999.0)))]);
            let outer = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[("/MBD0001A2B4/", b""), ("/MBD0001A2B4/Workbook", &inner), ("/Workbook", &outer)])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "embedded.xls",
        hazard: "another document in the workbook",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[("/Workbook", &book), ("/MBD0001A2B3/", b""), ("/MBD0001A2B3/Package", MARKER.as_bytes())])
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
];

fn add(mut records: Records, more: &Records) -> Records {
    records.0.extend_from_slice(&more.0);
    records
}

/// Enough notes below the table that the stream has a chain of sectors of its own.
fn filling() -> Records {
    (20..200).fold(Records::default(), |records, row| add(records, &label(row, 3, "a line of a long list")))
}

/// Properties of a document, as a set of one section of one property: its author ([MS-OLEPS]).
fn summary(author: &str) -> Vec<u8> {
    const KIND: [u8; 16] = [0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 8, 0, 0x2b, 0x27, 0xb3, 0xd9];
    let long = |number: usize| u32::try_from(number).expect("a fixture is small").to_le_bytes().to_vec();
    let text = format!("{author}\0");
    let value = [long(0x1e), long(text.len()), text.into_bytes()].concat();
    let section = [long(16 + value.len()), long(1), long(4), long(16), value].concat();
    [vec![0xfe, 0xff, 0, 0, 6, 0, 2, 0], vec![0; 16], long(1), KIND.to_vec(), long(48), section].concat()
}

fn looping() -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut bytes = workbook(add(table(), &filling()));
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    // The header names the first sector of the table of chains.
    let table = SECTOR * (1 + number(&bytes, 76) as usize);
    for sector in 0..128_u32 {
        let at = table + 4 * sector as usize;
        if number(&bytes, at) == sector + 1 {
            bytes[at..at + 4].copy_from_slice(&sector.to_le_bytes());
        }
    }
    bytes
}
