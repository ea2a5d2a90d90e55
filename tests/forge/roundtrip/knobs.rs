//! Everything in which two returns with the same figures may differ, each knob with its values by name.

/// Declares the knobs once: an enum each, the layout that has one value of each, and the list of all names.
macro_rules! knobs {
    ($( $(#[$doc:meta])* $field:ident: $kind:ident { $($value:ident $text:literal),+ $(,)? } )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $kind { $($value),+ }

            impl $kind {
                pub fn text(self) -> &'static str {
                    match self { $($kind::$value => $text),+ }
                }
            }
        )+

        /// One value of every knob.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Layout { $(pub $field: $kind),+ }

        impl Layout {
            /// Every knob with the name of its value.
            pub fn values(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field.text())),+]
            }
        }

        /// Every knob with the names of all its values.
        pub const KNOBS: &[(&str, &[&str])] = &[$((stringify!($field), &[$($text),+])),+];
    };
}

knobs! {
    container: Container { Xlsx "xlsx", Ods "ods", Xlsb "xlsb", Csv "csv" }
    orientation: Orientation { Rows "rows", Transposed "transposed" }
    grain: Grain {
        Crosstab "crosstab", Record "record", Lists "lists", TotalOnly "total only", KeyValue "key-value"
    }
    /// Axes down the side, and how the label of an outer one is written.
    rows: Rows {
        Single "one axis", Repeated "repeated", Merged "merged", BlankContinued "blank-continued",
        Sections "section rows"
    }
    /// Axes across the top, and how the label of an outer one is written.
    columns: Columns {
        None "none", Single "one axis", Repeated "repeated", Merged "merged", BlankContinued "blank-continued"
    }
    headers: Headers { Named "named", Recognised "recognised from labels" }
    tables: Tables { One "one", Stacked "stacked", SideBySide "side by side" }
    sheets: Sheets { One "one", Years "one a year", Forces "one a force" }
    titles: Titles {
        None "none", One "one line", WithSubtitle "title, sub-title, blank", Period "carries the period",
        Term "carries a term"
    }
    notes: Notes { None "none", One "one", Several "several, with numbers" }
    totals_row: TotalsRow { None "none", Below "below", Above "above" }
    totals_column: TotalsColumn { None "none", Right "right", Left "left" }
    subtotals: Subtotals { None "none", PerOuter "per outer label" }
    of_which: OfWhich { None "none", Some "some" }
    spacer_rows: SpacerRows { None "none", BetweenGroups "between groups", AfterHeader "after header" }
    spacer_columns: SpacerColumns {
        None "none", AfterLabels "between label and counts", BetweenGroups "between column groups"
    }
    marks: Marks { None "none", Labels "on labels", Numbers "on numbers" }
    revisions: Revisions { No "no", Yes "yes" }
    zeros: Zeros { Written "written 0", Dash "dash", Blank "blank" }
    numbers: Numbers { Plain "plain", Text "text", Thousands "thousands as text", Spaces "spaces around" }
    percent: Percent { None "none", Number "% header, 12.3", Text "12% text" }
    broken_labels: BrokenLabels { No "no", Yes "yes" }
    header_again: HeaderAgain { No "no", Yes "yes" }
    other_sheets: OtherSheets { None "none", Prose "prose", Contents "contents", Notes "notes with numbers" }
    padding: Padding { None "none", C4 "starts at C4", EmptyRows "1,000 empty rows" }
    unit: Unit { Request "from the request", Header "from a count header" }
    suppression: Suppression {
        None "none", LessThanFive "<5", Star "*", Bracketed "[c]", InWords "fewer than 5"
    }
}

impl Rows {
    pub fn axes(self) -> usize {
        if self == Rows::Single { 1 } else { 2 }
    }
}

impl Columns {
    pub fn axes(self) -> usize {
        match self {
            Columns::None => 0,
            Columns::Single => 1,
            Columns::Repeated | Columns::Merged | Columns::BlankContinued => 2,
        }
    }
}
