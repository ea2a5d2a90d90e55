//! Why each kind of finding matters: what it does to the figures. A new kind does not compile without.

use super::Kind;

impl Kind {
    /// What it does to the figures, or to people.
    #[must_use]
    pub fn matters(&self) -> &'static str {
        match self {
            Self::FileUnreadable { .. } => {
                "Nothing of the file is in the release; the force's figures are missing until there is a sound \
                 copy."
            }
            Self::FileEmpty => "The force may have answered, and nothing of its answer is in the release.",
            Self::FileLocked => "Nothing of the file is in the release.",
            Self::NotReadableYet { .. } => "Whatever figures it holds are not in the release.",
            Self::OverLimit { .. } => {
                "A hostile file looks like this, and so does a real one that is very large; nothing of it was \
                 loaded."
            }
            Self::FileMissing => "The return is counted as answered while its figures are missing.",
            Self::NotAFile => "Opening it could read what is no return, so it was not opened.",
            Self::StillBeingWritten => {
                "Half a file would give half of the figures; it is taken in once it has settled."
            }
            Self::FileReplaced { .. } => {
                "Its figures are in no current view any more; `restatements` shows what changed."
            }
            Self::ReplacementSuperseded { .. } => {
                "Whoever put them there may take them for the latest figures, and they are in no current view."
            }
            Self::FileForgotten { .. } => {
                "What was sent by mistake, such as names, must not come back with the next copy of a folder."
            }
            Self::FileLeft => "Tidying the inbox changes no figure; only the status `withdrawn` takes a return out.",
            Self::FileMoved { .. } => "Until the old place is withdrawn, the same figures count for both places.",
            Self::ReaderStopped { .. } => {
                "The file costs itself only: all others are loaded, and nothing of this one is."
            }
            Self::FileOutsideForces => "Nobody says whose figures it holds, so none of them is loaded.",
            Self::InboxGone => "No figure is lost, but nothing new comes in, and nobody would notice.",
            Self::FolderWithoutLetter => {
                "Without the letter nobody knows what was asked, for when, and what is counted."
            }
            Self::FileNotListed { .. } => {
                "It is loaded; its date, reference and caveat are not known, so it cannot be cited well."
            }
            Self::TextUndecodable { .. } => {
                "Labels that hold them may not be recognised, and nobody can tell what they were."
            }
            Self::TextGarbled { .. } => "Labels that hold them may not be recognised.",
            Self::QuoteStray { .. } => {
                "It is kept as text and swallows no line below it; the columns of its line are worth a look."
            }
            Self::QuoteUnclosed { .. } => {
                "Other programs would take all lines below for one cell; here each line stays a line, which should \
                 be checked."
            }
            Self::FormatMismatch { tables: true, .. } => "Other programs may refuse the file or show something else.",
            Self::FormatMismatch { tables: false, .. } => "It may be an error page or a letter instead of the figures.",
            Self::NoTable => "The force's figures are missing, or it sent something else.",
            Self::UnknownForce { .. } => "Nothing of it can be loaded until somebody says which force it is.",
            Self::HiddenContent { hidden, .. } if hidden.kind.is_data() => {
                "It may be about people and sent by mistake. It is counted and placed, never loaded or printed."
            }
            Self::HiddenContent { .. } => "They are in no table; they may name people if the file is passed on.",
            Self::FileHeld { .. } => {
                "A breach may have happened. Nothing of the file is loaded until a person has decided."
            }
            Self::SheetSetAside { .. } => "No cell of it is in the release: better none than some.",
            Self::CountsDiffer { .. } => "One of them lost cells, so no figure of the sheet can be trusted.",
            Self::Uncalculated { .. } => "Their figures are missing, although a spreadsheet program would show them.",
            Self::ShownOtherwise { .. } => {
                "What is shown is what the force meant to publish, and that was taken; the number behind is kept \
                 out."
            }
            Self::SheetTooLarge { .. } => "Nothing of it is loaded.",
            Self::ErrorCell { .. } => "The figure is lost and cannot be computed here.",
            Self::TableSetAside { .. } => "None of its figures is loaded, rather than some of them under wrong labels.",
            Self::LayoutFailed { .. } => {
                "The sheet is not what the recipe was written for, so nothing of it is loaded."
            }
            Self::LayoutUnneeded { .. } => "A recipe that says nothing new can only go stale.",
            Self::ValueSetAside { .. } => "They are in no sum; `sheet_ledger` counts them as set aside.",
            Self::TableOfAnotherForce { .. } => "Loading it would give one force's figures to another.",
            Self::GrainUndeclared { .. } => {
                "Questions over one column are answered; questions that need two of them together are not."
            }
            Self::GrainProven { .. } => "Its columns may be crossed with each other.",
            Self::UnmappedLabel { .. } => {
                "They are in every total and in no term, so the bounds of every term stay open by as much."
            }
            Self::AskedLabel { .. } => "Its counts are kept under the term `unmapped` until then.",
            Self::LabelIgnored { .. } => "Its figures are in no sum; the reason is kept here.",
            Self::DetailOutsideHeadline { .. } => {
                "The first was kept. If the second is right, the count is under the wrong term."
            }
            Self::AgeFromDate { .. } => {
                "It is read as the ages its neighbours leave room for; a wrong reading would move children's \
                 figures."
            }
            Self::AgeDashLost { .. } => "A wrong reading would move figures between ages.",
            Self::AgeBracketUnproven { .. } => "Its counts are kept as `unmapped`, never guessed.",
            Self::AgeOverIncluded { .. } => "Whether 18 is in decides who is counted as an adult.",
            Self::AgeOverLeavesOut { .. } => {
                "The force may mean 18 too; then the counts of adults are of more ages than is said."
            }
            Self::AgeBracketsOverlap { .. } => "Cases of the shared age may be in either; nothing was repaired.",
            Self::AgeBracketsGap { .. } => "Cases of those ages may be missing or be in a neighbour.",
            Self::PeriodNotStated => "They are in no view of periods and no trend.",
            Self::PeriodOutsideRequest { .. } => "Which year it is of is not known; the count is kept without dates.",
            Self::PeriodAmbiguous { .. } => {
                "Its counts are kept without dates, so that no trend compares unlike years."
            }
            Self::RelativeWithoutTotal { .. } => "Nothing bounds the count.",
            Self::AlternateDecided { .. } => "Read otherwise, its cases would be counted twice or not at all.",
            Self::AlternateOpen { .. } => "It is nothing in low sums and all in high ones.",
            Self::CountOpen { .. } => {
                "It is kept as missing, and the sums over it stay open; a blank is never zero by itself."
            }
            Self::BlanksUncounted => {
                "The blank cells were not listed one by one, so sums over the table take them for nothing."
            }
            Self::Residual { .. } => {
                "Both are kept as the force gave them; shares of the total are of more than its parts."
            }
            Self::FiguresDisagree { .. } => {
                "Both are kept; which is used is in `chosen_breakdown`, with the reason. Where they are of two files, somebody should \
                 say which of them holds."
            }
            Self::Contradiction { .. } => "One of the two is wrong or counts something else.",
            Self::DuplicateReturn { .. } => "The figures would count twice where returns are put together.",
            Self::SupersedesNothing { .. } => {
                "Both the old figures and the new ones are current then, and may count the same cases twice."
            }
            Self::JointAndOwn { .. } => {
                "Joint figures that no table splits are used by no total, lest its cases count twice."
            }
            Self::RuleUnused { .. } => "It may have a spelling mistake, so what it was to do is not done.",
            Self::Corrected { .. } => "The figure used is not the one in the file; both are kept.",
            Self::CorrectionStale { .. } => "It was not applied: the force may have corrected the cell itself.",
        }
    }
}
