//! Every query in README.md and docs/questions.md gives the table printed below it.
//!
//! `FOI_BLESS=1 cargo test documents` writes the tables anew, so that a change is seen in the diff.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use foi::report::{kinds, summary};

use super::sample::{ask, copy, project, release, run, settle};

/// The result of a query as a Markdown table.
fn table(sql: &str) -> String {
    let (headers, rows) = ask(release(), sql);
    let line = |cells: &[String]| {
        format!(
            "| {} |\n",
            cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect::<Vec<_>>().join(" | ")
        )
    };
    let rule: Vec<String> = headers.iter().map(|_| "---".to_owned()).collect();
    line(&headers) + &line(&rule) + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// The text with the table below every SQL block made anew, and how many there were.
fn renewed(text: &str) -> (String, usize) {
    let (mut out, mut rest, mut queries) = (String::new(), text, 0);
    while let Some(start) = rest.find("```sql\n") {
        let (before, block) = rest.split_at(start + "```sql\n".len());
        let (sql, after) = block.split_once("```\n").expect("an SQL block ends");
        let after = after.trim_start_matches('\n');
        let printed: usize = after.lines().take_while(|line| line.starts_with('|')).map(|line| line.len() + 1).sum();
        out = out + before + sql + "```\n\n" + &table(sql) + "\n";
        rest = after.get(printed..).unwrap_or_default().trim_start_matches('\n');
        queries += 1;
    }
    ((out + rest).trim_end().to_owned() + "\n", queries)
}

#[test]
fn every_query_gives_the_table_below_it() {
    for (name, least) in [("README.md", 2), ("docs/questions.md", 38)] {
        let path = project().join(name);
        let text = fs::read_to_string(&path).expect("the document is there");
        let (made, queries) = renewed(&text);
        assert!(queries >= least, "{name} has only {queries} queries");
        if std::env::var_os("FOI_BLESS").is_some() {
            fs::write(&path, made).expect("the document can be written");
        } else {
            let differs = text.lines().zip(made.lines()).enumerate().find(|(_, (old, new))| old != new);
            assert!(text == made, "{name} is out of date at {differs:?}; see FOI_BLESS in this module");
        }
    }
}

/// The dictionary of the warehouse as the release itself explains it.
fn dictionary() -> String {
    let mut out = DICTIONARY_HEAD.to_owned();
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    for (heading, catalog, name) in
        [("Tables", "duckdb_tables()", "table_name"), ("Views", "duckdb_views() WHERE NOT internal", "view_name")]
    {
        writeln!(out, "\n## {heading}").expect("writing to a string cannot fail");
        let (_, relations) = ask(release(), &format!("SELECT {name}, comment FROM {catalog} ORDER BY 1"));
        for relation in relations {
            writeln!(out, "\n### {}\n\n{}\n", relation[0], relation[1]).expect("writing to a string cannot fail");
            out += "| column | type | meaning |\n| --- | --- | --- |\n";
            let sql = format!(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = '{}' ORDER BY column_index",
                relation[0]
            );
            for column in ask(release(), &sql).1 {
                assert_ne!(column[2], "", "{} of {} has no comment", column[0], relation[0]);
                writeln!(out, "| {} | {} | {} |", column[0], column[1], cell(&column[2]))
                    .expect("writing to a string cannot fail");
            }
        }
    }
    out += "\n## Macros\n\n| macro | meaning |\n| --- | --- |\n";
    let sql = "SELECT function_name || '(' || array_to_string(parameters, ', ') || ')', comment FROM duckdb_functions()
               WHERE function_type IN ('macro', 'table_macro') AND NOT internal ORDER BY 1";
    for of in ask(release(), sql).1 {
        assert_ne!(of[1], "", "{} has no comment", of[0]);
        writeln!(out, "| {} | {} |", of[0], cell(&of[1])).expect("writing to a string cannot fail");
    }
    out
}

const DICTIONARY_HEAD: &str = "# The data dictionary

What is in a release, as its own comments say. This page is made from the sample's release and tested against it:
`FOI_BLESS=1 cargo test --test it documents` writes it anew.
";

#[test]
fn the_data_dictionary_is_what_the_release_says() {
    let path = project().join("docs/data-dictionary.md");
    let made = dictionary();
    if std::env::var_os("FOI_BLESS").is_some() {
        fs::write(&path, &made).expect("the document can be written");
    }
    let text = fs::read_to_string(&path).expect("the document is there");
    let differs = text.lines().zip(made.lines()).find(|(old, new)| old != new);
    assert!(text == made, "docs/data-dictionary.md is out of date at {differs:?}; see FOI_BLESS in this module");
}

#[test]
fn every_kind_of_finding_has_its_part_of_the_page() {
    let path = project().join("docs/findings.md");
    if std::env::var_os("FOI_BLESS").is_some() {
        fs::write(&path, kinds::page()).expect("the document can be written");
    }
    let text = fs::read_to_string(&path).expect("the document is there");
    assert!(text == kinds::page(), "docs/findings.md is out of date; see FOI_BLESS in this module");
}

#[test]
fn the_readme_shows_a_real_run() {
    let folder = copy();
    let shown = summary::of(&run(&folder)).replace(&format!("{}/", folder.display()), "");
    let readme = fs::read_to_string(project().join("README.md")).expect("the document is there");
    assert!(readme.contains(shown.trim_end()), "README.md shows another run than this one:\n{shown}");
}

#[test]
fn the_commands_of_the_readme_work() {
    commands_work("README.md", 2, &published_twice());
}

#[test]
fn the_commands_for_operations_work() {
    commands_work("docs/operations.md", 6, &published_twice());
}

/// A copy of the sample with something to compare, and to roll back to.
fn published_twice() -> PathBuf {
    let folder = copy();
    run(&folder);
    let tracker = folder.join("inbox/2016-national/returns.csv");
    let text = fs::read_to_string(&tracker).expect("the tracker is there");
    fs::write(&tracker, text.replacen(",answered", ",withdrawn", 1)).expect("the copy is ours");
    settle(&tracker);
    run(&folder);
    folder
}

/// Runs every command that begins a line of a document, but those about a run that is not named there.
fn commands_work(document: &str, least: usize, folder: &Path) {
    let text = fs::read_to_string(project().join(document)).expect("the document is there");
    let commands = text.lines().filter_map(|line| line.strip_prefix("foi "));
    let commands: Vec<&str> = commands.filter(|command| !command.contains(" RUN ")).collect();
    assert!(commands.len() >= least, "{document} has commands");
    for command in commands {
        // A quoted query is one argument; the folder of the nightly example is not here.
        let (words, query) = command.split_once('"').unwrap_or((command, ""));
        let mut arguments: Vec<&str> = words.split_whitespace().collect();
        arguments.extend(query.strip_suffix('"'));
        let arguments = arguments.into_iter().filter(|word| !["--project", "/srv/foi"].contains(word));
        let mut program = Command::new(assert_cmd::cargo::cargo_bin!("foi"));
        let done = program.arg("--project").arg(folder).args(arguments).output().expect("the program starts");
        let code = done.status.code();
        assert!(matches!(code, Some(0 | 10)), "foi {command}: {code:?} {}", String::from_utf8_lossy(&done.stderr));
    }
}
