//! A return that replaces tables of another: what stays current does not depend on how or in which order it was said.

use super::scene::{COLUMNS, Scene};

/// What Kent sends first: two tables, and a figure of its own for all of them.
const FIRST: &str =
    "Outcome,Number\nCharged,3\nCaution,5\nTotal,8\n\nVictim age,Number\nUnder 18,2\n18 and over,5\nTotal,7\n";
const AGES: &str = "Victim age,Number\nUnder 18,3\n18 and over,5\nTotal,8\n";
const OUTCOMES: &str = "Outcome,Number\nCharged,4\nCaution,4\nTotal,8\n";

const CURRENT: &str = "SELECT concat_ws(' ', file_path, outcome, victim_age, count_low) FROM observation
    WHERE police_force = 'kent' ORDER BY ALL";

/// The tracker with these lines; a line is `files reference supersedes supersedes_only status`.
fn tracker(scene: &Scene, lines: &[[&str; 5]]) {
    let line = |[files, reference, supersedes, only, status]: &[&str; 5]| {
        format!("kent,{files},{reference},,,,{status},,,,,,{supersedes},,{only}\n")
    };
    let lines: String = lines.iter().map(line).collect();
    scene.put("letter/returns.csv", format!("{COLUMNS},supersedes_only\n{lines}"));
}

fn scene() -> Scene {
    let scene = Scene::new();
    scene.remove("letter/essex");
    scene.put("letter/kent/reply.csv", FIRST);
    scene.put("letter/kent/ages.csv", AGES);
    scene.put("letter/kent/outcomes.csv", OUTCOMES);
    scene
}

const REPLY: [&str; 5] = ["reply.csv", "FOI-1", "", "", "answered"];
const NEW_AGES: [&str; 5] = ["ages.csv", "FOI-2", "FOI-1", "split:victim_age", "answered"];
const NEW_OUTCOMES: [&str; 5] = ["outcomes.csv", "FOI-3", "reply.csv", "split:outcome", "answered"];

#[test]
fn the_order_of_lines_changes_nothing() {
    let mut seen = Vec::new();
    for lines in [[REPLY, NEW_AGES, NEW_OUTCOMES], [NEW_OUTCOMES, NEW_AGES, REPLY], [NEW_AGES, REPLY, NEW_OUTCOMES]] {
        let scene = scene();
        tracker(&scene, &lines);
        scene.run();
        assert_eq!(scene.findings(), Vec::<String>::new());
        seen.push((scene.ask(CURRENT), scene.everything(), scene.ask("SELECT * FROM restatements ORDER BY ALL")));
    }
    let files: Vec<&str> = seen[0].0.iter().filter_map(|row| row[0].split(' ').next()).collect();
    assert_eq!(
        files,
        ["letter/kent/ages.csv"; 2].iter().chain(&["letter/kent/outcomes.csv"; 2]).copied().collect::<Vec<_>>()
    );
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[test]
fn what_a_part_replaced_comes_back_when_the_later_return_is_withdrawn() {
    let scene = scene();
    scene.remove("letter/kent/outcomes.csv");
    scene.remove("letter/kent/ages.csv");
    tracker(&scene, &[REPLY]);
    scene.run();
    let before = scene.ask(CURRENT);
    scene.put("letter/kent/ages.csv", AGES);
    tracker(&scene, &[REPLY, NEW_AGES]);
    scene.run();
    assert_ne!(scene.ask(CURRENT), before);
    assert_eq!(scene.ask("SELECT count_low FROM force_totals"), [["8"]]);
    tracker(&scene, &[REPLY, [NEW_AGES[0], NEW_AGES[1], NEW_AGES[2], NEW_AGES[3], "withdrawn"]]);
    scene.run();
    assert_eq!(scene.ask(CURRENT), before);
}

#[test]
fn a_total_that_was_superseded_says_nothing_of_parts_that_were_not() {
    let scene = scene();
    scene.remove("letter/kent/outcomes.csv");
    let sections =
        "Offences investigated,30\n\nVictim age\nUnder 18,2\n18 and over,28\n\nOutcome\nCaution,2\nCharged,28\n";
    scene.put("letter/kent/reply.csv", sections);
    scene.put("letter/kent/ages.csv", "Offences investigated,31\n");
    let stated = "SELECT array_to_string(split, ' '), stated_low FROM breakdown WHERE is_current ORDER BY ALL";
    tracker(&scene, &[REPLY, ["ages.csv", "FOI-2", "", "", "pending"]]);
    scene.remove("letter/kent/ages.csv");
    scene.run();
    assert_eq!(scene.ask(stated), [["", "30"], ["outcome", "30"], ["victim_age", "30"]]);
    scene.put("letter/kent/ages.csv", "Offences investigated,31\n");
    tracker(&scene, &[REPLY, ["ages.csv", "FOI-2", "FOI-1", "split:total", "answered"]]);
    scene.run();
    assert_eq!(scene.ask(stated), [["", "31"], ["outcome", ""], ["victim_age", ""]]);
    assert_eq!(scene.ask("SELECT count_low, basis FROM force_totals"), [["31", "stated total"]]);
}

#[test]
fn one_return_may_go_whole_after_a_part_of_it_went() {
    let scene = scene();
    let whole = ["outcomes.csv", "FOI-3", "FOI-1", "", "answered"];
    tracker(&scene, &[REPLY, NEW_AGES, whole]);
    scene.run();
    assert_eq!(
        scene.ask("SELECT DISTINCT file_path FROM observation_all WHERE NOT is_current"),
        [["letter/kent/reply.csv"]]
    );
    assert_eq!(
        scene.ask("SELECT return_id FROM \"return\" WHERE NOT is_current AND police_force = 'kent'"),
        [["letter/kent/1"]]
    );
}

#[test]
fn two_returns_that_supersede_the_same_tables_are_a_mistake() {
    let scene = scene();
    let both = |second: [&'static str; 5]| {
        tracker(&scene, &[REPLY, NEW_AGES, second]);
        scene.run_for_real()
    };
    let (code, talk) = both(["outcomes.csv", "FOI-3", "reply.csv", "split:outcome|split:victim_age", "answered"]);
    assert!(code == Some(78) && talk.contains("returns.csv:4") && talk.contains("so does line 3"), "{talk}");
    assert_ne!(both(NEW_OUTCOMES).0, Some(78));
    tracker(&scene, &[REPLY, ["ages.csv", "", "FOI-1", "", "answered"], ["outcomes.csv", "", "FOI-1", "", "answered"]]);
    let (code, talk) = scene.run_for_real();
    assert!(code == Some(78) && talk.contains("supersedes the return of line 2"), "{talk}");
}

#[test]
fn new_figures_over_a_superseded_file_are_not_taken_for_current() {
    let scene = scene();
    scene.remove("letter/kent/outcomes.csv");
    scene.remove("letter/kent/ages.csv");
    tracker(&scene, &[REPLY]);
    scene.run();
    scene.put("letter/kent/reply.csv", OUTCOMES);
    scene.run();
    scene.put("letter/kent/ages.csv", AGES);
    tracker(&scene, &[REPLY, ["ages.csv", "FOI-2", "FOI-1", "", "answered"]]);
    scene.run();
    assert_eq!(scene.findings(), ["file-replaced info letter/kent/reply.csv"]);
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,5\n");
    scene.run();
    assert!(
        scene.findings().contains(&"replacement-superseded review letter/kent/reply.csv".to_owned()),
        "{:?}",
        scene.findings()
    );
}
