//! **report**: a run, and what it changed -> words on a terminal, CSV and JSON.
//!
//! Must never print the text of a cell unsanitised: everything that may come from a return goes through
//! [`clean::text`].

pub mod changes;
pub mod clean;
pub mod kinds;
pub mod record;
pub mod summary;
pub mod tables;
