//! A result as its file in the cache holds it: every term once, however many observations share it.
//!
//! In memory terms are shared pointers, which a plain encoding would write out, and read back, one by one.

use std::collections::HashMap;
use std::mem;

use serde::{Deserialize, Serialize};

use crate::model::batch::FileResult;
use crate::model::observation::{Coordinate, Observation};
use crate::model::term::Term;

/// A result without its terms, and the terms.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    terms: Vec<Term>,
    /// What each observation means, by numbers of terms.
    meanings: Vec<Meaning>,
    /// Its observations have no coordinates, and `all` for their period.
    result: FileResult,
}

#[derive(Debug, Serialize, Deserialize)]
struct Meaning {
    period: u32,
    /// Term, given and detail of each coordinate.
    coordinates: Vec<(u32, u32, Option<u32>)>,
}

impl Stored {
    pub(super) fn new(mut result: FileResult) -> Self {
        let mut terms = Terms::default();
        let mut meaning = |observation: &mut Observation| {
            let period = terms.number(mem::replace(&mut observation.period, Term::all()));
            let coordinates = mem::take(&mut observation.coordinates).into_iter();
            let mut numbers = |coordinate: Coordinate| {
                let Coordinate { term, given, detail } = coordinate;
                (terms.number(term), terms.number(given), detail.map(|detail| terms.number(detail)))
            };
            Meaning { period, coordinates: coordinates.map(&mut numbers).collect() }
        };
        let meanings = result.observations.iter_mut().map(&mut meaning).collect();
        Self { terms: terms.list, meanings, result }
    }

    /// The result with its terms; `None` if it is not one that was stored.
    pub(super) fn result(mut self) -> Option<FileResult> {
        let terms = &self.terms;
        let term = |number: u32| terms.get(number as usize).cloned();
        if self.meanings.len() != self.result.observations.len() {
            return None;
        }
        for (observation, meaning) in self.result.observations.iter_mut().zip(self.meanings) {
            observation.period = term(meaning.period)?;
            let coordinate = |(one, given, detail): (u32, u32, Option<u32>)| {
                let detail = detail.map_or(Some(None), |detail| term(detail).map(Some))?;
                Some(Coordinate { term: term(one)?, given: term(given)?, detail })
            };
            observation.coordinates = meaning.coordinates.into_iter().map(coordinate).collect::<Option<_>>()?;
        }
        Some(self.result)
    }
}

/// Terms in the order they were met.
#[derive(Debug, Default)]
struct Terms {
    list: Vec<Term>,
    numbers: HashMap<Term, u32>,
}

impl Terms {
    fn number(&mut self, term: Term) -> u32 {
        let next = u32::try_from(self.list.len()).expect("a file has fewer than 2^32 terms");
        *self.numbers.entry(term).or_insert_with_key(|term| {
            self.list.push(term.clone());
            next
        })
    }
}
