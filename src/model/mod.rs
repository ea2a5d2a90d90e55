//! The nouns of `foi`, with no input or output: what every stage passes on.
//!
//! Reading order: [`place`] (where), [`grid`] (addressed cells), [`hidden`] (what a file does not show),
//! [`merges`] (cells shown as one), [`recipe`] (what a person says of a layout), [`table`] (cells with roles), [`because`] (why), [`term`] (meaning),
//! [`count`] (how many), [`observation`] (the result), [`returns`] (who sent what), [`finding`] (what was noticed),
//! [`accepted`] (what a person lets stand),
//! [`batch`] (all of a run together), [`reconciled`] (figures compared).

pub mod accepted;
pub mod batch;
pub mod because;
pub mod changes;
pub mod correction;
pub mod count;
pub mod digest;
pub mod finding;
pub mod grid;
pub mod hidden;
pub mod merges;
pub mod observation;
pub mod place;
pub mod recipe;
pub mod reconciled;
pub mod returns;
pub mod table;
pub mod term;
