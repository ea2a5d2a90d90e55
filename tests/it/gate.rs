//! What a run publishes, what it refuses, and what a person does about it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use foi::pipeline::Fate;
use serde_json::Value;

use super::scene::{KENT, Scene};

/// Exit code, data and talk of a command.
fn command(scene: &Scene, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = scene.program(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn runs(scene: &Scene, folder: &str) -> Vec<String> {
    let names = scene.files_below(&format!("warehouse/{folder}"));
    names.into_iter().map(|name| name.with_extension("").display().to_string()).collect()
}

fn published(scene: &Scene) -> String {
    scene.ask("SELECT run_id FROM run").concat().concat()
}

fn record(scene: &Scene) -> Value {
    let text = fs::read_to_string(scene.root().join("warehouse/run.json")).expect("a run leaves its record");
    serde_json::from_str(&text).expect("the record is JSON")
}

/// A project whose gate lets no force vanish.
fn strict() -> Scene {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "forces-vanished = 2", "forces-vanished = 0");
    assert_eq!(scene.run_for_real().0, Some(0));
    scene
}

/// Changes a release as no program of ours does.
fn tamper(release: &Path, sql: &str) {
    let copy = release.with_extension("copy");
    fs::copy(release, &copy).expect("the folder is ours");
    fs::set_permissions(&copy, Permissions::from_mode(0o600)).expect("the folder is ours");
    let connection = duckdb::Connection::open(&copy).expect("it opens");
    connection.execute_batch(&format!("{sql}; CHECKPOINT;")).expect("it is ours");
    connection.close().map_err(|(_, error)| error).expect("it closes");
    fs::rename(&copy, release).expect("the folder is ours");
}

/// Kent's file becomes one without figures.
fn lose_kent(scene: &Scene) {
    scene.put("letter/kent/reply.csv", "We hold no such figures\n");
}

#[test]
fn a_night_without_news_publishes_nothing_and_reads_nothing() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    let release = scene.root().join("warehouse/foi.duckdb");
    let (run, written) = (published(&scene), fs::metadata(&release).expect("it is there").modified().expect("a time"));
    // Nothing could be read, had it to be.
    fs::remove_dir_all(scene.root().join("cache")).expect("the folder is ours");
    let (code, _, talk) = command(&scene, &["run", "--quiet"]);
    assert_eq!((code, talk.as_str()), (Some(0), ""));
    assert!(scene.files_below("cache").is_empty());
    assert_eq!(published(&scene), run);
    assert_eq!(fs::metadata(&release).expect("it is there").modified().expect("a time"), written);
    let record = record(&scene);
    assert_eq!(
        (&record["outcome"], &record["exit_code"], &record["run_id"]),
        (&"unchanged".into(), &0.into(), &run.into())
    );
    assert!(runs(&scene, "kept").is_empty());
}

#[test]
fn what_another_version_made_and_this_one_makes_again_is_looked_into_once() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    let run = published(&scene);
    tamper(&scene.root().join("warehouse/foi.duckdb"), "UPDATE run SET inputs = 'of another version'");
    for reads in [true, false] {
        let (code, _, talk) = command(&scene, &["run", "--quiet"]);
        assert_eq!((code, talk.as_str()), (Some(0), ""));
        let record = record(&scene);
        assert_eq!((&record["outcome"], &record["run_id"]), (&"unchanged".into(), &run.as_str().into()));
        assert_eq!(record["read"].is_object(), reads, "{record}");
    }
    // It holds for that release only: with another one published, the same inputs are news again.
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,7\n");
    assert_eq!(scene.run_for_real().0, Some(0));
    scene.put("letter/kent/reply.csv", KENT);
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(runs(&scene, "kept").len(), 2);
}

#[test]
fn open_findings_are_told_every_night() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nLetter of apology,5\n");
    assert_eq!(scene.run_for_real().0, Some(10));
    let (code, _, talk) = command(&scene, &["run"]);
    assert_eq!(code, Some(10));
    assert!(talk.contains("1 finding(s) need a person"), "{talk}");
    // Quiet talk says what is new; the exit code says what is open.
    let (code, _, talk) = command(&scene, &["run", "--quiet"]);
    assert_eq!((code, talk.as_str()), (Some(10), ""));
}

#[test]
fn what_the_gate_refuses_waits_for_a_person_and_the_release_stands() {
    let scene = strict();
    let before = (published(&scene), scene.everything());
    lose_kent(&scene);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(1), "{talk}");
    assert!(talk.contains("1 forces had figures and have none now: kent in letter"), "{talk}");
    assert_eq!((published(&scene), scene.everything()), before);
    let [refused] = &runs(&scene, "refused")[..] else { panic!("one release is refused") };
    assert_eq!(record(&scene)["outcome"], "refused");

    // The next night finds the same, and builds nothing again.
    assert_eq!(scene.run_for_real().0, Some(1));
    assert_eq!(runs(&scene, "refused").concat(), *refused);

    let (code, changes, _) = command(&scene, &["diff", "--format", "json"]);
    assert_eq!(code, Some(0));
    let changes: Value = serde_json::from_str(&changes).expect("it is JSON");
    assert_eq!((&changes["earlier_run"], &changes["later_run"]), (&before.0.as_str().into(), &refused.as_str().into()));
    assert_eq!(changes["forces"][0]["change"], "vanished");
    let gone: i64 = changes["figures"].as_array().expect("a list").iter().filter_map(|set| set["gone"].as_i64()).sum();
    // The total of Kent, and its two outcomes.
    assert_eq!(gone, 3);

    let (code, _, talk) = command(&scene, &["run", "--accept", refused, "--reason", "Kent has withdrawn it by phone"]);
    // Kent's file still has no table.
    assert_eq!(code, Some(10), "{talk}");
    assert_eq!(published(&scene), *refused);
    assert_eq!(scene.ask("SELECT accepted_reason FROM run").concat(), ["Kent has withdrawn it by phone"]);
    assert!(runs(&scene, "refused").is_empty());
    assert_eq!(runs(&scene, "kept"), [before.0]);
    assert_eq!(scene.run_for_real().0, Some(10));
    assert_eq!(published(&scene), *refused);
}

#[test]
fn a_refused_release_is_overtaken_by_one_that_was_published_since() {
    let scene = strict();
    lose_kent(&scene);
    assert_eq!(scene.run_for_real().0, Some(1));
    let refused = runs(&scene, "refused").concat();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,4\nNo further action,5\n");
    // The version that was replaced still has no table, which asks nothing of anybody.
    assert_eq!(scene.run_for_real().0, Some(0));
    let now = published(&scene);
    let (code, _, talk) = command(&scene, &["run", "--accept", &refused, "--reason", "late"]);
    assert_eq!(code, Some(1), "{talk}");
    assert_eq!(published(&scene), now);
}

#[test]
fn what_a_person_withdrew_has_not_vanished() {
    let scene = strict();
    scene.tracker("letter", &["kent,reply.csv,,,,,withdrawn,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"]);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("1 withdrawn"), "{talk}");
}

/// Runs once, sets a threshold, changes something and runs again: whether the gate refuses then.
fn refuses(key: &str, usual: &str, limit: &str, change: impl Fn(&Scene)) -> bool {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "shares-from = 50", "shares-from = 0");
    for (key, usual) in [("unmapped-points", "10.0"), ("set-aside-points", "10.0"), ("figures-moved-percent", "25.0")] {
        scene.configure("pipeline.toml", &format!("{key} = {usual}"), &format!("{key} = 100.0"));
    }
    scene.run();
    let usual = if usual.contains('.') { "100.0" } else { usual };
    scene.configure("pipeline.toml", &format!("{key} = {usual}"), &format!("{key} = {limit}"));
    change(&scene);
    matches!(scene.run().fate, Fate::Refused { .. })
}

#[test]
fn each_threshold_refuses_beyond_it_and_not_at_it() {
    type Change = Box<dyn Fn(&Scene)>;
    /// Nobody knows what `No further action` means any more, one of four observations; or nobody wants it.
    fn decide_anew(scene: &Scene, line: &str) {
        let path = scene.root().join("config/vocab/outcome.labels.csv");
        let text = fs::read_to_string(&path).expect("the labels are text");
        let is_left = |line: &&str| !line.to_lowercase().starts_with("no further action,");
        let left: Vec<&str> = text.lines().filter(is_left).collect();
        assert!(left.len() < text.lines().count());
        fs::write(&path, format!("{}\n{line}", left.join("\n"))).expect("the copy is ours");
    }
    let forget_a_label = |scene: &Scene| decide_anew(scene, "");
    let ignore_a_label = |scene: &Scene| decide_anew(scene, "No further action,,,exact,,,ignore,,not wanted\n");
    let put = |text: &'static str| move |scene: &Scene| scene.put("letter/kent/reply.csv", text);
    let cases: [(&str, &str, &str, &str, Change); 6] = [
        ("forces-vanished", "2", "1", "0", Box::new(lose_kent)),
        ("labels-lost", "20", "1", "0", Box::new(forget_a_label)),
        ("unmapped-points", "10.0", "25.0", "24.0", Box::new(forget_a_label)),
        ("residuals-new", "50", "1", "0", Box::new(put("Outcome,Number\nCharged,3\nNo further action,5\nTotal,9\n"))),
        // Of six mapped figures, two outcomes and a total of each force, these are three.
        (
            "figures-moved-percent",
            "25.0",
            "50.0",
            "49.0",
            Box::new(put("Outcome,Number\nCharged,4\nNo further action,6\n")),
        ),
        ("set-aside-points", "10.0", "25.0", "24.0", Box::new(ignore_a_label)),
    ];
    for (key, usual, at, beyond, change) in cases {
        assert!(!refuses(key, usual, at, &change), "{key} = {at}");
        assert!(refuses(key, usual, beyond, &change), "{key} = {beyond}");
    }
}

#[test]
fn shares_of_little_refuse_nothing() {
    let scene = Scene::new();
    scene.run();
    scene.put("letter/kent/reply.csv", KENT.replace('3', "4").replace('5', "6"));
    assert_eq!(scene.run().fate, Fate::Published);
}

#[test]
fn rolling_back_holds_until_it_is_released() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    let (first, figures) = (published(&scene), scene.everything());
    scene.put("letter/kent/reply.csv", KENT.replace('3', "30"));
    assert_eq!(scene.run_for_real().0, Some(0));
    let second = published(&scene);
    assert_eq!(runs(&scene, "kept").concat(), first);
    let (code, _, talk) = command(&scene, &["verify", &first]);
    assert_eq!(code, Some(0), "{talk}");

    assert_eq!(command(&scene, &["rollback", "--reason", "thirty is a slip"]).0, Some(0));
    assert_eq!((published(&scene), scene.everything()), (first.clone(), figures.clone()));
    assert_eq!(runs(&scene, "kept"), [first.clone(), second.clone()]);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(1), "{talk}");
    assert!(talk.contains("thirty is a slip"), "{talk}");
    assert_eq!(published(&scene), first);

    assert_eq!(command(&scene, &["rollback", "--release"]).0, Some(0));
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert!(published(&scene) > second);
    assert_ne!(scene.everything(), figures);
    let (code, _, talk) = command(&scene, &["rollback", "20200101T000000.000Z"]);
    assert_eq!(code, Some(66), "{talk}");
}

#[test]
fn going_back_twice_never_brings_back_what_was_left() {
    let scene = Scene::new();
    let mut all = Vec::new();
    for charged in [3, 4, 5] {
        scene.put("letter/kent/reply.csv", KENT.replace('3', &charged.to_string()));
        assert_eq!(scene.run_for_real().0, Some(0));
        all.push(published(&scene));
    }
    for expected in [&all[1], &all[0]] {
        assert_eq!(command(&scene, &["rollback"]).0, Some(0));
        assert_eq!(published(&scene), **expected);
    }
    let (code, _, talk) = command(&scene, &["rollback"]);
    assert_eq!(code, Some(66), "{talk}");
    assert_eq!(published(&scene), all[0]);
}

#[test]
fn a_new_dimension_is_no_reason_to_compare_nothing() {
    let scene = Scene::new();
    scene.run();
    let path = scene.root().join("config/dimensions.toml");
    let text = fs::read_to_string(&path).expect("the configuration is text");
    let new = "\n[[dimension]]\nname = \"victim_height\"\nkind = \"interval\"\nunit = \"victim\"\ndescription = \"in cm\"\n\
               headers = [\"height\"]\n";
    fs::write(&path, format!("{text}{new}")).expect("the copy is ours");
    fs::write(
        scene.root().join("config/vocab/victim_height.labels.csv"),
        "raw,term,header,match,force,request,status,origin,note\n",
    )
    .expect("the copy is ours");
    scene.put("letter/kent/reply.csv", KENT.replace('3', "4"));
    let outcome = scene.run();
    assert_eq!(outcome.fate, Fate::Published);
    let changes = outcome.changes.expect("there was a release before");
    assert_eq!(changes.not_compared, ["victim_height"]);
    assert_eq!(changes.figures.iter().map(|set| set.changed).sum::<i64>(), 2);
}

#[test]
fn a_force_that_withdrew_something_else_can_vanish_all_the_same() {
    let scene = strict();
    scene.put("letter/kent/old.csv", KENT);
    scene.tracker(
        "letter",
        &[
            "kent,reply.csv,,,,,answered,,,,,,,",
            "kent,old.csv,,,,,withdrawn,,,,,,,",
            "essex,reply.csv,,,,,answered,,,,,,,",
        ],
    );
    assert_eq!(scene.run_for_real().0, Some(0));
    lose_kent(&scene);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(1), "{talk}");
}

#[test]
fn a_joint_return_is_withdrawn_for_each_of_its_forces() {
    let scene = strict();
    let sheets = "Kent,,Essex,\nOutcome,Number,Outcome,Number\nCharged,3,Charged,4\n";
    let joint = |status: &str| format!("norfolk|suffolk,joint.csv,,,,,{status},,,,,,,");
    let usual = ["kent,reply.csv,,,,,answered,,,,,,,", "essex,reply.csv,,,,,answered,,,,,,,"];
    scene.put("letter/norfolk+suffolk/joint.csv", sheets.replace("Kent", "Norfolk").replace("Essex", "Suffolk"));
    scene.tracker("letter", &[usual[0], usual[1], &joint("answered")]);
    assert_eq!(scene.run_for_real().0, Some(0));
    assert!(!scene.ask("FROM observation WHERE police_force IN ('norfolk', 'suffolk', 'norfolk|suffolk')").is_empty());
    scene.tracker("letter", &[usual[0], usual[1], &joint("withdrawn")]);
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
}

#[test]
fn only_so_many_releases_stay() {
    let scene = Scene::new();
    scene.configure("pipeline.toml", "keep = 7", "keep = 2");
    let mut all = Vec::new();
    for charged in 1..=5 {
        scene.put("letter/kent/reply.csv", format!("Outcome,Number\nCharged,{charged}\n"));
        scene.run();
        all.push(published(&scene));
    }
    assert_eq!(runs(&scene, "kept"), all[2..4]);
}

#[test]
fn a_run_is_later_than_the_last_whatever_the_clock_says() {
    let scene = Scene::new();
    scene.run();
    let last = "20991231T235959.999Z";
    let kept = scene.root().join("warehouse/kept");
    fs::create_dir_all(&kept).expect("the folder is ours");
    fs::write(kept.join(format!("{last}.duckdb")), "from a clock set wrong").expect("the folder is ours");
    scene.put("letter/kent/reply.csv", KENT.replace('3', "4"));
    let outcome = scene.run();
    assert_eq!(outcome.run_id, "21000101T000000.000Z");
    assert!(outcome.notices.iter().any(|notice| notice.contains("the clock stands at")), "{:?}", outcome.notices);
}

#[test]
fn a_damaged_release_is_found_and_replaced() {
    let scene = Scene::new();
    assert_eq!(scene.run_for_real().0, Some(0));
    assert_eq!(command(&scene, &["verify"]).0, Some(0));
    let release = scene.root().join("warehouse/foi.duckdb");
    tamper(&release, "UPDATE run SET logical_hash = 'v0.1 ' || logical_hash");
    let (code, _, talk) = command(&scene, &["verify"]);
    assert!(code == Some(0) && talk.contains("cannot be compared"), "{talk}");
    let damage = "UPDATE observation_all SET count_low = 1000000";
    tamper(&release, &format!("UPDATE run SET logical_hash = substr(logical_hash, 6); {damage}"));
    let (code, _, talk) = command(&scene, &["verify"]);
    assert_eq!(code, Some(1), "{talk}");
    assert!(
        talk.contains("4 counts are higher at least than at most") && talk.contains("its logical hash is"),
        "{talk}"
    );

    fs::remove_file(&release).expect("the folder is ours");
    fs::write(&release, "no database at all").expect("the folder is ours");
    let (code, _, talk) = command(&scene, &["verify"]);
    assert_eq!(code, Some(1), "{talk}");
    let (code, talk) = scene.run_for_real();
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("could not be opened and is replaced"), "{talk}");
    assert_eq!(command(&scene, &["verify"]).0, Some(0));
}

#[test]
fn a_log_in_json_is_one_object_a_line() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nLetter of apology,5\n");
    let (code, _, talk) = command(&scene, &["--log-format", "json", "run", "--quiet"]);
    assert_eq!(code, Some(10));
    let lines: Vec<Value> = talk.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!((&lines[0]["kind"], &lines[0]["level"]), (&"unmapped-label".into(), &"review".into()));
    assert_eq!(lines.last().expect("there are lines")["run"]["outcome"], "published");
    fs::remove_file(scene.root().join("config/dimensions.toml")).expect("the copy is ours");
    let (code, _, talk) = command(&scene, &["--log-format", "json", "run"]);
    assert_eq!(code, Some(78));
    assert!(talk.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{talk}");
}
