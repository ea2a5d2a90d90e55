//! **gate**: scratch against previous release -> publish or refuse.
//!
//! Must never hide what changed: [`compare()`] says it in full, for a person who asks as for the gate, and [`reasons`]
//! only decides whether somebody must look before it is published.

mod compare;
mod thresholds;

pub use compare::{compare, figures};
pub use thresholds::reasons;
