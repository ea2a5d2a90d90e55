//! Whether a document property names a person: programs sign their files too.

/// What programs write where a person's name belongs, in lower case: part of what they write.
const PROGRAMS: [&str; 18] = [
    "apache poi",
    "aspose",
    "closedxml",
    "crystal",
    "epplus",
    "excel",
    "libreoffice",
    "microsoft",
    "odfpy",
    "openoffice",
    "openpyxl",
    "phpexcel",
    "phpspreadsheet",
    "sheetjs",
    "sql server",
    "windows user",
    "xlsxwriter",
    "xlwt",
];

/// The same, where it is the whole: words that names of people may hold.
const NOBODY: [&str; 8] = ["admin", "administrator", "author", "oracle", "owner", "unknown", "unknown creator", "user"];

pub(super) fn names_someone(property: &str) -> bool {
    let name = property.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_lowercase();
    !name.is_empty() && !NOBODY.contains(&name.as_str()) && !PROGRAMS.iter().any(|program| name.contains(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_no_people() {
        for program in ["", " ", "\0\0", "openpyxl", "Apache POI", "Microsoft Office User", "LibreOffice/24.2", "user"]
        {
            assert!(!names_someone(program), "{program}");
        }
        for person in ["J. Smith", "Usher", "45123 Jones", "Adminah Khan"] {
            assert!(names_someone(person), "{person}");
        }
    }
}
