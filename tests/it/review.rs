//! What waits for a person, and what becomes of each decision: one line, written at once, and not asked again.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use calamine::{Reader, Xlsx, open_workbook};
use foi::config::{self, Plan};
use foi::model::finding::Finding;
use foi::review::{self, Choice, Decision, Question, Signed, workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::scene::{KENT, Scene};

mod amended;

const UNKNOWN: &str = "Outcome,Number\nCharged,3\nHarassment order,2\nsummonsed; charged,1\n";

fn plan(scene: &Scene) -> Plan {
    config::load(scene.root()).expect("what a decision wrote can be loaded")
}

fn waiting(scene: &Scene) -> Vec<Decision> {
    let release = scene.root().join("warehouse/foi.duckdb");
    review::waiting(&plan(scene), &release).expect("the release can be asked").decisions
}

/// The decision about a label, a file or a kind of finding.
fn about(scene: &Scene, what: &str) -> Decision {
    let found = waiting(scene).into_iter().find(|decision| match &decision.question {
        Question::Label { raw: text, .. }
        | Question::Token { shown: text, .. }
        | Question::Force { given: text }
        | Question::Grain { file: text }
        | Question::Sheet { file: text, .. }
        | Question::Finding { kind: text } => text == what,
    });
    found.unwrap_or_else(|| panic!("nothing asks about {what}: {:?}", waiting(scene)))
}

/// Answers as a person would; where the decision was written.
fn answer(scene: &Scene, what: &str, word: &str, details: [&str; 3]) -> Vec<String> {
    let (plan, asked) = (plan(scene), about(scene, what));
    let choice = Choice::of(&plan, &asked, word, details).expect("it is an answer");
    let signed = Signed { who: "anna".into(), on: "2026-11-29".into() };
    review::apply(&plan, &asked, &choice, &signed).expect("it can be written")
}

fn text(scene: &Scene, path: &str) -> String {
    fs::read_to_string(scene.root().join(path)).expect("the table is text")
}

/// The lines that a table has now and had not before.
fn added(scene: &Scene, path: &str, before: &str) -> Vec<String> {
    text(scene, path).lines().filter(|line| !before.lines().any(|old| old == *line)).map(str::to_owned).collect()
}

#[test]
fn labels_are_asked_once_the_weightiest_first_and_each_is_one_line() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,1\nHarassment order,4\n");
    scene.run();
    let asked = waiting(&scene);
    let [first, second] = asked.as_slice() else { panic!("two labels wait: {asked:?}") };
    assert_eq!((first.observations, first.forces.join(" ").as_str()), (2, "essex kent"));
    assert_eq!(first.examples[0].place, "letter/essex/reply.csv:3:2");
    assert_eq!(first.examples[0].shown, "Harassment order: 4");
    assert_eq!(second.suggestions[0].term.name().as_ref(), "charged");
    assert_eq!(second.suggestions[0].why, review::Why::SameWords);

    let path = "config/vocab/outcome.labels.csv";
    let before = text(&scene, path);
    answer(&scene, "Harassment order", "map", ["14|16", "kent", ""]);
    assert_eq!(added(&scene, path, &before), ["Harassment order,14|16,,exact,kent,,map,anna 2026-11-29,"]);
    assert!(text(&scene, path).starts_with(&before), "every other byte is as it was");
    assert_eq!(about(&scene, "Harassment order").forces, ["essex"], "only the other force still waits");
    answer(&scene, "Harassment order", "ignore", ["", "", "no outcome of the police"]);
    answer(&scene, "summonsed; charged", "map", ["charged", "", ""]);
    assert!(waiting(&scene).is_empty(), "what was settled is not asked again before the next run");
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(scene.ask("SELECT outcome FROM observation WHERE cell = '3:2'").concat(), ["victim_does_not_support"]);
}

#[test]
fn what_was_asked_of_a_force_is_settled_in_its_own_line() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.run();
    let path = "config/vocab/outcome.labels.csv";
    let before = text(&scene, path);
    answer(&scene, "Harassment order", "ask", ["", "", "asked on Monday"]);
    let lines = text(&scene, path).lines().count();
    let asked = about(&scene, "Harassment order");
    assert!(matches!(asked.question, Question::Label { asked: true, .. }));
    answer(&scene, "Harassment order", "map", ["22", "", ""]);
    assert_eq!(text(&scene, path).lines().count(), lines);
    assert_eq!(added(&scene, path, &before), ["Harassment order,22,,exact,,,map,anna 2026-11-29,"]);
}

#[test]
fn answers_that_no_table_would_load_are_refused() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.run();
    let (plan, asked) = (plan(&scene), about(&scene, "Harassment order"));
    let wrong =
        |word: &str, details| Choice::of(&plan, &asked, word, details).expect_err("it fits nothing").to_string();
    assert!(wrong("map", ["14|nonsense", "", ""]).contains("neither a term nor a leaf"));
    assert!(wrong("map", ["14", "nowhere", ""]).contains("no force"));
    assert!(wrong("ignore", ["", "", " "]).contains("reason"));
    assert!(wrong("zero", ["", "", "x"]).contains("map, ignore, ask"));
}

#[test]
fn a_label_that_looks_damaged_is_written_so_that_it_loads() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nOct-19,2\n");
    scene.run();
    answer(&scene, "Oct-19", "ignore", ["", "", "a bracket among outcomes"]);
    assert!(waiting(&scene).is_empty());
    assert_eq!(scene.run_for_real().0, Some(0));
}

#[test]
fn tokens_names_and_lines_go_into_the_tables_where_a_person_writes_them() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,-\nNo further action,5\n");
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,1\nCaution,(blank)\n");
    scene.put("letter/essex/cases.csv", "Outcome,Victim age\nCharged,15\nCaution,16\nCharged,17\n");
    scene.put("letter/Dorsett/reply.csv", KENT);
    scene.run();
    let tokens = text(&scene, "config/tokens.csv");
    answer(&scene, "-", "zero", ["", "kent", "their letter"]);
    assert_eq!(added(&scene, "config/tokens.csv", &tokens), ["-,bounds,0,0,zero,,kent,,anna 2026-11-29,their letter"]);
    let tokens = text(&scene, "config/tokens.csv");
    answer(&scene, "(blank)", "missing", ["", "", "not recorded"]);
    let everywhere = added(&scene, "config/tokens.csv", &tokens);
    let note = "a blank cell among counts: zero only where a total proves it; not recorded";
    let line = format!("(blank),missing,,,not_available,,,,anna 2026-11-29,{note}");
    assert_eq!(everywhere, [line], "the open line is the one decided, and keeps its note");

    let (plan_now, asked) = (plan(&scene), about(&scene, "Dorsett"));
    let unknown = Question::Token { shown: "too few".into(), force: "essex".into() };
    let asked = Decision { question: unknown, ..asked };
    let few = Choice::of(&plan_now, &asked, "bounds", ["1-4", "essex", "their note"]).expect("it is a range");
    assert!(Choice::of(&plan_now, &asked, "bounds", ["4-1", "", "x"]).is_err());
    let signed = Signed { who: "anna".into(), on: "2026-11-29".into() };
    let tokens = text(&scene, "config/tokens.csv");
    review::apply(&plan_now, &asked, &few, &signed).expect("it can be written");
    let line = "too few,bounds,1,4,suppressed,,essex,,anna 2026-11-29,their note";
    assert_eq!(added(&scene, "config/tokens.csv", &tokens), [line]);

    assert_eq!(answer(&scene, "Dorsett", "alias", ["dorset", "", ""])[0].split(':').next(), Some("config/forces.csv"));
    assert!(plan(&scene).forces.find("dorsett").is_some());
    answer(&scene, "letter/essex/cases.csv", "record", ["", "", ""]);
    assert!(text(&scene, "inbox/letter/returns.csv").ends_with("\nessex,cases.csv,,,,,answered,,record,,,,,\n"));
    scene.run();
    assert!(scene.ask("SELECT 1 FROM observation WHERE grain = 'record'").len() == 3);
}

#[test]
fn an_accepted_finding_stays_and_asks_no_more_until_it_changes() {
    let scene = Scene::new();
    scene.put("letter/essex/more.csv", "Outcome,Number\nCharged,4\n");
    assert_eq!(scene.run_for_real().0, Some(10), "a file that no line lists asks for a person");
    answer(&scene, "file-not-listed", "accept", ["", "", "the tracker is kept elsewhere"]);
    assert!(waiting(&scene).is_empty());
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("findings at rest  1") && !talk.contains("file-not-listed"), "{talk}");
    let why = scene.ask("SELECT accepted_because FROM finding WHERE kind = 'file-not-listed'").concat();
    assert_eq!(why, ["the tracker is kept elsewhere"]);

    // Another file is another finding, and the line for the first accepts nothing any more.
    scene.rename("letter/essex/more.csv", "letter/essex/other.csv");
    scene.configure("accepted.csv", "more.csv", "gone.csv");
    let outcome = scene.run();
    let open: Vec<&str> = outcome.findings.iter().filter(|f| f.is_open()).map(|f| f.kind.code()).collect();
    assert!(open.contains(&"file-not-listed") && open.contains(&"rule-unused"), "{open:?}");
    assert!(outcome.findings.iter().filter(|f| f.kind.code() == "rule-unused").all(Finding::is_open));
}

#[test]
fn a_rule_of_the_configuration_is_mended_and_never_accepted() {
    let scene = Scene::new();
    let line =
        "kind,place,expected,reason,decided_by,decided_on\nrule-unused,config/tokens.csv:3,x,y,anna,2026-11-29\n";
    fs::write(scene.root().join("config/accepted.csv"), format!("{line}contradiction,somewhere,x,,anna,2026-11-29\n"))
        .expect("the copy is ours");
    let problems = config::load(scene.root()).expect_err("both lines are mistakes");
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(said[0].contains("cannot be accepted") && said[1].contains("`reason` is blank"), "{said:?}");
}

#[test]
fn a_sheet_set_aside_is_loaded_as_the_picked_recipe_says() {
    let scene = Scene::new();
    let told = "Told by,2015/16,2016/17\nOther,3,4\nNot known,5,1\nTotal,8,5\n";
    scene.put("letter/kent/reply.csv", told);
    scene.run();
    let asked = about(&scene, "letter/kent/reply.csv");
    assert!(matches!(asked.question, Question::Sheet { .. }));
    let readings = readings(&scene, "letter/kent/reply.csv");
    let says = |way: &serde_json::Value| way["says"].as_str().unwrap_or_default().to_owned();
    let way = readings.iter().find(|way| says(way).starts_with("relationship left under `told by`, period up"));
    let way = way.expect("one of the readings is the right one");
    assert!(readings.len() >= 2, "the labels may be of several dimensions: {readings:?}");
    let figures = "SELECT count(*) FROM observation WHERE relationship <> 'all'";

    // Its header, pasted as the screen says, does as well.
    let line = way["headers"][0][1].as_str().expect("the header is unknown");
    let before = text(&scene, "config/dimensions.toml");
    scene.configure(
        "dimensions.toml",
        line.strip_suffix(", \"told by\"]").expect("it is one more"),
        &line[..line.len() - 1],
    );
    scene.run();
    assert_eq!(scene.ask(figures).concat(), ["4"]);
    fs::write(scene.root().join("config/dimensions.toml"), before).expect("the copy is ours");

    let recipe = way["recipe"].as_str().expect("a text");
    let folder = scene.root().join("config/layouts");
    fs::create_dir(&folder).expect("the copy is ours");
    fs::write(folder.join("kent.toml"), recipe).expect("the copy is ours");
    assert!(waiting(&scene).is_empty(), "a sheet with a recipe is not asked again");
    scene.run();
    assert_eq!(scene.ask(figures).concat(), ["4"]);
}

/// The readings of a file as the child of `foi review` finds them.
fn readings(scene: &Scene, path: &str) -> Vec<serde_json::Value> {
    let file = scene.inbox(path);
    let mut child = scene.program(&["inspect", "--confined", "--readings=", "--"]);
    let output = child.arg(file).output().expect("the program starts");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it answers JSON");
    said["readings"].as_array().expect("a list").clone()
}

/// Exports, changes the cells of the answers, and gives the path of the changed workbook.
fn filled_in(scene: &Scene, name: &str, answers: impl Fn(&str) -> Option<[&'static str; 5]>) -> PathBuf {
    let exported = scene.root().join(format!("{name}.xlsx"));
    let output = scene.program(&["review", "--by", "anna", "--export"]).arg(&exported).output().expect("it starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut book: Xlsx<_> = open_workbook(&exported).expect("it is a workbook");
    let cells = book.worksheet_range("to do").expect("its first sheet");
    let mut changed = Workbook::new();
    let sheet = changed.add_worksheet();
    for (row, line) in (0_u32..).zip(cells.rows()) {
        let own = if row == 0 { None } else { answers(&line[2].to_string()) };
        for (col, cell) in (0_u16..).zip(line) {
            let own = own.and_then(|own| own.get(usize::from(col).checked_sub(8)?).copied());
            let text = own.map_or_else(|| cell.to_string(), str::to_owned);
            sheet.write_string(row, col, text).expect("it fits");
        }
    }
    let path = scene.root().join(format!("{name}-filled.xlsx"));
    changed.save(&path).expect("the folder is ours");
    path
}

#[test]
fn a_workbook_carries_questions_to_colleagues_and_their_answers_back() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", format!("{UNKNOWN}=1+1,9\nStill open,1\n"));
    scene.run();
    let filled = filled_in(&scene, "todo", |label| match label {
        "Harassment order" => Some(["", "14|16", "every force", "", "bert"]),
        "summonsed; charged" => Some(["map", "nonsense", "every force", "", ""]),
        "=1+1" => Some(["ignore", "", "every force", "a formula", ""]),
        _ => None,
    });
    let import = || {
        let output = scene.program(&["review", "--by", "anna", "--import"]).arg(&filled).stdin(Stdio::null()).output();
        let output = output.expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let path = "config/vocab/outcome.labels.csv";
    let before = text(&scene, path);
    let (code, talk) = import();
    assert_eq!(code, Some(10), "a row was left: {talk}");
    assert!(talk.contains("2 applied, 1 left, 1 without a decision") && talk.contains("nonsense"), "{talk}");
    let lines = added(&scene, path, &before);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("Harassment order,14|16,,exact,,,map,bert ")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("=1+1,,,exact,,,ignore,anna ")), "{lines:?}");

    let (code, talk) = import();
    assert_eq!(code, Some(10));
    assert!(talk.contains("settled already") && talk.contains("0 applied, 3 left"), "{talk}");
    assert_eq!(added(&scene, path, &before), lines, "nothing is written twice");
}

#[test]
fn a_copied_row_decides_once_more_only_for_another_force_and_a_date_is_no_term() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", UNKNOWN);
    scene.run();
    let (plan, asked) = (plan(&scene), waiting(&scene));
    let book = workbook::written(&plan, &asked).expect("it can be made");
    let rows = workbook::read(&book, &plan.settings).expect("it is one of ours");
    let scoped = |scope: &str| workbook::Row { scope: scope.into(), ..rows[0].clone() }.decides(&plan);
    assert_eq!(scoped(""), scoped("every force"));
    assert_eq!(scoped("Kent Police"), scoped("kent"));
    assert_ne!(scoped("kent"), scoped(""));

    let mut damaged = Workbook::new();
    let sheet = damaged.add_worksheet();
    for (col, name) in (0_u16..).zip(["term", "id", "decision"]) {
        sheet.write_string(0, col, name).expect("it fits");
    }
    let date = ExcelDateTime::from_ymd(2019, 10, 1).expect("it is a day");
    sheet.write_with_format(1, 0, &date, &Format::new().set_num_format("mmm-yy")).expect("it fits");
    sheet.write_string(1, 1, &rows[0].id).expect("it fits").write_string(1, 2, "map").expect("it fits");
    let bytes = damaged.save_to_buffer().expect("it can be made");
    let row = workbook::read(&bytes, &plan.settings).expect("columns may stand in any order").remove(0);
    let signed = Signed { who: "anna".into(), on: "2026-11-29".into() };
    assert!(row.apply(&plan, &asked, &signed).expect_err("a date is no term").contains("made a date"));
}

#[test]
fn a_workbook_that_is_none_of_ours_and_an_existing_one_are_refused() {
    let scene = Scene::new();
    scene.run();
    let settings = plan(&scene).settings;
    assert!(workbook::read(KENT.as_bytes(), &settings).expect_err("it has no such columns").contains("`id`"));
    let path = scene.root().join("todo.xlsx");
    fs::write(&path, "somebody's work").expect("the folder is ours");
    let output = scene.program(&["review", "--export"]).arg(&path).output().expect("it starts");
    assert_eq!(output.status.code(), Some(74));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "somebody's work");
}

#[test]
fn without_a_terminal_or_a_release_nothing_is_asked() {
    let scene = Scene::new();
    let code = |arguments: &[&str]| {
        let output = scene.program(arguments).stdin(Stdio::null()).output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (refused, talk) = code(&["review"]);
    assert_eq!(refused, Some(2));
    assert!(talk.contains("no terminal") && talk.contains("--export"), "{talk}");
    assert_eq!(code(&["review", "--export", "todo.xlsx"]).0, Some(66), "there is no release yet");
}
