//! Findings: what a run noticed, as data. Every sentence a person reads about one is in this file, so that a new
//! kind does not compile without its severity, message and next step.

use super::place::Place;

/// How much a finding asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Somebody should decide; raises exit code 10.
    Review,
    /// Something could not be loaded.
    Error,
}

impl Severity {
    /// The text stored in `severity`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Review => "review",
            Self::Error => "error",
        }
    }
}

/// One kind of thing a run can notice, with what is needed to say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    FileUnreadable { reason: String },
    FileEmpty,
    FileMissing,
    FileOutsideForces,
    FolderWithoutLetter,
    FileNotListed { force: String },
    FormatMismatch { named: String, found: String, tables: bool },
    NoTable,
    UnknownForce { given: String, nearest: Vec<String> },
    HiddenSheet { cells: usize },
    SheetTooLarge { cells: usize, limit: usize },
    ErrorCell { shown: String, cells: usize },
    TableSetAside { reason: String },
    ValueSetAside { reason: String, cells: usize },
    GrainUndeclared { lines: usize },
    UnmappedLabel { dimension: String, raw: String, nearest: Vec<String> },
    AskedLabel { dimension: String, raw: String },
    LabelIgnored { raw: String, reason: String },
    DetailOutsideHeadline { headline: String, detail: String },
    AgeFromDate { shown: String, read_as: String },
    PeriodNotStated,
    PeriodOutsideRequest { raw: String },
    RelativeWithoutTotal { token: String },
    Residual { stated: String, parts: String, residual: String },
    Contradiction { part: String, whole: String },
    DuplicateReturn { other: String },
    JointAndOwn { force: String, joint: String },
    RuleUnused { rule: String },
}

/// A finding with its place; the place is never optional.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub place: Place,
    pub kind: Kind,
}

impl Finding {
    /// A finding of `kind` at `place`.
    #[must_use]
    pub fn new(place: Place, kind: Kind) -> Self {
        Self { place, kind }
    }
}

impl Kind {
    /// The stable name, for SQL.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileUnreadable { .. } => "file-unreadable",
            Self::FileEmpty => "file-empty",
            Self::FileMissing => "file-missing",
            Self::FileOutsideForces => "file-outside-forces",
            Self::FolderWithoutLetter => "folder-without-letter",
            Self::FileNotListed { .. } => "file-not-listed",
            Self::FormatMismatch { .. } => "format-mismatch",
            Self::NoTable => "no-table",
            Self::UnknownForce { .. } => "unknown-force",
            Self::HiddenSheet { .. } => "hidden-sheet",
            Self::SheetTooLarge { .. } => "sheet-too-large",
            Self::ErrorCell { .. } => "error-cell",
            Self::TableSetAside { .. } => "table-set-aside",
            Self::ValueSetAside { .. } => "value-set-aside",
            Self::GrainUndeclared { .. } => "grain-undeclared",
            Self::UnmappedLabel { .. } => "unmapped-label",
            Self::AskedLabel { .. } => "asked-label",
            Self::LabelIgnored { .. } => "label-ignored",
            Self::DetailOutsideHeadline { .. } => "detail-outside-headline",
            Self::AgeFromDate { .. } => "age-from-date",
            Self::PeriodNotStated => "period-not-stated",
            Self::PeriodOutsideRequest { .. } => "period-outside-request",
            Self::RelativeWithoutTotal { .. } => "relative-without-total",
            Self::Residual { .. } => "residual",
            Self::Contradiction { .. } => "contradiction",
            Self::DuplicateReturn { .. } => "duplicate-return",
            Self::JointAndOwn { .. } => "joint-and-own-return",
            Self::RuleUnused { .. } => "rule-unused",
        }
    }

    /// How much it asks of a person.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::FileUnreadable { .. }
            | Self::FileEmpty
            | Self::FileMissing
            | Self::FileOutsideForces
            | Self::FolderWithoutLetter
            | Self::NoTable
            | Self::UnknownForce { .. }
            | Self::SheetTooLarge { .. }
            | Self::ErrorCell { .. }
            | Self::TableSetAside { .. }
            | Self::ValueSetAside { .. }
            | Self::FormatMismatch { tables: false, .. } => Severity::Error,
            Self::FileNotListed { .. }
            | Self::FormatMismatch { tables: true, .. }
            | Self::HiddenSheet { .. }
            | Self::UnmappedLabel { .. }
            | Self::AskedLabel { .. }
            | Self::DetailOutsideHeadline { .. }
            | Self::AgeFromDate { .. }
            | Self::PeriodOutsideRequest { .. }
            | Self::RelativeWithoutTotal { .. }
            | Self::Contradiction { .. }
            | Self::DuplicateReturn { .. }
            | Self::JointAndOwn { .. }
            | Self::RuleUnused { .. } => Severity::Review,
            Self::GrainUndeclared { .. }
            | Self::LabelIgnored { .. }
            | Self::PeriodNotStated
            | Self::Residual { .. } => Severity::Info,
        }
    }

    /// What was noticed, as a lower-case phrase without a final period.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::FileUnreadable { reason } => format!("the file cannot be read: {reason}"),
            Self::FileEmpty => "the file is empty".into(),
            Self::FileOutsideForces => {
                "the file stands outside the force folders, or is a link, and was not read".into()
            }
            Self::FolderWithoutLetter => "the folder holds no request.toml and was not read".into(),
            Self::FileMissing => "returns.csv lists this file, but it is not there".into(),
            Self::FileNotListed { force } => format!("no line of returns.csv lists this file of `{force}`"),
            Self::FormatMismatch { named, found, tables: true } => {
                format!("the file is named {named} but holds {found}; it was read as that")
            }
            Self::FormatMismatch { named, found, tables: false } => {
                format!("the file is named {named} but holds {found}, in which no table was found")
            }
            Self::NoTable => "no table was found in the file".into(),
            Self::UnknownForce { given, .. } => format!("`{given}` is not a force of config/forces.csv"),
            Self::HiddenSheet { cells } => format!("a hidden sheet with {cells} filled cells was not loaded"),
            Self::SheetTooLarge { cells, limit } => format!("the sheet has {cells} filled cells, the limit is {limit}"),
            Self::ErrorCell { shown, cells } => {
                format!("{} the spreadsheet error {shown}", cells_from_here(*cells, "holds"))
            }
            Self::TableSetAside { reason } => format!("the table was set aside: {reason}"),
            Self::ValueSetAside { reason, cells } => {
                format!("{} set aside: {reason}", cells_from_here(*cells, "was"))
            }
            Self::GrainUndeclared { lines } => {
                format!("{lines} lines of labels were loaded as columns that do not belong together")
            }
            Self::UnmappedLabel { dimension, raw, .. } => format!("`{raw}` is no known label of `{dimension}`"),
            Self::AskedLabel { dimension, raw } => {
                format!("`{raw}` is a label of `{dimension}` whose meaning is still to be asked")
            }
            Self::LabelIgnored { raw, reason } => format!("the counts of `{raw}` were set aside: {reason}"),
            Self::DetailOutsideHeadline { headline, detail } => {
                format!("the detail `{detail}` lies outside its headline `{headline}`, which was kept")
            }
            Self::AgeFromDate { shown, read_as } => {
                format!("the date `{shown}` in an age column was read as the bracket {read_as}")
            }
            Self::PeriodNotStated => "no period is stated by the table, the return or the request".into(),
            Self::PeriodOutsideRequest { raw } => {
                format!("`{raw}` is no month of the period asked for, so its year is not known")
            }
            Self::RelativeWithoutTotal { token } => {
                format!("`{token}` is relative to a total that the table does not state")
            }
            Self::Residual { stated, parts, residual } => {
                format!("the parts add to {parts} of the {stated} stated: {residual} unexplained")
            }
            Self::Contradiction { part, whole } => format!("{part} is more than the whole it lies in: {whole}"),
            Self::DuplicateReturn { other } => format!("the same bytes are already loaded for this force from {other}"),
            Self::JointAndOwn { force, joint } => {
                format!("`{force}` answered alone and in the joint return of `{joint}`, which no total uses")
            }
            Self::RuleUnused { rule } => format!("the rule `{rule}` matched nothing"),
        }
    }

    /// The next step for a person.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::FileUnreadable { .. } => {
                "open it in a spreadsheet program and save a copy as .xlsx or .csv beside it".into()
            }
            Self::FileEmpty => "ask the force to send it again, or take it out of the inbox".into(),
            Self::FileOutsideForces => "put the file itself into the folder of the force that sent it".into(),
            Self::FolderWithoutLetter => "write its request.toml; docs/configuration.md has the keys".into(),
            Self::FileMissing => "put the file there, or correct its name in returns.csv".into(),
            Self::FileNotListed { .. } => {
                "add a line for it to returns.csv, so that its date and caveat are kept".into()
            }
            Self::FormatMismatch { tables: true, .. } => "rename it to what it is; nothing is lost meanwhile".into(),
            Self::FormatMismatch { tables: false, .. } => {
                "ask the force for the workbook itself; if it is a letter, keep it outside the inbox".into()
            }
            Self::NoTable => "see that the file is the one with the figures; a letter belongs outside the inbox".into(),
            Self::UnknownForce { nearest, .. } => match nearest.first() {
                Some(name) => format!("nearest is `{name}`: correct the name, or add the force to config/forces.csv"),
                None => "correct the name, or add the force to config/forces.csv".into(),
            },
            Self::HiddenSheet { .. } => {
                "ask the force whether it meant to send the sheet before anybody opens it".into()
            }
            Self::SheetTooLarge { .. } => {
                "raise limits.cells-per-sheet in config/pipeline.toml if the sheet is real".into()
            }
            Self::ErrorCell { .. } => "ask the force for the figure".into(),
            Self::TableSetAside { .. } | Self::ValueSetAside { .. } => {
                "look at the place; name the header in config/dimensions.toml if it is one".into()
            }
            Self::GrainUndeclared { .. } => {
                "if each line is one case, write `record` in the grain column of returns.csv".into()
            }
            Self::UnmappedLabel { dimension, nearest, .. } => {
                let near = match nearest.first() {
                    Some(label) => format!("nearest is `{label}`; "),
                    None => String::new(),
                };
                format!("{near}add a line to config/vocab/{dimension}.labels.csv, or mark it `ignore` there")
            }
            Self::AskedLabel { dimension, .. } => {
                format!("when the force has answered, set the line in config/vocab/{dimension}.labels.csv to `map`")
            }
            Self::LabelIgnored { .. } => "nothing, unless the reason no longer holds".into(),
            Self::DetailOutsideHeadline { .. } => "ask the force which of the two is meant".into(),
            Self::AgeFromDate { .. } => {
                "a spreadsheet turned the bracket into a date; see that its neighbours agree".into()
            }
            Self::PeriodNotStated => "write `period` into request.toml".into(),
            Self::PeriodOutsideRequest { .. } => "ask the force for the year; the count is kept without dates".into(),
            Self::RelativeWithoutTotal { .. } => "the count is kept as missing; ask the force for the number".into(),
            Self::Residual { .. } => "see `reconciliation`; nothing was rebalanced".into(),
            Self::Contradiction { .. } => "see `overlap`; cite neither figure without the other".into(),
            Self::DuplicateReturn { .. } => "take one of the two out of the inbox".into(),
            Self::JointAndOwn { .. } => {
                "ask whether the joint figures hold the force's own; withdraw one of the two".into()
            }
            Self::RuleUnused { .. } => "take the line out, or mend it so that it matches".into(),
        }
    }
}

/// `the cell was`, or `12 cells, this one the first, were`.
fn cells_from_here(cells: usize, verb: &str) -> String {
    match (cells, verb) {
        (1, verb) => format!("the cell {verb}"),
        (cells, "was") => format!("{cells} cells, this one the first, were"),
        (cells, _) => format!("{cells} cells, this one the first, hold"),
    }
}
