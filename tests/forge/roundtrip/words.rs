//! Words that people write around figures: headers, titles, notes, and labels that no configuration knows.

/// Words over a column of labels.
pub fn headers(dimension: &str, financial: bool) -> &'static [&'static str] {
    match dimension {
        "outcome" => &["Outcome", "Crime outcome", "Outcome type", "Disposal"],
        "victim_age" => &["Age of victim", "Victim age", "Victims age group"],
        "sex" => &["Sex", "Gender", "Victim sex", "Sex of victim"],
        "platform" => &["Platform", "Social media site", "Platform named"],
        "relationship" => &["Relationship", "Relationship to victim", "Suspect relationship to victim"],
        "offence" => &["Offence", "Offence type", "Crime type"],
        _ if financial => &["Year", "Financial year", "Period"],
        _ => &["Year", "Calendar year", "Period"],
    }
}

/// Labels that somebody might write and nobody has decided.
pub fn strange(dimension: &str) -> &'static [&'static str] {
    match dimension {
        "outcome" => &[
            "Passed to the ombudsman",
            "Closed by the desk team",
            "Letter of apology sent",
            "Parked for quarterly panel",
            "Handled by school liaison",
            "Resolved through the kiosk",
            "Duplicate of older file",
            "Voluntary workshop",
        ],
        "sex" => &["Declined the form", "Box left empty", "Company or charity"],
        "victim_age" => &["Nursery cohort", "Retired persons", "Sixth form cohort", "Working life"],
        "platform" => &["Chirpbox", "Flickerly", "Pixtalk", "Nook Messenger", "Hoopla Live", "Gabroom", "Zipcast"],
        "relationship" => &["Lodger", "Bandmate", "Landlady", "Pen pal", "Choir member", "Fellow passenger"],
        "offence" => &["Doorbell camera misuse", "Webcam takeover", "Drone peeping", "Fake portrait scheme"],
        _ => &[],
    }
}

/// Titles that say nothing a table needs.
pub const TITLES: [&str; 5] = [
    "Freedom of Information response",
    "Recorded crime data",
    "Response from the disclosure unit",
    "Summary of the data held",
    "Disclosure log entry",
];

pub const SUBTITLES: [&str; 3] =
    ["Taken from the crime recording system", "Prepared by the performance team", "Data as held on the live system"];

/// Sentences below a table without a number.
pub const NOTES: [&str; 4] = [
    "Note: the data may change as investigations go on",
    "Source: the crime recording system of the force",
    "* Some of this information was entered by hand",
    "Please note that forces record in different ways",
];

/// Sentences below a table with numbers inside.
pub const NUMBERED_NOTES: [&str; 4] = [
    "Note: 12 records were entered twice and 3 belong to another force",
    "Source: extracted on 3 May 2021 at 14:05",
    "* Of 1,250 files reviewed, 47 could not be opened",
    "Note: counts below 5 may have been withheld under section 40",
];

pub const PROSE: [&str; 4] = [
    "About this workbook",
    "This workbook answers a request made under the Freedom of Information Act.",
    "The data come from a live system and change from day to day.",
    "Please write to the disclosure unit with any question.",
];

pub const PROSE_WITH_NUMBERS: [&str; 4] = [
    "Notes",
    "The search found 318 records, of which 27 were read by hand.",
    "It took 2 officers 14 hours, at a cost of 450 pounds.",
    "A further 9 records were left out because they belong to another force.",
];

/// Words over counts that name no unit.
pub const COUNTS: [&str; 4] = ["Number", "Count", "Frequency", "Figures"];

pub const UNIT_VICTIM: [&str; 3] = ["Number of victims", "Victims", "No. of victims"];
pub const UNIT_OFFENCE: [&str; 4] = ["Number of offences", "Offences", "No. of crimes", "Number of offences recorded"];

pub const TOTALS: [&str; 3] = ["Total", "TOTAL", "Grand Total"];
pub const SUBTOTALS: [&str; 3] = ["Subtotal", "Sub-total", "Sub total"];
