//! Workbooks as spreadsheets and reporting systems write them, and as nobody should.

use crate::container::Unreadable;
use crate::model::grid::{Cell, Content};
use crate::model::hidden::Ranges;
use crate::read::markup::{MarkupSheet, spreadsheetml};

const HEAD: &str = "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
    <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"\r\n \
    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\r\n";

const RAIN: &str = r#"<DocumentProperties><Title>Never a cell</Title></DocumentProperties>
<Styles><Style ss:ID="Default" ss:Name="Normal"/>
 <Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
 <Style ss:ID="s2"><NumberFormat ss:Format="mmm\-yy"/></Style>
 <Style ss:ID="s3" ss:Parent="s2"><Font ss:Bold="1"/></Style>
 <Style ss:ID="s4"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="Rain"><Table ss:ExpandedColumnCount="4">
 <Column ss:Width="60"/><Column ss:Hidden="1" ss:Span="1"/><Column ss:StyleID="s1"/>
 <Row ss:Index="2"><Cell ss:MergeAcross="3"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">Rain <B>by
month</B> &lt; &#163;5</ss:Data></Cell></Row>
 <Row><Cell ss:MergeDown="1"><Data ss:Type="String">Month</Data></Cell><Cell ss:Index="4"><Data
  ss:Type="String">Share</Data><Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40">A note</ss:Data></Comment></Cell></Row>
 <Row ss:Hidden="1" ss:Span="1"/>
 <Row><Cell ss:StyleID="s2"><Data ss:Type="DateTime">2014-10-01T00:00:00.000</Data></Cell><Cell ss:Index="4"
  ss:Formula="=RC[-1]/2"><Data ss:Type="Number">0.25</Data></Cell></Row>
 <Row ss:StyleID="s4"><Cell ss:StyleID="s3"><Data ss:Type="DateTime">2014-11-01T00:00:00.000</Data></Cell>
  <Cell><Data ss:Type="DateTime">2014-11-05T00:00:00.000</Data></Cell><Cell ss:Formula="=NOW()"/></Row>
 <Row><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell
  ss:Index="3"><Data ss:Type="Number">1.5E1</Data></Cell><Cell ss:StyleID="Default"><Data ss:Type="Number">-7</Data><NamedCell ss:Name="x"/></Cell></Row>
</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Selected/></WorksheetOptions></Worksheet>
<Worksheet ss:Name="Gauges"><Table><Row><Cell><Data ss:Type="String">North</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions></Worksheet>
"#;

fn workbook(inner: &str) -> String {
    format!("{HEAD}{inner}</Workbook>\r\n")
}

/// A workbook of one sheet with these rows.
fn rows(rows: &str) -> String {
    workbook(&format!("<Worksheet ss:Name=\"Rain\"><Table>{rows}</Table></Worksheet>"))
}

fn read(text: &str) -> Vec<MarkupSheet> {
    spreadsheetml(text.as_bytes()).expect("it is a workbook")
}

fn reason(text: &str) -> String {
    match spreadsheetml(text.as_bytes()) {
        Err(Unreadable::Damaged(reason)) => reason,
        other => panic!("it was read: {other:?}"),
    }
}

fn cells(sheet: &MarkupSheet) -> Vec<String> {
    sheet.cells.iter().map(|cell: &Cell| format!("{}={}", cell.at.address(false), cell.raw())).collect()
}

#[test]
fn a_workbook_that_excel_saved() {
    let sheets = read(&workbook(RAIN));
    let names: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    assert_eq!(names, [("Rain", true), ("Gauges", false)]);
    let sheet = &sheets[0];
    assert_eq!(
        cells(sheet),
        [
            "A2=Rain by\nmonth < \u{a3}5",
            "A3=Month",
            "D3=Share",
            "A6=Oct-14",
            "D6=25%",
            "A7=Nov-14",
            "B7=2014-11-05",
            "A8=TRUE",
            "B8=#DIV/0!",
            "C8=15",
            "D8=-7"
        ]
    );
    let merges: Vec<_> =
        sheet.merges.iter().map(|m| format!("{}:{}", m.first.address(false), m.last.address(false))).collect();
    assert_eq!(merges, ["A2:D2", "A3:A4"]);
    assert_eq!((&sheet.hidden_rows, &sheet.hidden_cols), (&Ranges::new([(3, 4)]), &Ranges::new([(1, 2)])));
    assert_eq!((sheet.uncached_formulas, sheet.comments, sheet.hidden_cells), (1, 1, 0));
    assert_eq!(sheet.cells[8].content, Content::Error("#DIV/0!".into()));
    assert_eq!(sheet.cells[9].content, Content::Number(15.0));
}

#[test]
fn other_prefixes_and_encodings_are_the_same_workbook() {
    let text = rows("<Row><Cell><Data ss:Type=\"String\">Caf\u{e9}</Data></Cell></Row>");
    let expected = read(&text);
    let mut prefixed = text.replace("<Workbook xmlns=", "<ss:Workbook xmlns:o=");
    for name in ["Worksheet", "Table", "Row", "Cell", "Data"] {
        prefixed = prefixed.replace(&format!("<{name}"), &format!("<ss:{name}"));
        prefixed = prefixed.replace(&format!("</{name}"), &format!("</ss:{name}"));
    }
    assert_eq!(read(&prefixed.replace("</Workbook", "</ss:Workbook")), expected);
    let latin: Vec<u8> = text
        .replace("\"1.0\"?>", "\"1.0\" encoding=\"windows-1252\"?>")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("it is Latin-1"))
        .collect();
    assert_eq!(spreadsheetml(&latin).as_ref(), Ok(&expected));
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(spreadsheetml(&wide), Ok(expected));
}

#[test]
fn no_two_cells_claim_a_place() {
    let cell = "<Cell><Data ss:Type=\"Number\">1</Data></Cell>";
    for wrong in [
        format!("<Row>{cell}<Cell ss:Index=\"1\"/></Row>"),
        format!("<Row ss:Index=\"2\">{cell}</Row><Row ss:Index=\"2\">{cell}</Row>"),
        format!("<Row><Cell ss:MergeAcross=\"2\"/><Cell ss:Index=\"3\"/></Row><Row>{cell}</Row>"),
        format!("<Row><Cell ss:MergeDown=\"1\"/></Row><Row>{cell}</Row>"),
        format!("<Row>{cell}<Cell ss:MergeDown=\"1\"/></Row><Row><Cell ss:MergeAcross=\"1\"/></Row>"),
        "<Row><Cell><Data ss:Type=\"Number\">1</Data><Data ss:Type=\"Number\">2</Data></Cell></Row>".into(),
    ] {
        assert_eq!(reason(&rows(&wrong)), "sheet \u{201c}Rain\u{201d}: two cells claim the same place", "{wrong}");
    }
    let twice = "<Worksheet ss:Name=\"Rain\"/><Worksheet ss:Name=\"RAIN\"/>";
    assert_eq!(reason(&workbook(twice)), "two of its sheets are named \u{201c}RAIN\u{201d}");
}

#[test]
fn cells_lie_on_the_sheet() {
    for wrong in [
        "<Row ss:Index=\"1048577\"><Cell/></Row>",
        "<Row ss:Index=\"99999999999\"/>",
        "<Row ss:Index=\"0\"/>",
        "<Row><Cell ss:Index=\"16385\"/></Row>",
        "<Row><Cell ss:MergeAcross=\"4294967295\"/></Row>",
        "<Row><Cell ss:MergeDown=\"1048576\"/></Row>",
        "<Row ss:Span=\"1048576\"/>",
    ] {
        assert_eq!(reason(&rows(wrong)), "sheet \u{201c}Rain\u{201d}: a cell lies where no sheet has one", "{wrong}");
    }
    let last =
        rows("<Row ss:Index=\"1048576\"><Cell ss:Index=\"16384\"><Data ss:Type=\"Number\">1</Data></Cell></Row>");
    assert_eq!(cells(&read(&last)[0]), ["XFD1048576=1"]);
    for wrong in ["<Data ss:Type=\"Number\">May</Data>", "<Data ss:Type=\"Rain\">1</Data>"] {
        let text = rows(&format!("<Row><Cell>{wrong}</Cell></Row>"));
        assert_eq!(reason(&text), "sheet \u{201c}Rain\u{201d}, A1: the cell does not hold what it says");
    }
    let odd =
        rows("<Row><Cell><Data ss:Type=\"Number\">NaN</Data></Cell><Cell><Data ss:Type=\"Number\"/></Cell></Row>");
    assert_eq!(cells(&read(&odd)[0]), ["A1=#NUM!"]);
}

#[test]
fn a_workbook_is_read_to_its_last_tag() {
    let text = workbook(RAIN);
    let end = text.find("</Workbook>").expect("it ends");
    for cut in (1..text.len()).filter(|cut| text.is_char_boundary(*cut) && *cut < end + "</Workbook>".len()) {
        assert!(spreadsheetml(&text.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(reason(&text[..end]), "the file ends in the middle");
    assert_eq!(reason(&text[..end - 1]), "the file ends in the middle");
    assert_eq!(reason(&workbook("")), "the workbook holds no sheet");
    assert_eq!(reason("<Workbook/>"), "its XML is not that of a workbook");
    assert!(reason(&format!("{text}<a/>")).contains("two roots"));
    assert!(reason(&workbook("<Worksheet></Table>")).starts_with("its XML is damaged"));
}

#[test]
fn nothing_is_ever_expanded() {
    let bomb = HEAD.replace("<Workbook", "<!DOCTYPE a [<!ENTITY b \"cccc\">]><Workbook");
    assert_eq!(reason(&format!("{bomb}</Workbook>")), "it declares a document type, which no workbook has");
    let entity = rows("<Row><Cell><Data ss:Type=\"String\">&b;</Data></Cell></Row>");
    assert_eq!(reason(&entity), "it uses entities of its own, which are never expanded");
}

#[test]
fn nesting_and_attributes_are_only_long() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let data = format!(
        "<Row><Cell><Data ss:Type=\"String\">{}May{}</Data></Cell></Row>",
        "<B>".repeat(100_000),
        "</B>".repeat(100_000)
    );
    assert_eq!(cells(&read(&rows(&format!("{deep}{data}")))[0]), ["A1=May"]);
    assert_eq!(reason(&format!("{HEAD}{}", "<a>".repeat(100_000))), "the file ends in the middle");
    let many: String = (0..100_000).flat_map(|i| [" a", &i.to_string(), "=\"\""].map(str::to_owned)).collect();
    assert!(read(&rows(&format!("<Row{many}/>")))[0].cells.is_empty());
    let spans = "<Row><Cell ss:MergeAcross=\"16383\" ss:MergeDown=\"1\"/></Row><Row/>".repeat(20_000);
    assert_eq!(read(&rows(&spans))[0].merges.len(), 20_000);
}
