//! What a kind of finding means.

use crate::report::{clean, kinds};

/// What to print, if all words are kinds of findings, or the word that asks for all.
pub(super) fn asked(words: &[String], json: bool) -> Option<String> {
    let every = words == ["kinds"];
    if every && !json {
        return Some(kinds::list());
    }
    let found = if every { kinds::every() } else { words.iter().map(|word| kinds::of(word)).collect::<Option<_>>()? };
    Some(if json {
        found.iter().map(|same| clean::json_of(&kinds::data(same)) + "\n").collect()
    } else {
        found.iter().map(|same| kinds::text(same)).collect::<Vec<_>>().join("\n")
    })
}

/// Kinds of nearly this name.
pub(super) fn nearest(word: &str) -> Vec<String> {
    kinds::nearest(word).into_iter().map(str::to_owned).collect()
}
