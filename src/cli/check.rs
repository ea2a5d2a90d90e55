//! `foi check`.

use std::path::Path;

use super::{Exit, say, stopped};
use crate::intake::Take;
use crate::model::finding::Severity;
use crate::pipeline::{self, Ready};
use crate::report::summary;

pub(super) fn execute(project: &Path) -> Exit {
    let Ready { plan, inbox, .. } = match pipeline::prepare(project, Take::Nothing) {
        Ok(ready) => ready,
        Err(stop) => return stopped(&stop),
    };
    say(&format!(
        "the configuration is sound: {} dimensions, {} forces, {} label rules",
        plan.dimensions.len(),
        plan.forces.list.len(),
        plan.lexicon.dimensions.iter().map(|dimension| dimension.labels.rules().len()).sum::<usize>(),
    ));
    let (requests, returns, files) = (inbox.requests.len(), inbox.returns.len(), inbox.files.len());
    say(&format!("the inbox holds {requests} requests, {returns} returns, {files} files"));
    let open = inbox.findings.iter().any(|finding| finding.kind.severity() >= Severity::Review);
    say(summary::findings(&inbox.findings, Severity::Info).trim_end());
    if open { Exit::Review } else { Exit::Done }
}
