//! The figures of one table: a count for every combination of its labels, and sums over them.

use super::axis::Axes;
use super::knobs::{Layout, Zeros};
use super::numbers;
use crate::dice::Dice;

/// One position an axis: the label, or all of them.
pub type Position = Option<usize>;

/// Counts by label indices, row axes before column axes.
#[derive(Clone, Debug)]
pub struct Counts {
    sizes: Vec<usize>,
    values: Vec<u32>,
}

impl Counts {
    pub fn drawn(axes: &Axes, layout: &Layout, dice: &mut Dice) -> Counts {
        let sizes: Vec<usize> = axes.rows.iter().chain(&axes.columns).map(|axis| axis.labels.len()).collect();
        let length = sizes.iter().product();
        let values = (0..length).map(|_| numbers::count(dice)).collect();
        let mut counts = Counts { sizes, values };
        if layout.zeros == Zeros::Blank {
            counts.fill(axes, dice);
        }
        counts
    }

    /// The sum over every axis that stands at no label.
    pub fn sum(&self, at: &[Position]) -> u32 {
        (0..self.values.len()).filter(|index| self.is_at(*index, at)).map(|index| self.values[index]).sum()
    }

    fn is_at(&self, index: usize, at: &[Position]) -> bool {
        self.positions(index).iter().zip(at).all(|(own, wanted)| wanted.is_none_or(|wanted| wanted == *own))
    }

    fn positions(&self, mut index: usize) -> Vec<usize> {
        let mut out = vec![0; self.sizes.len()];
        for (slot, size) in out.iter_mut().zip(&self.sizes).rev() {
            *slot = index % size;
            index /= size;
        }
        out
    }

    /// A row or column of blank cells alone says nothing, so each gets a count: else its label could be a heading.
    fn fill(&mut self, axes: &Axes, dice: &mut Dice) {
        for side in [0..axes.rows.len(), axes.rows.len()..self.sizes.len()] {
            for index in 0..self.values.len() {
                let own = self.positions(index);
                let at: Vec<Position> =
                    own.iter().enumerate().map(|(axis, at)| side.contains(&axis).then_some(*at)).collect();
                if self.sum(&at) == 0 {
                    self.values[index] = dice.between(1, 60);
                }
            }
        }
    }

    /// Makes sure that a part holds something.
    pub fn at_least_one(&mut self, at: &[Position]) {
        if let Some(index) = (0..self.values.len()).find(|index| self.is_at(*index, at)) {
            self.values[index] = self.values[index].max(1);
        }
    }
}
