//! The XML of a part, event by event, held to be one whole document.
//!
//! Written here and not taken from a crate for two reasons: the second look must not share its reader of XML with the
//! parser it checks, and it must cost little beside it. So nothing is copied, attributes are looked at as they are
//! written, and depth is counted, not followed.

use std::borrow::Cow;

use crate::container::Unreadable;

/// What stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read::scan) enum Event<'t> {
    Start(Element<'t>),
    /// The end of an element by its name; there is none of an empty one.
    End(&'t str),
    /// Text as it is written, with its references to characters.
    Text(&'t str),
    /// Text in a section of its own.
    Section,
    /// A comment, or an instruction to a program.
    Aside,
}

/// An element as it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read::scan) struct Element<'t> {
    /// Its name without a prefix.
    pub name: &'t str,
    /// Whether it ends where it begins.
    pub is_empty: bool,
    attributes: &'t str,
}

/// Events of a document that must have one root, closed at its end.
#[derive(Debug)]
pub(in crate::read::scan) struct Xml<'t> {
    rest: &'t str,
    /// What the document is, to name it in an error.
    what: &'t str,
    depth: u64,
    rooted: bool,
}

impl<'t> Xml<'t> {
    pub(in crate::read::scan) fn new(text: &'t str, what: &'t str) -> Self {
        Self { rest: text.trim_start_matches('\u{feff}'), what, depth: 0, rooted: false }
    }

    /// The next event; `None` at the end of a whole document.
    ///
    /// # Errors
    /// It is not well formed, ends in the middle, or holds a document type definition. That the end of an element has
    /// the name of its start is not checked: a cell that does not end as one changes the count of cells.
    pub(in crate::read::scan) fn next(&mut self) -> Result<Option<Event<'t>>, Unreadable> {
        let bytes = self.rest.as_bytes();
        let Some(first) = bytes.first() else {
            return if self.depth == 0 && self.rooted { Ok(None) } else { Err(self.ends_early()) };
        };
        if *first != b'<' {
            let text = self.take(bytes.iter().position(|byte| *byte == b'<').unwrap_or(bytes.len()));
            if self.depth == 0 && !text.trim_ascii().is_empty() {
                return Err(self.ill_formed());
            }
            return Ok(Some(Event::Text(text)));
        }
        match bytes.get(1) {
            Some(b'/') => {
                let end = bytes.iter().position(|byte| *byte == b'>').ok_or_else(|| self.ends_early())?;
                let name = local(self.take(end + 1)[2..end].trim_ascii_end());
                self.depth = self.depth.checked_sub(1).ok_or_else(|| self.ill_formed())?;
                Ok(Some(Event::End(name)))
            }
            Some(b'?') => self.up_to("<?", "?>", Event::Aside),
            Some(b'!') if self.rest.starts_with("<!--") => self.up_to("<!--", "-->", Event::Aside),
            Some(b'!') if self.rest.starts_with("<![CDATA[") => self.up_to("<![CDATA[", "]]>", Event::Section),
            Some(b'!') if begins_doctype(self.rest) => Err(doctype(self.what)),
            Some(b'!') => Err(self.ill_formed()),
            _ => self.start().map(Some),
        }
    }

    fn start(&mut self) -> Result<Event<'t>, Unreadable> {
        let bytes = self.rest.as_bytes();
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<' | b'"' | b'\'');
        let split = 1 + bytes[1..].iter().take_while(|byte| is_name(byte)).count();
        let mut end = split;
        loop {
            match bytes.get(end) {
                Some(b'>') => break,
                Some(b'<') => return Err(self.ill_formed()),
                Some(quote @ (b'"' | b'\'')) => {
                    let value = bytes[end + 1..].iter().position(|byte| byte == quote);
                    end += value.ok_or_else(|| self.ends_early())? + 2;
                }
                Some(_) => end += 1,
                None => return Err(self.ends_early()),
            }
        }
        let has_no_name = split == 1;
        if has_no_name || (self.depth == 0 && self.rooted) {
            return Err(self.ill_formed());
        }
        let element = self.take(end + 1);
        let (name, attributes) = (&element[1..split], &element[split..end]);
        let (attributes, is_empty) = attributes.strip_suffix('/').map_or((attributes, false), |rest| (rest, true));
        self.rooted = true;
        self.depth += u64::from(!is_empty);
        Ok(Event::Start(Element { name: local(name), is_empty, attributes }))
    }

    fn up_to(&mut self, start: &str, end: &str, event: Event<'t>) -> Result<Option<Event<'t>>, Unreadable> {
        let length = self.rest[start.len()..].find(end).ok_or_else(|| self.ends_early())?;
        self.take(start.len() + length + end.len());
        Ok(Some(event))
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    fn ends_early(&self) -> Unreadable {
        Unreadable::Damaged(format!("{} ends in the middle", self.what))
    }

    fn ill_formed(&self) -> Unreadable {
        Unreadable::Damaged(format!("{} is not well-formed XML", self.what))
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
}

fn begins_doctype(text: &str) -> bool {
    text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

fn doctype(what: &str) -> Unreadable {
    Unreadable::Damaged(format!("{what} holds a document type definition, which no workbook needs"))
}

/// Refuses a document type definition before the root element, the only place where it has an effect.
///
/// # Errors
/// There is one.
pub(in crate::read::scan) fn without_doctype(text: &str, what: &str) -> Result<(), Unreadable> {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let after = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.find("-->").map(|end| &comment[end + 3..])
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.find("?>").map(|end| &instruction[end + 2..])
        } else if begins_doctype(rest) {
            return Err(doctype(what));
        } else {
            None
        };
        match after {
            Some(after) => rest = after,
            None => return Ok(()),
        }
    }
}

/// The attributes of an element as they are written, in their order. What follows a malformed one is not seen.
#[derive(Debug)]
pub(in crate::read::scan) struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Element<'t> {
    pub(in crate::read::scan) fn attributes(&self) -> Attributes<'t> {
        Attributes { rest: self.attributes }
    }

    /// The text of an attribute, whatever the prefix of its name.
    pub(in crate::read::scan) fn attribute(&self, name: &str) -> Option<String> {
        let (_, raw) = self.attributes().find(|(key, _)| local(key) == name)?;
        Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), Cow::into_owned))
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        let is_space = |byte: &u8| byte.is_ascii_whitespace();
        let start = bytes.iter().position(|byte| !is_space(byte))?;
        let equals = start + bytes[start..].iter().position(|byte| *byte == b'=')?;
        let open = equals + 1 + bytes[equals + 1..].iter().position(|byte| !is_space(byte))?;
        let quote = bytes[open];
        if quote != b'"' && quote != b'\'' {
            self.rest = "";
            return None;
        }
        let close = open + 1 + bytes[open + 1..].iter().position(|byte| *byte == quote)?;
        let (name, value) = (self.rest[start..equals].trim_ascii_end(), &self.rest[open + 1..close]);
        self.rest = &self.rest[close + 1..];
        Some((name, value))
    }
}

/// Whether an attribute's value says yes.
pub(in crate::read::scan) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize, Unreadable> {
        let mut xml = Xml::new(text, "it");
        let mut events = 0;
        while xml.next()?.is_some() {
            events += 1;
        }
        Ok(events)
    }

    fn damaged(text: &str) -> Result<usize, Unreadable> {
        Err(Unreadable::Damaged(text.into()))
    }

    #[test]
    fn a_document_is_one_root_closed_at_its_end() {
        assert_eq!(read("\u{feff}<?xml version=\"1.0\"?>\n<a><b/>text<!-- -- --></a>\n"), Ok(8));
        assert_eq!(read("<x:a b='>' c=\"'/>\"/>"), Ok(1));
        for cut in [
            "",
            "<a>",
            "<a><b>",
            "<a><b",
            "<a><b x=\"1",
            "<a>te",
            "<a><!-- ",
            "<a><!--></a>",
            "<a><b></b>text",
            "<a></a",
        ] {
            assert!(read(cut).is_err(), "{cut}");
        }
        assert_eq!(read("<a><b>"), damaged("it ends in the middle"));
        for wrong in ["<a/><b/>", "<a></a></a>", "</a>", "<a></a>x", "x<a></a>", "<a><b <c></a>", "<!x", "<>", "< a/>"]
        {
            assert_eq!(read(wrong), damaged("it is not well-formed XML"), "{wrong}");
        }
    }

    #[test]
    fn document_type_definitions_are_refused() {
        let expected = "it holds a document type definition, which no workbook needs";
        let text = "<?xml version=\"1.0\"?><!-- <a> --> <!DOCTYPE a [<!ENTITY b \"c\">]><a/>";
        assert_eq!(read(text), damaged(expected));
        assert_eq!(without_doctype(text, "it"), Err(Unreadable::Damaged(expected.into())));
        assert_eq!(without_doctype("<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>", "it"), Ok(()));
        assert_eq!(without_doctype("<?xml", "it"), Ok(()));
        assert_eq!(without_doctype("é<!é", "it"), Ok(()));
    }

    fn element(text: &str) -> Element<'_> {
        match Xml::new(text, "it").next() {
            Ok(Some(Event::Start(element))) => element,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn attributes_are_taken_as_written() {
        let cell = element("<x:c r=\"A1\" t = 's' x:id=\"a&amp;b\"\n/>");
        assert_eq!((cell.name, cell.is_empty), ("c", true));
        assert_eq!(cell.attributes().collect::<Vec<_>>(), [("r", "A1"), ("t", "s"), ("x:id", "a&amp;b")]);
        assert_eq!(cell.attribute("id").as_deref(), Some("a&b"));
        assert_eq!(element("<c r=A1 t='s'>").attributes().count(), 0);
        assert_eq!(element("<c/>").attribute("r"), None);
    }
}
