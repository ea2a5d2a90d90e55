//! Documents that hold no cells, under their own names and under names of files that do.

use super::biff::{Records, compound, stream, table};
use super::zipped::{part, zipped};
use super::{Hostile, MARKER, NOTHING};

pub(super) const FILES: &[Hostile] = &[
    Hostile { name: "letter.pdf", hazard: "a PDF", bytes: || pdf("letter"), finds: "not-readable-yet", loads: NOTHING },
    Hostile {
        name: "letter.csv",
        hazard: "a PDF named .csv",
        bytes: || pdf("named .csv"),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "letter.docx",
        hazard: "a Word document",
        bytes: || zipped(&[part("[Content_Types].xml", "<Types/>"), part("word/document.xml", "<w:document/>")]),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "letter.doc",
        hazard: "a Word document of the older kind",
        bytes: || compound(&[("/WordDocument", MARKER.as_bytes())]),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "letter with a workbook.doc",
        hazard: "a Word document with a workbook inside: what is embedded is not loaded as if it had been sent",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[
                ("/WordDocument", b"a letter"),
                ("/ObjectPool/", b""),
                ("/ObjectPool/_1234567890/", b""),
                ("/ObjectPool/_1234567890/Workbook", &book),
            ])
        },
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "mail with a workbook.msg",
        hazard: "an Outlook message with a workbook inside",
        bytes: || {
            let book = stream(&Records::default(), &[(0, "Sheet1", table())]);
            compound(&[
                ("/__properties_version1.0", b"a mail"),
                ("/__attach_version1.0_#00000000/", b""),
                ("/__attach_version1.0_#00000000/__substg1.0_3701000D/", b""),
                ("/__attach_version1.0_#00000000/__substg1.0_3701000D/Workbook", &book),
            ])
        },
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "letter.msg",
        hazard: "an Outlook message",
        bytes: || compound(&[("/__properties_version1.0", MARKER.as_bytes())]),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "letter.odt",
        hazard: "an OpenDocument text",
        bytes: || {
            let kind = "application/vnd.oasis.opendocument.text";
            zipped(&[part("mimetype", kind), part("content.xml", "<office:document-content/>")])
        },
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "table.png",
        hazard: "a picture of a table",
        bytes: || b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU".to_vec(),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "table.xls",
        hazard: "a rich-text document named .xls",
        bytes: || b"{\\rtf1\\ansi Outcome\\cell Number\\cell\\row}".to_vec(),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "answers.7z",
        hazard: "an archive of another kind",
        bytes: || b"7z\xbc\xaf\x27\x1c\0\x04 and so on".to_vec(),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "answers.csv.gz",
        hazard: "a packed file of another kind",
        bytes: || b"\x1f\x8b\x08\0\0\0\0\0\0\x03 and so on".to_vec(),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "answers.sqlite",
        hazard: "a database: nothing that a stranger sent is ever attached",
        bytes: || [b"SQLite format 3\0".as_slice(), &[0; 84]].concat(),
        finds: "not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "answers.duckdb",
        hazard: "a file of the very database the release is made with",
        bytes: || [b"\0\0\0\0\0\0\0\0DUCK\x43\0\0\0".as_slice(), &[0; 4080]].concat(),
        finds: "file-unreadable|not-readable-yet",
        loads: NOTHING,
    },
    Hostile {
        name: "program.exe",
        hazard: "a program",
        bytes: || [b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".as_slice(), &[0; 240]].concat(),
        finds: "file-unreadable|not-readable-yet",
        loads: NOTHING,
    },
];

fn pdf(title: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj <</Title ({title})>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n").into_bytes()
}
