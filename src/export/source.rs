//! What a release says, as far as public files may know of it: the chosen parts and their wholes.
//!
//! Only stated and added counts are read, never bounds that were tightened: what totals reveal about a withheld count
//! is what public files must not repeat.

use duckdb::{Connection, Params, Row};
use jiff::civil::Date;

use crate::config::{Plan, Published, Shown};
use crate::lexicon::Grammar;

/// Sections of an Act, which may be published; a tracker may hold other words there.
const SECTIONS: &str =
    r"((foisa |foia )?(s|ss|section|sections)?\.? ?\d{1,2}[a-z]?( ?\([0-9a-z]{1,3}\))*[;,/& ]*(and )?)+";

/// What figures must agree in before they may be compared: unit, count basis, what requests hold fixed, the period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    pub unit: String,
    pub count_basis: String,
    /// In the order of [`held`].
    pub held: Vec<String>,
    pub period: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Who said it, in answer to what, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Frame {
    pub request: String,
    pub scope: Scope,
    pub police_force: String,
}

/// One count of a chosen breakdown.
#[derive(Debug)]
pub(super) struct Part {
    pub frame: Frame,
    pub term: String,
    /// Of an interval.
    pub ages: (Option<i64>, Option<i64>),
    /// Whether it may lie inside another part.
    pub may_be_inside: bool,
    /// Absent where the count is missing.
    pub low: Option<i64>,
    pub high: Option<i64>,
}

/// The whole that a force's parts belong to.
#[derive(Debug)]
pub(super) struct Whole {
    pub frame: Frame,
    /// Whether the force states it; else it is the sum of the parts.
    pub stated: bool,
    pub low: i64,
    pub high: Option<i64>,
}

/// One line of the coverage.
#[derive(Debug)]
pub(super) struct Coverage {
    /// Request, force, question, status, exemption.
    pub cells: [String; 5],
}

/// The release that a public file is made of.
#[derive(Debug)]
pub(super) struct Release {
    connection: Connection,
    key: String,
    held: usize,
    /// That a breakdown's titles hold nothing fixed that a table could be split by: a table of girls alone is no table
    /// of its force.
    is_whole: String,
}

/// Dimensions that requests hold fixed, besides the period.
pub(super) fn held(plan: &Plan) -> Vec<String> {
    plan.held_dimensions().iter().map(|id| plan.dimensions[id].name.clone()).collect()
}

/// A date that was selected as text.
pub(super) fn date(row: &Row<'_>, at: usize) -> duckdb::Result<Option<Date>> {
    Ok(row.get::<_, Option<String>>(at)?.and_then(|text| text.parse().ok()))
}

impl Release {
    pub(super) fn new(connection: Connection, plan: &Plan) -> Self {
        let held = held(plan);
        let texts = ["request", "police_force", "unit", "count_basis", "period"].map(str::to_owned);
        let dates = ["period_from", "period_to"].map(|name| format!("CAST({name} AS VARCHAR) AS {name}"));
        let key = texts.into_iter().chain(dates).chain(held.iter().cloned()).collect::<Vec<_>>().join(", ");
        let may_be_split = plan
            .dimensions
            .iter()
            .filter(|dimension| dimension.grammar != Grammar::Period && !held.contains(&dimension.name));
        let is_all = may_be_split.map(|dimension| format!("b.{} = 'all'", dimension.name)).collect::<Vec<_>>();
        let is_whole = format!("({})", is_all.join(" AND "));
        Self { connection, key, held: held.len(), is_whole }
    }

    /// The run that made the release.
    pub(super) fn run_id(&self) -> duckdb::Result<String> {
        self.connection.query_row("SELECT run_id FROM run", [], |row| row.get(0))
    }

    /// The chosen parts of one dimension.
    pub(super) fn parts(&self, dimension: &Published) -> duckdb::Result<Vec<Part>> {
        let (key, name, at) = (&self.key, &dimension.name, self.after_key());
        let term = if dimension.refined { format!("{name}_given") } else { name.clone() };
        let ages = match dimension.shown {
            Shown::Terms { .. } => "NULL::BIGINT, NULL::BIGINT".to_owned(),
            Shown::Bands { .. } => format!("{name}_from::BIGINT, {name}_to::BIGINT"),
        };
        let sql = format!(
            "SELECT {key}, {term}, {ages}, row_role = 'nesting_unstated', count_low, count_high
             FROM chosen_observation WHERE question = ? AND {name} <> 'all'
               AND breakdown_id IN (SELECT b.breakdown_id FROM breakdown b WHERE {})
             ORDER BY ALL",
            self.is_whole
        );
        self.rows(&sql, [name], |frame, row| {
            Ok(Part {
                frame,
                term: row.get(at)?,
                ages: (row.get(at + 1)?, row.get(at + 2)?),
                may_be_inside: row.get(at + 3)?,
                low: row.get(at + 4)?,
                high: row.get(at + 5)?,
            })
        })
    }

    /// The wholes of one dimension. Where several breakdowns add up, all of them must state theirs.
    pub(super) fn wholes(&self, dimension: &str) -> duckdb::Result<Vec<Whole>> {
        let key = &self.key;
        let sql = format!(
            "WITH w AS (
               SELECT {key}, whole_low, whole_high, EXISTS (
                 SELECT 1 FROM breakdown b WHERE b.breakdown_id = chosen_whole.breakdown_id
                   AND b.period = chosen_whole.period AND b.stated_id IS NOT NULL) AS stated
               FROM chosen_whole WHERE question = ?
                 AND breakdown_id IN (SELECT b.breakdown_id FROM breakdown b WHERE {}))
             SELECT {}, bool_and(stated), sum(whole_low)::BIGINT,
               CASE WHEN count(*) = count(whole_high) THEN sum(whole_high)::BIGINT END
             FROM w GROUP BY ALL ORDER BY ALL",
            self.is_whole,
            self.names()
        );
        self.rows(&sql, [dimension], |frame, row| self.whole(frame, row))
    }

    /// How many each force counted, once.
    pub(super) fn totals(&self) -> duckdb::Result<Vec<Whole>> {
        let sql = format!(
            "SELECT {}, basis = 'stated total', count_low::BIGINT, count_high::BIGINT
             FROM force_totals WHERE count_low IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM breakdown b
                 WHERE list_contains(breakdown_ids, b.breakdown_id) AND NOT {})
             ORDER BY ALL",
            self.key, self.is_whole
        );
        self.rows(&sql, [], |frame, row| self.whole(frame, row))
    }

    /// Who answered what, and why others did not.
    pub(super) fn coverage(&self) -> duckdb::Result<Vec<Coverage>> {
        let sql = "SELECT c.request, c.police_force, c.question, c.coverage_status,
                     CASE WHEN r.exemption IS NULL OR r.exemption = '' THEN ''
                       WHEN regexp_full_match(r.exemption, ?, 'i') THEN r.exemption ELSE 'other' END
                   FROM coverage c LEFT JOIN \"return\" r USING (return_id) ORDER BY ALL";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([SECTIONS], |row| {
            Ok(Coverage { cells: [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?] })
        })?;
        rows.collect()
    }

    fn whole(&self, frame: Frame, row: &Row<'_>) -> duckdb::Result<Whole> {
        let at = self.after_key();
        let (low, high) = (row.get(at + 1)?, row.get::<_, Option<i64>>(at + 2)?);
        // Parts may add to more than a stated total.
        Ok(Whole { frame, stated: row.get(at)?, low, high: high.map(|high| high.max(low)) })
    }

    fn names(&self) -> String {
        let name = |column: &str| column.rsplit(' ').next().unwrap_or(column).to_owned();
        self.key.split(", ").map(name).collect::<Vec<_>>().join(", ")
    }

    /// The first column after the key.
    fn after_key(&self) -> usize {
        7 + self.held
    }

    fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl Fn(Frame, &Row<'_>) -> duckdb::Result<T>,
    ) -> duckdb::Result<Vec<T>> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(values, |row| read(self.frame(row)?, row))?;
        rows.collect()
    }

    fn frame(&self, row: &Row<'_>) -> duckdb::Result<Frame> {
        Ok(Frame {
            request: row.get(0)?,
            police_force: row.get(1)?,
            scope: Scope {
                unit: row.get(2)?,
                count_basis: row.get(3)?,
                period: row.get(4)?,
                from: date(row, 5)?,
                to: date(row, 6)?,
                held: (7..self.after_key()).map(|at| row.get(at)).collect::<duckdb::Result<_>>()?,
            },
        })
    }
}
