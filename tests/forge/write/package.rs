//! The zip container of ods and xlsb files, with fixed times.

use anyhow::Result;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
    pub compression: CompressionMethod,
}

impl Part {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Part {
        let compression = CompressionMethod::Deflated;
        Part { name: name.into(), bytes: bytes.into(), compression }
    }

    pub fn stored(self) -> Part {
        Part { compression: CompressionMethod::Stored, ..self }
    }
}

/// The parts in the order given.
pub fn zipped(parts: &[Part]) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let options =
            SimpleFileOptions::default().compression_method(part.compression).last_modified_time(DateTime::default());
        writer.start_file(part.name.as_str(), options)?;
        writer.write_all(&part.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
