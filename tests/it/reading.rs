//! `foi inspect --tables`: what a run would make of a file, and why, without a run.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::cases::{difference, file_name, foi, text};
use super::sample::project;
use super::scene::Scene;

/// A title, a header, sections, a total, a column of shares and a note.
const PLUMS: &str = "Reports by outcome and year\n\nOutcome,2014/15,2015/16,% change\nFemale,,,\nCharged,3,5,67%\n\
                     Caution,2,2,0%\nMale,,,\nCharged,1,0,-100%\nCaution,4,1,-75%\nTotal,10,8,-20%\n\n\
                     Note: figures are of reports\n";

/// What is printed below the facts of the file.
fn drawn(scene: &Scene, arguments: &[&str], file: &Path) -> String {
    let named = file.to_string_lossy();
    let run = foi(scene.root(), &[&["inspect", "--tables"], arguments, &["--", &named]].concat());
    let (said, drawn) = (text(&run.stderr), text(&run.stdout));
    assert!(run.status.success(), "{said}{drawn}");
    drawn
}

/// The same without rules between the rows and without the blanks at the end of lines.
fn plain(drawn: &str) -> String {
    let lines = drawn.lines().map(str::trim_end).filter(|line| !line.starts_with(['\u{2500}', '\u{2550}']));
    let below = lines.skip_while(|line| !line.starts_with("marks:"));
    below.flat_map(|line| [line, "\n"]).collect()
}

fn scene_of(plums: &str) -> Scene {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", plums);
    scene
}

#[track_caller]
fn holds(drawn: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(drawn.contains(line), "`{line}` is not said:\n{drawn}");
    }
}

#[test]
fn a_table_is_drawn_with_what_speaks_for_its_reading() {
    let scene = scene_of(PLUMS);
    let given = drawn(&scene, &[], &scene.inbox("letter/kent/reply.csv"));
    holds(&given, &["   request  letter, which counts `offence`\n", "     force  kent\n"]);
    let expected = "\
marks: V value, S stated total, F figure that is no count, L label, # line number, H header, T title, N note, x set aside

text: 28 filled cells, to 12:4
      1                                2           3           4
 1    T Reports by outcome and year
 3    H Outcome                        L 2014/15   L 2015/16   H % change
 4    L Female
 5    L Charged                        V 3         V 5         x 67%
 6    L Caution                        V 2         V 2         x 0%
 7    L Male
 8    L Charged                        V 1         V 0         x -100%
 9    L Caution                        V 4         V 1         x -75%
 10   L Total                          S 10        S 8         x -20%
 12   N Note: figures are of reports

  table 3:1 to 10:4, counts: 8 values, 2 stated totals, 5 cells set aside
    sex: section rows: 2 labels: `Female`, `Male`
      because 2 of 2 labels may be of it, and fewer of any other
    outcome: left, field 1: 2 labels: `Charged`, `Caution`
      because the header `Outcome` at 3:1 names it
    period: up, line 3: 2 labels: `2014/15`, `2015/16`
      because 2 of 2 labels may be of it, and fewer of any other
    title `Reports by outcome and year`

  noticed
    letter/kent/reply.csv:5:4: 5 cells, this one the first, were set aside: \
it stands in a column of shares, not of counts
      hint: look at the place with `foi inspect --tables`; name the header in config/dimensions.toml if it is one, \
or say in config/layouts/ where the labels stand
";
    let given = plain(&given);
    assert!(given == expected, "{}", difference(expected, &given));
}

#[test]
fn a_file_from_elsewhere_is_whose_a_person_says() {
    let scene = Scene::new();
    let file = scene.root().join("ages.csv");
    fs::write(&file, "Age,Number\n10-17,3\n18-24,5\n").expect("the folder is ours");
    holds(&drawn(&scene, &[], &file), &["   request  none is known", "     force  none is known"]);
    let given = drawn(&scene, &["--request", "letter", "--force", "Kent Police"], &file);
    holds(&given, &["   request  letter, which counts `offence`", "     force  kent\n"]);
    scene.configure("../inbox/letter/request.toml", "\"offence\"\n", "\"suspect\"\n");
    holds(&drawn(&scene, &["--request", "letter"], &file), &["suspect_age: left, field 1: 2 labels: `10-17`, `18-24`"]);
    for (arguments, said) in
        [(["--request", "parcel"], "inbox/parcel/request.toml"), (["--force", "Atlantis"], "--force")]
    {
        let named = file.to_string_lossy();
        let run = foi(scene.root(), &[&["inspect", "--tables"], &arguments[..], &["--", &named]].concat());
        assert_eq!((run.status.code(), text(&run.stdout).as_str()), (Some(78), ""));
        holds(&text(&run.stderr), &[said, "hint: "]);
    }
}

#[test]
fn what_is_set_aside_has_its_reason_and_next_step() {
    let scene = scene_of("Outcome,Number\nCharged,3\n,7\nCaution,2\n");
    let given = drawn(&scene, &[], &scene.inbox("letter/kent/reply.csv"));
    holds(
        &given,
        &[
            " x 7 ",
            "2 values, 0 stated totals, 1 cell set aside\n",
            "    letter/kent/reply.csv:3:2: the cell was set aside: its row has no label\n      hint: ",
        ],
    );
}

#[test]
fn what_becomes_of_a_recipe_is_said() {
    let scene = scene_of("Outcome,Number\nCharged,3\nCaution,2\n");
    let recipe = scene.root().join("config/layouts/kent.toml");
    fs::create_dir_all(recipe.parent().expect("it lies in a folder")).expect("the folder is ours");
    let write = |header: &str, dimension: &str| {
        let text = format!(
            "files = \"letter/kent/*\"\n[[table]]\nheader = \"{header}\"\n[[table.axis]]\ndimension = \"{dimension}\"\n\
             direction = \"left\"\nheader = \"outcome\"\n"
        );
        fs::write(&recipe, text).expect("the folder is ours");
        drawn(&scene, &[], &scene.inbox("letter/kent/reply.csv"))
    };
    holds(&write("outcome", "outcome"), &["  the recipe config/layouts/kent.toml was used, and is not needed"]);
    holds(
        &write("outcome", "platform"),
        &["  the recipe config/layouts/kent.toml was used\n", "platform: left, field 1", "the layout recipe says so"],
    );
    holds(
        &write("pears", "outcome"),
        &["  the recipe config/layouts/kent.toml is for this sheet and failed\n", "  no table"],
    );
}

#[test]
fn a_table_on_its_side_is_said_to_be_one() {
    let scene = scene_of("Outcome,Charged,Caution,of which Youth caution,Total\n2014/15,3,2,1,5\n2015/16,5,4,2,9\n");
    let given = drawn(&scene, &[], &scene.inbox("letter/kent/reply.csv"));
    holds(
        &given,
        &["read as lying on its side, because upright", "period: left, field 1: 2 labels", "outcome: up, line 1"],
    );
}

#[test]
fn what_a_file_hides_is_not_drawn() {
    let mut seen = 0;
    for case in ["hidden_rows_cross_a_table", "hidden_columns_cross_a_table", "hidden_rows_in_an_ods", "hidden_sheet"] {
        let folder = project().join("tests/cases").join(case);
        let secrets = fs::read_to_string(folder.join("expected/not_in_stderr.txt")).unwrap_or_default();
        let scene = Scene::new();
        for reply in super::cases::entries(&folder.join("inbox/letter/kent")) {
            let target = format!("letter/kent/{}", file_name(&reply));
            scene.put(&target, fs::read(&reply).expect("the file can be read"));
            let given = drawn(&scene, &["--rows", "99"], &scene.inbox(&target));
            seen += given.matches("[hidden]").count();
            for secret in secrets.lines().filter(|line| !line.trim().is_empty()) {
                assert!(!given.contains(secret), "{case} shows `{secret}`:\n{given}");
            }
        }
    }
    assert!(seen > 3, "hidden cells have their places");
}

#[test]
fn without_vocabularies_nothing_is_drawn() {
    let nowhere = TempDir::new().expect("a temporary folder can be made");
    let file = nowhere.path().join("plums.csv");
    fs::write(&file, PLUMS).expect("the folder is ours");
    let run = foi(nowhere.path(), &["inspect", "--tables", "--", &file.to_string_lossy()]);
    assert_eq!((run.status.code(), text(&run.stdout).as_str()), (Some(78), ""));
    holds(&text(&run.stderr), &["hint: name the folder that holds config/ and inbox/ with --project"]);
}
