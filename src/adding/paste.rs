//! A table from the clipboard: what a browser, a spreadsheet or an e-mail gives.

use super::NotAdded;
use crate::lexicon::normal::normalise;

/// Characters that part columns too; a text that uses them so is for the reader to divide.
const MARKS: [char; 3] = [',', ';', '|'];

/// The ending of a pasted table, and its text. Columns that only spaces part, as in an e-mail, come to be parted by tabs;
/// all else stays to the letter.
///
/// # Errors
/// Spaces part the columns and a line has more or fewer than the others: which column a cell of it is in, nobody could
/// say.
pub fn pasted(text: String) -> Result<(&'static str, String), NotAdded> {
    if normalise(&text).contains("<table") {
        return Ok(("html", text));
    }
    if text.contains('\t') {
        return Ok(("tsv", text));
    }
    let lines: Vec<Vec<&str>> = text.lines().map(fields).collect();
    let of_table = |line: &Vec<&str>| line.len() > 1;
    let is_csv = || lines.iter().filter(|line| of_table(line)).flatten().any(|field| field.ends_with(MARKS));
    let Some(first) = lines.iter().position(of_table).filter(|_| !is_csv()) else { return Ok(("csv", text)) };
    let last = lines.iter().rposition(of_table).unwrap_or(first);
    let columns = lines[first].len();
    let differs = |line: &&Vec<&str>| line.len() != columns && !line.is_empty();
    match lines[first..=last].iter().position(|line| differs(&line)) {
        None => Ok(("tsv", lines.iter().map(|fields| fields.join("\t") + "\n").collect())),
        // Sentences with wide spaces in them, around a table of commas.
        Some(_) if text.contains(MARKS) => Ok(("csv", text)),
        Some(nth) => {
            let (line, has) = (first + nth + 1, lines[first + nth].len());
            Err(NotAdded::Open(format!(
                "only spaces part the columns of the pasted table, and line {line} has {has} where line {} has {columns}\n  \
                 hint: put a tab or a comma between the columns, also beside a cell that is blank",
                first + 1
            )))
        }
    }
}

/// The parts of a line between two or more spaces; none of a blank line.
fn fields(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|field| !field.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> (&'static str, String) {
        pasted(text.to_owned()).expect("it is a table")
    }

    #[test]
    fn what_was_pasted_is_seen_and_stays_as_it_is() {
        for (ending, text) in [
            ("html", "<p>Dear Sir</p><TABLE border=1><tr>"),
            ("tsv", "Outcome\tNumber\nCharged\t3\n"),
            ("csv", "Outcome,Number\nCharged,3\n"),
            ("csv", "Outcome,      Number\nCharged,      3\n"),
            ("csv", "We looked.  None, but:\nOutcome;Number\nCharged;3\nIn all.  That is it.\n"),
            ("csv", "We hold no such figures\n"),
            ("csv", ""),
        ] {
            assert_eq!(given(text), (ending, text.to_owned()));
        }
    }

    #[test]
    fn columns_parted_by_spaces_are_parted_by_tabs() {
        let text = "Table 1, 2015/16:\n\nOutcome             Number\nNo further action    1,234\n\n  Charged  3\nEnd of reply\n";
        let tabs = "Table 1, 2015/16:\n\nOutcome\tNumber\nNo further action\t1,234\n\nCharged\t3\nEnd of reply\n";
        assert_eq!(given(text), ("tsv", tabs.to_owned()));
    }

    #[test]
    fn a_blank_among_columns_parted_by_spaces_is_for_a_person() {
        let text = "Outcome    2015   2016\nCharged    3      4\nCaution           2\n";
        let error = pasted(text.to_owned()).expect_err("nobody can say which year");
        assert!(error.to_string().contains("line 3 has 2 where line 1 has 3"), "{error}");
    }
}
