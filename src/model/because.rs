//! Why a table was read as it was: for a person who wonders, never for a later stage.
//!
//! Each is made of numbers and shared texts only; a run says them once a table, in the release, and `foi inspect` when
//! somebody asks.

use std::sync::Arc;

use super::place::{At, column_letters};
use super::term::DimensionId;

/// Characters of a header or title that a sentence quotes.
const QUOTED: usize = 60;

/// Where the labels of a dimension stand, seen from the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In their row, in this column.
    Left(u32),
    /// Above them, in this row.
    Up(u32),
    /// Alone on rows above them.
    SectionRows,
    /// Alone in columns left of them, in a table that lies on its side.
    SectionColumns,
    /// In this column of lines without counts.
    Column(u32),
}

impl Stands {
    /// For a table whose rows and columns change places.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Left(col) => Self::Up(col),
            Self::Up(row) => Self::Left(row),
            Self::SectionRows => Self::SectionColumns,
            Self::SectionColumns => Self::SectionRows,
            Self::Column(col) => Self::Column(col),
        }
    }

    /// Whether a label at a place may stand so.
    #[must_use]
    pub fn holds(self, at: At) -> bool {
        match self {
            Self::Left(col) | Self::Column(col) => at.col == col,
            Self::Up(row) => at.row == row,
            Self::SectionRows | Self::SectionColumns => true,
        }
    }

    /// In the words of layout recipes, with the row or column as the file's program shows it.
    #[must_use]
    pub fn text(self, csv: bool) -> String {
        let column =
            |col: u32| if csv { format!("field {}", col + 1) } else { format!("column {}", column_letters(col)) };
        match self {
            Self::Left(col) => format!("left, {}", column(col)),
            Self::Up(row) => format!("up, {} {}", if csv { "line" } else { "row" }, row + 1),
            Self::SectionRows => "section rows".into(),
            Self::SectionColumns => "section columns".into(),
            Self::Column(col) => column(col),
        }
    }
}

/// What says which dimension labels speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// A header that names it.
    Header { words: Arc<str>, at: At },
    /// A title that names it.
    Title(Arc<str>),
    /// The labels: so many of so many may be of it, and fewer of any other.
    Labels { known: usize, of: usize },
    /// The label itself, which may be of no other.
    Itself,
    /// A person, in a layout recipe.
    Recipe,
}

impl Says {
    /// As a clause after `because`.
    #[must_use]
    pub fn text(&self, csv: bool) -> String {
        match self {
            Self::Header { words, at } => format!("the header {} at {} names it", quoted(words), at.address(csv)),
            Self::Title(words) => format!("the title {} names it", quoted(words)),
            Self::Labels { known, of } => format!("{known} of {of} labels may be of it, and fewer of any other"),
            Self::Itself => "each label may be of no other".into(),
            Self::Recipe => "the layout recipe says so".into(),
        }
    }
}

/// One reason for the reading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// What labels that stand in one place speak of.
    Labels { dimension: DimensionId, stands: Stands, says: Says },
    /// It was read lying on its side: upright, so many figures stayed open.
    Turned { open: usize },
    /// A person said where it is, in the layout recipe of this file.
    Recipe(Arc<str>),
}

impl Because {
    /// Adds what says of the labels in a place which dimension they speak of, unless something says so already.
    pub fn add(reasons: &mut Vec<Self>, dimension: DimensionId, stands: Stands, says: impl FnOnce() -> Says) {
        let known = |reason: &Self| match reason {
            Self::Labels { dimension: of, stands: at, .. } => *of == dimension && *at == stands,
            Self::Turned { .. } | Self::Recipe(_) => false,
        };
        if !reasons.iter().any(known) {
            reasons.push(Self::Labels { dimension, stands, says: says() });
        }
    }

    /// As a clause, with the names of dimensions.
    #[must_use]
    pub fn text<'n>(&self, csv: bool, name: impl Fn(DimensionId) -> &'n str) -> String {
        match self {
            Self::Labels { dimension, stands, says } => {
                format!("{}: {}, because {}", name(*dimension), stands.text(csv), says.text(csv))
            }
            Self::Turned { open } => {
                format!("read as lying on its side, because upright {open} of its figures stayed open")
            }
            Self::Recipe(source) => format!("read by the recipe {source}"),
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out: String = text.chars().take(QUOTED).collect();
    if out.len() < text.len() {
        out.push('\u{2026}');
    }
    format!("`{out}`")
}
