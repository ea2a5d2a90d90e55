//! .xlsx workbooks that hold more than they show: every kind, with the marker in all of it.

use super::book::{Book, number, records, row, table, words, worksheet};
use super::{Hostile, MARKER, NOTHING, TABLE, WHOLE};

pub(super) const FILES: &[Hostile] = &[
    Hostile {
        name: "hidden sheet.xlsx",
        hazard: "a hidden sheet of a few cells",
        bytes: || with_sheet(r#"name="Working" state="hidden""#, &row(1, &words("A1", MARKER))),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "very hidden sheet.xlsx",
        hazard: "a sheet that no menu shows",
        bytes: || with_sheet(r#"name="Working" state="veryHidden""#, &row(1, &words("A1", MARKER))),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden list.xlsx",
        hazard: "a hidden sheet of forty lines, one for each case: the whole file is held",
        bytes: || with_sheet(r#"name="Data" state="hidden""#, &records(1, 40)),
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "very hidden list.xlsx",
        hazard: "the same on a sheet that no menu shows",
        bytes: || with_sheet(r#"name="Data" state="veryHidden""#, &records(1, 41)),
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden rows of a list.xlsx",
        hazard: "forty hidden rows below the table, one for each case",
        bytes: || {
            let rows = records(20, 40).replace("<row r=", r#"<row hidden="1" r="#);
            Book::of(&(table() + &rows)).bytes()
        },
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden people.xlsx",
        hazard: "six hidden lines under headers that only records of people have",
        bytes: || {
            let mut rows = row(1, &(words("A1", "URN") + &words("B1", "Date of birth")));
            for at in 2..8 {
                rows.push_str(&row(at, &(words(&format!("A{at}"), MARKER) + &words(&format!("B{at}"), "x"))));
            }
            with_sheet(r#"name="Lookup" state="hidden""#, &rows)
        },
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden row across the table.xlsx",
        hazard: "a hidden row within the table: its other rows do not add up without it",
        bytes: || Book::of(&lines(Some((MARKER, "999")), "")).bytes(),
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden column across the table.xlsx",
        hazard: "a hidden column of counts within the table",
        bytes: || {
            let columns = r#"<cols><col min="3" max="3" width="9" hidden="1"/></cols>"#;
            Book::empty().sheet(r#"name="Sheet1""#, &worksheet(columns, &lines(None, MARKER), "")).bytes()
        },
        finds: "hidden-content;table-set-aside",
        loads: NOTHING,
    },
    Hostile {
        name: "hidden column beside the table.xlsx",
        hazard: "a hidden column that no table reaches",
        bytes: || {
            let columns = r#"<cols><col min="8" max="16384" width="0" hidden="true"/></cols>"#;
            let rows = table() + &row(12, &words("J12", MARKER));
            Book::empty().sheet(r#"name="Sheet1""#, &worksheet(columns, &rows, "")).bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "hidden row below the table.xlsx",
        hazard: "a hidden row that no table reaches",
        bytes: || {
            let hidden = row(12, &words("A12", MARKER)).replace("<row ", r#"<row hidden="true" "#);
            Book::of(&(table() + &hidden)).bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "pivot cache.xlsx",
        hazard: "three records behind a pivot table",
        bytes: || pivot(&["Month", "Kind"], 3),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "pivot cache of a list.xlsx",
        hazard: "forty records of four fields behind a pivot table: the whole file is held",
        bytes: || pivot(&["Ref", "Town", "Colour", "Remark"], 40),
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "pivot cache of people.xlsx",
        hazard: "three records behind a pivot table, with a field that only records of people have",
        bytes: || pivot(&["Month", "Date of birth"], 3),
        finds: "file-held;hidden-content",
        loads: NOTHING,
    },
    Hostile {
        name: "link to another workbook.xlsx",
        hazard: "values copied from another workbook, with its path",
        bytes: || {
            let link = format!(
                r#"<externalLink xmlns="{MAIN}" xmlns:r="{RELATIONS}"><externalBook r:id="r1"><sheetNames><sheetName val="{MARKER}"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{MARKER}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"#
            );
            let target = format!("file:///C:/{MARKER}.xlsx");
            let relation = super::book::relationships(&[("r1", "externalLinkPath", &target)]);
            Book::of(&table())
                .related("externalLink", "externalLinks/externalLink1.xml", link)
                .part("xl/externalLinks/_rels/externalLink1.xml.rels", relation)
                .after_sheets(r#"<externalReferences><externalReference r:id="r1"/></externalReferences>"#)
                .bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "data model.xlsx",
        hazard: "whole tables in a data model",
        bytes: || Book::of(&table()).part("xl/model/item.data", MARKER.repeat(100)).bytes(),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "comments.xlsx",
        hazard: "a comment on a count, and who wrote it",
        bytes: || {
            let comments = format!(
                r#"<comments xmlns="{MAIN}"><authors><author>{MARKER}</author></authors><commentList><comment ref="B2" authorId="0"><text><t>{MARKER}</t></text></comment></commentList></comments>"#
            );
            Book::of(&table()).of_first_sheet("comments", "../comments1.xml", comments).bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "thread of its own.xlsx",
        hazard: "a conversation about a count, without the copy that most programs make of its first words",
        bytes: || {
            let space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments";
            let comments = format!(
                r#"<ThreadedComments xmlns="{space}"><threadedComment ref="B2" id="{{1}}" personId="{{2}}"><text>{MARKER}</text></threadedComment></ThreadedComments>"#
            );
            let kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment";
            let people =
                format!(r#"<personList xmlns="{space}"><person displayName="{MARKER}" id="{{2}}"/></personList>"#);
            Book::of(&table())
                .of_first_sheet(kind, "../threadedComments/threadedComment1.xml", comments)
                .part("xl/persons/person.xml", people)
                .bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "macros.xlsm",
        hazard: "a project of macros",
        bytes: || Book::of(&table()).related("vbaProject", "vbaProject.bin", MARKER).bytes(),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "embedded.xlsx",
        hazard: "another workbook inside, whole",
        bytes: || {
            let inner = Book::of(&row(1, &words("A1", MARKER))).stored();
            Book::of(&table()).of_first_sheet("package", "../embeddings/Microsoft_Excel_Sheet1.xlsx", inner).bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "text box.xlsx",
        hazard: "words in a box that lies over the cells: they are no cells, and are not loaded",
        bytes: || {
            let main = "http://schemas.openxmlformats.org/drawingml/2006/main";
            let xml = format!(
                r#"<wsDr xmlns:a="{main}"><sp><txBody><a:p><a:r><a:t>{MARKER}</a:t></a:r></a:p></txBody></sp></wsDr>"#
            );
            Book::of(&table()).of_first_sheet("drawing", "../drawings/drawing1.xml", xml).bytes()
        },
        finds: "none",
        loads: WHOLE,
    },
    Hostile {
        name: "custom xml.xlsx",
        hazard: "XML that some program keeps with the file",
        bytes: || Book::of(&table()).part("customXml/item1.xml", format!("<x>{MARKER}</x>")).bytes(),
        finds: "hidden-content",
        loads: WHOLE,
    },
    Hostile {
        name: "named people.xlsx",
        hazard: "properties that name who wrote and who saved it",
        bytes: || {
            let core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
            let xml = format!(
                r#"<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MARKER}</dc:creator><cp:lastModifiedBy>{MARKER}</cp:lastModifiedBy></cp:coreProperties>"#
            );
            Book::of(&table()).part("docProps/core.xml", xml).bytes()
        },
        finds: "hidden-content",
        loads: WHOLE,
    },
];

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn with_sheet(attributes: &str, rows: &str) -> Vec<u8> {
    Book::of(&table()).sheet(attributes, &worksheet("", rows, "")).bytes()
}

/// The rows of the table, with a hidden one in it, or with a third column of this header before a total.
fn lines(hidden: Option<(&str, &str)>, third: &str) -> String {
    let mut rows = TABLE.map(|(label, count)| (label, count, "")).to_vec();
    if let Some((label, count)) = hidden {
        rows.insert(2, (label, count, r#" hidden="1""#));
    }
    let mut out = Vec::new();
    for (at, (label, count, attributes)) in (1..).zip(rows) {
        let cell = |col: &str, text: &str| match text.parse::<u32>() {
            Ok(_) => number(&format!("{col}{at}"), text),
            Err(_) => words(&format!("{col}{at}"), text),
        };
        let mut cells = cell("A", label) + &cell("B", count);
        if !third.is_empty() {
            cells += &cell("C", if at == 1 { third } else { "999" });
            cells += &cell("D", if at == 1 { "Total" } else { "1000" });
        }
        out.push(format!(r#"<row r="{at}"{attributes}>{cells}</row>"#));
    }
    out.concat()
}

/// A workbook with records behind a pivot table, the last field of each the marker.
fn pivot(fields: &[&str], records: usize) -> Vec<u8> {
    let field = |name: &&str| format!(r#"<cacheField name="{name}"><sharedItems/></cacheField>"#);
    let fields_xml: String = fields.iter().map(field).collect();
    let definition = format!(
        r#"<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONS}" r:id="r1" recordCount="{records}"><cacheSource type="worksheet"><worksheetSource ref="A1:D41" sheet="{MARKER}"/></cacheSource><cacheFields count="{}">{fields_xml}</cacheFields></pivotCacheDefinition>"#,
        fields.len()
    );
    let record = format!("<r>{}</r>", format!(r#"<s v="{MARKER}"/>"#).repeat(fields.len()));
    let records = format!(
        r#"<pivotCacheRecords xmlns="{MAIN}" count="{records}">{}</pivotCacheRecords>"#,
        record.repeat(records)
    );
    let relation = super::book::relationships(&[("r1", "pivotCacheRecords", "pivotCacheRecords1.xml")]);
    Book::of(&table())
        .related("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", definition)
        .part("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", relation)
        .part("xl/pivotCache/pivotCacheRecords1.xml", records)
        .after_sheets(r#"<pivotCaches><pivotCache cacheId="1" r:id="r1"/></pivotCaches>"#)
        .bytes()
}
