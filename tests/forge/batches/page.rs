//! One table of one answer: the cut cases as cells.

use super::cut::Cut;
use super::truth::Case;
use crate::book::{Grid, Value};
use crate::dice::Dice;

/// How a table is written.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The period is said above the table.
    pub is_titled: bool,
    /// What stands for 1 to 4.
    pub withheld: Option<&'static str>,
    pub totals_below: bool,
    pub totals_beside: bool,
    pub percent: bool,
    /// The last total is one too many, or one too few.
    pub wrong: bool,
    /// Word over the counts of a table with one column.
    pub count_header: &'static str,
}

/// The cells, and by how much the stated totals are wrong together.
pub struct Page {
    pub grid: Grid,
    pub wrong_by: u32,
}

/// Writes the cases of one force, or several, in one unit.
pub fn written(
    dice: &mut Dice,
    cases: &[&Case],
    unit: &str,
    cuts: (&Cut, Option<&Cut>),
    manner: &Manner,
    titles: &[String],
) -> Page {
    let (down, across) = cuts;
    let count = |row: Option<usize>, column: Option<usize>| -> u32 {
        let held = cases.iter().filter(|case| {
            row.is_none_or(|row| down.holds(row, case))
                && column.is_none_or(|column| across.is_none_or(|across| across.holds(column, case)))
        });
        held.map(|case| case.weight(unit)).sum()
    };
    let shown = |count: u32| match manner.withheld {
        Some(mark) if (1..5).contains(&count) => Value::from(mark),
        _ => Value::from(count),
    };
    let mut grid = Grid::default();
    let mut line = 0;
    for title in titles {
        grid.put(line, 0, title.as_str());
        line += 1;
    }
    // A blank row below the titles.
    line += u32::from(!titles.is_empty());
    grid.put(line, 0, down.header);
    let columns: Vec<Option<usize>> = match across {
        Some(across) => (0..across.rows.len()).map(Some).collect(),
        None => vec![None],
    };
    for (at, column) in (1..).zip(&columns) {
        let label = column.zip(across).map_or(manner.count_header, |(column, across)| &across.rows[column].label);
        grid.put(line, at, label);
    }
    let mut width: u16 = 1 + u16::try_from(columns.len()).expect("columns are few");
    let beside = across.filter(|_| manner.totals_beside).map(|_| width);
    if let Some(beside) = beside {
        grid.put(line, beside, "Total");
        width += 1;
    }
    let all = count(None, None);
    let percent = (across.is_none() && manner.percent && all > 0).then_some(width);
    if let Some(percent) = percent {
        grid.put(line, percent, "Percentage");
    }
    let mut since = 0;
    for row in 0..down.rows.len() {
        line += 1;
        grid.put(line, 0, Value::label(&down.rows[row].label));
        for (at, column) in (1..).zip(&columns) {
            grid.put(line, at, shown(count(Some(row), *column)));
        }
        if let Some(beside) = beside {
            grid.put(line, beside, shown(count(Some(row), None)));
        }
        if let Some(percent) = percent {
            let of_thousand = count(Some(row), None) * 1_000 / all;
            grid.put(line, percent, Value::Number(f64::from(of_thousand) / 10.0));
        }
        if down.subtotal_after.is_some_and(|after| row == after || row + 1 == down.rows.len()) {
            line += 1;
            grid.put(line, 0, "Sub-total");
            grid.put(line, 1, (since..=row).map(|row| count(Some(row), None)).sum::<u32>());
            since = row + 1;
        }
    }
    let mut wrong_by = 0;
    if manner.totals_below {
        line += 1;
        grid.put(line, 0, "Total");
        let wrong_at = manner.wrong.then(|| dice.index(columns.len()));
        for (at, column) in columns.iter().enumerate() {
            let mut total = count(None, *column);
            if wrong_at == Some(at) {
                wrong_by = 1;
                total = if total > 0 && dice.chance(50) { total - 1 } else { total + 1 };
            }
            grid.put(line, u16::try_from(at).expect("columns are few") + 1, total);
        }
        if let Some(beside) = beside {
            grid.put(line, beside, all);
        }
    }
    Page { grid, wrong_by }
}
