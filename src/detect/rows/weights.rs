//! The evidence, what it speaks for, and which role follows which: the one table to read and to change.
//!
//! Weights are whole numbers: above 0 for a role, below 0 against it, some 4 to make a role e times as likely. They
//! are fitted by `tests/bench/fit_rows.py` on lines that people labelled (govuk, saus, troy; see the script) and on
//! small made-up returns, then rounded. Evidence that the labelled lines never show (merged cells) is set by hand.

/// Roles, in the order of the table's columns.
pub(super) const ROLES: usize = 6;

/// Evidence of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set(u128);

impl Set {
    pub(super) fn put(&mut self, evidence: Evidence, shown: bool) {
        let bit = 1 << evidence as u32;
        self.0 = if shown { self.0 | bit } else { self.0 & !bit };
    }
    pub(super) fn has(self, evidence: Evidence) -> bool {
        self.0 & (1 << evidence as u32) != 0
    }
    /// Name and weights of all that the row shows.
    pub(super) fn shown(self) -> impl Iterator<Item = (&'static str, &'static [i16; ROLES])> {
        TABLE.iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, (name, w))| (*name, w))
    }
}

macro_rules! table {
    ($($(#[doc = $doc:expr])+ $name:ident [$($weight:expr),* $(,)?])+) => {
        /// What a row may show.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u32)]
        pub(super) enum Evidence { $($(#[doc = $doc])+ $name),+ }
        const TABLE: &[(&str, [i16; ROLES])] = &[$((stringify!($name), [$($weight),*])),+];
        // A set has 128 bits.
        const _: () = assert!(TABLE.len() <= 128);
    };
}

#[rustfmt::skip]
table! {
    //                     title header section data total note
    // Where the row stands.
    /// The first filled row of the block.
    FirstRow             [12, 11, 0, -1, 0, 0]
    /// Its last filled row.
    LastRow              [0, 0, 0, 2, 0, 10]
    /// Blank rows part it from the row above.
    BlankBefore          [2, 5, -1, -9, -1, 0]
    /// Blank rows part it from the row below.
    BlankAfter           [0, 0, -4, 2, 0, 2]
    /// Above all rows with figures.
    BeforeFigures        [0, 1, 0, 0, 0, 0]
    /// Below all rows with figures.
    AfterFigures         [0, 0, -5, 0, 0, 1]
    /// No row of the block has figures.
    NoFiguresAnywhere    [0, 0, 0, 1, 0, -1]
    /// The row above has figures.
    FiguresJustAbove     [0, 0, 7, -5, 0, 4]
    /// The second or third row above has figures, no nearer one.
    FiguresNotFarAbove   [-1, 0, 0, 0, 0, 1]
    /// The row below has figures.
    FiguresNext          [2, 0, 6, 0, -1, 0]
    /// The second or third row below has figures, no nearer one.
    FiguresSoon          [0, 0, 3, 0, 0, 0]

    // How it is filled.
    /// A single cell, at the left edge.
    OneCellLeft          [4, -8, 2, -4, 0, 0]
    /// A single cell further right.
    OneCellRight         [-1, 0, 0, 1, 0, 0]
    /// Two cells.
    TwoCells             [1, -2, 0, 0, -2, 0]
    /// The cell at the left edge is blank.
    LeftBlank            [0, 9, 0, 3, 0, 0]
    /// At least four fifths as many cells as the fullest row.
    Wide                 [-2, 0, -3, 1, 2, 0]
    /// More cells than one, at most half as many as the fullest row.
    Narrow               [0, 0, 0, -1, 0, 5]
    /// More cells than the row above.
    WiderThanAbove       [0, 8, 0, 0, 0, 0]
    /// Fewer cells than the row below.
    NarrowerThanBelow    [0, 0, 0, -4, 2, 0]
    /// The same columns are filled as in the row above or below.
    SameColumns          [0, 0, -6, 3, 3, 0]
    /// A cell is merged over several columns.
    MergedAcross         [6, 6, 4, -6, -6, 2]
    /// Its first text stands further right than that of the row above.
    Indented             [0, 1, 0, 0, -1, 0]
    /// The first text of the row below, which has figures, stands further right.
    IndentedBelow        [0, 0, 0, 0, 10, 0]

    // Its figures. A mark such as `*` or `..` counts as a figure.
    /// None.
    NoFigures            [0, 0, 0, 1, -11, 0]
    /// Some beside a label, and they are not years over columns of figures.
    Counted              [0, 0, 0, 13, 0, -1]
    /// Every cell is a figure.
    AllFigures           [1, 0, 0, -5, -1, 0]
    /// A text, then figures only.
    FiguresAfterLabel    [0, 0, -3, 1, 6, 0]
    /// Marks, but no figure.
    MarksOnly            [0, 0, 0, 0, -1, 1]
    /// The first cell is a figure.
    FirstIsFigure        [0, 0, 0, 0, -6, 0]
    /// The figures are years over columns of figures.
    Years                [0, 5, 0, 0, 0, 0]
    /// The first cell goes on numbering the row above, or is gone on with below.
    Numbered             [0, 0, 0, 3, 0, 0]
    /// A small whole number, then one text.
    NumberThenText       [0, 0, 0, 0, 0, 3]
    /// Figures in the same columns as in the row above.
    LikeAbove            [0, 0, 0, 3, 0, -1]
    /// Figures in the same columns as in the row below.
    LikeBelow            [0, -7, -2, 1, 4, 0]

    // Its texts.
    /// Two texts or more and nothing else.
    TextsAcross          [0, 4, 0, 0, 0, 0]
    /// Most texts after the first, or years, stand over figures.
    OverFigures          [0, 6, 0, 0, 0, 0]
    /// Some do.
    OverSomeFigures      [0, 3, 0, 0, 0, 0]
    /// A text stands under a figure.
    UnderFigures         [3, 6, 0, 0, 0, 0]
    /// Several texts, none of which comes again in its column.
    NewTexts             [0, 0, 0, -1, 1, -1]
    /// A text comes again in its column.
    CommonTexts          [0, -1, -3, 2, 0, 0]
    /// A text is a header word of the configuration.
    HeaderWord           [0, 1, 0, -4, 0, 0]
    /// A total word after the first cell.
    TotalAcross          [0, 0, 0, -14, 0, 0]
    /// A unit after the first cell: `percent`, `number`, `thousands`.
    UnitAcross           [0, 1, 0, 0, 0, 0]
    /// Any text as long as a sentence.
    LongText             [2, -2, 0, 0, -3, 0]

    // Its first text.
    /// As short as most labels.
    Short                [-2, 1, 0, 0, 3, -6]
    /// As long as a sentence, or longer.
    Long                 [0, 0, 3, 1, -1, 0]
    /// A full stop within or at the end.
    Sentence             [6, 0, 0, -2, -2, 7]
    /// Ends with a colon.
    Colon                [0, -1, 5, -1, 0, 0]
    /// Capitals only, and no figures beside it.
    Capitals             [0, 0, 0, 3, 0, 0]
    /// Names a year among other words.
    YearInText           [-1, 0, 0, -1, 5, 0]
    /// Begins like a note.
    NoteWord             [5, 0, 0, 0, 0, 12]
    /// Begins with a footnote's mark.
    FootnoteMark         [0, 0, -1, 5, 0, 4]
    /// Begins like `Table 3` or `Question 1b`.
    TableWord            [10, 0, 0, 0, 0, 0]
    /// Begins or ends with a total word.
    TotalWord            [0, 0, 0, 0, 19, 0]
    /// Begins with `all`.
    AllWord              [0, 0, 0, -1, 7, 0]
    /// Begins like a figure computed from others: an average, a change.
    ComputedWord         [0, 0, 0, 0, 0, 0]
    /// Says what the figures are in.
    Unit                 [1, 0, 0, 0, 0, 0]

    // Its figures added up.
    /// In most columns, at least two, the sum of rows above it.
    SumOfAbove           [0, 0, 0, -3, 6, 0]
    /// In most columns, at least two, the sum of rows below it.
    SumOfBelow           [0, 0, 0, -6, 9, 0]
    /// In half of the columns, or the only one, the sum of rows above it.
    PerhapsSumOfAbove    [0, 0, 0, -2, 3, 0]
    /// In half of the columns, or the only one, the sum of rows below it.
    PerhapsSumOfBelow    [0, 0, 0, -6, 8, 0]
    /// The parts of the sum end where a section or the table does.
    SumOfAllParts        [0, 0, 0, 0, 0, 0]
    /// Another row is the sum of this one and others, in several columns.
    PartOfSum            [0, 0, 0, 5, 0, 0]
    /// First of the rows with figures that follow each other.
    FirstOfRun           [0, 0, 0, 0, 0, 0]
    /// Last of them.
    LastOfRun            [0, 0, 0, 2, 0, 0]
    /// Its figures are the largest of them in nearly all columns.
    LargestOfRun         [0, 0, 1, -4, 0, 0]

    // Together.
    /// A single text between rows with figures, right above some.
    AloneOverFigures     [0, 0, 3, -5, 0, 0]
    /// A single text right above the first row with figures.
    AloneBeforeAll       [0, 0, 0, -7, 0, 0]
    /// A single text right above several texts or years.
    AloneOverTexts       [3, 0, 0, -2, 0, 0]
    /// A single text below all figures.
    AloneAfterAll        [0, 0, 0, 0, 0, 0]
    /// A single text where there are no figures.
    AloneAmongTexts      [2, 0, 0, 0, 0, 0]
    /// Texts or years right above figures.
    TextsOverFigures     [0, 2, 0, 0, 0, 0]
    /// Texts or years above all rows with figures.
    TextsBeforeAll       [-1, 0, 0, 0, 0, 0]
    /// Texts in the same columns as in a neighbour row, where there are no figures.
    TextList             [0, 1, 0, 0, 0, 0]
    /// The first row of several texts, where there are no figures and none of them comes again.
    ListHead             [0, 4, 0, 0, 0, 0]
    /// A total word and a sum.
    TotalThatSums        [0, 0, 0, 0, 2, 0]
    /// The largest figures, first of their run.
    LargestAtTop         [0, 0, 0, 0, 0, 0]
    /// The largest figures, last of their run.
    LargestAtEnd         [0, 0, 0, 0, 2, 0]
}

/// What follows what: for each role of a row, how well each role of the next row fits.
#[rustfmt::skip]
pub(super) const NEXT: [[i16; ROLES]; ROLES] = [
    //           title header section data total note
    /* title */   [10, 7, 0, 0, -1, -3],
    /* header */  [-10, 4, 0, 4, 0, -4],
    /* section */ [-4, -1, 0, 9, 0, 0],
    /* data */    [-3, -1, 0, 14, 5, 1],
    /* total */   [0, 0, -3, 5, 0, 1],
    /* note */    [0, 0, -3, -1, 0, 12],
];
