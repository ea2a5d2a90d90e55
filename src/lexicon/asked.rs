//! Which texts the lexicon was asked about: a rule for any other text cannot have changed what was found.
//!
//! The lexicon is asked from deep inside pure code, so what it was asked is noted beside it, by thread, and only while
//! somebody listens.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A text by its hash. Two texts of one hash only make a rule matter that does not.
pub type Asked = u64;

thread_local! {
    static HEARD: RefCell<Option<Heard>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Heard {
    texts: BTreeSet<Asked>,
    /// Every dimension is asked about one text in turn.
    last: Option<Asked>,
}

/// The name of a normalised text. The same for the life of a program, and for all programs of the same sources.
#[must_use]
pub fn name(normal: &str) -> Asked {
    let mut hasher = DefaultHasher::new();
    normal.hash(&mut hasher);
    hasher.finish()
}

/// Does something on this thread, and gives the texts that the lexicon was asked about meanwhile, sorted.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, Vec<Asked>) {
    HEARD.set(Some(Heard::default()));
    let done = work();
    let heard = HEARD.take().unwrap_or_default();
    (done, heard.texts.into_iter().collect())
}

/// Notes that a rule for this normalised text was looked for.
pub(super) fn note(normal: &str) {
    HEARD.with_borrow_mut(|heard| {
        if let Some(heard) = heard {
            let name = name(normal);
            if heard.last.replace(name) != Some(name) {
                heard.texts.insert(name);
            }
        }
    });
}
