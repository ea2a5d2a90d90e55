//! The returns behind the five articles: few figures each, in the layouts such letters have. The
//! words are ours; every number is looked up by the name under which it was published.

use crate::arrange::{lines, pairs, stack, titled};
use crate::book::{Grid, Value};
use crate::facts::Articles;
use crate::inbox::{File, Request, Return};
use crate::write::{Delimited, Encoding, LineEnd, Rows};
use anyhow::Result;

pub fn requests(facts: &Articles) -> Result<Vec<Request>> {
    let one = |id, returns| Request { id, returns };
    Ok(vec![
        one("2016-leicestershire", vec![leicestershire(facts)?]),
        one("2016-kent-and-met", vec![kent_2016(facts)?, metropolitan_2016(facts)?]),
        one("2017-lancashire", vec![lancashire(facts)?]),
        one("2020-met-sexting", vec![metropolitan_2020(facts)?]),
        one("2020-kent", vec![kent_2020(facts)?]),
    ])
}

fn leicestershire(facts: &Articles) -> Result<Return> {
    let key = |measure| ["leicestershire-2016", "leicestershire", measure];
    let count = |measure| facts.count(key(measure)).map(Value::from);
    // The two victims aged 12 were published as one of each sex.
    facts.words(key("youngest victim"), "12 (a boy and a girl)")?;
    let under_18 = facts.words(key("victims under 18"), "more than half")?;
    let former_partner = facts.words(key("relationship ex_partner"), "majority")?;
    let section = |heading, rows| titled(heading, &rows);
    let letter = stack(
        1,
        [
            lines(["Private sexual images: first year of the law"]),
            pairs([("Offences investigated", count("offences investigated")?)]),
            section("Victim sex", pairs([("Female", count("female victims")?)])),
            section("Victim age", pairs([("Aged 12", 2.into()), ("Under 18", under_18.into())])),
            section("Outcome", pairs([("Caution", count("outcome caution")?)])),
            section(
                "Relationship of suspect to victim",
                pairs([
                    ("Former partner", former_partner.into()),
                    ("Care worker", count("relationship care_worker")?),
                    ("Member of the victim's family", count("relationship family")?),
                ]),
            ),
        ],
    );
    let file = File::workbook("FOI private images response.xls", [("Response", letter)]);
    Ok(Return::new("leicestershire", [file]))
}

fn kent_2016(facts: &Articles) -> Result<Return> {
    let count = |measure| facts.count(["bbc-2016", "kent", measure]).map(Value::from);
    let table = pairs([
        ("Victim age", "Victims".into()),
        ("Under 18", count("victims under 18")?),
        ("All victims", count("victims")?),
    ]);
    let title = lines(["Victims of offences recorded since April 2015"]);
    let file = File::workbook("Victims under 18.ods", [("Sheet1", stack(1, [title, table]))]);
    Ok(Return::new("kent", [file]))
}

fn metropolitan_2016(facts: &Articles) -> Result<Return> {
    let count = |measure| facts.count(["bbc-2016", "metropolitan", measure]).map(Value::from);
    let mut table = Grid::default();
    table.put(0, 0, "Age of victim");
    table.put(0, 1, "Victims");
    // The band 10-19, typed into a spreadsheet, becomes October 2019.
    table.put(1, 0, Value::Month { year: 2019, month: 10 });
    table.put(1, 1, count("victims 10-19")?);
    table.put(2, 0, "All victims");
    table.put(2, 1, count("victims")?);
    let title = lines(["Victims of offences recorded between April 2015 and March 2016"]);
    let file = File::workbook("FOI victims by age.xlsx", [("Victims", stack(1, [title, table]))]);
    Ok(Return::new("metropolitan", [file]))
}

fn lancashire(facts: &Articles) -> Result<Return> {
    let count = |measure| facts.count(["lancashire-2017", "lancashire", measure]).map(Value::from);
    let table = pairs([
        ("Outcome", "Reports".into()),
        ("No further action", count("NFA")?),
        ("Charged", count("charged")?),
        ("Cautions, community resolutions, and youth cautions", count("caution+CR+youth caution")?),
        ("Not in the public interest", count("not in public interest")?),
        ("No leads or officer discretion", count("no leads or officer discretion")?),
        ("Total reports", count("reports")?),
    ]);
    let title = lines(["Reports over two years from April 2015"]);
    let footnote = lines(["It is not stated whether the last two groups lie inside no further action."]);
    let file = File::workbook("Outcomes.xlsb", [("Outcomes", stack(1, [title, table, footnote]))]);
    Ok(Return::new("lancashire", [file]).caveat("It is not stated whether the 17 and the 50 lie inside the 110."))
}

fn metropolitan_2020(facts: &Articles) -> Result<Return> {
    let under_14 = facts.count(["met-sexting-2020", "metropolitan", "suspects <14"])?;
    let outcome_21 = ["met-sexting-2020", "metropolitan", "outcome 21"];
    let suspects = pairs([("Suspect age", "Suspects".into()), ("Under 14", under_14.into())]);
    let mut outcomes = Grid::default();
    for (column, header) in (0..).zip(["Outcome", "2018", "Last year"]) {
        outcomes.put(0, column, Value::label(header));
    }
    outcomes.put(1, 0, "Outcome 21");
    outcomes.put(1, 1, facts.count_before(outcome_21, " (2018)")?);
    outcomes.put(1, 2, facts.count_before(outcome_21, " (2019)")?);
    let tables =
        [titled("Suspects by age – January 2017 to October 2019", &suspects), titled("Outcome 21 by year", &outcomes)];
    let dialect =
        Delimited { delimiter: ';', encoding: Encoding::Windows1252, line_end: LineEnd::CrLf, rows: Rows::Ragged };
    let file = File::text("FOI sexting suspects.csv", dialect, stack(1, tables));
    Ok(Return::new("metropolitan", [file]).caveat("The last year may be the ten months to October 2019."))
}

fn kent_2020(facts: &Articles) -> Result<Return> {
    let key = |measure| ["kent-2020", "kent", measure];
    let count = |measure| facts.count(key(measure)).map(Value::from);
    let named_suspect = facts.count_before(key("evidential difficulties"), " with named suspect")?;
    // The parts add to 189 and the published total is 199: it is left as it was published.
    let table = pairs([
        ("Outcome", "Investigations".into()),
        ("Charge, summons, postal requisition or caution", count("charge/summons/requisition/caution")?),
        ("Victim did not support action", count("victim not supporting")?),
        ("Difficulties with evidence", count("evidential difficulties")?),
        ("  of which named suspect", named_suspect.into()),
        ("Further action being undertaken by another agency", count("other agency")?),
        ("Under investigation", count("under investigation")?),
        ("Total concluded", count("concluded cases")?),
    ]);
    let title = lines(["Concluded investigations in the last year"]);
    let file = File::workbook("FOI concluded cases.xlsx", [("Outcomes", stack(1, [title, table]))]);
    Ok(Return { count_basis: "closed", ..Return::new("kent", [file]) }.caveat("The parts add to 189, not 199."))
}
