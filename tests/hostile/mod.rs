//! Files made to deceive or to break a reader, and files that hold more than they show; with what must come of each.
//!
//! Every file is made when a test runs, so that what is wrong with it can be read here; the few that only another
//! program can make stand in `files/`. Each module holds its files in a list, and under it how they are made. What must
//! come of a file is written from the laws: where the program gives something else, the program is wrong.
//!
//! Most files hold the same small table, with one thing changed: three outcomes and the counts 3, 5 and 7.

mod biff;
mod book;
mod cells;
mod container;
mod documents;
mod hidden;
mod markup;
mod ods;
mod parts;
pub(crate) mod placed;
mod text;
mod xls;
mod xlsb;
mod zipped;

/// A word of every hidden part: it may stand in the archive, and nowhere else.
pub(crate) const MARKER: &str = "HIDDENMARKER";

/// The title, labels and counts that nearly every file holds.
const TABLE: [(&str, &str); 4] =
    [("Outcome", "Number"), ("Charged/Summonsed", "3"), ("Caution", "5"), ("No further action", "7")];
/// What a workbook with that table in its corner gives.
const WHOLE: &[&str] = &["B2=3", "B3=5", "B4=7"];
/// The same without its first count.
const WITHOUT_FIRST: &[&str] = &["B3=5", "B4=7"];
/// The same of a text.
const LINES: &[&str] = &["2:2=3", "3:2=5", "4:2=7"];
const NOTHING: &[&str] = &[];
/// The parser may die of it, be stopped, or be spared by a look before: the law only says that the file is named.
const REFUSED: &str = "file-unreadable|over-limit|reader-stopped|sheet-set-aside|sheet-too-large";

/// A file, and what must come of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hostile {
    /// Its name in the inbox. `archive.zip/member` is no file of its own: its bytes come with the archive.
    pub name: &'static str,
    /// What it tries.
    pub hazard: &'static str,
    pub bytes: fn() -> Vec<u8>,
    /// Codes of all findings about it, apart by `;`; `none` for a file that loads in silence. Where the law leaves more
    /// than one way open, `|` stands between whole lists.
    pub finds: &'static str,
    /// Every count loaded of it, as `cell=count`, or `cell=low..high`.
    pub loads: &'static [&'static str],
}

/// All files, with the force whose folder they are laid into. None of these forces has a return in the sample.
pub(crate) fn corpus() -> Vec<(&'static str, Hostile)> {
    let lists = [
        ("avon-and-somerset", container::FILES),
        ("bedfordshire", cells::FILES),
        ("cleveland", parts::FILES),
        ("dorset", xlsb::FILES),
        ("dyfed-powys", xls::FILES),
        ("gwent", ods::FILES),
        ("hampshire", text::FILES),
        ("jersey", markup::FILES),
        ("lincolnshire", documents::FILES),
        ("south-yorkshire", hidden::FILES),
    ];
    lists.iter().flat_map(|(force, files)| files.iter().map(|file| (*force, *file))).collect()
}

/// The bytes of a member, which come with its archive.
fn inside() -> Vec<u8> {
    Vec::new()
}
