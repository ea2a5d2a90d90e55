//! Which markup a file holds, by its first bytes, and the text of an XML file by what it says of its encoding.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Unreadable;

/// Bytes that are looked at.
const HEAD: usize = 4096;
/// The namespace of the 2003 workbooks.
pub const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";
/// Elements a page with tables begins with.
const PAGES: [&str; 5] = ["html", "head", "body", "table", "frameset"];
/// Elements a fragment of a page may begin with, where its table follows soon.
const FRAGMENTS: [&str; 22] = [
    "meta", "title", "style", "link", "base", "script", "div", "center", "font", "span", "form", "p", "b", "strong",
    "br", "img", "h1", "h2", "h3", "h4", "h5", "h6",
];

/// Whether a file that begins so is an HTML page.
#[must_use]
pub fn is_html(head: &[u8]) -> bool {
    let text = head_text(head);
    let Prologue { xml, html, rest } = prologue(&text);
    let Some(name) = element(rest) else { return html };
    if xml {
        return name == "html";
    }
    let soon = || ["<table", "<html", "<body"].iter().any(|tag| rest.contains(tag));
    html || PAGES.contains(&name) || (FRAGMENTS.contains(&name) && soon())
}

/// Whether a file that begins so is a workbook in the XML of 2003.
#[must_use]
pub fn is_spreadsheetml(head: &[u8]) -> bool {
    let text = head_text(head);
    let rest = prologue(&text).rest;
    element(rest).is_some_and(|name| name.rsplit(':').next() == Some("workbook")) && rest.contains(NAMESPACE)
}

/// What stands before the first element of a text.
struct Prologue<'a> {
    /// An XML declaration.
    xml: bool,
    /// The document type of HTML.
    html: bool,
    /// From the first element on.
    rest: &'a str,
}

fn prologue(text: &str) -> Prologue<'_> {
    let mut out = Prologue { xml: false, html: false, rest: text };
    loop {
        out.rest = out.rest.trim_start();
        let end = if out.rest.starts_with("<!--") {
            "-->"
        } else if out.rest.starts_with("<?") {
            out.xml |= out.rest.starts_with("<?xml");
            "?>"
        } else if let Some(name) = out.rest.strip_prefix("<!doctype") {
            out.html |= name.trim_start().starts_with("html");
            // With entities of its own, which stand in brackets.
            let plain = name.find('>').unwrap_or(name.len());
            if name[..plain].contains('[') { "]>" } else { ">" }
        } else {
            return out;
        };
        let Some((_, rest)) = out.rest.split_once(end) else {
            out.rest = "";
            return out;
        };
        out.rest = rest;
    }
}

/// The name of the element a text begins with.
fn element(text: &str) -> Option<&str> {
    let name = text.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// The first bytes as text, in lower case. Markup is ASCII, so only UTF-16 matters here.
fn head_text(head: &[u8]) -> String {
    let head = &head[..head.len().min(HEAD)];
    let (encoding, mark) = Encoding::for_bom(head).or_else(|| unmarked(head).map(|e| (e, 0))).unwrap_or((UTF_8, 0));
    encoding.decode_without_bom_handling(&head[mark..]).0.to_ascii_lowercase()
}

/// UTF-16 without a mark: the first character is ASCII in any markup.
fn unmarked(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0, second, ..] if *second != 0 => Some(UTF_16BE),
        [first, 0, ..] if *first != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// The text of an XML file: by its byte order mark, else by its declaration, else as UTF-8.
///
/// # Errors
/// It is not of the encoding it declares.
pub fn xml_text(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => match unmarked(bytes) {
            Some(encoding) => (encoding, 0),
            None => (declared(bytes)?, 0),
        },
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
        .ok_or_else(|| Unreadable::Damaged(format!("its text is not {}, as it says of itself", encoding.name())))
}

fn declared(bytes: &[u8]) -> Result<&'static Encoding, Unreadable> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let declaration = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(inner, _)| inner);
    let Some((_, rest)) = declaration.split_once("encoding") else { return Ok(UTF_8) };
    let label = rest.trim_start().trim_start_matches('=').trim_start();
    let label = label.get(1..).and_then(|inner| inner.split(['"', '\'']).next()).unwrap_or_default();
    match Encoding::for_label(label.as_bytes()) {
        // A text that reads as ASCII is not UTF-16, whatever it says; writers of strings get this wrong.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => Err(Unreadable::Damaged("it declares an encoding that nobody knows".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:x\">";

    fn wide(text: &str, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff_u16);
        mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn pages_are_known_by_how_they_begin() {
        for page in [
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body>",
            "\u{feff}\r\n <!-- made by a machine -->\n<!DOCTYPE html PUBLIC \"-//W3C\">\n<HTML>",
            "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\">",
            "<table border=1><tr>",
            "<TABLE>",
            "<meta charset=utf-8><style>td {color: red}</style><table>",
            "<h2>Rainfall</h2>\n<table>",
            "<!doctype html>",
        ] {
            assert!(is_html(page.as_bytes()) && !is_spreadsheetml(page.as_bytes()), "{page}");
            assert!(is_html(&wide(page, false)) && is_html(&wide(page.trim_start_matches('\u{feff}'), true)), "{page}");
        }
    }

    #[test]
    fn workbooks_are_known_by_their_root() {
        let prefixed = BOOK.replace("<Workbook xmlns=", "<ss:Workbook xmlns:ss=");
        for book in [BOOK, &prefixed, BOOK.split_once("?>").expect("it has a declaration").1] {
            assert!(is_spreadsheetml(book.as_bytes()) && !is_html(book.as_bytes()), "{book}");
            assert!(is_spreadsheetml(&wide(book, true)) && is_spreadsheetml(&wide(book.trim_start(), false)), "{book}");
        }
    }

    #[test]
    fn other_text_is_neither() {
        for other in [
            "",
            "<",
            "Month,Rain\nMay,<table>",
            "<5,6,7\n",
            "<b>May</b>,12\n",
            "<bodyweight>,4\n<table>",
            "<?xml version=\"1.0\"?><rain month=\"May\"><table/></rain>",
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:another\">",
            "<!-- never closed <html>",
        ] {
            assert!(!is_html(other.as_bytes()) && !is_spreadsheetml(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn xml_says_its_encoding() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xa3</a>";
        assert!(xml_text(latin).expect("it is Latin-1").contains('\u{a3}'));
        assert!(xml_text(b"<?xml version='1.0' encoding='utf-8'?><a>\xa3</a>").is_err());
        assert!(xml_text(b"<?xml version='1.0' encoding='utf-16'?><a/>").is_ok());
        assert!(xml_text(b"<?xml version='1.0' encoding='klingon'?><a/>").is_err());
        assert_eq!(xml_text(&wide("<a/>", true)), Ok("<a/>".into()));
        assert_eq!(xml_text(&wide("<a/>", false)), Ok("<a/>".into()));
    }
}
