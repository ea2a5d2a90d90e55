//! The words of the trackers that people keep: what their columns are called, and how they say what came of a request.

use crate::lexicon::normal::normalise;

/// Columns of `returns.csv`, and what they are called elsewhere.
const COLUMNS: [(&str, &[&str]); 8] = [
    (
        "force",
        &[
            "force",
            "police force",
            "authority",
            "public authority",
            "public body",
            "body",
            "organisation",
            "organization",
            "constabulary",
            "recipient",
            "name of force",
            "force name",
            "police",
        ],
    ),
    (
        "status",
        &[
            "status",
            "outcome",
            "result",
            "outcome of request",
            "result of request",
            "request status",
            "response status",
            "described state",
            "state",
            "response",
        ],
    ),
    (
        "reference",
        &[
            "reference",
            "ref",
            "foi ref",
            "foi reference",
            "reference number",
            "ref no",
            "reference no",
            "force reference",
            "force ref",
            "case reference",
            "request reference",
            "their reference",
            "their ref",
            "foi number",
            "foi no",
        ],
    ),
    (
        "received",
        &[
            "received",
            "date received",
            "response date",
            "date of response",
            "date of reply",
            "response received",
            "date response received",
            "reply received",
            "replied",
            "date replied",
            "answered on",
            "date answered",
        ],
    ),
    ("extracted", &["extracted", "date extracted", "data extracted"]),
    ("url", &["url", "link", "web address", "request url", "address", "web link"]),
    (
        "exemption",
        &[
            "exemption",
            "exemptions",
            "exemption applied",
            "exemptions applied",
            "section",
            "section of the act",
            "grounds",
        ],
    ),
    ("caveat", &["caveat", "caveats", "note", "notes", "comment", "comments", "remarks"]),
];

/// Statuses of `returns.csv`, and what they are called elsewhere.
const STATUSES: [(&str, &[&str]); 9] = [
    (
        "answered",
        &[
            "answered",
            "successful",
            "success",
            "disclosed",
            "full disclosure",
            "fully disclosed",
            "data received",
            "information supplied",
            "all information sent",
            "granted",
            "received",
            "replied",
            "response received",
        ],
    ),
    ("nil", &["nil", "nil return", "none recorded", "zero"]),
    (
        "partial",
        &[
            "partial",
            "partially successful",
            "partly successful",
            "partial disclosure",
            "partially disclosed",
            "some information sent",
            "part answered",
            "partially answered",
            "partial response",
            "part refused",
        ],
    ),
    (
        "refused",
        &[
            "refused",
            "refusal",
            "rejected",
            "declined",
            "exempt",
            "withheld",
            "cost limit",
            "over cost limit",
            "refused on cost",
            "refused (cost)",
            "refused: cost",
            "section 12",
            "s12",
            "s.12",
            "vexatious",
        ],
    ),
    (
        "not-held",
        &["not held", "not-held", "no information held", "information not held", "no data held", "does not hold"],
    ),
    (
        "elsewhere",
        &["elsewhere", "transferred", "published elsewhere", "available elsewhere", "signposted", "section 21"],
    ),
    ("ncnd", &["ncnd", "neither confirm nor deny", "neither confirmed nor denied", "neither confirms nor denies"]),
    (
        "pending",
        &[
            "pending",
            "awaiting",
            "awaiting response",
            "awaiting reply",
            "waiting",
            "waiting response",
            "waiting for response",
            "waiting clarification",
            "awaiting clarification",
            "overdue",
            "late",
            "delayed",
            "no reply",
            "no reply yet",
            "no response",
            "no response yet",
            "sent",
            "in progress",
            "acknowledged",
            "outstanding",
            "internal review",
            "chased",
        ],
    ),
    ("withdrawn", &["withdrawn", "request withdrawn", "user withdrawn"]),
];

/// The column that a header heads.
pub(super) fn column(header: &str) -> Option<&'static str> {
    known(&COLUMNS, header)
}

/// The status that a text says.
pub(super) fn status(text: &str) -> Option<&'static str> {
    known(&STATUSES, text)
}

fn known(table: &[(&'static str, &[&str])], text: &str) -> Option<&'static str> {
    let text = normalise(&text.replace('_', " "));
    let text = text.trim_end_matches(['.', ':', '?', '!']).trim();
    table.iter().find(|(_, words)| words.contains(&text)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_one_thing() {
        for table in [&COLUMNS[..], &STATUSES[..]] {
            let mut words: Vec<&&str> = table.iter().flat_map(|(_, words)| *words).collect();
            let all = words.len();
            words.sort();
            words.dedup();
            assert_eq!(words.len(), all);
        }
        assert_eq!(status("Waiting_response"), Some("pending"));
        assert_eq!(status("Refused - s.40"), None);
        assert_eq!(column(" Date  received: "), Some("received"));
    }

    #[test]
    fn every_status_and_column_is_one_of_the_tracker() {
        assert!(COLUMNS.iter().all(|(name, _)| crate::intake::TRACKER.contains(name)));
        assert!(STATUSES.iter().all(|(name, _)| crate::intake::STATUSES.contains(name)));
        assert_eq!(STATUSES.len(), crate::intake::STATUSES.len());
    }
}
