//! The configuration as the program ships it: for a project that begins with nothing, and for a look at a file outside of
//! any project.

/// Path and text of every file.
pub const SHIPPED: &[(&str, &str)] = &[
    ("config/corrections.csv", include_str!("../../config/corrections.csv")),
    ("config/denominators.csv", include_str!("../../config/denominators.csv")),
    ("config/dimensions.toml", include_str!("../../config/dimensions.toml")),
    ("config/disclosure.toml", include_str!("../../config/disclosure.toml")),
    ("config/forces.csv", include_str!("../../config/forces.csv")),
    ("config/pipeline.toml", include_str!("../../config/pipeline.toml")),
    ("config/tokens.csv", include_str!("../../config/tokens.csv")),
    ("config/vocab/index_number.labels.csv", include_str!("../../config/vocab/index_number.labels.csv")),
    ("config/vocab/index_number.leaves.csv", include_str!("../../config/vocab/index_number.leaves.csv")),
    ("config/vocab/index_number.terms.csv", include_str!("../../config/vocab/index_number.terms.csv")),
    ("config/vocab/offence.labels.csv", include_str!("../../config/vocab/offence.labels.csv")),
    ("config/vocab/offence.leaves.csv", include_str!("../../config/vocab/offence.leaves.csv")),
    ("config/vocab/offence.terms.csv", include_str!("../../config/vocab/offence.terms.csv")),
    ("config/vocab/outcome.labels.csv", include_str!("../../config/vocab/outcome.labels.csv")),
    ("config/vocab/outcome.leaves.csv", include_str!("../../config/vocab/outcome.leaves.csv")),
    ("config/vocab/outcome.terms.csv", include_str!("../../config/vocab/outcome.terms.csv")),
    ("config/vocab/period.labels.csv", include_str!("../../config/vocab/period.labels.csv")),
    ("config/vocab/platform.labels.csv", include_str!("../../config/vocab/platform.labels.csv")),
    ("config/vocab/platform.leaves.csv", include_str!("../../config/vocab/platform.leaves.csv")),
    ("config/vocab/platform.terms.csv", include_str!("../../config/vocab/platform.terms.csv")),
    ("config/vocab/relationship.labels.csv", include_str!("../../config/vocab/relationship.labels.csv")),
    ("config/vocab/relationship.leaves.csv", include_str!("../../config/vocab/relationship.leaves.csv")),
    ("config/vocab/relationship.terms.csv", include_str!("../../config/vocab/relationship.terms.csv")),
    ("config/vocab/sex.labels.csv", include_str!("../../config/vocab/sex.labels.csv")),
    ("config/vocab/sex.leaves.csv", include_str!("../../config/vocab/sex.leaves.csv")),
    ("config/vocab/sex.terms.csv", include_str!("../../config/vocab/sex.terms.csv")),
    ("config/vocab/suspect_age.labels.csv", include_str!("../../config/vocab/suspect_age.labels.csv")),
    ("config/vocab/victim_age.labels.csv", include_str!("../../config/vocab/victim_age.labels.csv")),
];

/// The text of one of them.
pub(super) fn text(path: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_configuration_is_shipped() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = ignore::WalkBuilder::new(root.join("config")).standard_filters(false).build();
        let files = found.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let there: BTreeSet<String> = files
            .filter_map(|entry| Some(entry.path().strip_prefix(root).ok()?.to_string_lossy().into_owned()))
            .collect();
        assert_eq!(super::SHIPPED.iter().map(|(path, _)| (*path).to_owned()).collect::<BTreeSet<_>>(), there);
    }
}
