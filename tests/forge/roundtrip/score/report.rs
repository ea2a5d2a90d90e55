//! The report of a score, and whether all is well.

use super::Scored;
use super::tally::{self, Tally, percent};
use super::verdict::Verdict;
use std::fmt::Write;

/// All files, scored.
#[derive(Debug)]
pub struct Report {
    answerable: Vec<Scored>,
    unanswerable: Vec<Scored>,
}

/// Files from which on shares mean something.
const ENOUGH: usize = 1_000;
/// Shares of all files, and of the files with one value of a knob, that must be exact.
const EXACT: f64 = 97.0;
const EXACT_BY_VALUE: f64 = 90.0;
/// Share of the layouts that each value of a knob must have.
const COMMON: f64 = 5.0;
/// Failures shown in full.
const SHOWN: usize = 400;

impl Report {
    pub fn of(files: Vec<Scored>) -> Report {
        let (unanswerable, answerable) = files.into_iter().partition(|file| file.drawn.unanswerable);
        Report { answerable, unanswerable }
    }

    /// Whether nothing is wrong or lost and enough is exact.
    pub fn is_well(&self) -> bool {
        self.complaints().is_empty()
    }

    /// What is not as it must be.
    pub fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        let all = Tally::of(self.answerable.iter());
        for (count, what) in [(all.wrong, "silently wrong"), (all.lost, "lost in silence")] {
            if count > 0 {
                complaints.push(format!("{count} files are {what}"));
            }
        }
        if all.files >= ENOUGH {
            let exact = percent(all.exact, all.files);
            if exact < EXACT {
                complaints.push(format!("{exact:.2} % of all files are exact, not {EXACT} %"));
            }
            for (knob, value, tally) in tally::by_value(&self.answerable) {
                let (share, exact) = (percent(tally.files, all.files), percent(tally.exact, tally.files));
                if share < COMMON {
                    complaints.push(format!("{knob}={value} is in {share:.1} % of the layouts, not {COMMON} %"));
                }
                if exact < EXACT_BY_VALUE {
                    complaints.push(format!("{knob}={value}: {exact:.1} % are exact, not {EXACT_BY_VALUE} %"));
                }
            }
        }
        let loaded = self.unanswerable.iter().filter(|file| file.loaded > 0).count();
        if loaded > 0 {
            complaints.push(format!("{loaded} files that nobody can answer were loaded, whole or in part"));
        }
        complaints
    }

    /// Prints tables, failures and complaints.
    #[allow(clippy::print_stdout, reason = "the report is what the command is for")]
    pub fn print(&self) {
        print!("{}", self.text());
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        _ = self.shares(&mut text);
        text + &self.failed()
    }

    /// What fails and how, without tables.
    pub fn failed(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        _ = self.failures(&mut text);
        _ = self.refused(&mut text);
        for complaint in self.complaints() {
            _ = writeln!(text, "NOT WELL: {complaint}");
        }
        text
    }

    fn shares(&self, text: &mut String) -> std::fmt::Result {
        let all = Tally::of(self.answerable.iter());
        if all.files == 0 {
            return Ok(());
        }
        writeln!(text, "{} files", all.files)?;
        for (count, verdict) in [
            (all.exact, Verdict::Exact),
            (all.aside, Verdict::SetAside),
            (all.lost, Verdict::LostInSilence),
            (all.wrong, Verdict::SilentlyWrong),
        ] {
            writeln!(text, "  {:16} {count:6}  {:6.2} %", verdict.text(), percent(count, all.files))?;
        }
        writeln!(
            text,
            "\n{:18} {:26} {:>6} {:>7} {:>7} {:>6} {:>6}",
            "knob", "value", "n", "exact", "aside", "lost", "wrong"
        )?;
        for (knob, value, tally) in tally::by_value(&self.answerable) {
            let (exact, aside) = (percent(tally.exact, tally.files), percent(tally.aside, tally.files));
            writeln!(
                text,
                "{knob:18} {value:26} {:6} {exact:6.1}% {aside:6.1}% {:6} {:6}",
                tally.files, tally.lost, tally.wrong
            )?;
        }
        let (pairs, missing) = tally::pairs(&self.answerable);
        let met = pairs - missing.len();
        writeln!(text, "\npairs of values that go together: {met} of {pairs} met ({:.2} %)", percent(met, pairs))?;
        for pair in missing {
            writeln!(text, "  never met: {pair}")?;
        }
        Ok(())
    }

    fn failures(&self, text: &mut String) -> std::fmt::Result {
        let mut failed: Vec<&Scored> = self.answerable.iter().filter(|file| file.verdict != Verdict::Exact).collect();
        // The worst first, each kind in the order of the seeds.
        failed.sort_by_key(|file| (std::cmp::Reverse(file.verdict), file.drawn.seed));
        for file in failed.iter().take(SHOWN) {
            writeln!(text, "\nseed {} {}: {}", file.drawn.seed, file.verdict.text(), file.drawn.path)?;
            let knobs: Vec<String> = file.drawn.knobs.iter().map(|(knob, value)| format!("{knob}={value}")).collect();
            writeln!(text, "  {}", knobs.join(", "))?;
            for difference in file.differences.iter().take(4) {
                writeln!(text, "  {difference}")?;
            }
        }
        writeln!(text)
    }

    fn refused(&self, text: &mut String) -> std::fmt::Result {
        if self.unanswerable.is_empty() {
            return Ok(());
        }
        writeln!(text, "{} files that nobody can answer", self.unanswerable.len())?;
        for (_, value, _) in tally::by_value(&self.unanswerable) {
            let own = || self.unanswerable.iter().filter(|file| file.drawn.knobs.iter().any(|(_, own)| *own == value));
            let loaded: Vec<&Scored> = own().filter(|file| file.loaded > 0).collect();
            writeln!(text, "  {value:50} {:5} files, {:5} loaded", own().count(), loaded.len())?;
            for file in loaded.iter().take(2) {
                writeln!(text, "    seed {} {}", file.drawn.seed, file.drawn.path)?;
                for difference in file.differences.iter().take(2) {
                    writeln!(text, "      {difference}")?;
                }
            }
        }
        writeln!(text)
    }
}
