//! A row of values for the appender. Every appender is flushed: a dropped one would lose its errors.

use duckdb::types::Value;
use duckdb::{Connection, appender_params_from_iter};
use jiff::civil::Date;

use crate::model::term::{Extent, Period, Term};

/// A row in the making.
#[derive(Default)]
pub(super) struct Row(Vec<Value>);

impl Row {
    pub(super) fn text(mut self, text: impl AsRef<str>) -> Self {
        self.0.push(Value::Text(text.as_ref().to_owned()));
        self
    }
    pub(super) fn some_text(mut self, text: Option<impl AsRef<str>>) -> Self {
        self.0.push(text.map_or(Value::Null, |text| Value::Text(text.as_ref().to_owned())));
        self
    }
    pub(super) fn number(mut self, number: Option<i64>) -> Self {
        self.0.push(number.map_or(Value::Null, Value::BigInt));
        self
    }
    pub(super) fn size(self, size: usize) -> Self {
        self.number(i64::try_from(size).ok())
    }
    pub(super) fn date(self, date: Option<Date>) -> Self {
        self.some_text(date.map(|date| date.to_string()))
    }
    pub(super) fn flag(mut self, flag: bool) -> Self {
        self.0.push(Value::Boolean(flag));
        self
    }
    pub(super) fn real(mut self, number: f64) -> Self {
        self.0.push(Value::Double(number));
        self
    }
    /// The appender takes no lists; DuckDB casts this text to one.
    pub(super) fn list(self, items: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let quoted = |item: &str| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""));
        let items: Vec<String> = items.into_iter().map(|item| quoted(item.as_ref())).collect();
        self.text(format!("[{}]", items.join(", ")))
    }
    pub(super) fn period(self, term: &Term) -> Self {
        let period = match term.extent() {
            Extent::Period(period) => *period,
            _ => Period::NOT_STATED,
        };
        self.text(term.name()).date(period.from).date(period.to).text(period.kind.text())
    }
}

/// Appends rows to a table.
pub(super) fn table(connection: &Connection, name: &str, rows: impl IntoIterator<Item = Row>) -> duckdb::Result<()> {
    let mut appender = connection.appender(name)?;
    for row in rows {
        appender.append_row(appender_params_from_iter(row.0))?;
    }
    appender.flush()
}
