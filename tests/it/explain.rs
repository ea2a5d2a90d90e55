//! `foi explain`: the cell, its labels and rules, the counts behind a row, and what a person is told who asks wrongly.

use std::process::Output;

use super::sample::ask;
use super::scene::Scene;

/// Exit code, data and talk of `foi explain`.
fn explain(scene: &Scene, what: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        scene.program(&[&["explain"], what].concat()).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    (status.code(), text(stdout), text(stderr))
}

fn scene() -> Scene {
    let scene = Scene::new();
    scene.tracker(
        "letter",
        &[
            "kent,reply.csv,REF/1,https://example.org/1,2016-05-01,,answered,,,,,,,",
            "essex,reply.csv,,,,,answered,,,,,,,",
        ],
    );
    scene
}

fn id(scene: &Scene, raw_labels: &str) -> String {
    let sql = format!("SELECT observation_id FROM observation_all WHERE raw_labels = '{raw_labels}'");
    scene.ask(&sql)[0][0].clone()
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn a_count_is_traced_to_its_cell_its_labels_and_the_lines_that_decided_them() {
    let scene = scene();
    scene.run();
    let id = id(&scene, "No further action");
    let (code, text, _) = explain(&scene, &[&id[..10]]);
    assert_eq!(code, Some(0));
    let rule =
        scene.ask(&format!("SELECT decided_by FROM observation_label WHERE observation_id = '{id}'"))[0][0].clone();
    assert!(rule.starts_with("config/vocab/outcome.labels.csv:"), "{rule}");
    holds(
        &text,
        &[
            &format!("observation {id}"),
            "kent (Kent Police)",
            "file        letter/kent/reply.csv",
            &foi::model::digest::sha256(super::scene::KENT.as_bytes()),
            "cell        3:2",
            "raw text    `5`",
            "3:1 `No further action` under `Outcome`: outcome = no_further_action",
            &rule,
            "outcome: left, field 1, because the header `Outcome` at 1:1 names it",
            "offence: as the letter asks, in request.toml",
            "reference REF/1, received 2016-05-01",
            "https://example.org/1",
            "cite as     Kent Police, reply, REF/1, 2016-05-01 to the FOI request",
        ],
    );
}

#[test]
fn a_label_stands_where_its_text_begins() {
    let scene = scene();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let texts = [["Outcome", "Sex"], ["", "Female"], ["", "Male"], ["No further", ""], ["action", "Male"]];
    for (row, texts) in (0..).zip(texts) {
        for (col, text) in (0..).zip(texts) {
            sheet.write_string(row, col, text).expect("the cell is free");
        }
    }
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 0, 2, 0, "Charged", &format).expect("the cells are free");
    sheet.write_string(0, 2, "Number").expect("the cell is free");
    for (row, count) in [(1, 3), (2, 5), (4, 7)] {
        sheet.write_number(row, 2, count).expect("the cell is free");
    }
    scene.put("letter/kent/reply.xlsx", book.save_to_buffer().expect("it can be written"));
    scene.remove("letter/kent/reply.csv");
    scene.tracker("letter", &["kent,reply.xlsx,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    scene.run();
    let sql = "SELECT o.cell, l.cell, l.raw FROM observation_label l JOIN observation_all o USING (observation_id)
               WHERE dimension = 'outcome' AND police_force = 'kent' ORDER BY ALL";
    assert_eq!(scene.ask(sql), [["C2", "A2", "Charged"], ["C3", "A2", "Charged"], ["C5", "A4", "No further action"]]);
}

#[test]
fn several_counts_are_one_object_a_line() {
    let scene = scene();
    scene.run();
    let ids = [id(&scene, "No further action"), id(&scene, "Caution")];
    let (code, text, _) = explain(&scene, &["--json", &ids[0], &ids[1]]);
    assert_eq!(code, Some(0));
    let told: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let names: Vec<&str> = told.iter().filter_map(|one| one["count"]["observation_id"].as_str()).collect();
    assert_eq!(names, ids);
    assert_eq!(told[1]["count"]["count_low"], 2);
    assert_eq!(told[1]["labels"][0]["cell"], "3:1");
}

#[test]
fn a_corrected_cell_shows_what_was_given_and_who_changed_it() {
    let scene = scene();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nNo further action,5O\n");
    let line = "reason,decided_by,decided_on\nletter/kent/reply.csv,,3:2,5O,set,50,the force said so,anna,2026-11-29\n";
    scene.configure("corrections.csv", "reason,decided_by,decided_on\n", line);
    scene.run();
    let (_, text, _) = explain(&scene, &[&id(&scene, "No further action")]);
    holds(
        &text,
        &[
            "raw text    `5O`",
            "count       50 (exact)",
            "3:2 holds `5O` and was read as `50`: the force said so (anna, 2026-11-29, config/corrections.csv:",
            "info corrected:",
        ],
    );
}

#[test]
fn a_superseded_count_names_the_one_that_took_its_place() {
    let scene = scene();
    scene.run();
    let before = id(&scene, "No further action");
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nNo further action,7\n");
    scene.run();
    let (_, text, _) = explain(&scene, &[&before]);
    let later = scene.ask("SELECT observation_id FROM observation_all WHERE raw_value = '7'")[0][0].clone();
    holds(&text, &["superseded", &format!("earlier 5, later 7: changed (later: {later})")]);
    let (_, text, _) = explain(&scene, &[&later]);
    holds(&text, &[&format!("earlier 5, later 7: changed (earlier: {before})")]);
}

#[test]
fn the_counts_behind_a_row_are_shown_by_force() {
    let scene = scene();
    scene.run();
    let (code, text, _) = explain(&scene, &["force_totals", "police_force=kent"]);
    assert_eq!(code, Some(0));
    holds(&text, &["count_low       8", "    3, Charged", "    5, No further action", "cell 3:2: \"5\""]);
    assert!(!text.contains("Caution"), "that is another force's\n{text}");
    let (_, text, _) = explain(&scene, &["outcome_in(['1', '1A'])"]);
    holds(&text, &["certain         4", "  essex\n", "    1, Charged", "  kent\n", "    3, Charged"]);
    let (_, text, _) = explain(&scene, &["outcome_shares", "outcome=caution", "partition=as given", "denominator=all"]);
    holds(&text, &["count_low       2", "  essex\n    2, Caution"]);
}

#[test]
fn a_total_that_another_table_contradicts_says_so() {
    let scene = scene();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nNo further action,5\nTotal,8\n");
    scene.put("letter/kent/ages.csv", "Victim age,Number\n10-14,4\n15-17,3\nTotal,7\n");
    scene.run();
    let (_, text, _) = explain(&scene, &["force_totals", "police_force=kent"]);
    let other = scene.ask("SELECT observation_id FROM observation_all WHERE raw_value = '8'")[0][0].clone();
    let said = format!("other tables of the force: {other} states 8, and others give 7 for the same");
    holds(&text, &["    7, Total, total", &said]);
    assert_eq!(text.matches(&said).count(), 1, "{text}");
}

/// Whatever answers a person's question has cells behind it.
#[test]
fn every_view_of_counts_can_be_explained() {
    let scene = scene();
    scene.run();
    let release = scene.root().join("warehouse/foi.duckdb");
    let views = ask(
        &release,
        "SELECT DISTINCT v.view_name FROM duckdb_views() v JOIN duckdb_columns() c ON c.table_name = v.view_name
         WHERE NOT v.internal AND c.column_name IN ('count_low', 'whole_low', 'low') ORDER BY ALL",
    );
    assert!(views.1.len() > 8, "{views:?}");
    for view in views.1.concat() {
        let (code, text, talk) = explain(&scene, &[&view, "--all"]);
        if ask(&release, &format!("FROM {view}")).1.is_empty() {
            assert_eq!(code, Some(66), "{view}");
        } else {
            assert_eq!(code, Some(0), "{view}: {talk}");
            let rows = text.split("\n\n").filter(|row| !row.contains("unexplained"));
            rows.for_each(|row| holds(row, &["behind it: ", "cell "]));
        }
    }
}

#[test]
fn who_asks_wrongly_is_told_what_to_ask() {
    let scene = scene();
    scene.run();
    let cases: [(&[&str], i32, &str); 8] = [
        (&["force_totals"], 2, "police_force tells them apart: essex, kent"),
        (&["force_totals", "police_force=kant"], 66, "`police_force` is never `kant`; nearest are kent"),
        (&["force_totals", "colour=red"], 2, "`force_totals` has no column `colour`"),
        (&["force_totals", "kent"], 2, "`kent` is not column=value"),
        (&["force_total"], 2, "did you mean `force_totals`?"),
        (&["unmaped-label"], 2, "did you mean `unmapped-label`?"),
        (&["age_under"], 2, "`age_under` is a macro and takes (n)"),
        (&["0000000000000000"], 66, "no observation of the release begins with"),
    ];
    for (what, wanted, hint) in cases {
        let (code, text, talk) = explain(&scene, what);
        assert_eq!((code, text.as_str()), (Some(wanted), ""), "{what:?}: {talk}");
        holds(&talk, &[hint]);
    }
}

#[test]
fn a_kind_is_explained_without_a_release() {
    let scene = Scene::new();
    let (code, text, _) = explain(&scene, &["residual"]);
    assert_eq!(code, Some(0));
    holds(&text, &["residual: info", "the parts add to 9 of the 42 stated"]);
    let (code, _, talk) = explain(&scene, &["force_totals"]);
    assert_eq!(code, Some(66));
    holds(&talk, &["there is no release"]);
}

#[test]
fn a_cell_full_of_commands_is_printed_as_text() {
    let scene = scene();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\n\u{1b}[31mred\u{202e},5\n");
    scene.run();
    let id = scene.ask("SELECT observation_id FROM observation_all WHERE raw_value = '5'")[0][0].clone();
    for what in [&[id.as_str()][..], &["--json", &id]] {
        let (code, text, _) = explain(&scene, what);
        assert_eq!(code, Some(0));
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
}
