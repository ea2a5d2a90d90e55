//! The labels of each row of a table of counts: its own, those it leaves blank because they stand above, those of the
//! section it stands in, and those that were broken over two rows.

mod sections;

use std::sync::Arc;

use super::axes::{self, Line, Naming, Vote};
use super::columns::{Column, ColumnRole};
use super::found::Unread;
use super::layout::Layout;
use super::sheet::Sheet;
use crate::lexicon::Recognised;
use crate::model::because::{Because, Says, Stands};
use crate::model::place::At;
use crate::model::table::Attached;
use crate::model::term::DimensionId;

/// What a row of the body is.
pub(super) enum Row {
    /// Counts, with the labels of the row, or why they have none.
    Counts(Result<Line, Unread>),
    /// Header words again, as on a new page.
    Header,
    /// Names the dimension of the labels below.
    Names,
    /// Labels rows below, or has its counts left blank.
    Labels,
    /// Shares of the rows above.
    Shares,
    /// Figures that are no counts: the words that say so, and what the section says of them.
    Figures(usize, Vec<Attached>),
    /// `of which` alone: what follows lies in the row above.
    OfWhich,
}

/// What a row without counts says of the rows below it.
enum Section {
    Names(DimensionId, Arc<str>),
    Label(Attached),
}

/// Reads the rows of a table, top to bottom.
pub(super) struct Stubs<'a> {
    sheet: &'a Sheet<'a>,
    layout: &'a Layout,
    labels: &'a [(&'a Column, Naming)],
    counts: &'a [&'a Column],
    /// What the table counts, as its headers say.
    unit: Option<usize>,
    section: Option<Section>,
    /// Where a recipe says that sections lie in sections: the labels of the outer ones, the outermost first.
    outer: Vec<Attached>,
    /// The dimension of texts that stand alone, if they label sections.
    sections: Option<Vote>,
    /// The last label written in each label column but the innermost, for rows that leave it blank.
    above: Vec<Option<usize>>,
    /// The first half of a label that goes on in the next row.
    half: Option<usize>,
    /// Rows of counts without a label of their own.
    unlabelled: usize,
}

impl<'a> Stubs<'a> {
    pub(super) fn new(
        sheet: &'a Sheet<'a>,
        layout: &'a Layout,
        labels: &'a [(&'a Column, Naming)],
        counts: &'a [&'a Column],
        unit: Option<usize>,
    ) -> Self {
        let above = vec![None; labels.len()];
        let mut stubs = Self {
            sheet,
            layout,
            labels,
            counts,
            unit,
            section: None,
            outer: Vec::new(),
            sections: None,
            above,
            half: None,
            unlabelled: 0,
        };
        stubs.sections = stubs.sections();
        stubs.unlabelled = stubs.count_unlabelled();
        stubs
    }

    /// Every row of the body. An error sets the whole table aside: it may change what the other rows mean.
    pub(super) fn read(mut self, why: &mut Vec<Because>) -> Result<Vec<(u32, Row)>, (u32, String)> {
        let mut out = Vec::new();
        for (at, row) in self.layout.body.iter().enumerate() {
            let read = if self.repeats_header(*row) {
                Row::Header
            } else if let Some((text, dimension)) = self.said_section(*row) {
                self.enter(text, dimension, why);
                Row::Labels
            } else if let Some(words) = self.statistic(*row).filter(|_| self.has_counts(*row)) {
                Row::Figures(words, self.hanging().cloned().collect())
            } else if self.has_counts(*row) {
                self.heads_nothing(*row).map_err(|reason| (*row, reason))?;
                if self.texts(*row).any(|words| words.percent) { Row::Shares } else { Row::Counts(self.line(*row)) }
            } else {
                self.without_counts(at, why).map_err(|reason| (*row, reason))?
            };
            out.push((*row, read));
        }
        Ok(out)
    }

    /// What the texts in a row's label columns may be.
    fn texts(&self, row: u32) -> impl Iterator<Item = &Recognised> {
        let cell = move |(column, _): &(&Column, Naming)| self.sheet.grid.find(At { row, col: column.col });
        self.labels.iter().filter_map(cell).map(|index| self.sheet.words(index))
    }

    /// The label of a row that says it holds no counts.
    fn statistic(&self, row: u32) -> Option<usize> {
        let mut cells = self.labels.iter().filter_map(|(column, _)| self.sheet.grid.find(At { row, col: column.col }));
        cells.find(|index| self.sheet.words(*index).statistic)
    }

    /// A header word beside counts may mean that the table lies on its side.
    fn heads_nothing(&self, row: u32) -> Result<(), String> {
        let is_header = |words: &Recognised| {
            (!words.header_of.is_empty() || words.count_header) && words.label_of.is_empty() && !words.sums()
        };
        if self.texts(row).any(is_header) {
            return Err("a header word stands among the labels of its rows".into());
        }
        Ok(())
    }

    /// Whether a row holds counts, or other figures that its labels speak of.
    fn has_counts(&self, row: u32) -> bool {
        let statistics = self.layout.columns.iter().filter(|column| column.role == ColumnRole::Statistic);
        let mut figures = self.counts.iter().copied().chain(statistics);
        figures.any(|column| self.sheet.grid.find(At { row, col: column.col }).is_some())
    }

    fn repeats_header(&self, row: u32) -> bool {
        let sheet = self.sheet;
        let same = |index: usize| {
            let above = |header: &u32| sheet.grid.find(At { row: *header, col: sheet.at(index).col });
            let mut above = self.layout.headers.iter().filter_map(above);
            above.any(|header| sheet.words(header).normal == sheet.words(index).normal)
        };
        sheet.row(self.layout.block, row).all(same)
    }

    /// The text of a row that holds nothing else, if it stands in a column of labels.
    fn lone(&self, row: u32) -> Option<(usize, usize)> {
        let cells = self.sheet.row(self.layout.block, row);
        let position = self.labels.iter().position(|(column, _)| column.col == self.sheet.at(cells.start).col)?;
        (cells.len() == 1).then_some((position, cells.start))
    }

    /// A row without counts: it names or labels the rows below it, is a label without its counts, or nobody knows.
    fn without_counts(&mut self, at: usize, why: &mut Vec<Because>) -> Result<Row, String> {
        let sheet = self.sheet;
        let row = self.layout.body[at];
        let Some((position, text)) = self.lone(row) else {
            // The counts of these labels are blank: nothing is stated of them.
            let labelled = sheet
                .row(self.layout.block, row)
                .any(|index| self.labels.iter().any(|(c, _)| c.col == sheet.at(index).col));
            self.carry(row);
            return if labelled { Ok(Row::Labels) } else { Err("a row has no counts".into()) };
        };
        let words = sheet.words(text);
        if words.of_which_below && words.label_of.is_empty() {
            return Ok(Row::OfWhich);
        }
        let outer = position + 1 < self.labels.len();
        let known = axes::only(sheet, text, self.unit);
        let own = self.labels[position].1.dimension;
        if self.goes_on_below(at, position, text) {
            self.half = Some(text);
            return Ok(Row::Labels);
        }
        if outer && (own.is_some() && (known.is_none() || known == own)) {
            self.carry(row);
            return Ok(Row::Labels);
        }
        if let Some(dimension) = axes::named(sheet, text, self.unit) {
            let (words, at) = (sheet.label(text), sheet.at(text));
            Because::add(why, dimension, Stands::Left(self.labels[0].0.col), || Says::Header {
                words: words.clone(),
                at,
            });
            self.section = Some(Section::Names(dimension, words));
            return Ok(Row::Names);
        }
        if known.is_some() && known == own {
            // One of the column's own labels, with its count left blank.
            return Ok(Row::Labels);
        }
        let others = self.sections.filter(|_| words.label_of.is_empty() && !words.sums());
        if let Some(dimension) = known.or(others.map(|vote| vote.dimension)) {
            let vote = self.sections.filter(|vote| vote.dimension == dimension);
            Because::add(why, dimension, Stands::SectionRows, || vote.map_or(Says::Itself, Vote::says));
            let (raw, at) = (sheet.label(text), sheet.at(text));
            self.section = Some(Section::Label(Attached { dimension, raw, at, header: "".into(), refines: false }));
            return Ok(Row::Labels);
        }
        Err("a row without counts may group the rows below it, and what it says is not known".into())
    }

    /// Whether a text that is no label makes one with the text below it, which is none by itself.
    fn goes_on_below(&self, at: usize, position: usize, text: usize) -> bool {
        let sheet = self.sheet;
        // A label that is listed may have its counts left blank.
        if sheet.words(text).listed {
            return false;
        }
        let Some(next) = self.layout.body.get(at + 1).filter(|next| self.has_counts(**next)) else { return false };
        let Some(below) = sheet.grid.find(At { row: *next, col: self.labels[position].0.col }) else { return false };
        let Some(whole) = axes::whole(sheet, text, below) else { return false };
        (sheet.words(text).label_of.is_empty() || whole.listed) && sheet.words(text).header_of.is_empty()
    }

    /// Remembers the outer labels of a row for the rows below that leave them blank.
    fn carry(&mut self, row: u32) {
        for position in (0..self.labels.len()).filter(|position| self.labels[*position].1.carries) {
            let col = self.labels[position].0.col;
            if let Some(index) = self.sheet.grid.find(At { row, col }) {
                let ends = self.sheet.words(index).sums() || self.totals_above(position, index);
                self.above[position] = (!ends).then_some(index);
                // A new outer label ends what stands further in.
                self.above[position + 1..].fill(None);
            }
        }
    }

    /// How many rows of counts have nothing in the innermost column of labels.
    fn count_unlabelled(&self) -> usize {
        let blank = |row: u32| {
            self.labels.last().is_none_or(|(column, _)| self.sheet.grid.find(At { row, col: column.col }).is_none())
        };
        self.layout.body.iter().filter(|row| blank(**row) && self.has_counts(**row)).count()
    }

    /// Whether a text is the total of the label above it in its column, as it says.
    fn totals_above(&self, position: usize, text: usize) -> bool {
        let of = self.sheet.words(text).total_of.as_deref();
        of.is_some() && of == self.above[position].map(|above| self.sheet.words(above).normal.as_str())
    }

    /// The labels of a row of counts.
    fn line(&mut self, row: u32) -> Result<Line, Unread> {
        let sheet = self.sheet;
        let half = self.half.take();
        let texts: Vec<Option<usize>> =
            self.labels.iter().map(|(column, _)| sheet.grid.find(At { row, col: column.col })).collect();
        let before = self.above.clone();
        self.carry(row);
        let mut line = Line::default();
        for index in texts.iter().flatten() {
            let whole = half.filter(|half| sheet.at(*half).col == sheet.at(*index).col);
            let whole = whole.map(|half| sheet.lexicon.recognise(&axes::joined(sheet.raw(half), sheet.raw(*index))));
            let words = whole.as_ref().unwrap_or(sheet.words(*index));
            line.total = line.total.or(words.total.then_some(*index));
            line.subtotal = line.subtotal.or(words.subtotal.then_some(*index));
            line.of_which |= words.of_which.is_some();
            line.parts_below |= words.of_which_below;
        }
        for label in self.hanging() {
            line.push(label.clone(), true);
        }
        // `Kent total` under `Kent`, in whichever column.
        let outer = |words: &str| {
            let carried = before.iter().flatten().map(|index| sheet.words(*index).normal.clone());
            let section = line.labels.iter().map(|label| sheet.lexicon.normal(&label.raw));
            carried.chain(section).any(|label| label == words)
        };
        if line.total.is_none() && line.subtotal.is_none() {
            // What some dimension lists is its label, whatever its words.
            let of = |index: &usize| {
                let words = sheet.words(*index);
                !words.listed && words.total_of.as_deref().is_some_and(outer)
            };
            line.total = texts.iter().flatten().copied().find(of);
        }
        let innermost = texts.len().saturating_sub(1);
        let sums =
            |index: usize| line.total == Some(index) || line.subtotal == Some(index) || sheet.words(index).sums();
        let is_total = line.total.is_some() || line.subtotal.is_some();
        let mut pending = Vec::new();
        for (position, ((column, own), text)) in self.labels.iter().zip(&texts).enumerate() {
            let at = At { row, col: column.col };
            let merged = sheet.grid.merge_at(at).and_then(|merge| sheet.grid.find(merge.first));
            let inner_filled = texts[position + 1..].iter().any(Option::is_some);
            let carried =
                if own.carries && (inner_filled || position == innermost) { self.above[position] } else { None };
            let refines = column.path.last().is_some_and(|header| sheet.words(*header).refining);
            // `Kent total` in the column of `Kent` says itself what it sums.
            let group = before[position].filter(|group| {
                let total = text.filter(|index| line.total == Some(*index));
                total.is_some_and(|total| sheet.words(total).total_of.as_deref() == Some(&sheet.words(*group).normal))
            });
            let written = group.or(*text).or(merged);
            let Some(index) = written.or(carried).filter(|index| !sums(*index)) else {
                if is_total || refines || (written.is_none() && position < innermost && own.dimension.is_none()) {
                    continue;
                }
                let reason = "its row has no label";
                // Where a header names the only column of labels, one row without is no riddle of the layout.
                let plain = texts.len() == 1 && !own.words.is_empty() && !self.layout.beside && self.unlabelled == 1;
                return Err(if plain { Unread::Undecided(reason.into()) } else { Unread::misplaced(reason) });
            };
            let (dimension, header) = match (&self.section, own.dimension) {
                (Some(Section::Names(dimension, words)), _) if position == 0 => (Some(*dimension), words.clone()),
                (_, Some(dimension)) => (Some(dimension), own.words.clone()),
                _ => (axes::only(sheet, index, self.unit), "".into()),
            };
            let Some(dimension) = dimension else {
                return Err(Unread::misplaced("nothing says what the label of its row speaks of"));
            };
            // Only the labels say what the column speaks of, and this one says otherwise.
            let known = sheet.words(index).label_of;
            if header.is_empty() && !known.is_empty() && !known.contains(dimension) {
                return Err(Unread::misplaced("the label of its row speaks of something else than its column"));
            }
            let mut label = Attached { dimension, raw: sheet.label(index), at: sheet.at(index), header, refines };
            // `Kent` stands above, and in `Kent total` here. Of a merged cell, though, only the first holds the text.
            if group.is_some() {
                label.at = at;
            }
            if let Some(half) = half.filter(|half| sheet.at(*half).col == column.col) {
                label.raw = axes::joined(sheet.raw(half), &label.raw).into();
                label.at = sheet.at(half);
            }
            pending.push((label, written.is_none()));
        }
        for (label, carried) in pending {
            line.push(label, carried);
        }
        Ok(line)
    }
}
