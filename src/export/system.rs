//! What somebody with all public files knows: whole numbers, some of them hidden, and sums they obey.

/// Position of a variable in its system.
pub(super) type Id = usize;

/// One count, wherever it is published.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// What it is; nobody knows it of a range that a force gave.
    pub value: Option<i64>,
    /// Bounds that follow from the rules, or that the force gave.
    pub low: i64,
    pub high: Option<i64>,
    /// Shown, now or in an earlier file.
    pub known: bool,
    /// While it is not known, it must keep possible values.
    pub guarded: bool,
}

impl Variable {
    /// How many values the bounds alone allow, at most `most`.
    pub(super) fn width(&self, most: usize) -> usize {
        width((self.low, self.high), most)
    }
}

fn width((low, high): Bounds, most: usize) -> usize {
    high.map_or(most, |high| usize::try_from(high - low + 1).unwrap_or(0).min(most))
}

/// Lowest and highest value; nothing above where absent.
type Bounds = (i64, Option<i64>);

/// A sum: variables by their factors, mostly 1 or -1, give the constant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Equation {
    pub terms: Vec<(Id, i64)>,
    pub constant: i64,
}

/// All variables, and all sums in which they stand.
#[derive(Debug, Default)]
pub(super) struct System {
    pub variables: Vec<Variable>,
    pub equations: Vec<Equation>,
    /// Equations by the variables in them.
    of_variable: Vec<Vec<usize>>,
}

impl System {
    pub(super) fn add_variable(&mut self, variable: Variable) -> Id {
        self.variables.push(variable);
        self.of_variable.push(Vec::new());
        self.variables.len() - 1
    }

    /// Adds a sum, unless it holds trivially; returns its position until [`Self::index`] sorts them.
    pub(super) fn add_equation(&mut self, mut terms: Vec<(Id, i64)>, constant: i64) -> Option<usize> {
        terms.sort_unstable();
        // The same count on both sides says nothing.
        let mut merged: Vec<(Id, i64)> = Vec::with_capacity(terms.len());
        for (id, factor) in terms {
            match merged.last_mut() {
                Some((last, sum)) if *last == id => *sum += factor,
                _ => merged.push((id, factor)),
            }
        }
        merged.retain(|(_, factor)| *factor != 0);
        if merged.is_empty() {
            return None;
        }
        self.equations.push(Equation { terms: merged, constant });
        Some(self.equations.len() - 1)
    }

    /// To be called once all equations are there: each once, and found by their variables.
    pub(super) fn index(&mut self) {
        self.equations.sort();
        self.equations.dedup();
        for (at, equation) in self.equations.iter().enumerate() {
            for (id, _) in &equation.terms {
                self.of_variable[*id].push(at);
            }
        }
    }

    pub(super) fn equations_of(&self, id: Id) -> impl Iterator<Item = (usize, &Equation)> {
        self.of_variable[id].iter().map(|at| (*at, &self.equations[*at]))
    }

    /// What an equation says of its unknown variables: those, and what they give.
    pub(super) fn unknown(&self, equation: &Equation) -> (Vec<(Id, i64)>, i64) {
        let mut rest = equation.constant;
        let mut unknown = Vec::new();
        for (id, factor) in &equation.terms {
            match self.variables[*id] {
                Variable { known: true, value: Some(value), .. } => rest -= factor * value,
                _ => unknown.push((*id, *factor)),
            }
        }
        (unknown, rest)
    }

    /// Unknown variables that hang together by equations, each group ascending, by their first.
    pub(super) fn components(&self) -> Vec<Vec<Id>> {
        let mut seen = vec![false; self.variables.len()];
        let mut out = Vec::new();
        for start in 0..self.variables.len() {
            if seen[start] || self.variables[start].known {
                continue;
            }
            seen[start] = true;
            let (mut component, mut open) = (Vec::new(), vec![start]);
            while let Some(id) = open.pop() {
                component.push(id);
                for (_, equation) in self.equations_of(id) {
                    for (other, _) in &equation.terms {
                        if !seen[*other] && !self.variables[*other].known {
                            seen[*other] = true;
                            open.push(*other);
                        }
                    }
                }
            }
            component.sort_unstable();
            out.push(component);
        }
        out
    }

    /// Bounds of every unknown variable, as far as single equations narrow them.
    pub(super) fn propagate(&self) -> Vec<Bounds> {
        let mut bounds: Vec<Bounds> = self.variables.iter().map(|v| (v.low, v.high)).collect();
        let mut waiting: Vec<bool> = vec![true; self.equations.len()];
        let mut queue: std::collections::VecDeque<usize> = (0..self.equations.len()).collect();
        // Bounds of whole numbers narrow by at least one each time, but may do so for long where nothing bounds them
        // from above; whatever is left then is still true.
        let mut steps = 64 * self.equations.len();
        while let Some(at) = queue.pop_front() {
            waiting[at] = false;
            if steps == 0 {
                break;
            }
            steps -= 1;
            let (unknown, rest) = self.unknown(&self.equations[at]);
            for (id, factor) in &unknown {
                let narrowed = meet(bounds[*id], implied(*id, *factor, &unknown, rest, |other| bounds[other]));
                if narrowed != bounds[*id] {
                    bounds[*id] = narrowed;
                    if width(narrowed, 1) == 0 {
                        // Ranges that forces gave contradict a total; nothing more follows from nonsense.
                        continue;
                    }
                    for other in &self.of_variable[*id] {
                        if !std::mem::replace(&mut waiting[*other], true) {
                            queue.push_back(*other);
                        }
                    }
                }
            }
        }
        bounds
    }

    /// How many values, at most `most`, one equation alone leaves a variable of it.
    pub(super) fn left_by(&self, equation: &Equation, id: Id, most: usize) -> usize {
        let (unknown, rest) = self.unknown(equation);
        let Some((_, factor)) = unknown.iter().find(|(other, _)| *other == id) else { return most };
        let own = |id: Id| (self.variables[id].low, self.variables[id].high);
        width(meet(own(id), implied(id, *factor, &unknown, rest, own)), most)
    }

    /// Whether bounds leave a variable as many values as it needs.
    pub(super) fn is_wide(&self, id: Id, bounds: Bounds, most: usize) -> bool {
        width(bounds, most) >= self.variables[id].width(most)
    }
}

fn meet(one: Bounds, other: (Option<i64>, Option<i64>)) -> Bounds {
    let high = match (one.1, other.1) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    (other.0.map_or(one.0, |low| low.max(one.0)), high)
}

/// What an equation says of one variable, from the bounds of the others: at least and at most, where it says it.
fn implied(
    id: Id,
    factor: i64,
    unknown: &[(Id, i64)],
    rest: i64,
    bounds: impl Fn(Id) -> Bounds,
) -> (Option<i64>, Option<i64>) {
    // factor * x = rest - others; the others lie between `least` and `most`.
    let (mut least, mut most) = (Some(0), Some(0));
    for (other, by) in unknown.iter().filter(|(other, _)| *other != id) {
        let (low, high) = bounds(*other);
        let (low, high) = (Some(low * by), high.map(|high| high * by));
        let (low, high) = if *by > 0 { (low, high) } else { (high, low) };
        least = least.zip(low).map(|(sum, low)| sum + low);
        most = most.zip(high).map(|(sum, high)| sum + high);
    }
    let (low, high) = (most.map(|most| rest - most), least.map(|least| rest - least));
    let (low, high) = if factor > 0 { (low, high) } else { (high.map(|high| -high), low.map(|low| -low)) };
    // Of a fraction, the whole numbers inside.
    let by = factor.abs();
    (low.map(|low| -(-low).div_euclid(by)), high.map(|high| high.div_euclid(by)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hidden, known, system};
    use super::*;

    #[test]
    fn a_sum_of_two_bounds_both() {
        let (system, ids) = system(&[known(7), hidden(3), hidden(4)], &[(0, &[1, 2])]);
        let bounds = system.propagate();
        assert_eq!((bounds[ids[1]], bounds[ids[2]]), ((3, Some(4)), (3, Some(4))));
        assert_eq!(system.left_by(&system.equations[0], ids[1], 3), 2);
    }

    #[test]
    fn twice_a_count_bounds_it_by_half() {
        let mut system = System::default();
        let [one, other] = [hidden(3), hidden(2)].map(|variable| system.add_variable(variable));
        system.add_equation(vec![(one, 2), (other, 1)], 7);
        system.index();
        // 1 + 2 * 3 or 3 + 2 * 2: of the other, 1 to 4 leave 3 to 6 for twice the one.
        assert_eq!(system.propagate()[one], (2, Some(3)));
    }

    #[test]
    fn what_hangs_together_is_found_through_unknown_variables_only() {
        let cells = [known(7), hidden(3), hidden(4), known(5), hidden(1), known(4)];
        let (system, ids) = system(&cells, &[(0, &[1, 2]), (3, &[4, 5])]);
        assert_eq!(system.components(), [vec![ids[1], ids[2]], vec![ids[4]]]);
    }

    #[test]
    fn a_count_on_both_sides_says_nothing() {
        let mut system = System::default();
        let [one, other] = [known(3), hidden(2)].map(|variable| system.add_variable(variable));
        system.add_equation(vec![(one, 1), (one, -1)], 0);
        system.add_equation(vec![(one, 1), (other, -1), (other, 1)], 3);
        assert_eq!(system.equations, [Equation { terms: vec![(one, 1)], constant: 3 }]);
    }
}
