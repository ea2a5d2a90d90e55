use duckdb::Connection;
#[test]
fn t(){
 let c=Connection::open_in_memory().unwrap();
 c.execute_batch("create table t(a varchar[], d date, n bigint, b boolean, x double)").unwrap();
 { let mut ap=c.appender("t").unwrap();
 let row: Vec<Box<dyn duckdb::ToSql>> = vec![Box::new("[1A, b c, \"x|y\"]"),Box::new(Some("2015-04-01")),Box::new(Some(3i64)),Box::new(true),Box::new(2.5)];
 ap.append_row(duckdb::appender_params_from_iter(row.iter())).unwrap();
 let row: Vec<Box<dyn duckdb::ToSql>> = vec![Box::new(None::<&str>),Box::new(None::<&str>),Box::new(None::<i64>),Box::new(false),Box::new(2.5)];
 ap.append_row(duckdb::appender_params_from_iter(row.iter())).unwrap();
 ap.flush().unwrap(); }
 let s:String=c.query_row("select string_agg(coalesce(a::varchar,'null')||coalesce(a[3],'-')||coalesce(d::varchar,'')||coalesce(n,0)||b,';') from t",[],|r|r.get(0)).unwrap();
 println!("{s}");
 c.execute_batch("create view v as select a from t; comment on view v is 'x'; comment on column v.a is 'y'; comment on table t is 'q';").unwrap();
}
