//! HTML pages, token by token: no tree is built, so nesting costs nothing and cannot overflow.
//!
//! A table within a cell becomes a table of its own below, and the cell keeps only its own text. A page must come whole:
//! one that opens `<html>`, `<body>` or a table and never closes it was cut off. What a style sheet hides by the name
//! of a class is not known to be hidden.

mod sheets;
#[cfg(test)]
mod tests;
mod walk;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Error, StartTag, Token, Tokenizer};
use sheets::Listed;
use walk::Walk;

use super::{MarkupSheet, cut_off};
use crate::container::Unreadable;

/// Elements that show no text of a table, whatever is in them.
const SILENT: [&str; 15] = [
    "script", "style", "title", "xml", "template", "noscript", "noframes", "noembed", "iframe", "object", "select",
    "textarea", "svg", "math", "xmp",
];

pub(super) fn read(text: &str) -> Result<Vec<MarkupSheet>, Unreadable> {
    let mut listed = Listed::default();
    let mut walk = Walk::new(text.len());
    let mut silent: Option<Region> = None;
    for token in tokens(text) {
        match &token {
            Token::Error(error) if ends_within(**error) => return Err(cut_off()),
            Token::Comment(comment) => listed.comment(comment),
            _ => listed.token(&token),
        }
        if let Some(region) = &mut silent {
            if region.ends_with(&token) {
                silent = None;
            }
            continue;
        }
        match &token {
            Token::StartTag(tag) if SILENT.iter().any(|name| *tag.name == *name.as_bytes()) => {
                silent = (!tag.self_closing).then(|| Region::of(tag));
            }
            Token::StartTag(tag) => walk.start(tag)?,
            Token::EndTag(tag) => walk.end(&tag.name),
            Token::String(text) => walk.text(&String::from_utf8_lossy(text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    if silent.is_some() {
        return Err(cut_off());
    }
    let mut sheet = walk.finish()?.ok_or_else(|| listed.no_table())?;
    (sheet.name, sheet.visible) = listed.only().unwrap_or_else(|| ("page".into(), true));
    Ok(vec![sheet])
}

/// The tokens of a text, where scripts and the like are text.
fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map(|token| match token {
        Ok(token) => token,
        Err(never) => match never {},
    })
}

fn ends_within(error: Error) -> bool {
    matches!(
        error,
        Error::EofBeforeTagName
            | Error::EofInCdata
            | Error::EofInComment
            | Error::EofInDoctype
            | Error::EofInScriptHtmlCommentLikeText
            | Error::EofInTag
    )
}

fn attribute<'a>(tag: &'a StartTag<()>, name: &str) -> Option<std::borrow::Cow<'a, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
}

/// An element that is being passed by, and how many of its name are open within.
#[derive(Debug)]
struct Region {
    name: Vec<u8>,
    depth: usize,
}

impl Region {
    fn of(tag: &StartTag<()>) -> Self {
        Self { name: tag.name.to_vec(), depth: 1 }
    }

    /// Counts a token in; whether the element ends with it.
    fn ends_with(&mut self, token: &Token) -> bool {
        match token {
            Token::StartTag(tag) if **tag.name == *self.name && !tag.self_closing => self.depth += 1,
            Token::EndTag(tag) if **tag.name == *self.name => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }
}
