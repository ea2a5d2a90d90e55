//! Pages as reporting systems write them, and pages as nobody should.

use super::read;
use crate::container::Unreadable;
use crate::model::grid::Cell;
use crate::model::hidden::Ranges;
use crate::model::merges::Merge;
use crate::read::markup::MarkupSheet;

/// A page as Excel saves it: a list of sheets in a comment, a hidden row and column, a title over all columns.
const EXCEL: &str = r##"<html xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>Never shown</title>
<style><!-- td {mso-number-format:General;} --></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
<x:Name>Rain &amp; snow</x:Name><x:WorksheetOptions><x:Visible>SheetVisible</x:Visible></x:WorksheetOptions>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook>
<x:ExcelName><x:Name>Print_Area</x:Name></x:ExcelName></xml><![endif]-->
</head><body>
<table border=0><col width=64><col style='display:none'><col width=64>
 <tr height=20><td colspan=3>Rainfall by
  month</td></tr>
 <tr><th>Month</th><td style='display:none'>Gauge</td><td>Rain<br>(mm)</td></tr>
 <tr style='display:none'><td>April</td><td>7</td><td x:num>60</td></tr>
 <tr><td>May</td><td style='display:none'>8</td><td x:num="1234.4">1,234</td></tr>
 <tr><td x:num="41913">Oct-14</td><td></td><td x:err="#REF!">#REF!</td></tr>
 <tr><td>Sum</td><td></td><td x:fmla="=SUM(C3:C4)"></td></tr>
 <![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=64></td></tr><![endif]>
</table></body></html>"##;

fn one(text: &str) -> MarkupSheet {
    let mut sheets = read(text).expect("it is a page with a table");
    assert_eq!(sheets.len(), 1);
    sheets.remove(0)
}

/// The cells as `A1=text`, by row and column.
fn cells(sheet: &MarkupSheet) -> Vec<String> {
    let mut cells: Vec<&Cell> = sheet.cells.iter().collect();
    cells.sort_by_key(|cell| cell.at);
    cells.iter().map(|cell| format!("{}={}", cell.at.address(false), cell.raw())).collect()
}

fn merges(sheet: &MarkupSheet) -> Vec<String> {
    let address = |Merge { first, last }: &Merge| format!("{}:{}", first.address(false), last.address(false));
    sheet.merges.iter().map(address).collect()
}

fn reason(text: &str) -> String {
    match read(text) {
        Err(Unreadable::Damaged(reason)) => reason,
        other => panic!("it was read: {other:?}"),
    }
}

#[test]
fn a_page_that_excel_saved() {
    let sheet = one(EXCEL);
    assert_eq!((sheet.name.as_str(), sheet.visible), ("Rain & snow", true));
    assert_eq!(
        cells(&sheet),
        [
            "A1=Rainfall by month",
            "A2=Month",
            "B2=Gauge",
            "C2=Rain\n(mm)",
            "A3=April",
            "B3=7",
            "C3=60",
            "A4=May",
            "B4=8",
            "C4=1234.4",
            "A5=Oct-14",
            "C5=#REF!",
            "A6=Sum"
        ]
    );
    assert_eq!(merges(&sheet), ["A1:C1"]);
    assert_eq!((&sheet.hidden_rows, &sheet.hidden_cols), (&Ranges::new([(2, 2), (6, 6)]), &Ranges::new([(1, 1)])));
    assert_eq!((sheet.hidden_cells, sheet.uncached_formulas, sheet.comments), (0, 1, 0));
    let hidden = one(&EXCEL.replace("SheetVisible", "SheetHidden"));
    assert!(!hidden.visible);
}

#[test]
fn text_and_tables_keep_their_order() {
    let page = "<h1>Rainfall</h1><p>All <b>gauges</b>, <i>in mm</i></p>
        <table><caption>North</caption><tbody><tr><td>May<td>12<tr><td>June<td>9</table>
        <p>Snow is counted as rain.<br>Hail is not.</p><script>var a = '<table>';</script>
        <TABLE><TR><TD>May</TD><TD>5&nbsp;&lt;&#54;</TD></TR></TABLE>The end";
    assert_eq!(
        cells(&one(page)),
        [
            "A1=Rainfall",
            "A2=All gauges, in mm",
            "A3=North",
            "A5=May",
            "B5=12",
            "A6=June",
            "B6=9",
            "A8=Snow is counted as rain.",
            "A9=Hail is not.",
            "A11=May",
            "B11=5\u{a0}<6",
            "A13=The end"
        ]
    );
}

#[test]
fn spans_leave_their_place_to_nobody() {
    let page = "<table>
        <tr><th rowspan=2>Month</th><th colspan=2>North</th><th colspan=2>South</th></tr>
        <tr><th>Rain</th><th>Snow</th><th>Rain</th><th>Snow</th></tr>
        <tr><td rowspan=9>May</td><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>";
    let sheet = one(page);
    assert_eq!(
        cells(&sheet),
        [
            "A1=Month", "B1=North", "D1=South", "B2=Rain", "C2=Snow", "D2=Rain", "E2=Snow", "A3=May", "B3=1", "C3=2",
            "D3=3", "E3=4"
        ]
    );
    assert_eq!(merges(&sheet), ["A1:A2", "B1:C1", "D1:E1"]);
}

#[test]
fn a_foot_stands_at_the_end() {
    let page = "<table><thead><tr><th>Month<th>Rain</thead><tfoot><tr hidden><td>All<td>21</tfoot>
        <tbody><tr><td>May<td>12<tr><td rowspan=2>June<td>9</tbody></table>";
    let sheet = one(page);
    assert_eq!(cells(&sheet), ["A1=Month", "B1=Rain", "A2=May", "B2=12", "A3=June", "B3=9", "A4=All", "B4=21"]);
    assert_eq!((&sheet.hidden_rows, merges(&sheet).len()), (&Ranges::new([(3, 3)]), 0));
}

#[test]
fn a_table_within_a_cell_stands_below() {
    let page = "<table><tr><td>Rain<table><tr><td>May<td>12</table> in mm</td><td>2014</td></tr></table>";
    assert_eq!(cells(&one(page)), ["A1=Rain\nin mm", "B1=2014", "A3=May", "B3=12"]);
}

#[test]
fn what_is_hidden_is_listed_or_left_out_and_counted() {
    let page = "<div style='display: none'>secret <div>and more</div><table><tr><td>1</table></div>
        <table><tbody hidden><tr><td>2</tbody><tr><td>May<td hidden>3<td>4 <span hidden>5</span><p hidden>6</table>
        <table><col><col hidden><tr><td>June<td>7</table>
        <div style='mso-element:comment-list'><div style='mso-element:comment'>A note</div></div>";
    let sheet = one(page);
    assert_eq!(cells(&sheet), ["A1=1", "A3=2", "A4=May", "C4=4", "A6=June"]);
    assert_eq!((&sheet.hidden_rows, &sheet.hidden_cols), (&Ranges::new([(0, 0), (2, 2)]), &Ranges::default()));
    assert_eq!((sheet.hidden_cells, sheet.comments), (2, 1));
}

#[test]
fn what_hides_ends_where_a_browser_ends_it() {
    for (page, expected) in [
        ("<p hidden>a<table><tr><td>1</table>", &["A1=1"][..]),
        ("<div><p hidden>a <b>b</b></div>c<table></table>", &["A1=c"]),
        ("<ul><li hidden>a<li>b</ul><table></table>", &["A1=b"]),
        ("<td hidden>a<table><tr><td>1</table>", &["A1=a", "A3=1"]),
        ("<div hidden>a<div>b</div><br hidden></div>c<table></table>", &["A1=c"]),
        ("<div hidden />c<script src='x'/></script><table></table>", &["A1=c"]),
        ("<table><tr><td>1<div hidden>a<td>2</table>", &["A1=1", "B1=2"]),
    ] {
        let sheet = one(page);
        assert_eq!(
            (cells(&sheet).as_slice(), sheet.hidden_rows.is_empty()),
            (&expected.iter().map(ToString::to_string).collect::<Vec<_>>()[..], true),
            "{page}"
        );
    }
}

#[test]
fn a_page_without_tables_says_why() {
    let frames = "<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheet><x:Name>May</x:Name>
        <x:WorksheetSource HRef=\"rain_files/sheet001.htm\"/></x:ExcelWorksheet></x:ExcelWorkbook></xml><![endif]-->
        </head><frameset rows=\"*,39\"><frame src=\"rain_files/sheet001.htm\"><noframes><body><p>No frames</p></body>
        </noframes></frameset></html>";
    assert_eq!(reason(frames), "the tables are in companion files that were not sent");
    assert_eq!(reason("<html><body><p>Nothing fell.</p></body></html>"), "the page holds no table");
    assert_eq!(cells(&one("<table></table>")), Vec::<String>::new());
}

#[test]
fn a_page_that_was_cut_off_is_not_read() {
    let end = EXCEL.find("</table>").expect("it has a table");
    for cut in (0..end).filter(|cut| EXCEL.is_char_boundary(*cut)) {
        assert!(read(&EXCEL[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(reason(&EXCEL[..end]), "the file ends in the middle");
    for cut in ["<table><tr><td>1</table><!-- and", "<table><tr><td>1</table><script>", "<table><tr><td>1</tr>"] {
        assert_eq!(reason(cut), "the file ends in the middle", "{cut}");
    }
}

/// A page that grows with a number, read at a size at which anything but linear time would be felt.
fn comes_to_an_end(page: impl Fn(usize) -> String) {
    let _ = read(&page(32_000));
}

#[test]
fn hostile_pages_take_no_more_time_or_room_than_they_are_long() {
    comes_to_an_end(|n| "<div>".repeat(n));
    comes_to_an_end(|n| "<table>".repeat(n));
    comes_to_an_end(|n| "<table><tr><td>1".repeat(n));
    comes_to_an_end(|n| format!("<table>{}</table>", "<table></table>".repeat(n)));
    comes_to_an_end(|n| {
        format!("<table><tr><td {}>", (0..n).flat_map(|i| [" a".to_owned(), i.to_string()]).collect::<String>())
    });
    comes_to_an_end(|n| format!("<table>{}</table>", "<tr><td rowspan=65534 colspan=1000>1".repeat(n)));
    comes_to_an_end(|n| "<div hidden>".repeat(n));
    comes_to_an_end(|n| "<p hidden>".repeat(n));
    comes_to_an_end(|n| "<!--<x:ExcelWorkbook>".repeat(n));
    comes_to_an_end(|n| "&amp".repeat(n));
    let staircase = |n: usize| {
        let row: String = "<td rowspan=60000><td rowspan=50000>".repeat(n / 8);
        format!("<table><tr>{row}{}</table>", "<tr><td>".repeat(n))
    };
    comes_to_an_end(staircase);
    assert_eq!(reason(&staircase(40_000)), "the merged cells of a table are too entangled");
    assert_eq!(reason(&"<table><tr><td>".repeat(100_000)), "its tables lie too deep within one another");
    assert!(read(&format!("{}<table><tr><td>1</table>", "<div>".repeat(100_000))).is_ok());
}

#[test]
fn a_table_larger_than_a_sheet_is_not_read() {
    let wide = format!("<table><tr>{}</table>", "<td colspan=1000>1".repeat(17));
    assert_eq!(reason(&wide), "a table on the page has more columns than a sheet");
    let high = format!("<table>{}</table>", "<tr>".repeat(1_048_577));
    assert_eq!(reason(&high), "a table on the page has more rows than a sheet");
    let bomb = one("<table><tr><td colspan=99999999999 rowspan=99999999999>1<td>2</table>");
    assert_eq!((cells(&bomb).join(" "), merges(&bomb).join(" ")), ("A1=1 ALM1=2".into(), "A1:ALL1".into()));
}
