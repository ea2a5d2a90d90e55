//! What is known, before any layout: counts by label. Whatever a layout does with a table, reading
//! it back must give these lines and no others.

/// Counts by one label, or by several where the source crosses them.
#[derive(Clone, Debug)]
pub struct Table {
    /// The words over the label columns, outermost first.
    pub headers: Vec<String>,
    pub lines: Vec<Line>,
}

/// One count. A blank label is known to be blank: it is a line like any other.
#[derive(Clone, Debug)]
pub struct Line {
    pub labels: Vec<String>,
    pub count: u32,
}

impl Table {
    pub fn total(&self) -> u32 {
        self.lines.iter().map(|line| line.count).sum()
    }

    /// The same table under other header words.
    pub fn headed<const N: usize>(&self, headers: [&str; N]) -> Table {
        assert_eq!(self.headers.len(), N, "one header word for each label column");
        Table { headers: headers.map(str::to_owned).into(), lines: self.lines.clone() }
    }

    /// In the order of the year from April, as police years run. Blank labels come last.
    pub fn calendar(&self) -> Table {
        self.sorted_by_key(|line| month_of_police_year(&line.labels[0]))
    }

    /// Largest count first, blank labels last, as a sorted pivot table has it.
    pub fn largest_first(&self) -> Table {
        self.sorted_by_key(|line| (line.labels[0].is_empty(), u32::MAX - line.count))
    }

    /// Only the lines whose first label starts with one of `starts`, whatever its case.
    pub fn only<const N: usize>(&self, starts: [&str; N]) -> Table {
        let mut table = self.clone();
        table.lines.retain(|line| {
            let label = line.labels[0].to_lowercase();
            starts.iter().any(|start| label.starts_with(start))
        });
        table
    }

    fn sorted_by_key<K: Ord>(&self, key: impl Fn(&Line) -> K) -> Table {
        let mut table = self.clone();
        table.lines.sort_by_key(key);
        table
    }
}

/// Three letters settle a month, so `Novembr` sits beside `November`; what is no month goes last.
fn month_of_police_year(label: &str) -> usize {
    const YEAR: [&str; 12] = ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar"];
    let label = label.to_lowercase();
    YEAR.iter().position(|month| label.starts_with(month)).unwrap_or(YEAR.len())
}
