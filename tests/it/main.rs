//! The one integration test crate; every module says what it is for. Try not to add a second crate.

mod adding;
mod batches;
mod beginning;
#[path = "../forge/book.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
mod book;
mod bounds;
mod cases;
mod corpus;
#[path = "../forge/dice.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
mod dice;
mod documents;
mod domain;
mod domain_runs;
mod explain;
mod export;
mod facts;
#[path = "../forge/folder.rs"]
mod folder;
mod forgetting;
mod fuzz;
mod gate;
mod hostile;
mod intake;
mod interrupted;
mod laws;
mod mutate;
mod publishing;
mod reading;
mod review;
mod roundtrip;
mod sample;
mod scene;
mod sequences;
mod supersession;
mod texts;
mod tidy;
mod workers;
#[path = "../forge/write/mod.rs"]
#[allow(dead_code, reason = "the forge uses more of it")]
mod write;
