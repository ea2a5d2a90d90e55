//! A row of values for the appender. Every appender is flushed: a dropped one would lose its errors.

use std::borrow::Cow;

use duckdb::types::{ToSqlOutput, Value, ValueRef};
use duckdb::{Connection, ToSql, appender_params_from_iter};
use jiff::civil::Date;

use crate::model::term::{Extent, Period, Term};

/// A value that is borrowed where it can be: a large return has millions of them.
#[derive(Debug)]
enum Field<'a> {
    Null,
    Text(Cow<'a, str>),
    Number(i64),
    Real(f64),
    Flag(bool),
}

impl ToSql for Field<'_> {
    fn to_sql(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Number(number) => ToSqlOutput::Owned(Value::BigInt(*number)),
            Self::Real(number) => ToSqlOutput::Owned(Value::Double(*number)),
            Self::Flag(flag) => ToSqlOutput::Owned(Value::Boolean(*flag)),
        })
    }
}

/// A row in the making.
#[derive(Debug, Default)]
pub struct Row<'a>(Vec<Field<'a>>);

impl<'a> Row<'a> {
    #[must_use]
    pub fn text(mut self, text: &'a str) -> Self {
        self.0.push(Field::Text(Cow::Borrowed(text)));
        self
    }
    #[must_use]
    pub fn owned(mut self, text: String) -> Self {
        self.0.push(Field::Text(Cow::Owned(text)));
        self
    }
    #[must_use]
    pub fn some_text(mut self, text: Option<&'a str>) -> Self {
        self.0.push(text.map_or(Field::Null, |text| Field::Text(Cow::Borrowed(text))));
        self
    }
    #[must_use]
    pub fn some_owned(mut self, text: Option<String>) -> Self {
        self.0.push(text.map_or(Field::Null, |text| Field::Text(Cow::Owned(text))));
        self
    }
    #[must_use]
    pub fn number(mut self, number: Option<i64>) -> Self {
        self.0.push(number.map_or(Field::Null, Field::Number));
        self
    }
    #[must_use]
    pub fn size(self, size: usize) -> Self {
        self.number(i64::try_from(size).ok())
    }
    #[must_use]
    pub fn date(self, date: Option<Date>) -> Self {
        self.some_owned(date.map(|date| date.to_string()))
    }
    #[must_use]
    pub fn days(self, (from, to): (Option<Date>, Option<Date>)) -> Self {
        self.date(from).date(to)
    }
    #[must_use]
    pub fn flag(mut self, flag: bool) -> Self {
        self.0.push(Field::Flag(flag));
        self
    }
    #[must_use]
    pub fn real(self, number: f64) -> Self {
        self.some_real(Some(number))
    }
    #[must_use]
    pub fn some_real(mut self, number: Option<f64>) -> Self {
        self.0.push(number.map_or(Field::Null, Field::Real));
        self
    }
    /// The appender takes no lists; DuckDB casts this text to one.
    #[must_use]
    pub fn list(self, items: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let quoted = |item: &str| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""));
        let items: Vec<String> = items.into_iter().map(|item| quoted(item.as_ref())).collect();
        self.owned(format!("[{}]", items.join(", ")))
    }
    #[must_use]
    pub fn period(self, term: &'a Term) -> Self {
        let period = match term.extent() {
            Extent::Period(period) => *period,
            _ => Period::NOT_STATED,
        };
        self.text(term.name()).date(period.from).date(period.to).text(period.kind.text())
    }
}

/// Appends rows to a table.
pub fn table<'a>(connection: &Connection, name: &str, rows: impl IntoIterator<Item = Row<'a>>) -> duckdb::Result<()> {
    let mut appender = connection.appender(name)?;
    for row in rows {
        appender.append_row(appender_params_from_iter(row.0))?;
    }
    appender.flush()
}
