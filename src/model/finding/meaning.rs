//! What each kind of finding is, for a person who meets it for the first time. A new kind does not compile without.

use super::Kind;

impl Kind {
    /// What it is, in a sentence or two.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::FileUnreadable { .. } => {
                "The bytes of the file could not be opened as what they are: they are damaged, or no program \
                 writes them so."
            }
            Self::FileEmpty => "The file holds no bytes at all, which mostly means that a download or a copy failed.",
            Self::FileLocked => "The workbook is encrypted with a password, so nobody can read it without.",
            Self::NotReadableYet { .. } => {
                "The content is of a format from which no tables are read, such as a letter."
            }
            Self::OverLimit { .. } => {
                "The file asks for more than the limits in config/pipeline.toml allow, before any of it was parsed."
            }
            Self::FileMissing => "The tracker names a file that is neither in the inbox nor in the archive.",
            Self::NotAFile => "The entry in the inbox leads elsewhere, or is no plain file.",
            Self::StillBeingWritten => "The file changed so recently that it may be half copied.",
            Self::FileReplaced { .. } => {
                "Other bytes now stand where this version stood; the version is kept in the archive and in the \
                 release as superseded."
            }
            Self::ReplacementSuperseded { .. } => {
                "New bytes were put over a file that a later return supersedes already, so that they are superseded with it."
            }
            Self::FileForgotten { .. } => {
                "A person has had these bytes purged with `foi forget`; of the file only its path and hash are kept, so that it is \
                 never taken in again."
            }
            Self::FileLeft => "The file was taken in once and is no longer in the inbox.",
            Self::FileMoved { .. } => "The same bytes left one place of the inbox and stand at another.",
            Self::ReaderStopped { .. } => {
                "The process that read the file crashed, or went over its limit of memory or time."
            }
            Self::FileOutsideForces => "The file lies in the folder of a request, but in no force's folder.",
            Self::InboxGone => "The folder of the inbox is missing or empty, and it held files before.",
            Self::FolderWithoutLetter => "A folder of the inbox has no request.toml.",
            Self::FileNotListed { .. } => "The file lies in a force's folder, but no line of the tracker speaks of it.",
            Self::TextUndecodable { .. } => "Some bytes of a text file are no characters of the encoding it is in.",
            Self::TextGarbled { .. } => "Some letters of a text file were written in another encoding than the rest.",
            Self::QuoteStray { .. } => "A quotation mark stands in the middle of a field, where it means nothing.",
            Self::QuoteUnclosed { .. } => "A field opens with a quotation mark that nothing closes.",
            Self::FormatMismatch { tables: true, .. } => {
                "The name says one format and the content is another, which was read."
            }
            Self::FormatMismatch { tables: false, .. } => {
                "The name says one format and the content is another, in which there is no table."
            }
            Self::NoTable => "The file was read, and nothing in it looks like counts with labels.",
            Self::UnknownForce { .. } => {
                "A folder or a line of the tracker names a force that config/forces.csv does not have."
            }
            Self::HiddenContent { hidden, .. } if hidden.kind.is_data() => {
                "The file holds more than it shows: hidden sheets, rows or columns, records behind a pivot table, \
                 comments."
            }
            Self::HiddenContent { .. } => "The file holds comments, macros or properties besides its cells.",
            Self::FileHeld { .. } => "What the file hides looks like one line for each case or person.",
            Self::SheetSetAside { .. } => "A sheet could not be read whole and certain.",
            Self::CountsDiffer { .. } => {
                "The cells of the sheet were counted by two independent readers, and they disagree."
            }
            Self::Uncalculated { .. } => "Formulas stand in the sheet without a stored result.",
            Self::ShownOtherwise { .. } => "A number format shows words, such as `<5`, where the cell holds a number.",
            Self::SheetTooLarge { .. } => "A sheet has more filled cells than config/pipeline.toml allows.",
            Self::ErrorCell { .. } => "A cell holds a spreadsheet error where a figure should be.",
            Self::TableSetAside { .. } => "A block of cells looks like a table, and its layout was not understood.",
            Self::LayoutFailed { .. } => "A layout recipe is for this sheet, and the texts it looks for are not there.",
            Self::LayoutUnneeded { .. } => "The sheet would be read in the same way without its recipe.",
            Self::ValueSetAside { .. } => {
                "Single figures were not understood: outside every table, or in a row or column without a meaning."
            }
            Self::TableOfAnotherForce { .. } => {
                "The title of a table, or its sheet, is named after a force that did not send the return."
            }
            Self::GrainUndeclared { .. } => {
                "A table has lines of labels without counts. Nobody says whether each line is one case, so no \
                 column is crossed with another."
            }
            Self::GrainProven { .. } => "A table of the same return counts just these lines, so each line is one case.",
            Self::UnmappedLabel { .. } => {
                "A label is in no line of the vocabulary. Its counts are kept under the term `unmapped`."
            }
            Self::AskedLabel { .. } => "A person has marked the label `ask`: only the force can say what it means.",
            Self::LabelIgnored { .. } => {
                "A person has said that what stands under this label is not to be loaded, and why."
            }
            Self::DetailOutsideHeadline { .. } => {
                "Two columns speak of the same dimension, and the second says something outside the first."
            }
            Self::AgeFromDate { .. } => "A spreadsheet turned an age bracket into a date, and it was turned back.",
            Self::AgeDashLost { .. } => "An age bracket lost its dash, and the labels beside it prove which it was.",
            Self::AgeBracketUnproven { .. } => {
                "A label may be an age bracket that lost its dash or became a date, and nothing beside it proves \
                 that."
            }
            Self::AgeOverIncluded { .. } => {
                "`Over 18` may or may not hold 18; the bracket below ends at 17, so it does."
            }
            Self::AgeOverLeavesOut { .. } => {
                "`Over 18` was read as 19 and over, and then no bracket of the table holds 18."
            }
            Self::AgeBracketsOverlap { .. } => "Two age brackets of one table share an age.",
            Self::AgeBracketsGap { .. } => "Some ages lie between the brackets of a table and in none of them.",
            Self::PeriodNotStated => "Neither the table, the return nor the letter says for which time the counts are.",
            Self::PeriodOutsideRequest { .. } => {
                "A month without a year lies outside the period that the letter asked for."
            }
            Self::PeriodAmbiguous { .. } => "A period can be read in two ways, such as a calendar or a financial year.",
            Self::RelativeWithoutTotal { .. } => {
                "The cell says how the count compares with a total that the table does not state."
            }
            Self::AlternateDecided { .. } => {
                "Sources differ on whether a code is counted inside another or beside it; here a total or a person \
                 says which."
            }
            Self::AlternateOpen { .. } => "A code may be counted inside another or beside it, and nothing says which.",
            Self::CountOpen { .. } => "A count is blank or a dash, which may mean zero, not known or withheld.",
            Self::BlanksUncounted => "Among the counts of a table more cells are blank than hold something.",
            Self::Residual { .. } => "A stated total differs from the sum of its parts.",
            Self::FiguresDisagree { .. } => {
                "Two tables of a force in one request state different figures for the same."
            }
            Self::Contradiction { .. } => "A figure is larger than one of another request that must hold it.",
            Self::DuplicateReturn { .. } => "The same bytes were sent, or filed, twice for one force.",
            Self::SupersedesNothing { .. } => {
                "A return replaces named tables of an earlier one, and the earlier one has no table of that name."
            }
            Self::JointAndOwn { .. } => "A force answered for itself and in a joint return too.",
            Self::RuleUnused { .. } => "A line that a person wrote into the configuration matched nothing in this run.",
            Self::Corrected { .. } => "A line of config/corrections.csv changed how one cell is read.",
            Self::CorrectionStale { .. } => "A correction is for a cell that no longer holds what was wrong.",
        }
    }
}
