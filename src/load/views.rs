pub(super) fn sql(_: &crate::config::Plan) -> String { String::new() }
pub(super) fn documented(_: &crate::config::Plan) -> Vec<super::schema::Relation> { vec![] }
