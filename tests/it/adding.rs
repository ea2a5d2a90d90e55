//! Replies that come in through `foi add`, and returns that go through `foi withdraw`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use super::scene::{COLUMNS, KENT, Scene};

const MORE: &str = "Outcome,Number\nCharged,9\n";

/// A scene with a letter that nobody has answered, and a folder of replies beside it.
fn unanswered() -> Scene {
    let scene = Scene::new();
    for name in ["letter/kent", "letter/essex", "letter/returns.csv"] {
        scene.remove(name);
    }
    scene
}

/// Writes a reply outside of the inbox.
fn reply(scene: &Scene, path: &str, text: &str) -> PathBuf {
    let path = scene.root().join("replies").join(path);
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder is ours");
    fs::write(&path, text).expect("the folder is ours");
    path
}

fn foi(scene: &Scene, arguments: &[&str]) -> (Option<i32>, String) {
    let output = scene.program(arguments).stdin(Stdio::null()).output().expect("the program starts");
    said(&output)
}

fn said(output: &Output) -> (Option<i32>, String) {
    assert!(output.stdout.is_empty(), "stdout is for data");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Adds the whole folder of replies.
fn add_all(scene: &Scene, more: &[&str]) -> (Option<i32>, String) {
    let folder = scene.root().join("replies").display().to_string();
    foi(scene, &[&["add", &folder, "--request", "letter"], more].concat())
}

fn tracker(scene: &Scene) -> Vec<String> {
    let text = fs::read_to_string(scene.inbox("letter/returns.csv")).expect("there is a tracker");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_force_is_named_by_the_file_its_folders_or_its_first_lines() {
    let scene = unanswered();
    reply(&scene, "Kent_FOI-123.csv", KENT);
    reply(&scene, "Essex Police/deep/reply.csv", MORE);
    reply(&scene, "misc/data.csv", "Durham Constabulary\n\nOutcome,Number\nCharged,1\n");
    reply(&scene, "misc/unknown.csv", "Outcome,Number\nCharged,2\n");
    reply(&scene, "Kent/Essex.csv", "Outcome,Number\nCharged,3\n");
    let before = scene.files_below("inbox");
    let (code, talk) = add_all(&scene, &[]);
    assert!(code == Some(1) && talk.contains("nobody is there to confirm it"), "{talk}");
    assert_eq!(scene.files_below("inbox"), before);

    let (code, talk) = add_all(&scene, &["--yes", "--received", "2016-05-01"]);
    assert_eq!(code, Some(10), "{talk}");
    assert!(talk.contains("essex or kent"), "{talk}");
    assert_eq!(
        tracker(&scene),
        [
            COLUMNS,
            "durham,data.csv,,,2016-05-01,,answered,,,,,,,",
            "essex,reply.csv,,,2016-05-01,,answered,,,,,,,",
            "kent,Kent_FOI-123.csv,,,2016-05-01,,answered,,,,,,,",
        ]
    );
    assert_eq!(scene.files_below("inbox").len(), before.len() + 4);
    scene.run();
    assert_eq!(scene.findings(), Vec::<String>::new());
    let added = scene.files_below("inbox");
    let (_, talk) = add_all(&scene, &["--yes"]);
    assert_eq!(talk.matches("already there, no change").count(), 3, "{talk}");
    assert_eq!((scene.files_below("inbox"), tracker(&scene).len()), (added, 4));
}

#[test]
fn a_later_version_is_added_only_if_a_person_says_so_and_replaces_the_last_one() {
    let scene = unanswered();
    let add = |text: &str, more: &[&str]| {
        let path = reply(&scene, "reply.csv", text).display().to_string();
        foi(&scene, &[&["add", &path, "--request", "letter", "--force", "kent"], more].concat())
    };
    assert_eq!(add(KENT, &[]).0, Some(0));
    let (code, talk) = add(MORE, &[]);
    assert!(code == Some(1) && talk.contains("--supersedes"), "{talk}");
    assert_eq!(fs::read_to_string(scene.inbox("letter/kent/reply.csv")).expect("it is there"), KENT);

    let day = ["--received", "2016-06-01", "--supersedes"];
    assert_eq!(add(MORE, &day).0, Some(0));
    let last = "Outcome,Number\nCharged,11\n";
    assert_eq!(add(last, &["--received", "2016-07-01", "--supersedes"]).0, Some(0));
    assert_eq!(
        tracker(&scene)[2..],
        [
            "kent,reply 2016-06-01.csv,,,2016-06-01,,answered,,,,,,reply.csv,",
            "kent,reply 2016-07-01.csv,,,2016-07-01,,answered,,,,,,reply 2016-06-01.csv,",
        ]
    );
    scene.run();
    assert_eq!(scene.figures("kent", true), ["letter/kent/reply 2016-07-01.csv charged_or_summonsed 11"]);
    assert_eq!(scene.findings(), Vec::<String>::new());
}

#[test]
fn a_correction_of_one_table_says_of_which() {
    let scene = unanswered();
    let first = reply(&scene, "first.csv", KENT).display().to_string();
    let second = reply(&scene, "second.csv", MORE).display().to_string();
    let to = ["--request", "letter", "--force", "kent"];
    assert_eq!(foi(&scene, &[&["add", &first][..], &to].concat()).0, Some(0));
    let wrong = foi(&scene, &[&["add", &second, "--supersedes=FOI-9"][..], &to].concat());
    assert!(wrong.0 == Some(1) && !scene.inbox("letter/kent/second.csv").exists(), "{}", wrong.1);
    let only = ["--supersedes=first.csv", "--only", "split:outcome"];
    assert_eq!(foi(&scene, &[&["add", &second][..], &to, &only].concat()).0, Some(0));
    assert!(tracker(&scene)[0].ends_with(",supersedes_only"));
    assert!(tracker(&scene)[2].ends_with(",first.csv,,split:outcome"), "{:?}", tracker(&scene));
    scene.run();
    assert_eq!(scene.figures("kent", true), ["letter/kent/second.csv charged_or_summonsed 9"]);
}

#[test]
fn a_line_that_was_waiting_gets_the_files() {
    let scene = unanswered();
    scene.tracker("letter", &["kent,,FOI-1,,,,pending,,,,,,,asked twice"]);
    reply(&scene, "kent/a.csv", KENT);
    reply(&scene, "kent/b.csv", MORE);
    let (code, talk) = add_all(&scene, &["--yes", "--received", "2016-05-01"]);
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(tracker(&scene)[1..], ["kent,a.csv|b.csv,FOI-1,,2016-05-01,,answered,,,,,,,asked twice"]);
}

#[test]
fn a_pasted_table_is_a_file_of_the_force() {
    let scene = unanswered();
    let arguments = ["add", "-", "--request", "letter", "--force", "kent+essex", "--received", "2016-05-01"];
    let paste = |text: &str| {
        let mut program = scene.program(&arguments);
        let mut child = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it reads");
        said(&child.wait_with_output().expect("it ends"))
    };
    let (code, talk) = paste("Outcome  2015  2016\nCharged   3     4\nCaution         2\n");
    assert!(code == Some(1) && talk.contains("line 3 has 2 where line 1 has 3"), "{talk}");
    assert!(!scene.inbox("letter/essex+kent").exists());
    let kept = |name: &str| fs::read_to_string(scene.inbox("letter/essex+kent").join(name)).expect("it is there");
    let pasted = "Outcome\tNumber\nCharged\t3\n";
    let (code, talk) = paste(pasted);
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(kept("pasted 2016-05-01.tsv"), pasted);
    assert_eq!(tracker(&scene)[1], "essex|kent,pasted 2016-05-01.tsv,,,2016-05-01,,answered,,,,,,,");
    let (code, talk) = paste("Outcome    Number\nCharged    4\n");
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(kept("pasted 2016-05-01 again.tsv"), "Outcome\tNumber\nCharged\t4\n");
}

#[test]
fn a_withdrawn_return_goes_and_only_it() {
    let scene = Scene::new();
    scene.put("letter/kent/second.csv", MORE);
    scene.tracker(
        "letter",
        &[
            "kent,reply.csv,FOI-1,,,,answered,,,,,,,as at May",
            "kent,second.csv,FOI-2,,,,answered,,,,,,,",
            "essex,,E-1,,,,answered,,,,,,,",
        ],
    );
    scene.run();
    let why = ["--request", "letter", "--reason", "sent by mistake"];
    let (code, talk) = foi(&scene, &[&["withdraw", "kent/reply.csv"][..], &why].concat());
    assert_eq!(code, Some(0), "{talk}");
    let line = &tracker(&scene)[1];
    assert!(line.starts_with("kent,reply.csv,FOI-1,,,,withdrawn,,,,,,,as at May; withdrawn 20"), "{line}");
    assert!(line.ends_with(": sent by mistake"), "{line}");
    let again = foi(&scene, &[&["withdraw", "FOI-1"][..], &why].concat());
    assert!(again.0 == Some(0) && again.1.contains("no change"), "{}", again.1);
    scene.run();
    assert_eq!(scene.figures("kent", true), ["letter/kent/second.csv charged_or_summonsed 9"]);
    // A line that lists no file names what goes with it, or it would be nobody's and stay.
    assert_eq!(foi(&scene, &[&["withdraw", "E-1"][..], &why].concat()).0, Some(0));
    scene.run();
    assert_eq!(scene.figures("essex", true), Vec::<String>::new());
    // A file that no line lists gets one of its own.
    scene.put("letter/kent/third.csv", "Outcome,Number\nCharged,12\n");
    assert_eq!(foi(&scene, &[&["withdraw", "kent/third.csv"][..], &why].concat()).0, Some(0));
    scene.run();
    assert_eq!(scene.figures("kent", true), ["letter/kent/second.csv charged_or_summonsed 9"]);
    assert_eq!(scene.findings(), Vec::<String>::new());
    let (code, talk) = foi(&scene, &[&["withdraw", "third.csx"][..], &why].concat());
    assert_eq!(code, Some(1), "{talk}");
}

#[test]
fn the_line_of_the_right_return_is_withdrawn_in_a_tracker_that_a_spreadsheet_saved() {
    let scene = Scene::new();
    let lines = ["essex,reply.csv,,,,,answered,,,,,,,", "kent,reply.csv,,,,,answered,,,,,,,"];
    let text = [COLUMNS, lines[0], "", lines[1]].map(|line| format!("{line}\r\n")).concat();
    scene.put("letter/returns.csv", format!("\u{feff}{text}").replace(',', ";"));
    let why = ["--request", "letter", "--reason", "sent by mistake"];
    let (code, talk) = foi(&scene, &[&["withdraw", "kent/reply.csv"][..], &why].concat());
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("returns.csv:4"), "{talk}");
    let after = fs::read_to_string(scene.inbox("letter/returns.csv")).expect("there is a tracker");
    let parts: Vec<&str> = after.split("\r\n").collect();
    assert!(!after.replace("\r\n", "").contains(['\r', '\n']), "{after:?}");
    assert_eq!((parts.len(), parts[1]), (5, lines[0].replace(',', ";").as_str()), "{after:?}");
    assert!(parts[3].starts_with("kent;reply.csv;;;;;withdrawn;"), "{after:?}");
    scene.run();
    assert_eq!((scene.figures("kent", true).len(), scene.figures("essex", true).len()), (0, 2));
}

#[test]
fn of_a_return_of_several_files_the_named_one_is_withdrawn() {
    let scene = unanswered();
    reply(&scene, "kent/a.csv", KENT);
    reply(&scene, "kent/b.csv", MORE);
    reply(&scene, "kent/new.csv", "Outcome,Number\nCharged,4\n");
    let new = reply(&scene, "kent/new.csv", "Outcome,Number\nCharged,4\n").display().to_string();
    fs::rename(&new, scene.root().join("new.csv")).expect("the folder is ours");
    assert_eq!(add_all(&scene, &["--yes", "--received", "2016-05-01"]).0, Some(0));
    let why = ["--request", "letter", "--reason", "sent by mistake"];
    // What supersedes the return by the file that goes supersedes the rest of it still.
    let new = scene.root().join("new.csv").display().to_string();
    let superseding = ["add", &new, "--request", "letter", "--force", "kent", "--supersedes=a.csv"];
    assert_eq!(foi(&scene, &[&superseding[..], &["--only", "sheet:x"]].concat()).0, Some(0));
    let (code, talk) = foi(&scene, &[&["withdraw", "kent/a.csv"][..], &why].concat());
    assert!(code == Some(0) && talk.contains("stays, in returns.csv:2: b.csv"), "{talk}");
    let lines = tracker(&scene);
    assert_eq!(lines[1], "kent,b.csv,,,2016-05-01,,answered,,,,,,,,");
    assert!(lines[2].contains(",b.csv,"), "{}", lines[2]);
    assert!(lines[3].starts_with("kent,a.csv,,,2016-05-01,,withdrawn,"), "{}", lines[3]);
    scene.run();
    let current = scene.figures("kent", true);
    assert!(current.iter().any(|row| row.contains("b.csv")) && !current.iter().any(|row| row.contains("a.csv")));
    // All of them go where a person says so.
    let again = unanswered();
    reply(&again, "kent/a.csv", KENT);
    reply(&again, "kent/b.csv", MORE);
    assert_eq!(add_all(&again, &["--yes"]).0, Some(0));
    assert_eq!(foi(&again, &[&["withdraw", "kent/a.csv", "--all"][..], &why].concat()).0, Some(0));
    again.run();
    assert_eq!(again.figures("kent", true), Vec::<String>::new());
}

#[test]
fn what_is_superseded_already_is_superseded_by_no_second_return() {
    let scene = unanswered();
    let add = |name: &str, text: &str, more: &[&str]| {
        let path = reply(&scene, name, text).display().to_string();
        foi(&scene, &[&["add", &path, "--request", "letter", "--force", "kent"], more].concat())
    };
    assert_eq!(add("a.csv", KENT, &[]).0, Some(0));
    assert_eq!(add("b.csv", MORE, &["--supersedes=a.csv"]).0, Some(0));
    // The same call again is no second return.
    assert_eq!(add("b.csv", MORE, &["--supersedes=a.csv"]).0, Some(0));
    let third = "Outcome,Number\nCharged,4\n";
    let (code, talk) = add("c.csv", third, &["--supersedes=a.csv"]);
    assert!(code == Some(1) && talk.contains("returns.csv:3") && talk.contains("\"b.csv\""), "{talk}");
    assert!(!scene.inbox("letter/kent/c.csv").exists());
    assert_eq!(add("c.csv", third, &["--supersedes=b.csv"]).0, Some(0));
    scene.run();
    assert_eq!(scene.figures("kent", true).len(), 1);
}

#[test]
fn forces_that_answered_together_are_no_alias_of_one() {
    let scene = unanswered();
    let path = reply(&scene, "r.csv", KENT).display().to_string();
    let add = |force: &str| foi(&scene, &["add", &path, "--request", "letter", "--force", force]);
    let (_, talk) = add("Norfolk and Suffolk");
    assert!(talk.contains("`norfolk|suffolk`") && talk.contains("--force norfolk+suffolk"), "{talk}");
    let (_, talk) = add("Narnia Constabulary");
    assert!(!talk.contains("nearest"), "{talk}");
    let (_, talk) = add("Lancashir Constabulary");
    assert!(talk.contains("nearest is `lancashire`"), "{talk}");
}

#[test]
fn files_of_one_name_and_files_of_the_same_bytes_are_told_apart() {
    let scene = unanswered();
    reply(&scene, "kent/a/response.csv", KENT);
    reply(&scene, "kent/b/response.csv", MORE);
    reply(&scene, "kent/c/copy.csv", KENT);
    let day = ["--yes", "--received", "2016-05-01"];
    let (code, talk) = add_all(&scene, &day);
    assert_eq!(code, Some(0), "{talk}");
    let line = "kent,response.csv|b response.csv,,,2016-05-01,,answered,,,,,,,";
    assert_eq!(tracker(&scene)[1..], [line]);
    assert_eq!(add_all(&scene, &day).0, Some(0));
    assert_eq!(tracker(&scene)[1..], [line]);
    // One that an earlier call put there is for a person to decide on, and it is said which file waits.
    let (code, talk) = foi(
        &scene,
        &[
            "add",
            &reply(&scene, "late/response.csv", "a,b\nCharged,1\n").display().to_string(),
            "--request",
            "letter",
            "--force",
            "kent",
        ],
    );
    assert!(code == Some(1) && talk.contains("replies/late/response.csv: `response.csv`"), "{talk}");
}
