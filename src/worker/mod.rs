//! Guarded workers: the per-file half in child processes of our own program.
//!
//! An odd workbook makes a parser panic, ask for half a terabyte, or loop for ever, and an abort cannot be caught where
//! it happens. So [`pool`] in the parent hands each file as one [`Task`] a line to a child, `foi worker`, that runs
//! under [`limits`] on memory and processor time and is killed by the clock; the child ([`mod@serve`]) writes its result to
//! the [`cache`] and answers one line. A child that dies costs one file, after one more try in a fresh one.
//!
//! [`alone()`] does the same for one file that a person looks at.
//!
//! Cold, warm and distributed runs load the same result files: whoever runs `foi worker` somewhere else and brings its
//! results back has run the pipeline.

mod alone;
mod cache;
mod limits;
mod pool;
mod serve;
mod slice;
mod stored;

use std::borrow::Cow;
use std::path::PathBuf;
use std::{fs, io};

use serde::{Deserialize, Serialize};

pub use alone::{alone, confine};
pub use cache::Cache;
pub use pool::{Pool, Usage};
pub use serve::serve;
pub use slice::Slices;

use crate::config::Plan;
use crate::model::digest;
use crate::model::finding::Stopped;
use crate::model::returns::{Request, Return, SourceFile};

/// What a worker needs to know of one file, one line of JSON each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task<'f> {
    /// Names the result: the same key, with the same slice of the plan, is the same result, wherever and whenever it is
    /// made.
    pub key: String,
    /// Identifies the plan that the parent compiled; a worker with another plan refuses the task.
    pub plan: String,
    /// The archived copy, relative to the project.
    pub object: PathBuf,
    pub file: Cow<'f, SourceFile>,
    pub request: Cow<'f, Request>,
    pub record: Cow<'f, Return>,
}

impl<'f> Task<'f> {
    /// The task of one file. Its key covers what its result always depends on: the file's identity and path, its request
    /// and return, and the frame of the plan, which names the sources of the program too.
    #[must_use]
    pub fn new(
        (plan, frame): (&str, &str),
        object: PathBuf,
        file: &'f SourceFile,
        request: &'f Request,
        record: &'f Return,
    ) -> Self {
        let facts = serde_json::to_string(&(&file.id, &file.path, request, record));
        let facts = facts.expect("facts of a return are plain data");
        let key = digest::sha256([frame, &facts].join("\0"));
        let (file, request, record) = (Cow::Borrowed(file), Cow::Borrowed(request), Cow::Borrowed(record));
        Self { key, plan: plan.to_owned(), object, file, request, record }
    }

    /// The archived bytes, which must be those that were taken in.
    ///
    /// # Errors
    /// The copy is missing or is another, or there is no memory for it.
    pub fn bytes(&self, plan: &Plan) -> Result<Vec<u8>, Stopped> {
        match fs::read(plan.root.join(&self.object)) {
            Ok(bytes) if digest::sha256(&bytes) == self.file.sha256 => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::OutOfMemory => Err(Stopped::Memory),
            _ => Err(Stopped::Archive),
        }
    }
}

/// Identifies a plan by every text it was compiled from, and by the sources of the program that compiled it.
#[must_use]
pub fn plan_id(plan: &Plan) -> String {
    let texts = plan.files.iter().flat_map(|(path, text)| [path.as_str(), text.as_str()]);
    digest::sha256([env!("FOI_SOURCES")].into_iter().chain(texts).collect::<Vec<_>>().join("\0"))
}

/// The one line a worker answers to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Answer {
    /// The result is in the cache under the task's key; else why not.
    done: Result<(), Stopped>,
    /// The most memory the worker had held when it last looked, in bytes; 0 where the system does not tell.
    peak_bytes: u64,
}
