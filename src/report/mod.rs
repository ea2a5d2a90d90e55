//! **report**: a run -> words on a terminal.
//!
//! Must never print the text of a cell unsanitised: everything that may come from a return goes through
//! [`clean::text`].

pub mod changes;
pub mod clean;
pub mod record;
pub mod summary;
pub mod tables;
