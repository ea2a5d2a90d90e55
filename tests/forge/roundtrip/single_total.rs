//! A sheet that states one figure and splits it by nothing.

use super::axis::Setting;
use super::fact::Fact;
use super::knobs::{Orientation, Unit};
use super::numbers;
use super::piece::Piece;
use super::words;
use crate::dice::Dice;

pub fn draw(setting: Setting<'_>, held: &Fact, dice: &mut Dice) -> Piece {
    let word = match (setting.layout.unit, setting.unit) {
        (Unit::Request, _) => *dice.pick(&words::TOTALS),
        (Unit::Header, "victim") => *dice.pick(&["Total victims", "Number of victims", "Total number of victims"]),
        (Unit::Header, _) => *dice.pick(&["Total offences", "Number of offences", "Total offences recorded"]),
    };
    let mut piece = Piece::default();
    piece.put(0, 0, word);
    let count = dice.between(1, 3_000);
    if let Some(written) = numbers::written(count, setting.layout, dice) {
        let fact = Fact {
            low: Some(written.low),
            high: written.high,
            role: "total".into(),
            grain: "total".into(),
            ..held.clone()
        };
        piece.state(0, 1, written.value, fact);
    }
    if setting.layout.orientation == Orientation::Transposed { piece.transposed() } else { piece }
}
