//! Rows of `tests/domain/` whose meaning needs what stands beside them or what was asked, through the program itself.

use std::collections::BTreeMap;

use super::domain::{Row, bare_years, expected_days, rows};
use super::scene::Scene;
use foi::model::returns::BareYears;

/// Adds a letter of its own to the inbox, and what a force sent in reply: a file for each text, named by its number.
fn letter(scene: &Scene, request: &str, lines: &str, force: &str, extracted: &str, files: &[(usize, String)]) {
    let toml = format!(
        "title = \"What is meant\"\nquestions = [\"outcome\"]\ncount-basis = \"recorded\"\n\
         offence = \"disclosing_private_images\"\nforces-asked = [\"{force}\"]\n{lines}\n"
    );
    scene.put(&format!("{request}/request.toml"), toml);
    let replies = files.iter().map(|(number, _)| format!("{force},{number}.csv,,,,{extracted},answered,,,,,,,"));
    let replies: Vec<String> = replies.collect();
    scene.tracker(request, &replies.iter().map(String::as_str).collect::<Vec<_>>());
    for (number, text) in files {
        scene.put(&format!("{request}/{force}/{number}.csv"), text);
    }
}

/// A table of two columns.
fn table(headers: [&str; 2], rows: &[(&str, &str)]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers).expect("memory takes everything");
    for (label, count) in rows {
        writer.write_record([label, count]).expect("memory takes everything");
    }
    String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("what was written is text")
}

/// The number of a file, from its path.
const NUMBER: &str = "regexp_extract(file_path, '([0-9]+)\\.csv$', 1)";

fn by_number(rows: Vec<Vec<String>>) -> BTreeMap<usize, String> {
    rows.into_iter().map(|row| (row[0].parse().expect("a number"), row[1].clone())).collect()
}

/// Asserts that each number has the text expected of it.
fn assert_read(found: &BTreeMap<usize, String>, expected: impl Iterator<Item = (usize, String, String)>) {
    let found = |number| found.get(&number).map_or("nothing", String::as_str);
    let wrong: Vec<String> = expected
        .filter(|(number, _, text)| found(*number) != text)
        .map(|(number, label, text)| format!("`{label}`: {} instead of {text}", found(number)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ages_that_need_their_siblings() {
    let scene = Scene::new();
    let table_rows = rows("ages.csv");
    let needing: Vec<(usize, &Row)> =
        table_rows.iter().enumerate().filter(|(_, row)| !row.get("siblings").is_empty()).collect();
    assert!(needing.len() > 12);
    let file = |(number, row): &(usize, &Row)| {
        let header = if row.get("dimension") == "victim_age" { "Age of victim" } else { "Age of suspect" };
        (*number, table([header, "Number"], &[(row.get("label"), "7"), (row.get("siblings"), "5")]))
    };
    let files: Vec<(usize, String)> = needing.iter().map(file).collect();
    letter(&scene, "ages", "unit = \"victim\"\nperiod = \"April 2015 to March 2016\"", "kent", "", &files);
    scene.run();
    let sql = format!(
        "SELECT {NUMBER}, concat_ws(' ', victim_age_from, victim_age_to, suspect_age_from, suspect_age_to)
         FROM observation_all
         WHERE request = 'ages' AND count_low = 7"
    );
    let age = |row: &Row| format!("{} {}", row.get("from"), row.get("to")).trim().to_owned();
    let expected = needing.iter().map(|(number, row)| (*number, row.get("label").to_owned(), age(row)));
    assert_read(&by_number(scene.ask(&sql)), expected);
    // The list of labels says the same, and which rule decided.
    let sql = "SELECT DISTINCT term, decided_by FROM raw_label WHERE raw = 'Oct-19' OR raw = '1520' OR raw = 'Over 18'
               ORDER BY ALL";
    let tiled = |term: &str, rule: &str| vec![term.to_owned(), rule.to_owned()];
    assert_eq!(
        scene.ask(sql),
        [
            tiled("10-19", "age bracket from a date, tiles its siblings"),
            tiled("15-20", "age bracket without its dash, tiles its siblings"),
            tiled("18+", "age grammar, over tiles its siblings"),
        ]
    );
}

#[test]
fn ages_in_doubt_are_left_alone_and_named() {
    // Labels with their counts, then what becomes of the first one, then what is noticed.
    let tables: [(&[&str], &str, &[&str]); 13] = [
        (&["Oct-19", "18-24", "25-34"], "unmapped", &["age-bracket-unproven review"]),
        (&["Oct-19", "30-39"], "unmapped", &["age-bracket-unproven review"]),
        (&["Oct-19"], "10-19", &["age-from-date review"]),
        (&["1520", "31-40"], "unmapped", &["age-bracket-unproven review"]),
        (&["1520", "2130"], "15-20", &["age-dash-lost review", "age-dash-lost review"]),
        (&["1520"], "unmapped", &["age-bracket-unproven review"]),
        (&["05-Sep", "Oct-14", "15-19"], "5-9", &["age-from-date review", "age-from-date review"]),
        (&["Over 18", "0-10", "11-17"], "18+", &["age-over-included info"]),
        (&["Over 18", "10-17"], "19+", &["age-over-leaves-out review"]),
        (&["over 15", "12-14"], "16+", &["age-over-leaves-out review"]),
        (&["Over 18", "18", "Under 18"], "19+", &[]),
        (&["16-20", "20-30"], "16-20", &["age-brackets-overlap info"]),
        (&["10-14", "16-19"], "10-14", &["age-brackets-gap info"]),
    ];
    let scene = Scene::new();
    let file = |(number, (labels, ..)): (usize, &(&[&str], &str, &[&str]))| {
        let counts: Vec<(&str, &str)> =
            labels.iter().enumerate().map(|(at, label)| (*label, if at == 0 { "7" } else { "5" })).collect();
        (number, table(["Age of victim", "Number"], &counts))
    };
    let files: Vec<(usize, String)> = tables.iter().enumerate().map(file).collect();
    letter(&scene, "ages", "unit = \"victim\"\nperiod = \"April 2015 to March 2016\"", "kent", "", &files);
    scene.run();
    let sql = format!("SELECT {NUMBER}, victim_age FROM observation_all WHERE request = 'ages' AND count_low = 7");
    let numbered = || tables.iter().enumerate().map(|(number, table)| (number, table.0.join(", "), table));
    assert_read(
        &by_number(scene.ask(&sql)),
        numbered().map(|(number, labels, (_, term, _))| (number, labels, (*term).to_owned())),
    );
    let sql = format!(
        "SELECT {NUMBER}, string_agg(kind || ' ' || severity, ', ' ORDER BY kind) FROM finding
         WHERE file_path LIKE 'ages/%' GROUP BY 1"
    );
    let found = by_number(scene.ask(&sql));
    let noticed = numbered().filter(|(_, _, (_, _, kinds))| !kinds.is_empty());
    assert_read(&found, noticed.map(|(number, labels, (_, _, kinds))| (number, labels, kinds.join(", "))));
    let silent = numbered().filter(|(_, _, (_, _, kinds))| kinds.is_empty());
    for (number, labels, _) in silent {
        assert_eq!(found.get(&number), None, "{labels}");
    }
}

#[test]
fn periods_as_a_column_of_a_return() {
    let table_rows = rows("periods.csv");
    // A letter for each reading of bare years, period asked, day of extraction and force.
    let mut letters: BTreeMap<[&str; 4], Vec<(usize, String)>> = BTreeMap::new();
    let dated = || table_rows.iter().enumerate().filter(|(_, row)| row.get("kind") != "total");
    for (number, row) in dated() {
        let scope = ["bare_years", "asked", "extracted", "force"].map(|column| row.get(column));
        letters.entry(scope).or_default().push((number, table(["Period", "Number"], &[(row.get("label"), "7")])));
    }
    let scene = Scene::new();
    for (at, ([reading, asked, extracted, force], files)) in letters.iter().enumerate() {
        let reading = if reading.is_empty() { String::new() } else { format!("bare-years = \"{reading}\"\n") };
        let asked = if asked.is_empty() { String::new() } else { format!("period = \"{asked}\"\n") };
        let force = if force.is_empty() { "kent" } else { force };
        letter(
            &scene,
            &format!("periods-{at}"),
            &format!("unit = \"offence\"\n{reading}{asked}"),
            force,
            extracted,
            files,
        );
    }
    scene.run();
    let sql = format!(
        "SELECT {NUMBER}, concat(period_from, '/', period_to, ' ', period_kind) FROM observation_all
         WHERE request LIKE 'periods-%' AND count_low = 7"
    );
    let expected = dated().map(|(number, row)| {
        (number, row.get("label").to_owned(), format!("{} {}", expected_days(row), row.get("kind")))
    });
    assert_read(&by_number(scene.ask(&sql)), expected);
    // What has two readings is named with both, unless the letter settles it.
    let sql = format!("SELECT {NUMBER}, severity || ': ' || message FROM finding WHERE kind = 'period-ambiguous'");
    let found = by_number(scene.ask(&sql));
    let open = |row: &Row| {
        let year = ["year, basis not stated", "quarter"].contains(&row.get("kind"));
        year && expected_days(row) == "/" && bare_years(row) == BareYears::NotStated
    };
    let expected: Vec<usize> = dated().filter(|(_, row)| open(row)).map(|(number, _)| number).collect();
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), expected);
    let first_quarter = dated().find(|(_, row)| row.get("label") == "Q1 2016").map(|(number, _)| number);
    assert_eq!(
        first_quarter.and_then(|number| found.get(&number)).map(String::as_str),
        Some(
            "review: `Q1 2016` may be 2016-01-01/2016-03-31 or 2016-04-01/2016-06-30; its counts are kept without dates"
        )
    );
}

#[test]
fn titles_with_two_readings_and_letters_without_an_end() {
    let scene = Scene::new();
    let titled =
        |title: &str| format!("{title}\n\n{}", table(["Outcome", "Number"], &[("Charged", "7"), ("Caution", "5")]));
    let asked = "unit = \"offence\"\nperiod = \"since April 2015\"";
    letter(
        &scene,
        "open",
        asked,
        "kent",
        "12 May 2022",
        &[(0, titled("Outcomes")), (1, titled("Outcomes in Q1 2016"))],
    );
    letter(&scene, "never-drawn", asked, "kent", "", &[(2, titled("Outcomes"))]);
    scene.run();
    let sql =
        "SELECT DISTINCT period FROM observation_all WHERE request LIKE '%n' AND request <> 'letter' ORDER BY ALL";
    let periods = scene.ask(sql).concat();
    assert_eq!(periods, ["2015-04-01/..", "2015-04-01/2022-05-12", "q1 2016"]);
    let sql = "SELECT message FROM finding WHERE kind = 'period-ambiguous'";
    let both = "`q1 2016` may be 2016-01-01/2016-03-31 or 2016-04-01/2016-06-30; its counts are kept without dates";
    assert_eq!(scene.ask(sql), [[both]]);
}

#[test]
fn cells_without_a_figure() {
    let scene = Scene::new();
    let errors: Vec<String> = rows("suppression.csv")
        .iter()
        .filter(|row| row.get("kind") == "error")
        .map(|row| row.get("label").to_owned())
        .collect();
    let outcomes = ["Charged", "Caution", "Ongoing", "Community resolution", "No suspect", "No crime"];
    let shown: Vec<(&str, &str)> = outcomes.iter().copied().zip(errors.iter().map(String::as_str)).collect();
    assert!(shown.len() == errors.len() && errors.len() > 3);
    let period = "unit = \"offence\"\nperiod = \"April 2015 to March 2016\"";
    let broken = table(["Outcome", "Number"], &[shown.as_slice(), &[("Summons", "5")]].concat());
    letter(&scene, "errors", period, "kent", "", &[(1, broken)]);
    let dashed = || {
        vec![(
            1,
            table(
                ["Outcome", "Number"],
                &[("Charged", "-"), ("Caution", "5"), ("Ongoing", "6 [r][e]"), ("No crime", "x")],
            ),
        )]
    };
    letter(&scene, "dash-of-durham", period, "durham", "", &dashed());
    letter(&scene, "dash-of-kent", period, "kent", "", &dashed());
    letter(
        &scene,
        "partners",
        period,
        "kent",
        "",
        &[(1, table(["Ex Partner?", "Number"], &[("y", "3"), ("nn", "2")]))],
    );
    let named = table(["Platform", "Number"], &[("Facebook", "4"), ("X", "3"), ("IG", "2"), ("x", "1")]);
    letter(&scene, "letters", period, "kent", "", &[(1, named)]);
    scene.run();
    let sql = "SELECT count(*) FROM finding WHERE kind = 'error-cell' AND file_path LIKE 'errors/%'";
    assert_eq!(scene.ask(sql), [[errors.len().to_string()]]);
    assert_eq!(
        scene.ask("SELECT outcome, count_low FROM observation_all WHERE request = 'errors'"),
        [["charged_or_summonsed", "5"]]
    );
    let sql = "SELECT request, outcome, count_low, count_status FROM observation_all
               WHERE request LIKE 'dash%' AND outcome <> 'caution' ORDER BY ALL";
    assert_eq!(
        scene.ask(sql),
        [
            ["dash-of-durham", "charged_or_summonsed", "0", "exact"],
            ["dash-of-durham", "under_investigation", "6", "exact"],
            ["dash-of-kent", "charged_or_summonsed", "", "missing: dash"],
            ["dash-of-kent", "under_investigation", "6", "exact"],
        ]
    );
    let sql = "SELECT platform, count_low FROM observation_all WHERE request = 'letters' ORDER BY ALL";
    assert_eq!(scene.ask(sql), [["facebook", "4"], ["instagram", "2"], ["twitter_x", "1"], ["twitter_x", "3"]]);
    let sql = "SELECT file_path, cell FROM finding WHERE kind = 'value-set-aside' ORDER BY ALL";
    let aside = ["dash-of-durham/durham/1.csv", "dash-of-kent/kent/1.csv"].map(|file| [file, "5:2"]);
    assert_eq!(scene.ask(sql), aside, "an x is a count nowhere but where a rule says which");
    let sql = "SELECT relationship, count_low FROM observation_all WHERE request = 'partners' ORDER BY ALL";
    assert_eq!(scene.ask(sql), [["ex_partner", "3"], ["unknown", "2"]]);
}
