//! Decisions that go into a line which is there: the right one, whatever a spreadsheet made of the table, and the one that
//! decides.

use super::*;

#[test]
fn tables_that_a_spreadsheet_saved_are_amended_in_the_right_line() {
    let scene = Scene::new();
    for path in
        ["config/forces.csv", "config/vocab/outcome.labels.csv", "config/tokens.csv", "inbox/letter/returns.csv"]
    {
        let saved = text(&scene, path).replace('\n', "\r\n");
        fs::write(scene.root().join(path), saved).expect("the copy is ours");
    }
    scene.put("letter/kent/reply.csv", format!("{UNKNOWN}Caution,(blank)\n"));
    scene.put("letter/essex/reply.csv", "Outcome,Victim age\nCharged,15\nCaution,16\nCharged,17\n");
    scene.put("letter/Dorsett/reply.csv", KENT);
    scene.run();
    let changed = |path: &str, what: &str, word: &str, details| {
        let before = text(&scene, path);
        answer(&scene, what, word, details);
        let after = text(&scene, path);
        assert_eq!(after.replace("\r\n", "").matches(['\r', '\n']).count(), 0, "{path}");
        let (old, new): (Vec<&str>, Vec<&str>) = (before.split("\r\n").collect(), after.split("\r\n").collect());
        assert_eq!(old.len(), new.len(), "{path}");
        let differ: Vec<[String; 2]> = old
            .iter()
            .zip(&new)
            .filter(|(old, new)| old != new)
            .map(|(old, new)| [(*old).to_owned(), (*new).to_owned()])
            .collect();
        let [[_, new]] = &differ[..] else { panic!("one line is another: {differ:?}") };
        new.clone()
    };
    let alias = changed("config/forces.csv", "Dorsett", "alias", ["dorset", "", ""]);
    assert!(alias.starts_with("dorset,") && alias.contains("Dorsett"), "{alias}");
    let tracker = "inbox/letter/returns.csv";
    let grain = changed(tracker, "letter/essex/reply.csv", "record", ["", "", ""]);
    assert_eq!(grain, "essex,reply.csv,,,,,answered,,record,,,,,");
    let token = changed("config/tokens.csv", "(blank)", "missing", ["", "", "not recorded"]);
    assert!(token.starts_with("(blank),missing,"), "{token}");
    answer(&scene, "Harassment order", "ask", ["", "", "asked on Monday"]);
    let path = "config/vocab/outcome.labels.csv";
    let label = changed(path, "Harassment order", "map", ["22", "", ""]);
    assert_eq!(label, "Harassment order,22,,exact,,,map,anna 2026-11-29,");
}

#[test]
fn an_answer_goes_into_the_line_that_asks_one_force() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.run();
    let path = "config/vocab/outcome.labels.csv";
    let before = text(&scene, path);
    answer(&scene, "Harassment order", "ask", ["", "kent", "asked on Monday"]);
    assert!(matches!(about(&scene, "Harassment order").question, Question::Label { asked: true, .. }));
    answer(&scene, "Harassment order", "map", ["22", "", ""]);
    assert_eq!(added(&scene, path, &before), ["Harassment order,22,,exact,kent,,map,anna 2026-11-29,"]);
    assert!(
        !waiting(&scene)
            .iter()
            .any(|own| matches!(&own.question, Question::Label { raw, .. } if raw == "Harassment order"))
    );
}

#[test]
fn an_answer_for_every_force_reaches_the_one_that_was_asked_too() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.put("letter/essex/reply.csv", UNKNOWN);
    scene.run();
    let path = "config/vocab/outcome.labels.csv";
    let before = text(&scene, path);
    answer(&scene, "Harassment order", "ask", ["", "kent", "asked on Monday"]);
    assert_eq!(answer(&scene, "Harassment order", "map", ["22", "", ""]).len(), 2);
    let lines = added(&scene, path, &before);
    let expected = ["kent", ""].map(|force| format!("Harassment order,22,,exact,{force},,map,anna 2026-11-29,"));
    assert_eq!(lines, expected);
}

#[test]
fn an_export_that_writes_nothing_says_what_to_do() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.run();
    let export = |name: &str| {
        let file = scene.root().join(name);
        let output = scene.program(&["review", "--export"]).arg(file).output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, talk) = export("todo.csv");
    assert!(code == Some(2) && talk.contains("todo.xlsx") && !scene.root().join("todo.csv").exists(), "{talk}");
    assert_eq!(export("todo.xlsx").0, Some(0));
    let before = fs::read(scene.root().join("todo.xlsx")).expect("it was written");
    let (code, talk) = export("todo.xlsx");
    assert!(code != Some(0) && talk.contains("--import") && talk.contains("another name"), "{talk}");
    assert_eq!(fs::read(scene.root().join("todo.xlsx")).expect("it is there"), before);
}

#[test]
fn a_column_that_counts_is_never_offered_as_labels() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Told by,Count\nFriend,no count\nOther,no count\nNobody,2\n");
    let readings = readings(&scene, "letter/kent/reply.csv");
    let says: Vec<&str> = readings.iter().filter_map(|way| way["says"].as_str()).collect();
    assert!(says.iter().any(|way| way.ends_with("left under `told by`")), "{says:?}");
    assert!(!says.iter().any(|way| way.contains("`count`")), "{says:?}");
}
