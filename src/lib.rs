//! `foi` reads Freedom-of-Information returns and publishes one DuckDB file that a researcher can trust.

pub mod config;
pub mod lexicon;
pub mod model;
