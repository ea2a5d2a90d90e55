//! Headers that stand once over two tables: labels, a row of counts of one unit, then a table of another unit under the
//! same labels.

use super::columns::ColumnRole;
use super::layout::{Kind, Layout};

/// Hangs the headers of the table before over one that leaves just those columns blank that are headed there, if no text
/// parts the two.
pub(super) fn lend(before: Option<&Layout>, layout: &mut Layout) {
    let Some(before) = before.filter(|before| before.kind == Kind::Counts && before.labels().next().is_none()) else {
        return;
    };
    if layout.kind != Kind::Counts || layout.headers.is_empty() || !layout.titles.is_empty() {
        return;
    }
    let over = |col: u32| before.counts().find(|column| column.col == col && !column.path.is_empty());
    let blank: Vec<u32> = layout.counts().filter(|column| column.path.is_empty()).map(|column| column.col).collect();
    if blank.len() < 2 || blank.iter().any(|col| over(*col).is_none()) {
        return;
    }
    let blank = |col: u32, role: ColumnRole| role == ColumnRole::Count && blank.contains(&col);
    for column in layout.columns.iter_mut().filter(|column| blank(column.col, column.role)) {
        column.path = over(column.col).map(|above| above.path.clone()).unwrap_or_default();
        column.lent = column.path.len();
    }
}
