//! What a row shows of its role: the evidence of [`super::weights`], gathered in a few passes over a block's cells.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::sums::{self, Figure, Sum};
use super::weights::{Evidence as E, Set};
use super::words::{self, Kind};
use crate::detect::sheet::{Block, Sheet};

/// A filled cell of a row.
#[derive(Debug, Clone, Copy)]
struct Seen {
    index: usize,
    /// Counted from the block's left edge.
    col: usize,
    kind: Kind,
    value: Option<f64>,
    /// Its text, hashed.
    text: u64,
}

/// A filled row with what its neighbours need to know of it.
#[derive(Debug, Default)]
struct Line {
    row: u32,
    cells: Vec<Seen>,
    figures: Vec<Figure>,
    /// Holds figures other than those of its first cell and other than a row of years.
    counted: bool,
    years: bool,
    blank_before: bool,
    indent: usize,
}

impl Line {
    fn texts(&self) -> usize {
        self.cells.iter().filter(|cell| cell.kind == Kind::Text).count()
    }
    /// Two texts or more and nothing else.
    fn is_texts(&self) -> bool {
        self.cells.len() > 1 && self.texts() == self.cells.len()
    }
    fn figure_columns(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().filter(|cell| cell.kind.is_figure()).map(|cell| cell.col)
    }
}

/// The filled rows of a block, each with its evidence.
pub(super) fn gather(sheet: &Sheet<'_>, block: Block) -> Vec<(u32, Set)> {
    let lines = lines(sheet, block);
    let mut sets: Vec<Set> = lines.iter().map(|line| alone(sheet, line)).collect();
    shapes(&lines, &mut sets);
    surroundings(&lines, &mut sets);
    columns(&lines, &mut sets);
    totals(sheet, &lines, &mut sets);
    together(&lines, &mut sets);
    lines.iter().map(|line| line.row).zip(sets).collect()
}

fn lines(sheet: &Sheet<'_>, block: Block) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    // The first row that the last one does not reach: a record of a CSV may go over several lines.
    let mut free = block.first.row;
    for row in sheet.rows(block) {
        let cells: Vec<Seen> = sheet.row(block, row).map(|index| seen(sheet, block, index)).collect();
        let Some(first) = cells.first() else { continue };
        let height = |cell: &Seen| sheet.raw(cell.index).bytes().filter(|byte| *byte == b'\n').count();
        let extra: usize = if sheet.grid.csv { cells.iter().map(height).sum() } else { 0 };
        let figures: Vec<Figure> = cells
            .iter()
            .skip(usize::from(cells.len() > 1 && first.col == 0))
            .filter(|cell| cell.kind.is_figure())
            .map(|cell| Figure { col: cell.col, value: cell.value, step: words::step(sheet.raw(cell.index)) })
            .collect();
        let numbers: Vec<f64> = cells.iter().filter_map(|cell| cell.value).collect();
        let years = !numbers.is_empty()
            && numbers.iter().all(|number| words::is_year(*number))
            && numbers.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 25.0)
            && (numbers.len() > 2 || numbers.windows(2).all(|pair| (pair[1] - pair[0]).abs() >= 1.0))
            && cells.iter().all(|cell| cell.kind != Kind::Mark);
        let counted = figures.iter().any(|figure| figure.value.is_some())
            || (!figures.is_empty() && figures.len() * 2 >= cells.len() && cells.len() > 1);
        let indent = sheet.raw(first.index).chars().take_while(|c| c.is_whitespace()).count() + 100 * first.col;
        out.push(Line { row, figures, counted: counted && !years, years, blank_before: row > free, indent, cells });
        free = row + 1 + u32::try_from(extra).unwrap_or(0);
    }
    // A year beside a label is a count of few things where the row below begins no table; rows of years come first.
    let heads: Vec<bool> = (0..out.len()).map(|at| out[at].years && heads_figures(&out, at)).collect();
    for (line, heads) in out.iter_mut().zip(heads) {
        if line.years && !heads {
            (line.years, line.counted) = (false, !line.figures.is_empty());
        }
    }
    out
}

/// Whether one of the next rows holds figures in the columns of a row of years, which are not years in turn.
fn heads_figures(lines: &[Line], at: usize) -> bool {
    let columns: Vec<usize> = lines[at].figure_columns().collect();
    let below = lines[at + 1..].iter().take(4);
    below.into_iter().find(|line| line.counted).is_some_and(|line| line.figure_columns().any(|c| columns.contains(&c)))
}

fn seen(sheet: &Sheet<'_>, block: Block, index: usize) -> Seen {
    let col = (sheet.at(index).col - block.first.col) as usize;
    let (kind, value) = words::kind(sheet, index, col == 0);
    let mut hasher = DefaultHasher::new();
    sheet.words(index).normal.hash(&mut hasher);
    Seen { index, col, kind, value, text: hasher.finish() }
}

/// What a row shows by itself.
fn alone(sheet: &Sheet<'_>, line: &Line) -> Set {
    let mut set = Set::default();
    let first = &line.cells[0];
    let rest = &line.cells[1..];
    let figures = |cells: &[Seen]| cells.iter().filter(|cell| cell.kind.is_figure()).count();
    words::first(sheet, first.index, &mut set);
    // Some write every label in capitals.
    set.put(E::Capitals, set.has(E::Capitals) && line.figures.is_empty());
    set.put(E::OneCellLeft, rest.is_empty() && first.col == 0);
    set.put(E::OneCellRight, rest.is_empty() && first.col > 0);
    set.put(E::TwoCells, line.cells.len() == 2);
    set.put(E::LeftBlank, first.col > 0);
    set.put(E::NoFigures, figures(&line.cells) == 0);
    set.put(E::Counted, line.counted);
    set.put(E::AllFigures, figures(&line.cells) == line.cells.len());
    set.put(E::FiguresAfterLabel, !rest.is_empty() && first.kind == Kind::Text && figures(rest) == rest.len());
    set.put(E::MarksOnly, !line.figures.is_empty() && line.figures.iter().all(|figure| figure.value.is_none()));
    set.put(E::FirstIsFigure, first.kind == Kind::Figure);
    set.put(E::Years, line.years);
    set.put(E::TextsAcross, line.is_texts());
    let number_then_text =
        line.cells.len() == 2 && first.value.is_some_and(|v| (0.0..100.0).contains(&v) && v.fract() == 0.0);
    set.put(E::NumberThenText, number_then_text && rest[0].kind == Kind::Text);
    set.put(E::LongText, line.cells.iter().any(|cell| sheet.raw(cell.index).chars().count() > words::LONG));
    let texts = || rest.iter().filter(|cell| cell.kind == Kind::Text);
    set.put(
        E::HeaderWord,
        line.cells.iter().any(|cell| cell.kind == Kind::Text && sheet.words(cell.index).is_header()),
    );
    set.put(E::TotalAcross, texts().any(|cell| words::is_total(sheet.words(cell.index))));
    set.put(E::UnitAcross, texts().any(|cell| words::is_unit(&sheet.words(cell.index).normal)));
    let spans =
        |cell: &Seen| sheet.grid.merge_at(sheet.at(cell.index)).is_some_and(|merge| merge.last.col > merge.first.col);
    set.put(E::MergedAcross, line.cells.iter().any(spans));
    set
}

/// How wide rows are, and whether neighbours have figures in the same columns.
fn shapes(lines: &[Line], sets: &mut [Set]) {
    let widest = lines.iter().map(|line| line.cells.len()).max().unwrap_or(1);
    let alike = |a: &Line, b: &Line| a.figure_columns().eq(b.figure_columns());
    for (at, line) in lines.iter().enumerate() {
        let (above, below) = (at.checked_sub(1).map(|at| &lines[at]), lines.get(at + 1));
        let (cells, set) = (line.cells.len(), &mut sets[at]);
        set.put(E::Wide, widest > 2 && cells * 5 >= widest * 4);
        set.put(E::Narrow, cells > 1 && cells * 2 <= widest);
        set.put(E::WiderThanAbove, above.is_some_and(|above| above.cells.len() < cells));
        set.put(E::NarrowerThanBelow, cells > 1 && below.is_some_and(|below| cells < below.cells.len()));
        set.put(E::LikeAbove, line.counted && above.is_some_and(|above| alike(above, line)));
        set.put(E::LikeBelow, line.counted && below.is_some_and(|below| alike(below, line)));
        let columns = |line: &Line| line.cells.iter().map(|cell| cell.col).collect::<Vec<_>>();
        let same = |other: Option<&Line>| cells > 1 && other.is_some_and(|other| columns(other) == columns(line));
        set.put(E::SameColumns, same(above) || same(below));
        set.put(E::Indented, above.is_some_and(|above| above.indent < line.indent));
        set.put(E::IndentedBelow, below.is_some_and(|below| line.indent < below.indent && below.counted));
        let number = |line: &Line| line.cells[0].value;
        let step = |a: &Line, b: &Line| number(a).zip(number(b)).is_some_and(|(a, b)| (a + 1.0 - b).abs() < 0.5);
        set.put(E::Numbered, above.is_some_and(|a| step(a, line)) || below.is_some_and(|b| step(line, b)));
    }
}

/// Where a row stands: in the block, and to the rows that hold figures.
fn surroundings(lines: &[Line], sets: &mut [Set]) {
    let last = lines.len().saturating_sub(1);
    let (first_counted, last_counted) =
        (lines.iter().position(|line| line.counted), lines.iter().rposition(|line| line.counted));
    let mut above = usize::MAX;
    for (at, line) in lines.iter().enumerate() {
        let set = &mut sets[at];
        set.put(E::FirstRow, at == 0);
        set.put(E::LastRow, at == last && at > 0);
        set.put(E::BlankBefore, line.blank_before);
        set.put(E::BlankAfter, lines.get(at + 1).is_some_and(|next| next.blank_before));
        set.put(E::BeforeFigures, first_counted.is_some_and(|first| at < first));
        set.put(E::AfterFigures, last_counted.is_some_and(|last| at > last));
        set.put(E::NoFiguresAnywhere, first_counted.is_none());
        set.put(E::FiguresJustAbove, above == 1);
        set.put(E::FiguresNotFarAbove, (2..4).contains(&above));
        above = if line.counted { 1 } else { above.saturating_add(1) };
    }
    let mut below = usize::MAX;
    for (at, line) in lines.iter().enumerate().rev() {
        sets[at].put(E::FiguresNext, below == 1);
        sets[at].put(E::FiguresSoon, (2..4).contains(&below));
        below = if line.counted { 1 } else { below.saturating_add(1) };
    }
}

/// What stands above and below in the same columns, and which texts come again.
fn columns(lines: &[Line], sets: &mut [Set]) {
    let width = lines.iter().flat_map(|line| &line.cells).map(|cell| cell.col + 1).max().unwrap_or(0);
    let mut times: HashMap<(usize, u64), u32> = HashMap::new();
    for cell in lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.kind == Kind::Text) {
        *times.entry((cell.col, cell.text)).or_default() += 1;
    }
    let mut below: Vec<Option<Kind>> = vec![None; width];
    for (at, line) in lines.iter().enumerate().rev() {
        let heads = |cell: &&Seen| below[cell.col].is_some_and(Kind::is_figure);
        let rest: Vec<&Seen> = line.cells[1..].iter().filter(|cell| cell.kind == Kind::Text || line.years).collect();
        let over = rest.iter().copied().filter(heads).count();
        sets[at].put(E::OverFigures, over > 0 && over * 2 > rest.len());
        sets[at].put(E::OverSomeFigures, over > 0 && over * 2 <= rest.len());
        for cell in &line.cells {
            below[cell.col] = Some(cell.kind);
        }
    }
    let mut above: Vec<Option<Kind>> = vec![None; width];
    for (at, line) in lines.iter().enumerate() {
        let texts = || line.cells.iter().filter(|cell| cell.kind == Kind::Text);
        let under = texts().filter(|cell| above[cell.col].is_some_and(Kind::is_figure)).count();
        sets[at].put(E::UnderFigures, under > 0);
        let again = texts().filter(|cell| times[&(cell.col, cell.text)] > 1).count();
        sets[at].put(E::NewTexts, line.cells.len() > 1 && texts().count() > 1 && again == 0);
        sets[at].put(E::CommonTexts, line.cells.len() > 1 && again > 0);
        for cell in &line.cells {
            above[cell.col] = Some(cell.kind);
        }
    }
}

/// Sums, and which rows of a run without a break have the largest figures.
fn totals(sheet: &Sheet<'_>, lines: &[Line], sets: &mut [Set]) {
    let at: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].counted).collect();
    let figures: Vec<&[Figure]> = at.iter().map(|at| lines[*at].figures.as_slice()).collect();
    let named: Vec<bool> = at.iter().map(|at| words::is_total(sheet.words(lines[*at].cells[0].index))).collect();
    let found = sums::find(&figures, &named);
    let mut covered = vec![0_i32; lines.len() + 1];
    let breaks = |line: usize| lines.get(line).is_none_or(|line| !line.counted || line.blank_before);
    for (place, sum) in found.iter().enumerate() {
        let Some(sum) = sum.filter(|sum: &Sum| sum.is_fair()) else { continue };
        let (row, last) = (at[place], at[sum.last]);
        let set = &mut sets[row];
        set.put(E::SumOfAbove, sum.is_strong() && !sum.below);
        set.put(E::SumOfBelow, sum.is_strong() && sum.below);
        set.put(E::PerhapsSumOfAbove, !sum.is_strong() && !sum.below);
        set.put(E::PerhapsSumOfBelow, !sum.is_strong() && sum.below);
        let ends = if sum.below { breaks(last + 1) } else { last == 0 || lines[last].blank_before || breaks(last - 1) };
        set.put(E::SumOfAllParts, ends);
        if sum.is_strong() {
            let (from, to) = if sum.below { (row + 1, last) } else { (last, row - 1) };
            covered[from] += 1;
            covered[to + 1] -= 1;
        }
    }
    let mut depth = 0;
    for (set, change) in sets.iter_mut().zip(&covered) {
        depth += change;
        set.put(E::PartOfSum, depth > 0);
    }
    let mut from = 0;
    while from < lines.len() {
        let to = (from..lines.len()).find(|next| !lines[*next].counted).unwrap_or(lines.len());
        largest(&lines[from..to], &mut sets[from..to]);
        from = to + 1;
    }
}

/// Marks the rows of a run whose figures are the largest of nearly all their columns.
fn largest(run: &[Line], sets: &mut [Set]) {
    if run.len() < 3 {
        return;
    }
    let mut most: HashMap<usize, f64> = HashMap::new();
    for figure in run.iter().flat_map(|line| &line.figures) {
        let value = figure.value.unwrap_or(0.0);
        most.entry(figure.col).and_modify(|most| *most = most.max(value)).or_insert(value);
    }
    for (line, set) in run.iter().zip(sets.iter_mut()) {
        let leads = line.figures.iter().filter(|f| f.value.is_some_and(|v| v > 0.0 && v >= most[&f.col])).count();
        set.put(E::LargestOfRun, leads * 5 >= line.figures.len() * 4 && leads > 0);
    }
    sets[0].put(E::FirstOfRun, true);
    if let Some(last) = sets.last_mut() {
        last.put(E::LastOfRun, true);
    }
}

/// Evidence that says more together than apart.
fn together(lines: &[Line], sets: &mut [Set]) {
    for at in 0..lines.len() {
        let set = sets[at];
        let one = set.has(E::OneCellLeft) || set.has(E::OneCellRight);
        let between = !set.has(E::BeforeFigures) && !set.has(E::AfterFigures) && !set.has(E::NoFiguresAnywhere);
        let texts_next = lines.get(at + 1).is_some_and(|next| next.is_texts() || next.years);
        let sums = [E::SumOfAbove, E::SumOfBelow, E::PerhapsSumOfAbove, E::PerhapsSumOfBelow];
        let summed = sums.into_iter().any(|sum| set.has(sum));
        let uncounted = !lines[at].counted;
        let put = &mut sets[at];
        put.put(E::AloneOverFigures, one && uncounted && between && set.has(E::FiguresNext));
        put.put(E::AloneBeforeAll, one && uncounted && set.has(E::BeforeFigures) && set.has(E::FiguresNext));
        put.put(E::AloneOverTexts, one && uncounted && texts_next);
        put.put(E::AloneAfterAll, one && uncounted && set.has(E::AfterFigures));
        put.put(E::AloneAmongTexts, one && set.has(E::NoFiguresAnywhere));
        let texts = set.has(E::TextsAcross) || set.has(E::Years);
        put.put(E::TextsOverFigures, texts && set.has(E::FiguresNext));
        put.put(E::TextsBeforeAll, texts && set.has(E::BeforeFigures));
        put.put(E::TextList, texts && set.has(E::NoFiguresAnywhere) && set.has(E::SameColumns));
        put.put(E::TotalThatSums, set.has(E::TotalWord) && summed);
        put.put(E::LargestAtTop, set.has(E::LargestOfRun) && set.has(E::FirstOfRun));
        put.put(E::LargestAtEnd, set.has(E::LargestOfRun) && set.has(E::LastOfRun));
    }
    // The head of a list without figures: the first row that is as wide as the list, in words that do not come again.
    let first = (0..lines.len()).find(|at| sets[*at].has(E::NoFiguresAnywhere) && lines[*at].cells.len() > 1);
    if let Some(first) = first {
        let head = sets[first].has(E::NewTexts);
        sets[first].put(E::ListHead, head);
    }
}
