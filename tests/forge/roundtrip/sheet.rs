//! Puts a sheet together: tables with their titles, notes below, and where on the sheet it all begins.

use super::axis::{self, Axes, Setting};
use super::crosstab;
use super::fact::Fact;
use super::knobs::{Grain, Layout, Notes, Padding, Tables, Titles};
use super::listing;
use super::piece::Piece;
use super::request::Request;
use super::single_total;
use super::vocabulary::{Extent, Label, Vocabulary};
use super::words;
use crate::book::Value;
use crate::dice::Dice;

/// What all sheets of a file share.
#[derive(Debug)]
pub struct Design {
    /// The dimension that titles hold fixed, and the labels they may carry.
    titled: Option<(&'static str, Vec<Label>)>,
    /// Axes of each table, drawn once: sheets of one file are built alike.
    axes: Vec<Axes>,
    title_gap: u32,
    title_style: usize,
}

impl Design {
    pub fn drawn(vocabulary: &Vocabulary, request: &Request, layout: &Layout, unit: &str, dice: &mut Dice) -> Design {
        let titled = (layout.titles == Titles::Term).then(|| {
            let dimension = *dice.pick(&["sex", "sex", "platform", "relationship"]);
            let speaking =
                |label: &&Label| label.telling && label.text.len() > 4 && matches!(label.extent, Extent::Leaves(_));
            let mut labels: Vec<Label> = vocabulary.labels(dimension).iter().filter(speaking).cloned().collect();
            dice.shuffle(&mut labels);
            (dimension, labels)
        });
        let titled_dimension = titled.as_ref().map(|(dimension, _)| *dimension);
        let setting = Setting { vocabulary, request, layout, unit, titled: titled_dimension };
        let tables = if layout.tables == Tables::One { 1 } else { 2 };
        let counted = matches!(layout.grain, Grain::Crosstab | Grain::KeyValue);
        let axes = if counted { (0..tables).map(|_| axis::axes(setting, dice)).collect() } else { Vec::new() };
        let title_gap = if layout.titles == Titles::WithSubtitle { 1 } else { dice.between(0, 1) };
        Design { titled, axes, title_gap, title_style: dice.index(6) }
    }

    fn setting<'a>(
        &'a self,
        vocabulary: &'a Vocabulary,
        request: &'a Request,
        layout: &'a Layout,
        unit: &'a str,
    ) -> Setting<'a> {
        let titled = self.titled.as_ref().map(|(dimension, _)| *dimension);
        Setting { vocabulary, request, layout, unit, titled }
    }
}

/// One sheet; `held` says what holds for all of it.
pub fn draw(
    (vocabulary, request, layout): (&Vocabulary, &Request, &Layout),
    design: &Design,
    held: &Fact,
    dice: &mut Dice,
) -> Piece {
    let setting = design.setting(vocabulary, request, layout, &held.unit);
    let tables: Vec<Piece> = match layout.grain {
        Grain::Crosstab | Grain::KeyValue => (0..design.axes.len())
            .map(|at| {
                titled(setting, design, at, held, dice, |held, dice| {
                    crosstab::draw(setting, &design.axes[at], held, dice)
                })
            })
            .collect(),
        Grain::Record => {
            vec![titled(setting, design, 0, held, dice, |held, dice| listing::record(setting, held, dice))]
        }
        Grain::Lists => vec![titled(setting, design, 0, held, dice, |held, dice| listing::lists(setting, held, dice))],
        Grain::TotalOnly => {
            vec![titled(setting, design, 0, held, dice, |held, dice| single_total::draw(setting, held, dice))]
        }
    };
    let mut sheet = Piece::default();
    for table in tables {
        let (row, column) = match layout.tables {
            Tables::SideBySide if sheet.width() > 0 => (0, sheet.width() + u16::from(dice.chance(50)) + 1),
            Tables::Stacked if sheet.height() > 0 => (sheet.height() + dice.between(1, 2), 0),
            _ => (0, 0),
        };
        sheet.place(&table, row, column);
    }
    notes(layout, &mut sheet, dice);
    let mut placed = Piece::default();
    let (row, column) = if layout.padding == Padding::C4 { (3, 2) } else { (0, 0) };
    placed.place(&sheet, row, column);
    if layout.padding == Padding::EmptyRows {
        empty_rows(&mut placed, dice);
    }
    placed
}

/// A table below its title.
fn titled(
    setting: Setting<'_>,
    design: &Design,
    at: usize,
    held: &Fact,
    dice: &mut Dice,
    draw: impl FnOnce(&Fact, &mut Dice) -> Piece,
) -> Piece {
    let mut held = held.clone();
    let mut piece = Piece::default();
    match setting.layout.titles {
        Titles::None => {}
        Titles::One => piece.put(0, 0, *dice.pick(&words::TITLES)),
        Titles::WithSubtitle => {
            piece.put(0, 0, *dice.pick(&words::TITLES));
            piece.put(1, 0, *dice.pick(&words::SUBTITLES));
        }
        Titles::Period => {
            let years = setting.request.years();
            let year = dice.between(0, years.end - 1);
            let (title, period) = setting.request.titled_year(year, design.title_style);
            piece.put(0, 0, title.as_str());
            held.period = period;
        }
        Titles::Term => {
            if let Some((dimension, labels)) = &design.titled {
                let label = &labels[at % labels.len()];
                piece.put(0, 0, label.text.as_str());
                crosstab::hold(&mut held, dimension, label);
            }
        }
    }
    let table = draw(&held, dice);
    let row = if piece.height() > 0 { piece.height() + design.title_gap } else { 0 };
    piece.place(&table, row, 0);
    piece
}

fn notes(layout: &Layout, sheet: &mut Piece, dice: &mut Dice) {
    let mut row = sheet.height() + dice.between(0, 1);
    match layout.notes {
        Notes::None => {}
        Notes::One => sheet.put(row, 0, *dice.pick(&words::NOTES)),
        Notes::Several => {
            for note in [dice.pick(&words::NUMBERED_NOTES), dice.pick(&words::NOTES), dice.pick(&words::NUMBERED_NOTES)]
            {
                sheet.put(row, 0, *note);
                row += 1;
            }
        }
    }
}

/// A thousand rows that somebody formatted, or one blank cell far off, which a spreadsheet takes for its end.
fn empty_rows(sheet: &mut Piece, dice: &mut Dice) {
    let first = sheet.height();
    if dice.chance(50) {
        for row in first..first + 1_000 {
            sheet.put(row, 0, Value::Blank);
        }
    } else {
        sheet.put(first + 1_000, sheet.width() + 20, Value::Blank);
    }
}
