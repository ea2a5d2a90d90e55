//! The questions as a workbook for colleagues, and their answers back: one row a decision, cells of text, drop-downs of
//! what may be answered.
//!
//! A row is known by its id, so that rows and columns may be sorted, filtered and copied: a copied row with another scope
//! is a decision for that force. An answer is checked just as one at a terminal ([`Choice::of`]).

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};

use super::choice::EVERY_FORCE;
use super::{Choice, Decision, Question, Signed, apply, meaning};
use crate::config::{Plan, Settings};
use crate::model::grid::Content;
use crate::model::place::{At, column_letters};
use crate::model::returns::Reveal;
use crate::read;

const TO_DO: &str = "to do";
const TERMS: &str = "terms";
/// Characters that a cell of a workbook holds.
const CELL: usize = 32_000;
/// Characters of a drop-down that is a list of words.
const DROP_DOWN: usize = 255;

/// The columns: what is asked, then what is answered.
const COLUMNS: [(&str, f64); 13] = [
    ("id", 18.0),
    ("question", 22.0),
    ("text", 32.0),
    ("forces", 22.0),
    ("waiting", 9.0),
    ("place", 46.0),
    ("examples", 46.0),
    ("suggestions", 60.0),
    ("decision", 12.0),
    ("term", 26.0),
    ("scope", 16.0),
    ("reason", 32.0),
    ("who", 14.0),
];
/// Where the answers begin.
const ANSWERS: usize = 8;

/// The workbook of these decisions.
///
/// # Errors
/// The writer refuses; there are more rows than a sheet holds.
pub fn written(plan: &Plan, decisions: &[Decision]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let answer = text.clone().set_background_color(0x00FF_F8DC_u32);
    let head = text.clone().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(TO_DO)?.set_freeze_panes(1, 0)?;
    for (col, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?.write_string_with_format(0, col, name, &head)?;
    }
    let lists = Lists::of(plan);
    for (row, decision) in (1_u32..).zip(decisions) {
        for (col, cell) in (0_u16..).zip(cells(plan, decision)) {
            let format = if usize::from(col) < ANSWERS { &text } else { &answer };
            sheet.write_string_with_format(row, col, cell.chars().take(CELL).collect::<String>(), format)?;
        }
        drop_downs(sheet, row, decision, &lists)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(TERMS)?.set_freeze_panes(1, 0)?;
    for (col, list) in (0_u16..).step_by(2).zip(&lists.0) {
        sheet.set_column_width(col, 28)?.set_column_width(col + 1, 60)?;
        sheet.write_string_with_format(0, col, &list.name, &head)?;
        for (row, (term, means)) in (1_u32..).zip(&list.terms) {
            sheet.write_string_with_format(row, col, term, &text)?;
            sheet.write_string_with_format(row, col + 1, means, &text)?;
        }
    }
    book.save_to_buffer()
}

/// What may stand in the column `term`: of each dimension, and of forces.
struct Lists(Vec<List>);

struct List {
    name: String,
    terms: Vec<(String, String)>,
}

impl Lists {
    fn of(plan: &Plan) -> Self {
        let dimensions = plan.dimensions.iter().filter(|dimension| !dimension.leaves.is_empty()).map(|dimension| {
            let term =
                |known: &crate::config::VocabularyTerm| (known.name.to_string(), meaning(dimension, &known.term()));
            let reserved = [("unknown", "stated to be unknown"), ("all", "all of it: a total")];
            let reserved = reserved.map(|(term, means)| (term.to_owned(), means.to_owned()));
            let leaf = |leaf: &crate::config::Leaf| (leaf.id.to_string(), leaf.title.clone());
            let terms = dimension.terms.iter().map(term).chain(dimension.leaves.iter().map(leaf)).chain(reserved);
            List { name: dimension.name.clone(), terms: terms.collect() }
        });
        let forces = plan.forces.list.iter().map(|force| (force.id.to_string(), force.name.clone()));
        let forces = List { name: FORCE.to_owned(), terms: forces.collect() };
        Self(dimensions.chain([forces]).collect())
    }

    /// The cells of a list on the sheet of terms.
    fn range(&self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|list| list.name == name)?;
        let column = column_letters(u32::try_from(at).ok()? * 2);
        Some(format!("={TERMS}!${column}$2:${column}${}", self.0[at].terms.len() + 1))
    }
}

const FORCE: &str = "force";

fn cells(plan: &Plan, decision: &Decision) -> [String; 13] {
    let (question, text, scope) = match &decision.question {
        Question::Label { dimension, raw, .. } => (format!("label of {dimension}"), raw.clone(), EVERY_FORCE),
        Question::Token { shown, force } => {
            ("token among counts".into(), super::waiting::token_text(shown).to_owned(), &**force)
        }
        Question::Force { given } => ("name of a force".into(), given.clone(), ""),
        Question::Grain { file } => ("is each line one case?".into(), file.clone(), ""),
        Question::Sheet { file, sheet } => ("layout".into(), format!("{file} {sheet}"), ""),
        Question::Finding { kind } => (kind.clone(), String::new(), ""),
    };
    let shown = || decision.examples.iter().take(super::EXAMPLES);
    let places = shown().map(|example| &example.place);
    let places = places.chain(decision.noticed.iter().map(|noticed| &noticed.place));
    let examples = shown().map(|example| example.shown.clone());
    let noticed = decision.noticed.iter().map(|noticed| format!("{}: {}", noticed.message, noticed.hint));
    let suggestions = decision.suggestions.iter().map(|own| {
        let dimension = match &decision.question {
            Question::Label { dimension, .. } => plan.dimensions.iter().find(|known| known.name == *dimension),
            _ => None,
        };
        let means = dimension.map(|dimension| meaning(dimension, &own.term)).unwrap_or_default();
        format!("{}: {means} (as `{}`, {})", own.term.name(), own.of, own.why.text())
    });
    let waiting = if decision.observations > 0 { decision.observations.to_string() } else { String::new() };
    [
        decision.id(),
        question,
        text,
        decision.forces.join(", "),
        waiting,
        places.cloned().collect::<Vec<_>>().join("\n"),
        examples.chain(noticed).collect::<Vec<_>>().join("\n"),
        suggestions.collect::<Vec<_>>().join("\n"),
        String::new(),
        String::new(),
        scope.to_owned(),
        String::new(),
        String::new(),
    ]
}

/// What may be chosen. Other texts may be typed all the same: the import checks them.
fn drop_downs(sheet: &mut Worksheet, row: u32, decision: &Decision, lists: &Lists) -> Result<(), XlsxError> {
    let words = DataValidation::new().allow_list_strings(Choice::words(&decision.question))?;
    sheet.add_data_validation(row, 8, row, 8, &words.show_error_message(false))?;
    let list = match &decision.question {
        Question::Label { dimension, .. } => lists.range(dimension),
        Question::Force { .. } => lists.range(FORCE),
        _ => None,
    };
    if let Some(range) = list {
        let terms = DataValidation::new().allow_list_formula(Formula::new(range));
        sheet.add_data_validation(row, 9, row, 9, &terms.show_error_message(false))?;
    }
    let scopes: Vec<&str> = [EVERY_FORCE].into_iter().chain(decision.forces.iter().map(String::as_str)).collect();
    if !decision.forces.is_empty() && scopes.join(",").chars().count() <= DROP_DOWN {
        let scopes = DataValidation::new().allow_list_strings(&scopes)?;
        sheet.add_data_validation(row, 10, row, 10, &scopes.show_error_message(false))?;
    }
    Ok(())
}

/// A row that came back.
#[derive(Debug, Clone)]
pub struct Row {
    /// As the workbook numbers it.
    pub number: u32,
    pub id: String,
    pub text: String,
    pub word: String,
    pub term: String,
    pub scope: String,
    pub reason: String,
    pub who: String,
    /// A cell of the answer that is a date: a spreadsheet made it of a bracket.
    pub dated: Option<String>,
}

/// The rows of a workbook that was exported, in its order, whatever became of its columns' order.
///
/// # Errors
/// It cannot be read, or no sheet of it has the columns of one.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Vec<Row>, String> {
    // Rows that a filter hides are answers too.
    let book = read::file(bytes, settings, Some(Reveal::Everything)).map_err(|error| error.kind().message())?;
    let found = book.grids.iter().find_map(|grid| {
        let head = grid.filled_rows().next()?;
        let cells = &grid.cells()[grid.row(head)];
        let column = |name: &str| cells.iter().find(|cell| cell.raw().trim() == name).map(|cell| cell.at.col);
        let columns = COLUMNS.map(|(name, _)| column(name));
        (columns[0].is_some() && columns[ANSWERS].is_some()).then_some((grid, head, columns))
    });
    let (grid, head, columns) = found.ok_or("no sheet has the columns `id` and `decision`: it is none of foi's")?;
    let row = |row: u32| {
        let cell = |at: usize| columns[at].and_then(|col| grid.find(At { row, col })).map(|at| &grid.cells()[at]);
        let text = |at: usize| cell(at).map_or_else(String::new, |cell| cell.raw().trim().to_owned());
        let dated = (ANSWERS..COLUMNS.len()).filter_map(cell).find_map(|cell| match &cell.content {
            Content::Date { shown } => Some(shown.to_string()),
            _ => None,
        });
        let [id, what, word, term] = [0, 2, 8, 9].map(text);
        let [scope, reason, who] = [10, 11, 12].map(text);
        Row { number: row + 1, id, text: what, word, term, scope, reason, who, dated }
    };
    let rows = grid.filled_rows().filter(|row| *row > head);
    Ok(rows.map(row).filter(|row| !row.id.is_empty() || !row.word.is_empty()).collect())
}

impl Row {
    /// Whether nobody has answered.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.word.is_empty() && self.term.is_empty()
    }

    /// What the row decides, and for whom: no other row may decide the same.
    #[must_use]
    pub fn decides(&self, plan: &Plan) -> (String, String) {
        let everywhere = ["", EVERY_FORCE].contains(&&*self.scope);
        let force = plan.forces.find(&self.scope).map_or(&*self.scope, |id| id);
        (self.id.clone(), if everywhere { String::new() } else { force.to_owned() })
    }

    /// What was answered, for a person.
    #[must_use]
    pub fn quoted(&self) -> String {
        let parts = [&self.text, &self.word, &self.term, &self.scope, &self.reason, &self.who];
        parts.map(|part| format!("`{part}`")).join(" ")
    }

    /// Writes the decision, signed by the name in the row where there is one, and says where.
    ///
    /// # Errors
    /// Why the row is left, as a sentence.
    pub fn apply(&self, plan: &Plan, waiting: &[Decision], signed: &Signed) -> Result<Vec<String>, String> {
        let asked = waiting.iter().find(|decision| decision.id() == self.id);
        let asked = asked.ok_or("it is settled already, or waits no more")?;
        if let Some(shown) = &self.dated {
            return Err(format!("a spreadsheet has made a date of an answer: `{shown}`"));
        }
        let word = match (&*self.word, &asked.question) {
            ("", Question::Label { .. }) => "map",
            ("", Question::Force { .. }) => "alias",
            (word, _) => word,
        };
        let details = [&*self.term, &*self.scope, &*self.reason];
        let choice = Choice::of(plan, asked, word, details).map_err(|wrong| wrong.to_string())?;
        let who = if self.who.is_empty() || self.who == "stock" { &signed.who } else { &self.who };
        let signed = Signed { who: who.clone(), on: signed.on.clone() };
        apply(plan, asked, &choice, &signed).map_err(|why| why.to_string())
    }
}
