//! The slice of a plan that one file uses: a result stands as long as its slice does, whatever else has changed.
//!
//! A plan has a frame that every file depends on (dimensions, terms, forces, limits), and rules of which a file depends
//! on few: the labels and tokens for texts that the lexicon was asked about while the file was read (all patterns, for
//! they may be for any text), the corrections of its cells, and the recipes for its sheets. What only the half after the
//! files reads (denominators, disclosure, gates) is in neither.

use serde::{Deserialize, Serialize};

use crate::config::Plan;
use crate::lexicon::asked::{self, Asked};
use crate::model::digest;
use crate::model::returns::{Return, SourceFile};
use crate::model::term::Extent;

/// What a result depends on besides its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Identifies the slice of the plan.
    pub(super) slice: String,
    /// The texts that the lexicon was asked about, sorted: by them the slice can be cut from another plan.
    pub(super) asked: Vec<Asked>,
}

/// Configuration files that the per-file half does not read at all, or not as a whole.
const NOT_FRAME: [&str; 7] = [
    "config/pipeline.toml",
    "config/tokens.csv",
    "config/corrections.csv",
    "config/denominators.csv",
    "config/disclosure.toml",
    "config/accepted.csv",
    "config/layouts/",
];

/// Everything a plan's slices are cut from.
#[derive(Debug)]
pub struct Slices<'p> {
    plan: &'p Plan,
    frame: String,
    /// Every label and token rule, with the one text it is for.
    rules: Vec<(Option<Asked>, String)>,
}

impl<'p> Slices<'p> {
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let mut rules = Vec::new();
        for (id, dimension) in plan.lexicon.dimensions.iter().enumerate() {
            let of_it = dimension.labels.rules_by_text();
            rules.extend(of_it.map(|(rule, text)| (text, digest::short(format!("{id} {text:?} {rule:?}")))));
        }
        let mut tokens: Vec<_> = plan.lexicon.tokens.0.iter().collect();
        tokens.sort_by_key(|(text, _)| *text);
        rules.extend(tokens.iter().map(|(text, same)| (Some(asked::name(text)), digest::short(format!("{same:?}")))));
        Self { plan, frame: frame(plan), rules }
    }

    /// Identifies what every file depends on, the sources of the program among it.
    #[must_use]
    pub fn frame(&self) -> &str {
        &self.frame
    }

    /// What the result of a file was made by.
    #[must_use]
    pub fn made_by(&self, file: &SourceFile, record: &Return, asked: Vec<Asked>) -> MadeBy {
        MadeBy { slice: self.of(file, record, &asked), asked }
    }

    /// Whether this plan would give the same result again.
    #[must_use]
    pub fn stands(&self, made_by: &MadeBy, file: &SourceFile, record: &Return) -> bool {
        made_by.slice == self.of(file, record, &made_by.asked)
    }

    /// Identifies what a file depends on besides the frame, if these are the texts that the lexicon was asked about.
    fn of(&self, file: &SourceFile, record: &Return, asked: &[Asked]) -> String {
        let is_asked = |text: &Option<Asked>| text.is_none_or(|text| asked.binary_search(&text).is_ok());
        let rules = self.rules.iter().filter(|(text, _)| is_asked(text)).map(|(_, rule)| rule.clone());
        let corrections = self.plan.corrections.iter().filter(|correction| *correction.file == *file.path);
        let (force, request) = (&*record.police_force, &*record.request);
        let recipes = self.plan.layouts.iter().filter(|recipe| recipe.is_for_file(&file.path, force, request));
        let text = |path: &str| self.plan.files.iter().find(|(own, _)| own == path).map_or("", |(_, text)| text);
        let parts: Vec<String> = rules
            .chain(corrections.map(|correction| format!("{correction:?}")))
            .chain(recipes.flat_map(|recipe| [recipe.source.clone(), text(&recipe.source).to_owned()]))
            .collect();
        digest::short(parts.join("\0"))
    }
}

fn frame(plan: &Plan) -> String {
    let is_frame =
        |path: &str| !NOT_FRAME.iter().any(|other| path.starts_with(other)) && !path.ends_with(".labels.csv");
    let texts = plan.files.iter().filter(|(path, _)| is_frame(path)).map(|(path, text)| format!("{path}\0{text}"));
    // Of the labels, only which brackets have words matters for other labels.
    let words = plan.lexicon.dimensions.iter().enumerate().flat_map(|(id, dimension)| {
        let ages = dimension.labels.words().filter(|extent| matches!(extent, Extent::Ages(_)));
        let mut words: Vec<String> = ages.map(|extent| format!("{id} {extent:?}")).collect();
        words.sort();
        words.dedup();
        words
    });
    let settings = format!("{:?} {:?}", plan.settings.limits, plan.settings.hidden);
    let parts: Vec<String> = [env!("FOI_SOURCES").to_owned(), settings].into_iter().chain(texts).chain(words).collect();
    digest::sha256(parts.join("\0"))
}
