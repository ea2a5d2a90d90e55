//! `foi` turns a folder of Freedom-of-Information returns into one DuckDB file that a researcher can trust: every
//! number traces to a file, sheet and cell; no cell is lost; nothing is guessed in silence.
//!
//! # The way of a return
//!
//! [`pipeline`] is the recipe and alone knows the order:
//!
//! ```text
//! intake -> [ read -> detect -> map ]  per file, pure ([`file`]), in guarded processes ([`worker`])
//!        -> gather -> reconcile -> load -> gate -> publish   once per run, one writer
//! ```
//!
//! `report` then turns the outcome into words for the command that asked. [`export`] makes files for others of a
//! release, much later and never of the inbox.
//!
//! # The map of the code
//!
//! - [`config`]: `config/` compiled before any work into the [`config::Plan`]
//! - [`container`]: what a file is from the outside; [`lexicon`]: what words mean; [`model`]: the nouns
//! - [`intake`], [`read`], [`detect`], [`map`], [`gather`], [`reconcile`], [`load`], [`gate`], [`publish`],
//!   [`report`]: the stages, each with its contract on top
//! - [`adding`]: how people's files and lists come into the inbox, and their returns out of it
//! - [`releases`]: which release is published, what the next is called, accepting and going back; [`verify`]: whether one
//!   is what it was; [`warehouse`]: how a DuckDB file is made, opened and hashed
//! - [`export`]: what leaves the house
//! - [`fault`]: where a test may kill a run
//! - [`review`]: what waits for a person, and the line each decision becomes
//! - [`cli`]: the commands
//!
//! # What holds everywhere
//!
//! - Stages use `model`, `config`, `container` and `lexicon`, and never each other; `pipeline` and `file` call them. A
//!   command that is no run calls the one stage it is a window on (`inspect` `read` and `detect`, `diff` `gate`, `verify`
//!   and `forget` `intake`, `rollback` `publish` through `releases`), and all of them `report`.
//! - [`adding`] is for the commands that write the inbox; it uses `intake` to see the inbox as a run does, and no run uses it.
//! - [`export`] asks a release and puts its file in place through `publish`; no stage knows of it.
//! - [`review`] asks a release what waits, and `detect` in which ways a sheet could be read; no stage knows of it either.
//! - `detect` sees what a text may be, never what it means; only `map` makes a term of a label.
//! - A count has bounds, a place is never absent, and what cannot be loaded is a finding with its place and next step.
//! - Nothing here knows the subject: offences, outcomes and platforms are configuration. The one word of it is
//!   `offence`, the dimension that every request names.

pub mod adding;
pub mod cli;
pub mod config;
pub mod container;
pub mod detect;
pub mod export;
pub mod fault;
pub mod file;
pub mod gate;
pub mod gather;
pub mod intake;
pub mod lexicon;
pub mod load;
pub mod map;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod read;
pub mod reconcile;
pub mod releases;
pub mod report;
pub mod review;
pub mod verify;
pub mod warehouse;
pub mod worker;
