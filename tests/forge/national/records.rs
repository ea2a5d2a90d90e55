//! The twelve forces whose lines are known to be cases. The record holds the constant offence, the
//! outcome and, where given, its detail: the one pair that the source crosses. Ages, platforms and
//! months are counted apart from it and never become its columns.

use super::{OFFENCE, PERIOD, PLAIN_CSV, Plan, footnote, title};
use crate::arrange::{beside, lines, stack, titled, under_heading};
use crate::book::Grid;
use crate::cases::{numbered, record};
use crate::facts::Force;
use crate::inbox::{File, Return};
use crate::layout::{Layout, Total};
use crate::write::{Delimited, Encoding, LineEnd, Rows};

pub const PLANS: [(&str, Plan); 12] = [
    ("cheshire", cheshire),
    ("derbyshire", derbyshire),
    ("devon-and-cornwall", devon_and_cornwall),
    ("durham", durham),
    ("essex", essex),
    ("greater-manchester", greater_manchester),
    ("hertfordshire", hertfordshire),
    ("humberside", humberside),
    ("norfolk", norfolk),
    ("north-wales", north_wales),
    ("northamptonshire", northamptonshire),
    ("staffordshire", staffordshire),
];

/// Numbered record on one sheet; on another the counts stacked two rows apart, with totals.
fn cheshire(force: &Force) -> Return {
    let counts = Layout::down("Number").total(Total::Last("Total"));
    let months = force.months.calendar();
    let sheets = [
        ("Offences", stack(1, [title(), numbered_cases(force)])),
        ("Summary", stack(2, counts.draw_each([&force.ages, &force.platforms, &months]))),
    ];
    Return::workbook(&force.id, "Cheshire FOI data.xlsx", sheets).of_cases()
}

/// Two plain CSV files: the record bare, the counts stacked under a title. The title names no
/// period, because one of the months lies outside the period asked for.
fn derbyshire(force: &Force) -> Return {
    let ages = force.ages.headed(["Age of victim"]);
    let platforms = force.platforms.headed(["Social media platform"]);
    let months = force.months.headed(["Month of offence"]);
    let counts = Layout::down("Victims").draw_each([&ages, &platforms, &months]);
    let title = lines(["Private sexual images: ages, platforms and months"]);
    let files = [
        File::text("Offences list.csv", PLAIN_CSV, cases(force)),
        File::text("Ages platforms months.csv", PLAIN_CSV, stack(1, [title, stack(1, counts)])),
    ];
    Return::new(&force.id, files).of_cases()
}

/// One sheet: the record, and below it the counts as rows under a period stub, without totals.
fn devon_and_cornwall(force: &Force) -> Return {
    let counts = Layout::across().stub("Period", PERIOD);
    let titles = ["Freedom of Information request", "Disclosing private sexual images"];
    let sheet = stack(
        2,
        [
            lines(titles),
            numbered_cases(force),
            titled("Offences by victim age", &counts.draw(&force.ages)),
            titled("Offences by platform", &counts.draw(&force.platforms)),
            titled("Offences by month", &counts.draw(&force.months.calendar())),
        ],
    );
    Return::workbook(&force.id, "Response data.ods", [("Sheet1", sheet)]).of_cases()
}

/// One tab-separated text file, a single case, and tables of a single count.
fn durham(force: &Force) -> Return {
    let dialect = Delimited { delimiter: '\t', line_end: LineEnd::CrLf, ..PLAIN_CSV };
    let counts = Layout::down("Total victims");
    let tables = counts.draw_each([&force.ages, &force.platforms, &force.months]);
    let text = stack(1, [cases(force), stack(1, tables)]);
    Return::text(&force.id, "Durham response.txt", dialect, text).of_cases()
}

/// Four sheets of their own, grand totals below. No title names a period, for the same reason as
/// Derbyshire's.
fn essex(force: &Force) -> Return {
    let counts = Layout::down("Count").total(Total::Last("Grand Total"));
    let titles = || lines(["Freedom of Information request", "Private sexual images"]);
    let sheets = [
        ("Offences", stack(0, [titles(), cases(force)])),
        ("Ages", stack(1, [titles(), counts.draw(&force.ages)])),
        ("Platforms", stack(1, [titles(), counts.draw(&force.platforms)])),
        ("Months", stack(1, [titles(), counts.draw(&force.months.calendar())])),
    ];
    Return::workbook(&force.id, "FOI 2016 revenge porn.xls", sheets).of_cases()
}

/// One wide sheet: the record, then three tables beside it, each after a blank column.
fn greater_manchester(force: &Force) -> Return {
    let counts = Layout::down("Number of victims").total(Total::Apart("Total"));
    let platforms = force.platforms.largest_first();
    let tables = beside(1, counts.draw_each([&force.ages, &platforms, &force.months]));
    let sheet = stack(1, [title(), beside(1, [numbered_cases(force), tables])]);
    Return::workbook(&force.id, "GMP private sexual images.xlsx", [("GMP data", sheet)]).of_cases()
}

/// Record without running numbers, since the force numbered some offences only; its own table of
/// those is there too.
fn hertfordshire(force: &Force) -> Return {
    let counts = Layout::down("Victims").total(Total::Last("Total"));
    let tables = counts.draw_each([&force.ages, &force.platforms, &force.months]);
    let index_numbers = counts.draw(&force.index_numbers);
    let indexed = titled("Offences with an index number", &index_numbers);
    let sheets = [("Offences", cases(force)), ("Tables", stack(1, [indexed, stack(1, tables)]))];
    Return::workbook(&force.id, "Response table.xlsx", sheets)
        .of_cases()
        .caveat("Nine of the 32 offences have no index number.")
}

/// One CSV as a spreadsheet saves it: byte-order mark, CRLF, rows padded to the widest.
fn humberside(force: &Force) -> Return {
    let dialect = Delimited { encoding: Encoding::Utf8Bom, line_end: LineEnd::CrLf, rows: Rows::Padded, ..PLAIN_CSV };
    let counts = Layout::across().stub("Period", PERIOD).total(Total::Last("Total"));
    let text = stack(
        1,
        [
            numbered_cases(force),
            titled("Platform", &counts.draw(&force.platforms)),
            titled("Month", &counts.draw(&force.months.calendar())),
            titled("Age of victim", &counts.draw(&force.ages)),
        ],
    );
    Return::text(&force.id, "Disclosing private images.csv", dialect, text).of_cases()
}

/// The record, and beside it the three tables one below the other, totals on top.
fn norfolk(force: &Force) -> Return {
    let ages = force.ages.headed(["Age of victim"]);
    let platforms = force.platforms.headed(["Social media platform"]);
    let months = force.months.calendar().headed(["Month of offence"]);
    let counts = Layout::down("Victims").total(Total::First("Total"));
    let tables = stack(1, counts.draw_each([&ages, &platforms, &months]));
    let heading = "Freedom of Information response: private sexual photographs and films";
    let sheet = stack(1, [under_heading(heading, &beside(2, [cases(force), tables])), footnote()]);
    Return::workbook(&force.id, "Norfolk FOI table.xls", [("FOI", sheet)]).of_cases()
}

/// Two files of what spreadsheets call Unicode text: UTF-16, tabs.
fn north_wales(force: &Force) -> Return {
    let dialect =
        Delimited { delimiter: '\t', encoding: Encoding::Utf16LeBom, line_end: LineEnd::CrLf, rows: Rows::Padded };
    let counts = Layout::down("Number").total(Total::Last("Total"));
    let months = force.months.calendar();
    let tables = stack(2, counts.draw_each([&force.ages, &force.platforms, &months]));
    let files = [
        File::text("Private images - offences.csv", dialect, numbered_cases(force)),
        File::text("Private images - totals.csv", dialect, tables),
    ];
    Return::new(&force.id, files).of_cases()
}

/// Record on one sheet; on the other ages and platforms side by side on one row, each under its
/// merged name, and the months on a row below.
fn northamptonshire(force: &Force) -> Return {
    let counts = Layout::across().banner();
    let total = counts.clone().total(Total::Last("Number of victims"));
    let sides = beside(1, [counts.draw(&force.ages), total.draw(&force.platforms)]);
    let summary = stack(1, [title(), sides, total.draw(&force.months.calendar())]);
    let sheets = [("Offences", numbered_cases(force)), ("Summary", summary)];
    Return::workbook(&force.id, "Revenge pornography FOI.xlsb", sheets).of_cases()
}

/// A page of contents first, and nothing after it starts in A1.
fn staffordshire(force: &Force) -> Return {
    let counts = Layout::across().banner().stub("Period", PERIOD).total(Total::Last("All"));
    let contents = lines([
        "Freedom of Information request",
        "Disclosing private sexual photographs and films",
        "",
        "Contents",
        "Outcomes: one line for each offence",
        "Victims: offences by age of the victim",
        "Platforms and months: offences by platform and by month",
    ]);
    let months = force.months.calendar();
    let others = stack(2, counts.draw_each([&force.platforms, &months]));
    let sheets = [
        ("Contents", contents),
        ("Outcomes", numbered_cases(force).at(2, 1)),
        ("Victims", counts.draw(&force.ages).at(2, 1)),
        ("Platforms and months", others.at(2, 1)),
    ];
    Return::workbook(&force.id, "Staffordshire - revenge porn data.xlsx", sheets).of_cases()
}

fn cases(force: &Force) -> Grid {
    record(("Offence", OFFENCE), &force.outcomes)
}

fn numbered_cases(force: &Force) -> Grid {
    numbered("No.", force.offences(), &cases(force))
}
