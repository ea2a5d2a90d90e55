//! The public file: figures, coverage, and the rules they were made by.

use duckdb::Connection;

use super::earlier::Earlier;
use super::figures::Figure;
use super::source::{Coverage, Scope};
use crate::config::{Disclosure, Shown};
use crate::warehouse::row::{Row, table};
use crate::warehouse::{Column, Relation};

/// What goes into a public file.
#[derive(Debug)]
pub(super) struct Content<'a> {
    /// Names of what requests hold fixed, with what each means.
    pub held: &'a [(String, String)],
    pub rules: &'a Disclosure,
    /// `config/disclosure.toml` as it was.
    pub rules_text: &'a str,
    pub run_id: &'a str,
    /// Figures that are not withheld, and whether each is hidden.
    pub figures: &'a [(&'a Figure, bool)],
    pub coverage: &'a [Coverage],
    pub earlier: &'a [Earlier],
}

/// Fills a new file.
pub(super) fn fill(connection: &Connection, content: &Content<'_>) -> duckdb::Result<()> {
    let tables = tables(content.held);
    for table in &tables {
        connection.execute_batch(&table.create())?;
        connection.execute_batch(&table.comments())?;
    }
    table(connection, "public_figure", content.figures.iter().map(|(figure, hidden)| figure_row(figure, *hidden)))?;
    let coverage =
        content.coverage.iter().map(|Coverage { cells }| cells.iter().fold(Row::default(), |row, cell| row.text(cell)));
    table(connection, "public_coverage", coverage)?;
    let rules = rules(content);
    table(connection, "public_rule", rules.iter().map(|(rule, says)| Row::default().text(rule).text(says)))
}

fn figure_row(figure: &Figure, hidden: bool) -> Row<'_> {
    let number = |number: Option<i64>| number.filter(|_| !hidden);
    let key = &figure.key;
    let Scope { unit, count_basis, held, period, from, to } = &key.scope;
    let row = Row::default().text(&key.request).text(&key.police_force).text(unit).text(count_basis);
    let row = held.iter().fold(row, |row, term| row.text(term));
    row.text(period)
        .date(*from)
        .date(*to)
        .text(&key.dimension)
        .text(&key.term)
        .number(number(Some(figure.count.low())))
        .number(number(figure.count.high()))
        .flag(hidden)
        .size(figure.forces.len())
        .list(&figure.forces)
}

/// Rule by rule, in words a reader can check.
fn rules(content: &Content<'_>) -> Vec<(String, String)> {
    let rules = content.rules;
    let (low, high) = (rules.hidden_counts.start(), rules.hidden_counts.end());
    let mut out = vec![
        ("run".to_owned(), content.run_id.to_owned()),
        ("version of the rules".to_owned(), rules.version.clone()),
        ("program".to_owned(), format!("foi {}", env!("CARGO_PKG_VERSION"))),
        (
            "small counts".to_owned(),
            format!(
                "by force, no count of {low} to {high} of a sensitive dimension is shown, and no range that reaches into it"
            ),
        ),
        (
            "periods".to_owned(),
            format!(
                "by force, only periods with dates and of at least {} days are shown",
                rules.shortest_days_by_force
            ),
        ),
        (
            "audit".to_owned(),
            format!(
                "every hidden count keeps at least {} possible values for somebody who knows this file, the earlier \
                 ones below, these rules, and which counts the rule for small counts hides",
                rules.possible_values
            ),
        ),
        (
            "left out".to_owned(),
            "rows that lie, or may lie, inside another row; negative counts, with their table; dimensions not named below"
                .to_owned(),
        ),
    ];
    for dimension in &rules.dimensions {
        let says = match &dimension.shown {
            Shown::Terms { sensitive: true } => "sensitive; terms as given".to_owned(),
            Shown::Terms { sensitive: false } => "not sensitive; terms as given".to_owned(),
            Shown::Bands { bands, sensitive_below } => {
                let names: Vec<&str> = bands.iter().map(|(name, _)| name.as_str()).collect();
                format!("in bands {}; sensitive below {sensitive_below}", names.join(", "))
            }
        };
        out.push((format!("dimension {}", dimension.name), says));
    }
    for file in content.earlier {
        out.push((
            format!("earlier file {}", file.name),
            format!("audited together with this one; run {}", file.run_id),
        ));
    }
    out.push(("config/disclosure.toml".to_owned(), content.rules_text.to_owned()));
    out
}

fn tables(held: &[(String, String)]) -> [Relation; 3] {
    let column = |name: &'static str, kind, comment: &'static str| -> Column { (name.into(), kind, comment.into()) };
    let text = "VARCHAR NOT NULL";
    let mut figure = vec![
        column("request", text, "the letter that was answered; figures of different letters are never added"),
        column("police_force", text, "force id, ids joined by | where forces answered together; `all`: national sum"),
        column("unit", text, "what is counted; never add across units"),
        column("count_basis", text, "recorded in the period, or closed in it"),
    ];
    figure.extend(held.iter().map(|(name, means)| -> Column { (name.clone().into(), text, means.clone().into()) }));
    figure.extend([
        column("period", text, "the period as its days, or the words of one without dates"),
        column("period_from", "DATE", "first day, included; NULL where not stated"),
        column("period_to", "DATE", "last day, included; NULL where open or not stated"),
        column("dimension", text, "what the table is split by; `total`: by nothing"),
        column(
            "term",
            text,
            "`all`: the total; else a term or band, `unknown`, `unmapped`, `across bands`, or `unexplained`: what a \
             stated total has beyond its parts. All but `all` are disjoint and add to it",
        ),
        column("count_low", "BIGINT", "at least this many; NULL where hidden"),
        column("count_high", "BIGINT", "at most this many; NULL where hidden, or where nothing bounds it"),
        column("is_hidden", "BOOLEAN NOT NULL", "hidden by the rules in public_rule, or to protect what they hide"),
        column("forces_in", "BIGINT NOT NULL", "how many returns are in the figure"),
        column("police_forces", "VARCHAR[] NOT NULL", "whose; to compare figures, see that these are the same"),
    ]);
    let described = |name: &'static str, comment: &'static str, columns| Relation {
        name: name.into(),
        is_view: false,
        comment: comment.into(),
        columns,
    };
    [
        described(
            "public_figure",
            "One row for each cell of the tables by force and nationally; filter by request, unit, count_basis, period \
             and dimension before adding",
            figure,
        ),
        described(
            "public_coverage",
            "Who answered which question, and who did not: absence is data",
            vec![
                column("request", text, "the letter"),
                column("police_force", text, "force id, or ids joined by |"),
                column("question", text, "a dimension the letter asked about, or `any`"),
                column("coverage_status", text, "the status of the return, or what its absence means"),
                column("exemption", text, "why it was refused, where it was; empty otherwise"),
            ],
        ),
        described(
            "public_rule",
            "The rules this file was made by, the run, and the earlier files it was audited with",
            vec![column("rule", text, "which rule"), column("says", text, "what it says")],
        ),
    ]
}
