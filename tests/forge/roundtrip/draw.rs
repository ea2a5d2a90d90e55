//! Draws a layout: knob after knob, each among the values that go with those drawn before. The weights make every
//! value common enough to be measured, also where it needs several others.

use super::knobs::{
    BrokenLabels, Columns, Container, Grain, HeaderAgain, Headers, Layout, Marks, Notes, Numbers, OfWhich, Orientation,
    OtherSheets, Padding, Percent, Revisions, Rows, Sheets, SpacerColumns, SpacerRows, Subtotals, Suppression, Tables,
    Titles, TotalsColumn, TotalsRow, Unit, Zeros,
};
use crate::dice::Dice;
use std::collections::BTreeSet;

/// All knobs of one file.
pub fn layout(dice: &mut Dice) -> Layout {
    let container = *dice.pick(&[Container::Xlsx, Container::Ods, Container::Xlsb, Container::Csv]);
    let workbook = u32::from(container != Container::Csv);
    let grain = dice.weighted(&[
        (Grain::Crosstab, 62),
        (Grain::Record, 9),
        (Grain::Lists, 9),
        (Grain::TotalOnly, 9),
        (Grain::KeyValue, 11),
    ]);
    let mut layout = Layout {
        container,
        orientation: Orientation::Rows,
        grain,
        rows: Rows::Single,
        columns: Columns::None,
        headers: if matches!(grain, Grain::Record | Grain::Lists) { Headers::Named } else { Headers::Recognised },
        tables: Tables::One,
        sheets: dice.weighted(&[(Sheets::One, 2), (Sheets::Years, workbook), (Sheets::Forces, workbook)]),
        titles: Titles::None,
        notes: *dice.pick(&[Notes::None, Notes::One, Notes::Several]),
        totals_row: TotalsRow::None,
        totals_column: TotalsColumn::None,
        subtotals: Subtotals::None,
        of_which: OfWhich::None,
        spacer_rows: SpacerRows::None,
        spacer_columns: SpacerColumns::None,
        marks: Marks::None,
        revisions: Revisions::No,
        zeros: Zeros::Written,
        numbers: Numbers::Plain,
        percent: Percent::None,
        broken_labels: BrokenLabels::No,
        header_again: HeaderAgain::No,
        other_sheets: dice.weighted(&[
            (OtherSheets::None, 2),
            (OtherSheets::Prose, workbook),
            (OtherSheets::Contents, workbook),
            (OtherSheets::Notes, workbook),
        ]),
        padding: *dice.pick(&[Padding::None, Padding::C4, Padding::EmptyRows]),
        unit: Unit::Request,
        suppression: Suppression::None,
    };
    // A sheet named by its year leaves no period to a title.
    let titled = u32::from(layout.sheets != Sheets::Years);
    layout.titles = dice.weighted(&[
        (Titles::None, 1),
        (Titles::One, 1),
        (Titles::WithSubtitle, 1),
        (Titles::Period, 2 * titled),
        (Titles::Term, 1),
    ]);
    match grain {
        Grain::Crosstab => crosstab(&mut layout, dice),
        Grain::KeyValue => {
            layout.orientation = dice.weighted(&[(Orientation::Rows, 2), (Orientation::Transposed, 1)]);
            layout.tables = dice.weighted(&[(Tables::One, 2), (Tables::Stacked, 1), (Tables::SideBySide, 1)]);
            layout.totals_row = *dice.pick(&[TotalsRow::None, TotalsRow::Below, TotalsRow::Above]);
        }
        Grain::TotalOnly => {
            layout.orientation = dice.weighted(&[(Orientation::Rows, 2), (Orientation::Transposed, 1)]);
            layout.unit = *dice.pick(&[Unit::Request, Unit::Header]);
        }
        Grain::Record => layout.header_again = dice.weighted(&[(HeaderAgain::No, 3), (HeaderAgain::Yes, 1)]),
        Grain::Lists => {}
    }
    if matches!(grain, Grain::Record | Grain::Lists) {
        layout.marks = dice.weighted(&[(Marks::None, 2), (Marks::Labels, 1)]);
    } else {
        counts(&mut layout, dice);
    }
    layout
}

fn crosstab(layout: &mut Layout, dice: &mut Dice) {
    let merges = u32::from(layout.container != Container::Csv);
    layout.rows = dice.weighted(&[
        (Rows::Single, 12),
        (Rows::Repeated, 3),
        (Rows::Merged, 4 * merges),
        (Rows::BlankContinued, 3),
        (Rows::Sections, 3),
    ]);
    layout.columns = if layout.rows == Rows::Single {
        dice.weighted(&[
            (Columns::None, 1),
            (Columns::Single, 1),
            (Columns::Repeated, 3),
            (Columns::Merged, 4 * merges),
            (Columns::BlankContinued, 3),
        ])
    } else {
        *dice.pick(&[Columns::None, Columns::Single])
    };
    let turns = u32::from(layout.rows != Rows::Sections);
    layout.orientation = dice.weighted(&[(Orientation::Rows, 3), (Orientation::Transposed, turns)]);
    let upright = u32::from(layout.orientation == Orientation::Rows);
    layout.headers = *dice.pick(&[Headers::Named, Headers::Recognised]);
    layout.tables = dice.weighted(&[(Tables::One, 2), (Tables::Stacked, 1), (Tables::SideBySide, 1)]);
    let apart = u32::from(layout.tables != Tables::SideBySide);
    layout.totals_row = *dice.pick(&[TotalsRow::None, TotalsRow::Below, TotalsRow::Above]);
    let across = u32::from(layout.columns != Columns::None);
    layout.of_which = dice.weighted(&[(OfWhich::None, 3), (OfWhich::Some, 1)]);
    // The sum of an `of which` row over its columns is both a total and inside another row: it is not written.
    let sums = across * u32::from(layout.of_which == OfWhich::None);
    layout.totals_column =
        dice.weighted(&[(TotalsColumn::None, 2), (TotalsColumn::Right, sums * 2), (TotalsColumn::Left, sums * 2)]);
    let nested = u32::from(layout.rows != Rows::Single);
    layout.subtotals = dice.weighted(&[(Subtotals::None, 1), (Subtotals::PerOuter, nested)]);
    let groups = u32::from(nested == 1 || layout.totals_row == TotalsRow::Below);
    layout.spacer_rows =
        dice.weighted(&[(SpacerRows::None, 2), (SpacerRows::BetweenGroups, groups), (SpacerRows::AfterHeader, 1)]);
    let column_groups = layout.columns.axes() == 2
        || (layout.columns == Columns::Single && layout.totals_column == TotalsColumn::Right);
    layout.spacer_columns = dice.weighted(&[
        (SpacerColumns::None, 2),
        (SpacerColumns::AfterLabels, apart),
        (SpacerColumns::BetweenGroups, 2 * apart * u32::from(column_groups)),
    ]);
    layout.revisions = dice.weighted(&[(Revisions::No, 3), (Revisions::Yes, upright)]);
    layout.percent = dice.weighted(&[(Percent::None, 2), (Percent::Number, 1), (Percent::Text, 1)]);
    let single = u32::from(layout.rows == Rows::Single);
    layout.broken_labels = dice.weighted(&[(BrokenLabels::No, 2), (BrokenLabels::Yes, upright * single)]);
    layout.header_again = dice.weighted(&[(HeaderAgain::No, 3), (HeaderAgain::Yes, upright * apart)]);
    layout.unit = *dice.pick(&[Unit::Request, Unit::Header]);
}

/// How single numbers look.
fn counts(layout: &mut Layout, dice: &mut Dice) {
    layout.marks = match layout.grain {
        Grain::TotalOnly => dice.weighted(&[(Marks::None, 2), (Marks::Numbers, 1)]),
        _ => *dice.pick(&[Marks::None, Marks::Labels, Marks::Numbers]),
    };
    if layout.grain != Grain::TotalOnly {
        layout.zeros = *dice.pick(&[Zeros::Written, Zeros::Dash, Zeros::Blank]);
    }
    layout.numbers = *dice.pick(&[Numbers::Plain, Numbers::Text, Numbers::Thousands, Numbers::Spaces]);
    layout.suppression = *dice.pick(&[
        Suppression::None,
        Suppression::LessThanFive,
        Suppression::Star,
        Suppression::Bracketed,
        Suppression::InWords,
    ]);
}

/// Two values of different knobs.
pub type Pair = [(&'static str, &'static str); 2];

/// Draws from which on a pair that never met does not go together.
const DRAWS: u64 = 40_000;

/// The pairs of values that the draw allows, found by drawing: so nothing says twice what goes with what.
pub fn pairs_that_go_together() -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for seed in 0..DRAWS {
        let values = layout(&mut Dice::new(seed)).values();
        for (at, one) in values.iter().enumerate() {
            pairs.extend(values[at + 1..].iter().map(|other| [*one, *other]));
        }
    }
    pairs
}
