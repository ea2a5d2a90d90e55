//! Secondary suppression: what else must be hidden, so that no hidden count follows from what is shown.
//!
//! The audit says which hidden counts keep too few values; for each, the cheapest count in one of its sums is hidden
//! too, and the audit looks again. Small terms of forces are cheapest, national totals dearest. Where no single sum is
//! to blame, hiding goes outward from the count until it helps, so that some of what was hidden on the way did not:
//! once the audit holds, each count hidden for others is shown again, the dearest first, if it still holds without it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::audit::Audit;
use super::cost::{cheapest, nearest, price};
use super::earlier::Earlier;
use super::figures::{ALL, Figure};
use super::relations::Model;
use super::source::Scope;
use super::system::Id;

/// A hidden count that cannot be protected. Nothing is published.
#[derive(Debug, PartialEq, Eq)]
pub struct Unprotected {
    /// Which count, without saying it.
    pub figure: String,
    /// The earlier file that showed it, or what it follows from.
    pub earlier: Option<String>,
}

/// Hides until the audit holds. Afterwards every figure whose variable is unknown is hidden.
pub(super) fn until_safe(
    model: &mut Model,
    figures: &[Figure],
    earlier: &[Earlier],
    possible_values: usize,
) -> Result<(), Unprotected> {
    for figure in figures.iter().filter(|figure| figure.small) {
        if let Some(at) = figure.shown_before {
            return Err(Unprotected { figure: figure.key.text(), earlier: Some(earlier[at].name.clone()) });
        }
    }
    let mut audit = Audit::new(&model.system, possible_values);
    let mut for_others: Vec<Hidden> = Vec::new();
    loop {
        let weak = audit.weak(&model.system);
        if weak.is_empty() {
            show_again(model, figures, for_others, possible_values);
            return Ok(());
        }
        // What was hidden in this round may have helped others as well.
        let mut helped = vec![false; model.system.equations.len()];
        let mut any = false;
        for id in &weak {
            if model.system.equations_of(*id).any(|(at, _)| helped[at]) {
                continue;
            }
            let need = model.system.variables[*id].width(possible_values);
            let tight: Vec<usize> = model
                .system
                .equations_of(*id)
                .filter(|(_, sum)| model.system.left_by(sum, *id, possible_values) < need)
                .map(|(at, _)| at)
                .collect();
            let of_sum =
                |sum: &usize| cheapest(model, figures, model.system.equations[*sum].terms.iter().map(|(id, _)| *id));
            let chosen = if tight.is_empty() { nearest(model, figures, *id) } else { tight.iter().find_map(of_sum) };
            if let Some(chosen) = chosen {
                for_others.push(hide(model, chosen));
                model.system.equations_of(chosen).for_each(|(at, _)| helped[at] = true);
                any = true;
            }
        }
        // Where no single sum is to blame, one count more is hidden, and all is looked at anew.
        if !any {
            let Some(chosen) = weak.iter().find_map(|id| nearest(model, figures, *id)) else {
                // What was hidden for others only, and follows from what is out already, may as well be shown.
                let mut follows = weak.iter().filter(|id| !is_hidden_by_rule(model, figures, **id));
                if let Some(id) = follows.next() {
                    model.system.variables[*id].known = true;
                    model.settled[*id] = true;
                    // More is known now, so that solutions found before may be none.
                    audit = Audit::new(&model.system, possible_values);
                    continue;
                }
                let figure = model.figures[weak[0]].first().map(|at| figures[*at].key.text()).unwrap_or_default();
                return Err(Unprotected { figure, earlier: showed(model, figures, earlier, weak[0]) });
            };
            for_others.push(hide(model, chosen));
        }
    }
}

/// A count that was hidden for others.
struct Hidden {
    id: Id,
    /// Ranges that must not follow only because it is hidden.
    spans: Vec<Id>,
}

/// Shows what need not be hidden after all: everything of a force at once, then each of its tables, because one count
/// alone would follow from the others and their total; at last each count by itself, the dearest first.
fn show_again(model: &mut Model, figures: &[Figure], mut for_others: Vec<Hidden>, possible_values: usize) {
    for_others.sort_by_key(|hidden| (Reverse(price(model, figures, hidden.id)), hidden.id));
    let mut of_force: BTreeMap<(&Scope, &str), Vec<&Hidden>> = BTreeMap::new();
    let mut of_table: BTreeMap<(&Scope, &str, &str), Vec<&Hidden>> = BTreeMap::new();
    for hidden in &for_others {
        let Some(Figure { key, .. }) = model.figures[hidden.id].first().map(|at| &figures[*at]) else { continue };
        of_force.entry((&key.scope, &key.police_force)).or_default().push(hidden);
        if key.term != ALL {
            of_table.entry((&key.scope, &key.police_force, &key.dimension)).or_default().push(hidden);
        }
    }
    let several = of_force.into_values().chain(of_table.into_values()).filter(|several| several.len() > 1);
    for mut together in several.chain(for_others.iter().map(|hidden| vec![hidden])) {
        together.retain(|hidden| !model.system.variables[hidden.id].known);
        set(model, &together, true);
        if !together.is_empty() && !Audit::new(&model.system, possible_values).weak(&model.system).is_empty() {
            set(model, &together, false);
        }
    }
}

fn is_hidden_by_rule(model: &Model, figures: &[Figure], id: Id) -> bool {
    let stands_for = model.figures[id].iter().map(|at| &figures[*at]);
    model.system.variables[id].value.is_none()
        || stands_for.into_iter().any(|figure| figure.small || figure.lone || figure.withheld)
}

fn hide(model: &mut Model, id: Id) -> Hidden {
    // A range that is hidden now must not follow either.
    let spans = model.figures[id].iter().filter_map(|at| model.spans[*at]);
    let spans: Vec<Id> = spans.filter(|span| !model.system.variables[*span].guarded).collect();
    let hidden = Hidden { id, spans };
    set(model, &[&hidden], false);
    hidden
}

/// Shows counts, or hides them with the ranges beside them.
fn set(model: &mut Model, several: &[&Hidden], known: bool) {
    for Hidden { id, spans } in several {
        model.system.variables[*id].known = known;
        for span in spans {
            model.system.variables[*span].guarded = !known;
        }
    }
}

/// The earlier file that shows something in the sums of a count.
fn showed(model: &Model, figures: &[Figure], earlier: &[Earlier], id: Id) -> Option<String> {
    let near = model.system.equations_of(id).flat_map(|(_, equation)| &equation.terms);
    let shown = near.flat_map(|(id, _)| &model.figures[*id]).find_map(|at| figures[*at].shown_before);
    // A sum that only an earlier file states names none of today's figures.
    shown.map(|at| earlier[at].name.clone()).or_else(|| earlier.last().map(|file| file.name.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::count::Count;
    use super::super::earlier::Told;
    use super::super::figures::{Figure, Key, TOTAL};
    use super::super::testing::frame;
    use super::super::{decide, earlier};
    use super::*;
    use crate::config::Disclosure;

    fn rules() -> Disclosure {
        Disclosure {
            version: "1".into(),
            hidden_counts: 1..=4,
            possible_values: 3,
            shortest_days_by_force: 80,
            dimensions: Vec::new(),
        }
    }

    fn key(force: &str, term: &str) -> Key {
        let frame = frame(force, "2015-04-01", "2016-03-31");
        let dimension = "outcome".to_owned();
        Key { request: frame.request, scope: frame.scope, dimension, police_force: force.into(), term: term.into() }
    }

    /// Figures of one table by force and term, with all totals.
    fn crosstab(forces: &[(&str, &[(&str, i64)])]) -> Vec<Figure> {
        let mut out: Vec<Figure> = Vec::new();
        let mut add = |force: &str, term: &str, count: i64, from: &str| {
            let wanted = key(force, term);
            match out.iter_mut().find(|figure| figure.key == wanted) {
                Some(figure) => {
                    figure.count.add(&Count::exactly(count));
                    if !figure.forces.contains(&from.to_owned()) {
                        figure.forces.push(from.into());
                    }
                }
                None => out.push(Figure::new(wanted, Count::exactly(count), vec![from.into()])),
            }
        };
        for (force, terms) in forces {
            for (term, count) in *terms {
                for (place, row) in [(*force, *term), (*force, ALL), (ALL, *term), (ALL, ALL)] {
                    add(place, row, *count, force);
                }
            }
        }
        for figure in &mut out {
            let is_cell = !figure.is_national() && figure.key.term != ALL;
            figure.sensitive = is_cell;
            figure.small = is_cell && figure.count.touches(&(1..=4));
        }
        out.sort_by(|a, b| a.key.cmp(&b.key));
        out
    }

    fn hidden(figures: Vec<Figure>, files: &[Earlier]) -> Result<Vec<String>, Unprotected> {
        let decided = decide(figures, files, &rules())?;
        let hidden = decided.into_iter().filter(|(_, hidden)| *hidden);
        Ok(hidden.map(|(figure, _)| format!("{} {}", figure.key.police_force, figure.key.term)).collect())
    }

    /// The public file of these figures, once decided.
    fn file(figures: Vec<Figure>) -> Earlier {
        let decided = decide(figures, &[], &rules()).expect("the figures can be protected");
        let told = decided.into_iter().map(|(Figure { key, count, forces, .. }, hidden)| Told {
            key,
            low: (!hidden).then_some(count.low()),
            high: count.high().filter(|_| !hidden),
            forces,
        });
        Earlier { name: "first.duckdb".into(), run_id: "1".into(), told: told.collect() }
    }

    #[test]
    fn one_small_count_hides_three_more_crosswise() {
        let table =
            crosstab(&[("essex", &[("charged", 3), ("caution", 17)]), ("kent", &[("charged", 15), ("caution", 9)])]);
        let found = hidden(table, &[]).expect("the table can be protected");
        assert_eq!(found, ["essex caution", "essex charged", "kent caution", "kent charged"]);
    }

    #[test]
    fn without_small_counts_nothing_is_hidden() {
        let table =
            crosstab(&[("essex", &[("charged", 0), ("caution", 17)]), ("kent", &[("charged", 15), ("caution", 9)])]);
        assert_eq!(hidden(table, &[]), Ok(Vec::new()));
    }

    #[test]
    fn a_force_that_answers_later_does_not_follow_from_two_national_sums() {
        let before: [(&str, &[(&str, i64)]); 2] = [("essex", &[("charged", 20)]), ("kent", &[("charged", 30)])];
        let after = [before[0], before[1], ("surrey", &[("charged", 2)])];
        // By itself the newcomer's table hides its own total and both national figures, which differ from it by what is
        // shown of the others.
        let found = hidden(crosstab(&after), &[file(crosstab(&before))]).expect("sums can be hidden");
        assert_eq!(found, ["all all", "all charged", "surrey all", "surrey charged"]);
    }

    #[test]
    fn what_an_earlier_file_showed_and_the_rules_hide_now_is_refused() {
        let mut table = crosstab(&[("essex", &[("charged", 3), ("caution", 17)])]);
        for figure in &mut table {
            figure.small = false;
        }
        let shown = file(table);
        let again = crosstab(&[("essex", &[("charged", 3), ("caution", 17)])]);
        let refused = hidden(again, &[shown]).expect_err("it is out");
        assert_eq!(refused.earlier.as_deref(), Some("first.duckdb"));
        assert_eq!(refused.figure, "letter, essex, offence recorded, theft, 2015-04-01/2016-03-31: outcome = charged");
    }

    #[test]
    fn what_was_hidden_once_stays_hidden() {
        let table = |charged| {
            crosstab(&[
                ("essex", &[("charged", charged), ("caution", 17)]),
                ("kent", &[("charged", 15), ("caution", 9)]),
            ])
        };
        let found = hidden(table(30), &[file(table(3))]).expect("nothing is small any more");
        assert_eq!(found, ["essex caution", "essex charged", "kent caution", "kent charged"]);
    }

    #[test]
    fn a_small_count_that_was_corrected_does_not_follow_from_two_totals() {
        let table = |charged| {
            crosstab(&[
                ("essex", &[("charged", charged), ("caution", 17)]),
                ("kent", &[("charged", 15), ("caution", 9)]),
            ])
        };
        let first = file(table(3));
        assert!(first.told.iter().any(|told| told.key == key("essex", ALL) && told.low == Some(20)));
        // Were 20 and 18 both known, the count was 3 or 4 and is 1 or 2: so the new total goes, and what tells it.
        let found = hidden(table(1), &[first]).expect("the new totals can be hidden");
        assert!(found.contains(&"essex all".to_owned()), "{found:?}");
        // As long as nothing changes, the total stays.
        let found = hidden(table(3), &[file(table(3))]).expect("nothing is new");
        assert!(!found.contains(&"essex all".to_owned()), "{found:?}");
    }

    #[test]
    fn a_total_of_another_table_is_the_same_total() {
        let mut table =
            crosstab(&[("essex", &[("charged", 1), ("caution", 1)]), ("kent", &[("charged", 15), ("caution", 9)])]);
        let totals: Vec<Figure> = table
            .iter()
            .filter(|figure| figure.key.term == ALL)
            .map(|figure| Figure { key: Key { dimension: TOTAL.into(), ..figure.key.clone() }, ..figure.clone() })
            .collect();
        table.extend(totals);
        table.sort_by(|a, b| a.key.cmp(&b.key));
        let decided = decide(table, &[], &rules()).expect("the table can be protected");
        let total = |dimension: &str| {
            let found = decided.iter().find(|(figure, _)| {
                figure.key.dimension == dimension && figure.key.police_force == "essex" && figure.key.term == ALL
            });
            found.expect("the total is there").1
        };
        // Two counts that make 2 are 1 each, so their total goes, everywhere.
        assert!(total("outcome") && total(TOTAL));
    }

    #[test]
    fn a_force_that_answered_one_question_only_costs_few_others_their_totals() {
        let both =
            ["avon", "dorset", "essex", "kent", "sussex"].map(|force| (force, [("charged", 21), ("caution", 32)]));
        let mut table: Vec<(&str, &[(&str, i64)])> = both.iter().map(|(force, terms)| (*force, &terms[..])).collect();
        let of_another = |figure: Figure| {
            let key = Key { dimension: "sex".into(), ..figure.key.clone() };
            Figure { key, sensitive: false, small: false, ..figure }
        };
        let mut figures: Vec<Figure> = crosstab(&table).into_iter().map(of_another).collect();
        table.push(("surrey", &[("charged", 1), ("caution", 1)]));
        figures.extend(crosstab(&table));
        figures.sort_by(|a, b| a.key.cmp(&b.key));
        // Its total, 2, gives both counts away, and it is all that the two national totals differ by: so the total goes,
        // one national total, and one other force's.
        let found = hidden(figures, &[]).expect("the totals can be hidden");
        let totals = found.iter().filter(|name| name.ends_with(" all")).collect::<Vec<_>>();
        assert_eq!(totals, ["surrey all", "sussex all", "all all", "sussex all"], "{found:?}");
        assert!(found.len() < 20, "{found:?}");
    }

    #[test]
    fn marks_are_of_present_counts() {
        let mut table = crosstab(&[("essex", &[("charged", 20)])]);
        earlier::mark(&mut table, &[file(crosstab(&[("essex", &[("charged", 21)])]))]);
        assert!(table.iter().all(|figure| figure.shown_before.is_none()));
        earlier::mark(&mut table, &[file(crosstab(&[("essex", &[("charged", 20)])]))]);
        assert!(table.iter().all(|figure| figure.shown_before == Some(0)));
    }
}
