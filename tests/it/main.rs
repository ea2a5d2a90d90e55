//! The one integration test crate; every module says what it is for. Try not to add a second crate.

mod cases;
mod documents;
mod facts;
mod fuzz;
mod hostile;
mod intake;
mod interrupted;
mod laws;
mod mutate;
mod publishing;
mod sample;
mod scene;
mod texts;
mod tidy;
mod workers;
