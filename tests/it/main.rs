//! The one integration test crate; every module says what it is for. Try not to add a second crate.

mod cases;
mod documents;
mod facts;
mod fuzz;
mod hostile;
mod laws;
mod mutate;
mod publishing;
mod sample;
mod texts;
mod tidy;
