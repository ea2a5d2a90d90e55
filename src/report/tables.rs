//! Tables on a terminal, or as CSV when the output is data for another program.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ContentArrangement, Table};

use super::clean;

/// Rows under headers as a table that fits the terminal.
#[must_use]
pub fn drawn(headers: &[String], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headers.iter().map(|header| clean::text(header)));
    for row in rows {
        table.add_row(row.iter().map(|cell| clean::text(cell)));
    }
    table.to_string()
}

/// The same as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers do not, nor does
/// a sign that nothing follows, such as a dash among counts.
///
/// # Errors
/// Never for rows of one length.
pub fn csv(headers: &[String], rows: &[Vec<String>]) -> csv::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| inert(cell)))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn inert(cell: &str) -> String {
    let is_bare = matches!(cell.trim_end(), "=" | "+" | "-" | "@");
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_bare && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn formulas_are_made_inert_and_numbers_are_not() {
        let rows = [["=cmd|calc", "-5", "- ", "-", "-1+1", "--"].map(str::to_owned).to_vec()];
        let headers = ["a", "b", "c", "d", "e", "f"].map(str::to_owned);
        assert_eq!(super::csv(&headers, &rows).expect("one length"), "a,b,c,d,e,f\n'=cmd|calc,-5,- ,-,'-1+1,'--\n");
    }
}
