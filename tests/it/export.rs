//! Public files: what they say, what they hide, and when there is none.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use foi::config;
use foi::export::{self, Exported, NotExported};

use super::sample::{ask, copy, run};
use super::scene::Scene;

fn export(project: &Path) -> Result<Exported, NotExported> {
    let plan = config::load(project).expect("the configuration is sound");
    export::public(&plan, None, &[])
}

fn column(file: &Path, sql: &str) -> Vec<String> {
    ask(file, sql).1.concat()
}

/// The sample with its release and its public file.
fn published() -> (PathBuf, PathBuf) {
    let project = copy();
    run(&project);
    let exported = export(&project).expect("the sample can be published");
    (project, exported.path)
}

#[test]
fn the_sample_has_a_public_file_that_keeps_the_rules() {
    let (project, file) = published();
    let mode = fs::metadata(&file).expect("the file is there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o444);
    let none = |sql: &str| assert_eq!(column(&file, sql), Vec::<String>::new(), "{sql}");
    // By force: nothing small of what is sensitive, no short periods, none without dates.
    none(
        "SELECT term FROM public_figure WHERE police_force <> 'all' AND term <> 'all' AND NOT is_hidden
           AND NOT (dimension LIKE '%_age' AND term IN ('18+', 'unknown', 'unexplained'))
           AND count_low <= 4 AND coalesce(count_high, 4) >= 1",
    );
    none("SELECT period FROM public_figure WHERE police_force <> 'all' AND period_to IS NULL");
    none("SELECT period FROM public_figure WHERE police_force <> 'all' AND period_to - period_from + 1 < 80");
    none(
        "SELECT term FROM public_figure WHERE dimension LIKE '%_age'
           AND term NOT IN ('0-17', '18+', 'across bands', 'unknown', 'unmapped', 'unexplained', 'all')",
    );
    none(
        "SELECT term FROM public_figure WHERE is_hidden <> (count_low IS NULL) OR is_hidden AND count_high IS NOT NULL",
    );
    // What is published nationally is what the released figures give.
    let national = "SELECT concat_ws(' ', term, count_low, forces_in) FROM public_figure
                    WHERE request = '2016-national' AND police_force = 'all' AND dimension = 'outcome'
                      AND term IN ('all', 'charged_or_summonsed', 'no_further_action') ORDER BY ALL";
    assert_eq!(column(&file, national), ["all 1169 31", "charged_or_summonsed 114 25", "no_further_action 600 26"]);
    // Most of what researchers ask for first is left: what forces counted in all.
    let totals = "SELECT count(*) FILTER (is_hidden) <= 8 AND count(*) = 31 FROM public_figure
                  WHERE request = '2016-national' AND police_force <> 'all' AND dimension = 'total'";
    assert_eq!(column(&file, totals), ["true"]);
    // Shown parts never exceed the total they belong to.
    none(
        "SELECT p.term FROM public_figure p JOIN public_figure t USING (request, police_force, unit, count_basis, offence, period, dimension)
         WHERE t.term = 'all' AND p.count_low > t.count_high",
    );
    // Everything says what it means.
    none("SELECT column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL");
    none("SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL");
    drop(project);
}

#[test]
fn nothing_raw_and_no_tightened_bound_is_in_a_public_file() {
    let (project, file) = published();
    let release = project.join("warehouse/foi.duckdb");
    let names = "SELECT table_name FROM duckdb_tables() WHERE NOT internal
                 UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL";
    assert_eq!(column(&file, names), ["public_coverage", "public_figure", "public_rule"]);
    let names = "SELECT DISTINCT column_name FROM duckdb_columns() WHERE NOT internal";
    let columns = column(&file, names);
    let private =
        ["file_id", "file_path", "sheet", "cell", "raw_value", "raw_labels", "observation_id", "breakdown_id"];
    assert!(private.iter().all(|name| !columns.contains(&(*name).to_owned())), "{columns:?}");
    let texts = column(
        &file,
        "SELECT DISTINCT unnest([request, police_force, unit, count_basis, offence, period, dimension, term]) FROM public_figure
         UNION SELECT DISTINCT unnest([request, police_force, question, coverage_status, exemption]) FROM public_coverage",
    );
    let paths = column(&release, "SELECT DISTINCT unnest([file_path, file_id, sheet]) FROM observation_all");
    let told: Vec<&String> = paths.iter().filter(|path| path.len() > 1 && texts.contains(path)).collect();
    assert_eq!(told, Vec::<&String>::new());
    // A bracket as given is in no public file, whatever its name.
    let brackets =
        column(&release, "SELECT DISTINCT victim_age FROM observation_all WHERE victim_age_from IS NOT NULL");
    assert!(brackets.contains(&"10-19".to_owned()));
    let told: Vec<&String> = brackets.iter().filter(|name| texts.contains(name) && name.as_str() != "0-17").collect();
    assert!(told.iter().all(|name| name.as_str() == "18+"), "{told:?}");
}

/// Two forces whose tables hide a suppressed count behind a total.
fn suppressed() -> Scene {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,*\nNo further action,48\nTotal,52\n");
    scene
}

#[test]
fn what_a_total_reveals_of_a_suppressed_count_is_not_repeated() {
    let scene = suppressed();
    scene.run();
    assert_eq!(scene.ask("SELECT count_low, count_high FROM tightened"), [["4", "4"]]);
    let file = export(scene.root()).expect("it can be published").path;
    let kent = "SELECT concat_ws(' ', term, is_hidden) FROM public_figure
                WHERE police_force = 'kent' AND dimension = 'outcome' ORDER BY ALL";
    assert_eq!(column(&file, kent)[1], "charged_or_summonsed true");
    // Total and rest are not both shown, because their difference is the suppressed count.
    let shown = "SELECT count(*) FROM public_figure WHERE police_force = 'kent' AND dimension = 'outcome'
                 AND term IN ('all', 'no_further_action') AND NOT is_hidden";
    assert_ne!(column(&file, shown), ["2"]);
}

#[test]
fn the_files_of_earlier_runs_are_audited_too_and_never_replaced() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,30\nNo further action,50\n");
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,20\nNo further action,40\n");
    scene.run();
    let first = export(scene.root()).expect("nothing is small");
    assert_eq!((first.hidden, first.earlier.len()), (0, 0));
    assert!(matches!(export(scene.root()), Err(NotExported::Exists(_))));
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,2\nNo further action,58\n");
    scene.run();
    let second = export(scene.root()).expect("the small count can be protected");
    assert_eq!(second.earlier.len(), 1);
    // Total and national sums are out; so the other outcome goes as well, and what it would follow from.
    let hidden = "SELECT concat_ws(' ', police_force, term) FROM public_figure WHERE is_hidden ORDER BY ALL";
    let hidden = column(&second.path, hidden);
    assert!(hidden.contains(&"essex charged_or_summonsed".to_owned()) && hidden.len() >= 3, "{hidden:?}");
    let rules = column(&second.path, "SELECT rule FROM public_rule WHERE rule LIKE 'earlier file %'");
    assert_eq!(rules.len(), 1);
}

#[test]
fn a_count_that_is_out_already_is_refused_by_its_key() {
    let scene = Scene::new();
    scene.configure("disclosure.toml", "name = \"outcome\"\nsensitive = true", "name = \"outcome\"\nsensitive = false");
    let (code, _) = scene.run_for_real();
    assert!(matches!(code, Some(0 | 10)));
    let export = || scene.program(&["export", "--public"]).output().expect("the program starts");
    assert_eq!(export().status.code(), Some(0));
    scene.configure("disclosure.toml", "name = \"outcome\"\nsensitive = false", "name = \"outcome\"\nsensitive = true");
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,3\nNo further action,50\n");
    scene.run_for_real();
    let before = scene.files_below("warehouse/public");
    let refused = export();
    let talk = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{talk}");
    assert!(talk.contains("outcome = ") && talk.contains("has shown it") && talk.contains("hint:"), "{talk}");
    assert_eq!(scene.files_below("warehouse/public"), before);
    assert!(refused.stdout.is_empty());
}

#[test]
fn without_rules_nothing_is_published() {
    let scene = Scene::new();
    scene.run();
    fs::remove_file(scene.root().join("config/disclosure.toml")).expect("the copy is ours");
    assert!(matches!(export(scene.root()), Err(NotExported::NoRules)));
    let output = scene.program(&["export", "--public"]).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(78));
    assert!(!scene.root().join("warehouse/public").exists());
}

#[test]
fn a_file_elsewhere_counts_once_it_is_named() {
    let scene = Scene::new();
    scene.put("letter/kent/reply.csv", "Outcome,Number\nCharged,30\nNo further action,50\n");
    scene.put("letter/essex/reply.csv", "Outcome,Number\nCharged,20\nNo further action,40\n");
    scene.run();
    let export = |more: &[&str]| {
        let mut program = scene.program(&["export", "--public", "--out"]);
        program.current_dir(scene.root()).args(more).output().expect("the program starts")
    };
    assert_eq!(export(&["first.duckdb"]).status.code(), Some(0));
    let named = scene.root().join("first.duckdb");
    assert_eq!(column(&named, "SELECT DISTINCT is_hidden FROM public_figure"), ["false"]);
    // A force more, with a small count: the two national sums differ by it.
    scene.letter("letter");
    scene.tracker(
        "letter",
        &[
            "kent,reply.csv,,,,,answered,,,,,,,",
            "essex,reply.csv,,,,,answered,,,,,,,",
            "surrey,reply.csv,,,,,answered,,,,,,,",
        ],
    );
    scene.put("letter/surrey/reply.csv", "Outcome,Number\nCharged,2\nNo further action,70\n");
    scene.run();
    let national = "SELECT is_hidden FROM public_figure WHERE police_force = 'all' AND term = 'charged_or_summonsed'";
    assert_eq!(export(&["second.duckdb", "--earlier", "first.duckdb"]).status.code(), Some(0));
    assert_eq!(column(&scene.root().join("second.duckdb"), national), ["true"]);
    let no_public_file = export(&["third.duckdb", "--earlier", "warehouse/foi.duckdb"]);
    assert_eq!(no_public_file.status.code(), Some(66), "{}", String::from_utf8_lossy(&no_public_file.stderr));
}
