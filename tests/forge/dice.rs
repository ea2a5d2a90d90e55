//! Chance that can be repeated: the same seed gives the same file, whatever was drawn before it.

/// A generator of its own for each file.
#[derive(Debug)]
pub struct Dice(fastrand::Rng);

impl Dice {
    /// Neighbouring seeds must not give neighbouring draws, so the seed is spread over all bits first.
    pub fn new(seed: u64) -> Dice {
        let spread = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Dice(fastrand::Rng::with_seed(spread ^ (spread >> 29)))
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.u32(low..=high)
    }

    pub fn index(&mut self, length: usize) -> usize {
        self.0.usize(..length)
    }

    /// True in so many of a hundred draws.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    pub fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.index(from.len())]
    }

    /// One of the choices, each as often as its weight says; a weight of 0 is never drawn.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let all: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, all);
        for (choice, weight) in choices {
            if left <= *weight {
                return *choice;
            }
            left -= weight;
        }
        unreachable!("the weights were summed above")
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        self.0.shuffle(list);
    }
}
