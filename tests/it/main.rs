//! The one integration test crate; every module says what it is for. Try not to add a second crate.

mod cases;
mod documents;
mod facts;
mod laws;
mod publishing;
mod sample;
mod tidy;
