//! The twelve forces that sent counts only.

use super::{PERIOD, PLAIN_CSV, Plan, footnote, title};
use crate::arrange::{beside, lines, stack, titled, under_heading};
use crate::book::Grid;
use crate::facts::Force;
use crate::inbox::Return;
use crate::layout::{Layout, Nesting, Total};
use crate::table::Table;
use crate::write::{Delimited, Encoding, LineEnd, Rows};

pub const PLANS: [(&str, Plan); 12] = [
    ("city-of-london", city_of_london),
    ("gloucestershire", gloucestershire),
    ("lancashire", lancashire),
    ("merseyside", merseyside),
    ("metropolitan", metropolitan),
    ("north-yorkshire", north_yorkshire),
    ("surrey", surrey),
    ("sussex", sussex),
    ("thames-valley", thames_valley),
    ("warwickshire", warwickshire),
    ("west-mercia", west_mercia),
    ("west-midlands", west_midlands),
];

/// Windows-1252 for the dash in the title; small tables without totals.
fn city_of_london(force: &Force) -> Return {
    let dialect = Delimited { encoding: Encoding::Windows1252, line_end: LineEnd::CrLf, ..PLAIN_CSV };
    let title = lines(["Disclosing private sexual images – April to December 2015"]);
    let text = stack(1, [title, stack(1, all_four(force, &Layout::down("Number")))]);
    Return::text(&force.id, "FOI reply - private images.csv", dialect, text)
}

/// Semicolons; one data row a table under a period stub, total column last.
fn gloucestershire(force: &Force) -> Return {
    let dialect = Delimited { delimiter: ';', ..PLAIN_CSV };
    let counts = Layout::across().stub("Period", PERIOD).total(Total::Last("Total"));
    let [outcomes, ages, platforms, months] = all_four(force, &counts);
    let text = stack(
        1,
        [
            titled("Outcome", &outcomes),
            titled("Victim age", &ages),
            titled("Platform", &platforms),
            titled("Month", &months),
        ],
    );
    Return::text(&force.id, "Gloucestershire FOI.csv", dialect, text)
}

/// A sheet for each question: outcomes as columns, the others as rows with the total above them.
fn lancashire(force: &Force) -> Return {
    let across = Layout::across().stub("Period", PERIOD).total(Total::Last("Total victims"));
    let counts = Layout::down("Number of victims").total(Total::First("All victims"));
    let months = force.months.calendar().headed(["Month of offence"]);
    let sheets = [
        ("Outcomes", stack(1, [title(), across.draw(&force.outcomes)])),
        ("Ages", stack(1, [title(), counts.draw(&force.ages)])),
        ("Platforms", stack(1, [title(), counts.draw(&force.platforms)])),
        ("Months", stack(1, [title(), counts.draw(&months)])),
    ];
    Return::workbook(&force.id, "Private images FOI.xlsx", sheets)
}

/// Stacked on one sheet: the dimension's name merged over its columns, the labels below, no stub.
fn merseyside(force: &Force) -> Return {
    let counts = Layout::across().banner().total(Total::Last("Total"));
    let titles = lines(["Freedom of Information request", "Private sexual images", PERIOD]);
    let sheet = stack(2, [titles, stack(2, all_four(force, &counts))]);
    Return::workbook(&force.id, "Merseyside FOI data.xls", [("Sheet1", sheet)])
}

/// A pivot table of headline by detail with totals both ways; the rest side by side on a second
/// sheet.
fn metropolitan(force: &Force) -> Return {
    let pivot = Layout::crosstab().total(Total::Last("Grand Total"));
    let counts = Layout::down("Count").total(Total::Last("Grand Total"));
    let ages = force.ages.headed(["Age of victim"]);
    let months = force.months.calendar();
    let others = beside(1, counts.draw_each([&ages, &force.platforms, &months]));
    let sheets = [
        ("Outcomes", stack(2, [title(), pivot.draw(&force.outcomes)])),
        ("Victims and platforms", stack(1, [title(), others, footnote()])),
    ];
    Return::workbook(&force.id, "Met Police FOI response.xlsx", sheets)
}

/// Tab-separated, padded; a grand total below each table.
fn north_yorkshire(force: &Force) -> Return {
    let dialect = Delimited { delimiter: '\t', rows: Rows::Padded, ..PLAIN_CSV };
    let counts = Layout::down("Count").total(Total::Last("Grand Total"));
    let text = stack(1, [title(), stack(1, all_four(force, &counts))]);
    Return::text(&force.id, "North Yorkshire response.tsv", dialect, text)
}

/// Four tables side by side from B3, headlines merged over their details.
fn surrey(force: &Force) -> Return {
    let counts = Layout::down("Number").nesting(Nesting::Merged).total(Total::Last("Total"));
    let sheet = beside(1, all_four(force, &counts)).at(2, 1);
    Return::workbook(&force.id, "Response to FOI request.xlsx", [("Response", sheet)])
}

/// Headlines written once above; below, ages, platforms and months on one data row, each under its
/// merged name, and one total column at the end.
fn sussex(force: &Force) -> Return {
    let outcomes = Layout::down("Victims").nesting(Nesting::Once).total(Total::Last("Total"));
    let counts = Layout::across().banner();
    let first = counts.clone().stub("Period", PERIOD);
    let last = counts.clone().total(Total::Apart("Number of victims"));
    let marginals = [first.draw(&force.ages), counts.draw(&force.platforms), last.draw(&force.months)];
    let tables = [outcomes.draw(&force.outcomes), beside(1, marginals)];
    let sheet = stack(2, [title(), stack(2, tables), footnote()]);
    Return::workbook(&force.id, "Sussex Police response.ods", [("FOI", sheet)])
}

/// Months by quarter, a sheet each; the rest as rows on a first sheet.
fn thames_valley(force: &Force) -> Return {
    let counts = Layout::down("Victims").total(Total::Apart("Total"));
    let platforms = force.platforms.largest_first();
    let tables = counts.draw_each([&force.outcomes, &force.ages, &platforms]);
    let months = force.months.calendar();
    let quarters = [["apr", "may", "jun"], ["jul", "aug", "sep"], ["oct", "nov", "dec"]];
    let quarters = quarters.map(|starts| months.only(starts));
    let in_quarters: u32 = quarters.iter().map(Table::total).sum();
    assert_eq!(in_quarters, force.offences(), "every month must lie in one of the quarters");
    let by_month = Layout::down("Victims").total(Total::Last("Total"));
    let [q1, q2, q3] = quarters.map(|quarter| by_month.draw(&quarter));
    let sheets = [
        ("April to December", stack(2, [title(), stack(2, tables)])),
        ("Q1", stack(1, [lines(["April to June 2015"]), q1])),
        ("Q2", stack(1, [lines(["July to September 2015"]), q2])),
        ("Q3", stack(1, [lines(["October to December 2015"]), q3])),
    ];
    Return::workbook(&force.id, "TVP private images 2015.xlsx", sheets)
}

/// Headlines merged over their details in a header of three rows; the others in one, total first.
fn warwickshire(force: &Force) -> Return {
    let counts = Layout::across().stub("Period", PERIOD);
    let outcomes = counts.clone().banner().nesting(Nesting::Merged).total(Total::Last("Total"));
    let counts = counts.total(Total::First("Total"));
    let tables = stack(
        2,
        [
            outcomes.draw(&force.outcomes),
            titled("Age of victim", &counts.draw(&force.ages)),
            titled("Social media platform", &counts.draw(&force.platforms)),
            titled("Month of offence", &counts.draw(&force.months)),
        ],
    );
    let sheet = under_heading("Private sexual images: offences recorded", &tables).at(1, 1);
    Return::workbook(&force.id, "Warwickshire FOI tables.xlsx", [("Sheet1", sheet)])
}

/// Headlines repeated; a blank row before each total; one sheet.
fn west_mercia(force: &Force) -> Return {
    let counts = Layout::down("Total victims").total(Total::Apart("Total"));
    let titles = lines(["Freedom of Information response", PERIOD]);
    let sheet = stack(2, [titles, stack(2, all_four(force, &counts))]);
    Return::workbook(&force.id, "West Mercia FOI tables.xlsb", [("Tables", sheet)])
}

/// A page of notes, then a sheet a question in a layout of its own.
fn west_midlands(force: &Force) -> Return {
    let notes =
        lines(["Notes", "Figures are for offences recorded April to December 2015.", "Source: crime recording system"]);
    let outcomes = Layout::down("Number").nesting(Nesting::Once).total(Total::First("Total"));
    let ages = Layout::down("Number").total(Total::Last("Total"));
    let platforms = Layout::across().stub("Period", PERIOD);
    let months = Layout::across().banner().total(Total::First("Total"));
    let sheets = [
        ("Notes", notes),
        ("Outcomes", outcomes.draw(&force.outcomes)),
        ("Ages", stack(0, [title(), ages.draw(&force.ages)])),
        ("Platforms", stack(2, [title(), platforms.draw(&force.platforms)])),
        ("Months", stack(1, [months.draw(&force.months.calendar()), footnote()])),
    ];
    Return::workbook(&force.id, "WMP response spreadsheet.xlsx", sheets)
}

fn all_four(force: &Force, layout: &Layout) -> [Grid; 4] {
    layout.draw_each([&force.outcomes, &force.ages, &force.platforms, &force.months])
}
