//! What a finding asks a person to decide, apart from its sentences: for those who sort findings or settle them.

use super::Kind;

impl Kind {
    /// What a decision would be about: the dimension of a label, the force whose token it is.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::UnmappedLabel { dimension, .. } | Self::AskedLabel { dimension, .. } => Some(dimension),
            Self::CountOpen { force, .. } => Some(force),
            _ => None,
        }
    }

    /// The text that waits for a decision, as given; of a blank cell, nothing.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        match self {
            Self::UnmappedLabel { raw, .. } | Self::AskedLabel { raw, .. } => Some(raw),
            Self::CountOpen { shown, .. } => Some(shown),
            Self::UnknownForce { given, .. } => Some(given),
            _ => None,
        }
    }
}
