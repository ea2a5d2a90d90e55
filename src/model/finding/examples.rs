//! An example of every kind of finding, so that what a person reads about a kind is what the program says, and never
//! goes stale. A new kind does not compile without one.

use super::{Kind, Stopped};
use crate::model::hidden::{Hidden, HiddenKind};
use crate::model::returns::Nesting;

/// The hash of a file, in examples.
const HASH: &str = "452fa51f3ce07d1f9e54d1b0bb3f3fd0d5b8e0a64f1c1a2c86b4d7f0e9a3c512";

/// The list of examples, and a match over it that fails to compile where a kind has none. A kind whose severity depends
/// on what was found has one for each.
macro_rules! examples {
    ($($kind:ident $({ $($field:tt)* })?,)*) => {
        /// An example of every kind, in the order of the run.
        #[must_use]
        pub fn examples() -> Vec<Kind> {
            #[allow(unreachable_patterns, reason = "some kinds have two examples")]
            let has_one = |kind: &Kind| match kind {
                $(Kind::$kind { .. } => true,)*
            };
            let every = vec![$(Kind::$kind $({ $($field)* })?),*];
            debug_assert!(every.iter().all(has_one));
            every
        }
    };
}

examples! {
    FileUnreadable { reason: "the zip directory is damaged".into() },
    FileEmpty,
    FileLocked,
    NotReadableYet { what: "a PDF".into() },
    OverLimit { what: "a sheet of 3 GB when unpacked".into() },
    FileMissing,
    NotAFile,
    StillBeingWritten,
    FileReplaced { sha256: HASH.into() },
    ReplacementSuperseded { by: "returns.csv:4".into() },
    FileLeft,
    FileForgotten {
        at: "2026-03-02T09:15:00Z".into(), reason: "it named the victims; the force asked for it back".into(), stands: false
    },
    FileMoved { to: "2016-national/essex/reply.xlsx".into() },
    ReaderStopped { why: Stopped::Memory },
    FileOutsideForces,
    InboxGone,
    FolderWithoutLetter,
    FileNotListed { force: "kent".into() },
    TextUndecodable { encoding: "utf-8".into(), characters: 3 },
    TextGarbled { places: 2 },
    QuoteStray { lines: 4 },
    QuoteUnclosed { lines: 1 },
    FormatMismatch { named: ".xls".into(), found: "a web page".into(), tables: true },
    FormatMismatch { named: ".xls".into(), found: "a web page".into(), tables: false },
    NoTable,
    UnknownForce { given: "Kentt".into(), nearest: vec!["kent".into()] },
    HiddenContent { hidden: Hidden::of_file(HiddenKind::PivotCache, "xl/pivotCache/pivotCacheRecords1.xml", 120), decided: None },
    HiddenContent { hidden: Hidden::of_file(HiddenKind::Comment, "xl/comments1.xml", 2), decided: None },
    FileHeld { what: "120 records in a pivot cache".into(), sha256: HASH.into() },
    SheetSetAside { reason: "its cells could not be counted a second time".into() },
    CountsDiffer { parsed: 118, counted: 120 },
    Uncalculated { cells: 12 },
    ShownOtherwise { cells: 3 },
    SheetTooLarge { cells: 1_200_000, limit: 1_000_000 },
    ErrorCell { shown: "#REF!".into(), cells: 1 },
    TableSetAside { reason: "its columns have no header".into() },
    LayoutFailed { recipe: "config/layouts/outcomes.toml".into(), reason: "no row holds the header `Outcome`".into() },
    LayoutUnneeded { recipe: "config/layouts/outcomes.toml".into() },
    ValueSetAside { reason: "it stands outside every table".into(), cells: 2 },
    TableOfAnotherForce { title: "Essex Police".into(), force: "essex".into(), returned: "kent".into() },
    GrainUndeclared { lines: 19, file: "FOI response.xlsx".into(), disagrees: None },
    GrainProven { lines: 43, table: "Outcomes!A3".into() },
    UnmappedLabel { dimension: "outcome".into(), raw: "harassment order".into(), nearest: vec!["harassment warning".into()] },
    AskedLabel { dimension: "outcome".into(), raw: "other disposal".into() },
    LabelIgnored { raw: "Average".into(), reason: "it is no count".into() },
    DetailOutsideHeadline { headline: "no_further_action".into(), detail: "no crime".into() },
    AgeFromDate { shown: "Oct-19".into(), read_as: "10-19".into() },
    AgeDashLost { shown: "1520".into(), read_as: "15-20".into() },
    AgeBracketUnproven { shown: "1520".into(), read_as: "15-20".into() },
    AgeOverIncluded { raw: "Over 18".into(), read_as: "18 and over".into() },
    AgeOverLeavesOut { raw: "Over 18".into(), age: 18 },
    AgeBracketsOverlap { one: "10-18".into(), other: "18-25".into() },
    AgeBracketsGap { ages: "18".into() },
    PeriodNotStated,
    PeriodOutsideRequest { raw: "January".into() },
    PeriodAmbiguous { raw: "2015".into(), one: "2015-01-01/2015-12-31".into(), other: "2015-04-01/2016-03-31".into() },
    RelativeWithoutTotal { token: "majority".into() },
    AlternateDecided { label: "1A".into(), nesting: Nesting::Inside, why: "the stated total says so".into() },
    AlternateOpen { label: "1A".into() },
    CountOpen { shown: "-".into(), cells: 4, force: "kent".into() },
    BlanksUncounted,
    Residual { stated: "42".into(), parts: "9".into(), residual: "33".into() },
    FiguresDisagree { stated: "43".into(), other: "41".into(), elsewhere: vec!["Ages!B9".into()], apart: false },
    Contradiction { part: "108 `10-19` from April to December".into(), whole: "107 `10-19` from April to March".into() },
    DuplicateReturn { other: "2016-national/kent/reply.xlsx".into() },
    SupersedesNothing { given: "sheet:Victims".into(), has: vec!["sheet:Victim ages".into(), "sheet:Outcomes".into()] },
    JointAndOwn { force: "norfolk".into(), joint: "norfolk|suffolk".into() },
    RuleUnused { rule: "config/corrections.csv:3".into() },
    Corrected { from: "1O".into(), to: Some("10".into()), reason: "the force confirmed a typing error".into() },
    CorrectionStale { expected: "1O".into(), rule: "config/corrections.csv:3".into() },
}
