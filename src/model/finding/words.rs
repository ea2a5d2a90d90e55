//! What a person reads about each kind of finding: what was noticed, and the next step.

use super::Kind;
use crate::model::returns::{Nesting, Reveal};

impl Kind {
    /// What was noticed, as a lower-case phrase without a final period.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::FileUnreadable { reason } => format!("the file cannot be read: {reason}"),
            Self::FileEmpty => "the file is empty".into(),
            Self::FileLocked => "the file is locked with a password".into(),
            Self::NotReadableYet { what } => format!("the file is {what}, which is not readable yet"),
            Self::OverLimit { what } => format!("the file asks for more than it may: {what}"),
            Self::FileOutsideForces => "the file stands outside the force folders and was not read".into(),
            Self::NotAFile => "it is a link, a pipe or a device, and was not opened".into(),
            Self::StillBeingWritten => "the file is still being written and waits for the next run".into(),
            Self::FileReplaced { sha256 } => {
                format!("the version {} was replaced here by another, and is kept as superseded", &sha256[..12])
            }
            Self::ReplacementSuperseded { by } => {
                format!("these new figures are not current, because {by} supersedes this file")
            }
            Self::FileLeft => "the file has left the inbox; its archived copy was used".into(),
            Self::FileMoved { to } => {
                format!("the file has left the inbox and now stands at {to}: its figures are loaded from both places")
            }
            Self::FileForgotten { at, reason, .. } => {
                format!("the file was forgotten on {} and is never loaded: {reason}", &at[..at.len().min(10)])
            }
            Self::ReaderStopped { why } => format!("reading the file was stopped: {}", why.text()),
            Self::InboxGone => "nothing stands in the inbox; everything was read from the archive".into(),
            Self::FolderWithoutLetter => "the folder holds no request.toml and was not read".into(),
            Self::FileMissing => "returns.csv lists this file, but it is not there".into(),
            Self::FileNotListed { force } => format!("no line of returns.csv lists this file of `{force}`"),
            Self::TextUndecodable { encoding, characters } => {
                let characters = from_here(*characters, "character", "is", "are");
                format!("{characters} not valid {encoding} and shown as \u{fffd}")
            }
            Self::TextGarbled { places } => {
                let letters = from_here(*places, "letter", "is", "are");
                format!("{letters} garbled: written in another encoding than the rest")
            }
            Self::QuoteStray { lines } => {
                let lines = from_here(*lines, "line", "holds", "hold");
                format!("{lines} a quotation mark inside a text, kept as text")
            }
            Self::QuoteUnclosed { lines } => {
                let lines = from_here(*lines, "line", "holds", "hold");
                format!("{lines} a quotation mark that nothing closes, kept as text")
            }
            Self::FormatMismatch { named, found, tables: true } => {
                format!("the file is named {named} but holds {found}; it was read as that")
            }
            Self::FormatMismatch { named, found, tables: false } => {
                format!("the file is named {named} but holds {found}, in which no table was found")
            }
            Self::NoTable => "no table was found in the file".into(),
            Self::UnknownForce { given, .. } => format!("`{given}` is not a force of config/forces.csv"),
            Self::HiddenContent { hidden, decided: Some(Reveal::Everything) } if hidden.kind.is_loaded() => {
                format!("hidden in the file, and loaded as returns.csv says: {hidden}")
            }
            Self::HiddenContent { hidden, .. } => format!("hidden and not loaded: {hidden}"),
            Self::FileHeld { what, .. } => {
                format!("the file is held, and nothing of it was loaded: it hides what looks like records: {what}")
            }
            Self::SheetSetAside { reason } => format!("the sheet was set aside: {reason}"),
            Self::CountsDiffer { parsed, counted } => {
                format!("the sheet was set aside: the parser found {parsed} filled cells, a second count {counted}")
            }
            Self::Uncalculated { cells } => {
                format!(
                    "{} formulas that were never calculated and hold no value",
                    from_here(*cells, "cell", "holds", "hold")
                )
            }
            Self::ShownOtherwise { cells } => {
                format!(
                    "{} a number format that shows words instead of the number",
                    from_here(*cells, "cell", "holds", "hold")
                )
            }
            Self::SheetTooLarge { cells, limit } => format!("the sheet has {cells} filled cells, the limit is {limit}"),
            Self::ErrorCell { shown, cells } => {
                format!("{} the spreadsheet error {shown}", from_here(*cells, "cell", "holds", "hold"))
            }
            Self::TableSetAside { reason } => format!("the table was set aside: {reason}"),
            Self::LayoutFailed { recipe, reason } => {
                format!("the sheet was set aside: `{recipe}` is for it, and {reason}")
            }
            Self::LayoutUnneeded { recipe } => format!("`{recipe}` says of this sheet what detection finds without it"),
            Self::ValueSetAside { reason, cells } => {
                format!("{} set aside: {reason}", from_here(*cells, "cell", "was", "were"))
            }
            Self::TableOfAnotherForce { title, force, returned } => {
                format!(
                    "the table was set aside: `{title}` names the force `{force}`, but the return is of `{returned}`"
                )
            }
            Self::GrainUndeclared { lines, .. } => {
                format!("{lines} lines of labels were loaded as columns that do not belong together")
            }
            Self::GrainProven { lines, table } => {
                format!(
                    "{lines} lines were loaded as cases: the table at {table} counts just these lines by their labels"
                )
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
            Self::AgeDashLost { shown, read_as } => {
                format!("`{shown}` in an age column was read as the bracket {read_as}, whose dash is lost")
            }
            Self::AgeBracketUnproven { shown, read_as } => {
                format!("`{shown}` may be the bracket {read_as}, but the labels beside it do not prove it")
            }
            Self::AgeOverIncluded { raw, read_as } => {
                format!("`{raw}` was read as {read_as}, because the labels beside it end just below")
            }
            Self::AgeOverLeavesOut { raw, age } => {
                format!("`{raw}` was read as leaving out {age}, which then no label of the table holds")
            }
            Self::AgeBracketsOverlap { one, other } => format!("the age brackets {one} and {other} overlap"),
            Self::AgeBracketsGap { ages } => format!("no age bracket of the table holds {ages}"),
            Self::PeriodNotStated => "no period is stated by the table, the return or the request".into(),
            Self::PeriodOutsideRequest { raw } => {
                format!("`{raw}` is no month of the period asked for, so its year is not known")
            }
            Self::PeriodAmbiguous { raw, one, other } => {
                format!("`{raw}` may be {one} or {other}; its counts are kept without dates")
            }
            Self::RelativeWithoutTotal { token } => {
                format!("`{token}` is relative to a total that the table does not state")
            }
            Self::AlternateDecided { label, nesting, why } => {
                let reading = match nesting {
                    Nesting::Inside => "lies inside the code it belongs to",
                    Nesting::Beside => "stands beside the code it belongs to",
                };
                format!("`{label}` {reading}: {why}")
            }
            Self::AlternateOpen { label } => {
                format!("`{label}` may lie inside the code it belongs to or stand beside it, and no total says which")
            }
            Self::CountOpen { shown, cells, .. } => {
                let cells = from_here(*cells, "count", "is", "are");
                let shown = if shown.is_empty() { "blank".to_owned() } else { format!("only `{shown}`") };
                format!("{cells} {shown}, and no total says whether that is zero")
            }
            Self::BlanksUncounted => "most cells among the counts are blank, too many to list what each is".into(),
            Self::Residual { stated, parts, residual } => {
                format!("the parts add to {parts} of the {stated} stated: {residual} unexplained")
            }
            Self::FiguresDisagree { stated, other, elsewhere, .. } => {
                let others = match elsewhere.as_slice() {
                    [one] => format!("the table at {one} gives"),
                    several => format!("the {} tables at {} together give", several.len(), several.join(", ")),
                };
                format!("{stated} is stated, and {others} {other} for the same")
            }
            Self::Contradiction { part, whole } => format!("{part} is more than the whole it lies in: {whole}"),
            Self::DuplicateReturn { other } => format!("the same bytes are already loaded for this force from {other}"),
            Self::SupersedesNothing { given, .. } => {
                format!("`{given}` is to be superseded, but the earlier return has no such table")
            }
            Self::JointAndOwn { force, joint } => {
                format!(
                    "`{force}` answered alone and in the joint return of `{joint}`, whose joint figures no total uses"
                )
            }
            Self::RuleUnused { rule } => format!("the rule `{rule}` matched nothing"),
            Self::Corrected { from, to: Some(to), reason } => format!("`{from}` was read as `{to}`: {reason}"),
            Self::Corrected { from, to: None, reason } => format!("`{from}` was set aside: {reason}"),
            Self::CorrectionStale { expected, .. } => {
                format!("a correction is for a cell that holds `{expected}`, and this one does not: it was not applied")
            }
        }
    }

    /// The next step for a person.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::FileUnreadable { .. } => {
                "open it in a spreadsheet program and save a copy as .xlsx or .csv beside it".into()
            }
            Self::FileEmpty => {
                "ask the force to send it again; where an earlier version stood there, put that back".into()
            },
            Self::FileLocked => "ask the force for a copy without a password, or save one beside it".into(),
            Self::NotReadableYet { .. } => {
                "ask the force for the figures as .xlsx or .csv; a letter belongs outside the inbox".into()
            }
            Self::OverLimit { .. } => {
                "see who sent it and why; if it is real, raise the limit in config/pipeline.toml".into()
            }
            Self::FileOutsideForces => "put the file itself into the folder of the force that sent it".into(),
            Self::InboxGone => "see that its disk is mounted and that `inbox` in config/pipeline.toml names it".into(),
            Self::FolderWithoutLetter => "write its request.toml; docs/configuration.md has the keys".into(),
            Self::NotAFile => "put the file itself there, not a link to it".into(),
            Self::StillBeingWritten => "run again when it is complete".into(),
            Self::FileReplaced { .. } => "nothing, if the force corrected it; else put the old version back".into(),
            Self::ReplacementSuperseded { by } => format!(
                "if they are to hold, give the file a name and a line of its own that supersedes the return of {by}; else put \
                 the old version back"
            ),
            Self::FileLeft => {
                "nothing, if that was housekeeping; if it was withdrawn, write so in its status in returns.csv".into()
            }
            Self::FileMoved { .. } => {
                "if it was filed wrongly before, list the old path in returns.csv with the status `withdrawn`".into()
            }
            Self::FileForgotten { stands: true, .. } => {
                "it has come back: find out how, and purge it again with foi forget".into()
            }
            Self::FileForgotten { .. } => "nothing; its line in returns.csv may say `withdrawn`, and why".into(),
            Self::ReaderStopped { why } => why.hint().into(),
            Self::FileMissing => "put the file there, or correct its name in returns.csv".into(),
            Self::FileNotListed { .. } => {
                "add a line for it to returns.csv, so that its date and caveat are kept".into()
            }
            Self::TextUndecodable { .. } | Self::TextGarbled { .. } => {
                "see that names and signs read as they should; ask the force for the workbook if they do not".into()
            }
            Self::QuoteStray { .. } => "nothing, if the lines around it have their cells in the right columns".into(),
            Self::QuoteUnclosed { .. } => {
                "see that the line and those below have their cells in the right columns".into()
            }
            Self::FormatMismatch { tables: true, .. } => "rename it to what it is; nothing is lost meanwhile".into(),
            Self::FormatMismatch { tables: false, .. } => {
                "ask the force for the workbook itself; if it is a letter, keep it outside the inbox".into()
            }
            Self::NoTable => "see that the file is the one with the figures; a letter belongs outside the inbox".into(),
            Self::UnknownForce { nearest, .. } if nearest.iter().any(|set| set.contains('|')) => {
                let set = nearest.concat();
                let folder = set.replace('|', "+");
                format!(
                    "it names several forces: write `{set}` into the line, and call the folder `{folder}` \
                     (foi add --force {folder}); an alias would give the figures of all to one of them"
                )
            }
            Self::UnknownForce { given, nearest } => match nearest.first() {
                Some(name) => format!(
                    "nearest is `{name}`: if it is that, correct the name, or add `|{given}` to its aliases in \
                     config/forces.csv; a force of its own is the line `{}` there",
                    line_of_force(given)
                ),
                None => format!(
                    "its files wait: correct the name, or add it to the aliases of its force in config/forces.csv; a \
                     force of its own is the line `{}` there",
                    line_of_force(given)
                ),
            },
            Self::HiddenContent { decided: Some(_), .. } => "nothing: returns.csv says what is loaded, and why".into(),
            Self::HiddenContent { hidden, .. } if hidden.kind.is_data() => {
                "ask the force whether it meant to send it before anybody opens it".into()
            }
            Self::HiddenContent { .. } => "nothing, unless the file is passed on: then take it out first".into(),
            Self::FileHeld { sha256, .. } => format!(
                "tell the force and do not pass the file on; to load what it shows, write `shown`, why, and {} into the \
                 columns hidden, hidden_reason and hidden_sha256 of returns.csv",
                &sha256[..12]
            ),
            Self::SheetSetAside { .. } | Self::CountsDiffer { .. } => {
                "open it in a spreadsheet program and save a copy as .xlsx beside it".into()
            }
            Self::Uncalculated { .. } => {
                "open it in a spreadsheet program, which calculates them, and save a copy beside it".into()
            }
            Self::ShownOtherwise { .. } => {
                "what is shown was taken, as the force meant to publish that; ask if it matters".into()
            }
            Self::SheetTooLarge { .. } => {
                "raise limits.cells-per-sheet in config/pipeline.toml if the sheet is real".into()
            }
            Self::ErrorCell { .. } => "ask the force for the figure".into(),
            Self::TableSetAside { .. } | Self::ValueSetAside { .. } => {
                "look at the place with `foi inspect --tables`; name the header in config/dimensions.toml if it is one, \
                 or say in config/layouts/ where the labels stand"
                    .into()
            }
            Self::LayoutFailed { .. } => "mend the recipe, or narrow the files it is for".into(),
            Self::LayoutUnneeded { .. } => "take the recipe out".into(),
            Self::TableOfAnotherForce { .. } => {
                "if the return is of that force too, name it in the folder and in returns.csv; else put the file into the \
                 folder of the force it is of, or ask why it was sent"
                    .into()
            }
            Self::GrainUndeclared { lines, file, disagrees } => {
                let disagrees = disagrees
                    .as_ref()
                    .map_or_else(String::new, |cell| format!("; the table that would prove it says otherwise: {cell}"));
                format!(
                    "if each of the {lines} lines of {file} is one case, write `record` into the column grain of its line \
                     in returns.csv{disagrees}"
                )
            }
            Self::GrainProven { .. } => "nothing; if the columns do not belong together all the same, write `lists` into \
                 the column grain of returns.csv"
                .into(),
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
            Self::AgeDashLost { .. } => "see that its neighbours agree".into(),
            Self::AgeBracketUnproven { .. } => {
                "see the file; if it is the bracket, add a line for this force to the labels of the dimension".into()
            }
            Self::AgeOverIncluded { .. } => "nothing, unless the force says otherwise".into(),
            Self::AgeOverLeavesOut { .. } => {
                "ask the force; if it means that age too, add a line for this force to the labels of the dimension".into()
            }
            Self::AgeBracketsOverlap { .. } => "nothing was repaired; ask the force if the shared ages matter".into(),
            Self::AgeBracketsGap { .. } => "nothing was repaired; ask the force if those ages matter".into(),
            Self::PeriodNotStated => "write `period` into request.toml".into(),
            Self::PeriodAmbiguous { .. } => {
                "ask the force; if all its bare years read alike, write `bare-years` into request.toml".into()
            }
            Self::PeriodOutsideRequest { .. } => "ask the force for the year; the count is kept without dates".into(),
            Self::RelativeWithoutTotal { .. } => "the count is kept as missing; ask the force for the number".into(),
            Self::AlternateDecided { .. } => "nothing; write `inside` or `beside` into the column nesting of returns.csv \
                 if the force says otherwise"
                .into(),
            Self::AlternateOpen { .. } => {
                "it counts for nothing in low sums; write `inside` or `beside` into the column nesting of returns.csv".into()
            }
            Self::CountOpen { shown, force, .. } => format!(
                "they are kept as missing; if the force means zero, add `{},bounds,0,0,zero,,{force},,,` and why to \
                 config/tokens.csv",
                if shown.is_empty() { "(blank)" } else { shown }
            ),
            Self::BlanksUncounted => "see that the block is one table; its blank cells were loaded as nothing".into(),
            Self::Residual { .. } => "see `reconciliation`; nothing was rebalanced".into(),
            Self::FiguresDisagree { apart: true, .. } => {
                "see `disagreement`; ask the force which file is right, and supersede or withdraw the other".into()
            }
            Self::FiguresDisagree { .. } => "see `disagreement`; ask the force which of its tables is right".into(),
            Self::Contradiction { .. } => "see `overlap`; cite neither figure without the other".into(),
            Self::DuplicateReturn { .. } => "take one of the two out of the inbox".into(),
            Self::SupersedesNothing { has, .. } if has.is_empty() => {
                "see that the earlier return is the one meant: no table of it was loaded".into()
            }
            Self::SupersedesNothing { has, .. } => format!("it has {}: correct the name", has.join(", ")),
            Self::JointAndOwn { .. } => {
                "ask whether the joint figures hold the force's own; withdraw one of the two".into()
            }
            Self::RuleUnused { .. } => "take the line out, or mend it so that it matches".into(),
            Self::Corrected { .. } => "nothing; the observation keeps what the cell was given as".into(),
            Self::CorrectionStale { rule, .. } => {
                format!("see whether the force has corrected it itself; then take {rule} out, else mend it")
            }
        }
    }
}

/// `the line holds`, or `12 lines, this one the first, hold`.
fn from_here(count: impl TryInto<u64>, noun: &str, one: &str, many: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("the {noun} {one}"),
        count => format!("{count} {noun}s, this one the first, {many}"),
    }
}

/// The line of config/forces.csv for a force that nobody has listed, as far as its name says.
fn line_of_force(name: &str) -> String {
    let id: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let name =
        if name.contains(['"', ',', ';']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() };
    format!("{id},{name},,,,,,,")
}
