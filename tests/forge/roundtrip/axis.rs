//! Draws what a table is split by: dimensions, and for each the labels of one axis.

use super::knobs::{BrokenLabels, Grain, Headers, Layout, OfWhich, Rows, Sheets, Titles};
use super::request::Request;
use super::vocabulary::{Extent, Label, Vocabulary, normal};
use super::words;
use crate::dice::Dice;

/// One axis of a table.
#[derive(Clone, Debug)]
pub struct Axis {
    pub dimension: &'static str,
    pub labels: Vec<Label>,
    /// The word over its labels; absent where only they say what it speaks of.
    pub header: Option<String>,
}

/// The axes of one table, outermost first.
#[derive(Clone, Debug)]
pub struct Axes {
    pub rows: Vec<Axis>,
    pub columns: Vec<Axis>,
}

/// What a table's axes depend on besides the layout.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub vocabulary: &'a Vocabulary,
    pub request: &'a Request,
    pub layout: &'a Layout,
    /// What the counts count, which settles whose age is meant.
    pub unit: &'a str,
    /// The dimension a title holds fixed.
    pub titled: Option<&'a str>,
}

const ALL: [&str; 7] = ["outcome", "victim_age", "sex", "platform", "relationship", "offence", "period"];

/// Whether only its labels say what an axis speaks of.
fn is_bare(setting: Setting<'_>, depth: usize, across: bool) -> bool {
    let named = setting.layout.headers == Headers::Named;
    // One row above the columns names the outer axis alone; a section row has no column of its own.
    let hidden = if across { depth > 0 } else { depth == 0 && setting.layout.rows == Rows::Sections };
    !named || hidden
}

pub fn axes(setting: Setting<'_>, dice: &mut Dice) -> Axes {
    let Layout { rows, columns, .. } = *setting.layout;
    let mut free: Vec<&'static str> = ALL.into_iter().filter(|name| is_possible(setting, name)).collect();
    dice.shuffle(&mut free);
    let mut take = |dice: &mut Dice, depth: usize, across: bool, last: bool, size: (u32, u32)| {
        let bare = is_bare(setting, depth, across);
        let fits = |name: &str| {
            let age = name == "victim_age" && bare && setting.unit != "victim";
            let layout = setting.layout;
            let broken = layout.broken_labels == BrokenLabels::Yes && last && !["outcome", "offence"].contains(&name);
            let inside = layout.of_which == OfWhich::Some && last && !["outcome", "relationship"].contains(&name);
            !age && !broken && !inside
        };
        let at = free.iter().position(|name| fits(name)).expect("there are dimensions enough");
        let dimension = free.remove(at);
        axis(setting, dimension, bare, (depth, across), size, dice)
    };
    // The innermost row axis is the choosiest, so it is drawn first.
    let (small, large) = ((2, 3), (2, 6));
    let inner = take(dice, rows.axes() - 1, false, true, if rows == Rows::Single { large } else { (2, 4) });
    let outer = (rows.axes() == 2).then(|| take(dice, 0, false, false, small));
    let columns =
        (0..columns.axes()).map(|depth| take(dice, depth, true, false, if depth > 0 { small } else { (2, 4) }));
    let columns = columns.collect();
    Axes { rows: outer.into_iter().chain([inner]).collect(), columns }
}

/// Columns of lines: every one has a header.
pub fn listed(setting: Setting<'_>, count: usize, dice: &mut Dice) -> Vec<Axis> {
    let mut free: Vec<&'static str> = ALL.into_iter().filter(|name| is_possible(setting, name)).collect();
    dice.shuffle(&mut free);
    free.iter().take(count).map(|name| axis(setting, name, false, (0, false), (3, 6), dice)).collect()
}

fn is_possible(setting: Setting<'_>, dimension: &str) -> bool {
    let Setting { request, layout, titled, .. } = setting;
    match dimension {
        "offence" => request.offence.is_none() && titled != Some("offence"),
        "period" => layout.sheets != Sheets::Years && layout.titles != Titles::Period,
        _ => titled != Some(dimension),
    }
}

fn axis(
    setting: Setting<'_>,
    dimension: &'static str,
    bare: bool,
    (depth, across): (usize, bool),
    (low, high): (u32, u32),
    dice: &mut Dice,
) -> Axis {
    let wanted = dice.between(low, high) as usize;
    let mut labels = match dimension {
        "period" => years(setting, dice),
        "victim_age" => ages(setting, bare, wanted, dice),
        _ => coded(setting, dimension, wanted, !across && depth + 1 == setting.layout.rows.axes(), dice),
    };
    if dimension != "period" {
        let section = !across && depth == 0 && setting.layout.rows == Rows::Sections;
        add_strange(setting, dimension, bare, section, &mut labels, dice);
    }
    let header = (!bare).then(|| (*dice.pick(words::headers(dimension, setting.request.financial))).to_owned());
    Axis { dimension, labels, header }
}

fn years(setting: Setting<'_>, dice: &mut Dice) -> Vec<Label> {
    let Setting { request, layout, .. } = setting;
    let bare = layout.grain != Grain::KeyValue;
    let style = dice.index(6);
    let label = |index| {
        let period = request.year(index);
        let term = format!("{}/{}", period.from.as_deref().unwrap_or(".."), period.to.as_deref().unwrap_or(".."));
        let extent = Extent::Period(period);
        Label { text: request.year_text(index, true, bare, style), term, extent, telling: true }
    };
    request.years().map(label).collect()
}

/// Brackets that follow each other, or single years where a header says that they are ages.
fn ages(setting: Setting<'_>, bare: bool, wanted: usize, dice: &mut Dice) -> Vec<Label> {
    let aged = |text: String, from: u32, to: Option<u32>| {
        let term = match to {
            Some(to) if to == from => to.to_string(),
            Some(to) => format!("{from}-{to}"),
            None => format!("{from}+"),
        };
        Label { text, term, extent: Extent::Ages(from, to), telling: true }
    };
    let mut labels = Vec::new();
    if !bare && dice.chance(35) {
        let first = dice.between(11, 15);
        for age in (first..).take(wanted) {
            labels.push(aged(age.to_string(), age, Some(age)));
        }
        return labels;
    }
    let style = dice.index(3);
    let mut from = dice.between(0, 1) * 10;
    for at in 0..wanted {
        let to = from + dice.between(3, 12);
        let last = at + 1 == wanted && at > 0;
        let text = match (from, last, style) {
            (0, ..) => format!("Under {}", to + 1),
            (_, true, 0) => format!("{from}+"),
            (_, true, _) => format!("{from} and over"),
            (_, _, 0) => format!("{from}-{to}"),
            (_, _, 1) => format!("{from} to {to}"),
            _ => format!("Aged {from}-{to}"),
        };
        let strange = setting.vocabulary.lookalikes.is_token(&normal(&text));
        if !strange {
            labels.push(aged(text, from, if last { None } else { Some(to) }));
        }
        from = to + 1;
    }
    labels
}

fn coded(setting: Setting<'_>, dimension: &str, wanted: usize, innermost: bool, dice: &mut Dice) -> Vec<Label> {
    let mut all: Vec<&Label> = setting.vocabulary.labels(dimension).iter().collect();
    dice.shuffle(&mut all);
    let layout = setting.layout;
    if innermost && layout.broken_labels == BrokenLabels::Yes {
        all.sort_by_cached_key(|label| !can_break(setting.vocabulary, label));
    }
    if innermost && layout.of_which == OfWhich::Some {
        all.sort_by_cached_key(|label| inside(setting.vocabulary, dimension, label).is_empty());
    }
    let mut labels: Vec<Label> = Vec::new();
    for label in all {
        let unknown = label.extent == Extent::Unknown && dice.chance(60);
        if labels.len() < wanted && !unknown && labels.iter().all(|other| other.extent.disjoint(&label.extent)) {
            labels.push(label.clone());
        }
    }
    dice.shuffle(&mut labels);
    labels
}

/// About a fifth of all labels are in no configuration; where only the labels speak for an axis, the known ones stay
/// the larger part of it.
fn add_strange(
    setting: Setting<'_>,
    dimension: &'static str,
    bare: bool,
    section: bool,
    labels: &mut Vec<Label>,
    dice: &mut Dice,
) {
    let mut invented: Vec<&str> = words::strange(dimension)
        .iter()
        .copied()
        .filter(|text| setting.vocabulary.lookalikes.is_strange(text))
        .collect();
    dice.shuffle(&mut invented);
    let mut known = labels.len();
    for (at, text) in (0..labels.len()).zip(invented) {
        let spare = !bare || ((known - 1) * 2 > labels.len() && known > 2);
        if !section && dice.chance(30) && spare {
            known -= 1;
            let text = text.to_owned();
            labels[at] = Label { text, term: "unmapped".into(), extent: Extent::Unmapped, telling: false };
        }
    }
    if bare || section {
        let mut telling: Vec<Label> =
            setting.vocabulary.labels(dimension).iter().filter(|label| label.telling).cloned().collect();
        dice.shuffle(&mut telling);
        let enough = |labels: &[Label]| {
            let voices = labels.iter().filter(|label| label.telling).count();
            if section { voices == labels.len() } else { voices * 2 > labels.len() && voices > 1 }
        };
        while !enough(labels) {
            let at = labels.iter().position(|label| !label.telling);
            let rest: Vec<&Label> =
                labels.iter().enumerate().filter(|(other, _)| Some(*other) != at).map(|(_, label)| label).collect();
            let fitting = telling.iter().find(|label| rest.iter().all(|other| other.extent.disjoint(&label.extent)));
            match (fitting.cloned(), at) {
                (Some(label), Some(at)) => labels[at] = label,
                (Some(label), None) => labels.push(label),
                // Ages and years all tell; codes with few labels shed what does not.
                (None, Some(at)) => _ = labels.remove(at),
                (None, None) => break,
            }
        }
    }
    dice.shuffle(labels);
}

/// Whether a label is known, and has a cut with two halves that nobody knows.
pub fn can_break(vocabulary: &Vocabulary, label: &Label) -> bool {
    label.extent != Extent::Unmapped && cut(vocabulary, &label.text).is_some()
}

/// The two halves of a label cut between words, as at the edge of a page.
pub fn cut(vocabulary: &Vocabulary, text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 4 {
        return None;
    }
    let halves = words.split_at(words.len() / 2);
    let (first, second) = (halves.0.join(" "), halves.1.join(" "));
    let strange = vocabulary.lookalikes.is_strange(&first) && vocabulary.lookalikes.is_strange(&second);
    let lettered = |text: &str| text.starts_with(char::is_alphabetic);
    (strange && lettered(&first) && lettered(&second)).then_some((first, second))
}

/// Labels of terms strictly inside that of a label.
pub fn inside<'v>(vocabulary: &'v Vocabulary, dimension: &str, label: &Label) -> Vec<&'v Label> {
    vocabulary.labels(dimension).iter().filter(|other| other.extent.strictly_inside(&label.extent)).collect()
}
