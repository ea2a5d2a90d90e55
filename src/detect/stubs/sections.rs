//! Sections: texts alone on a row that say something of the rows below them.

use std::collections::HashSet;

use super::{Section, Stubs};
use crate::detect::axes::{self, Vote};
use crate::model::because::{Because, Says, Stands};
use crate::model::place::At;
use crate::model::table::Attached;
use crate::model::term::DimensionId;

impl Stubs<'_> {
    /// The labels of the sections that a row stands in, the outermost first.
    pub(super) fn hanging(&self) -> impl Iterator<Item = &Attached> {
        let innermost = match &self.section {
            Some(Section::Label(label)) => Some(label),
            _ => None,
        };
        self.outer.iter().chain(innermost)
    }

    /// What texts that stand alone above rows of counts label, if most of them are known labels of one dimension, and
    /// the labels below them come again from one to the next.
    pub(super) fn sections(&self) -> Option<Vote> {
        if !self.layout.given.sections.is_empty() {
            return None;
        }
        let body = &self.layout.body;
        let innermost = self.labels.len().checked_sub(1)?;
        let mut alone = Vec::new();
        let (mut seen, mut again) = (HashSet::new(), false);
        for (at, row) in body.iter().enumerate() {
            if self.repeats_header(*row) {
                continue;
            }
            match self.lone(*row).filter(|_| !self.has_counts(*row)) {
                Some((_, text)) if body.get(at + 1).is_some_and(|next| self.has_counts(*next)) => alone.push(text),
                _ => {
                    let col = self.labels[innermost].0.col;
                    let label = self.sheet.grid.find(At { row: *row, col });
                    let words = label.map(|index| self.sheet.words(index)).filter(|words| !words.sums());
                    again |= words.is_some_and(|words| !seen.insert(words.normal.as_str()));
                }
            }
        }
        let own = self.labels[innermost].1.dimension;
        axes::vote(self.sheet, None, &alone, self.unit).filter(|vote| again && own != Some(vote.dimension))
    }

    /// The section that a row begins and its dimension, where a recipe says that there are sections. Of several levels
    /// the label itself says which it is of. It may have figures beside it, which are then of nothing that is known.
    pub(super) fn said_section(&self, row: u32) -> Option<(usize, DimensionId)> {
        let said = &self.layout.given.sections;
        if said.is_empty() {
            return None;
        }
        let mut texts = self.labels.iter().filter_map(|(column, naming)| {
            Some((self.sheet.grid.find(At { row, col: column.col })?, naming.dimension))
        });
        let (text, own) = texts.next().filter(|_| texts.next().is_none())?;
        let fits = self.sheet.words(text).label_of;
        let known = said.iter().copied().find(|dimension| fits.contains(*dimension));
        match (known, said.as_slice()) {
            (Some(dimension), _) if own.is_none_or(|own| !fits.contains(own)) => Some((text, dimension)),
            (_, [only]) if !self.has_counts(row) => Some((text, *only)),
            _ => None,
        }
    }

    /// Goes on in a section: those further in end with it.
    pub(super) fn enter(&mut self, text: usize, dimension: DimensionId, why: &mut Vec<Because>) {
        Because::add(why, dimension, Stands::SectionRows, || Says::Recipe);
        let (raw, at) = (self.sheet.label(text), self.sheet.at(text));
        let label = Attached { dimension, raw, at, header: "".into(), refines: false };
        let level = |label: &Attached| self.layout.given.sections.iter().position(|said| *said == label.dimension);
        if let Some(Section::Label(inner)) = self.section.take() {
            self.outer.push(inner);
        }
        let own = level(&label);
        self.outer.retain(|outer| level(outer) < own);
        self.section = Some(Section::Label(label));
    }
}
