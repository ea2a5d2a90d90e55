//! Zip packages: entries counted, inflated within the limits, and checked against their checksums.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use crate::config::Limits;

/// An entry that inflates to less than this is never called a bomb: short repetitive parts compress very well.
const RATIO_MATTERS_FROM: u64 = 16 << 20;

/// A zip whose directory is sound. The parts are checked as they are read; [`Package::verify`] reads the others.
#[derive(Debug)]
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Names of all entries in their order, with forward slashes.
    names: Vec<String>,
    /// Whether each entry has been read to its end and found sound.
    checked: Vec<bool>,
}

impl<'b> Package<'b> {
    /// Reads the directory of a zip.
    ///
    /// # Errors
    /// It is damaged, locked, holds two entries of one name, or declares more than the limits allow. Declared sizes are
    /// a sound upper bound: an entry that inflates to more than it declares is an error when it is read.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > limits.entries_per_file {
            let message = format!("it has {} entries, the limit is {}", archive.len(), limits.entries_per_file);
            return Err(Unreadable::OverLimit(message));
        }
        if archive.has_duplicate_names() {
            return Err(twice());
        }
        let mut names = Vec::with_capacity(archive.len());
        let mut known = HashSet::new();
        let mut inflated: u64 = 0;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(damaged)?;
            if entry.encrypted() {
                return Err(Unreadable::Locked);
            }
            let name = entry.name().map_err(damaged)?.replace('\\', "/");
            // Readers of workbooks find parts whatever their case.
            if !known.insert(name.to_lowercase()) {
                return Err(twice());
            }
            let (size, packed) = (entry.size(), entry.compressed_size());
            inflated = inflated.saturating_add(size);
            if size > RATIO_MATTERS_FROM && size / packed.max(1) > limits.inflation_ratio {
                let message = format!(
                    "an entry of {packed} bytes inflates to {size}, more than {} times as much",
                    limits.inflation_ratio
                );
                return Err(Unreadable::OverLimit(message));
            }
            names.push(name);
        }
        if inflated > limits.inflated_bytes_per_file {
            let message = format!("it inflates to {inflated} bytes, the limit is {}", limits.inflated_bytes_per_file);
            return Err(Unreadable::OverLimit(message));
        }
        let checked = vec![false; names.len()];
        Ok(Self { archive, names, checked })
    }

    /// Names of the entries that are files, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| !name.ends_with('/'))
    }

    /// Whether there is a part of this name, whatever its case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a part, found whatever the case of its name; `None` if there is no such part.
    ///
    /// # Errors
    /// The part is damaged: its checksum or its size is another than declared.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        self.find(name).map(|index| self.read(index)).transpose()
    }

    /// Reads to the end every part that has not been read yet.
    ///
    /// # Errors
    /// A part is damaged: its checksum or its size is another than declared.
    pub fn verify(&mut self) -> Result<(), Unreadable> {
        for index in 0..self.names.len() {
            if !self.checked[index] {
                let mut entry = self.archive.by_index(index).map_err(damaged)?;
                std::io::copy(&mut entry, &mut std::io::sink()).map_err(|error| damaged(error.into()))?;
                self.checked[index] = true;
            }
        }
        Ok(())
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known.eq_ignore_ascii_case(name))
    }

    fn read(&mut self, index: usize) -> Result<Vec<u8>, Unreadable> {
        let mut entry = self.archive.by_index(index).map_err(damaged)?;
        // Not the declared size: memory is asked for only as bytes arrive.
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| damaged(error.into()))?;
        self.checked[index] = true;
        Ok(bytes)
    }
}

fn twice() -> Unreadable {
    Unreadable::Damaged("two of its entries have the same name".into())
}

fn damaged(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Unreadable::Locked,
        ZipError::Io(error) if error.to_string().contains("checksum") => {
            Unreadable::Damaged("a part of it does not match its checksum".into())
        }
        ZipError::InvalidArchive(_) => {
            Unreadable::Damaged("the zip around it is damaged or incomplete, as after a broken copy".into())
        }
        _ => Unreadable::Damaged("a part of it cannot be inflated".into()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    const LIMITS: Limits = Limits {
        cells_per_sheet: 1000,
        bytes_per_file: 1 << 20,
        entries_per_file: 3,
        inflated_bytes_per_file: 64 << 20,
        inflation_ratio: 200,
    };

    fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes it");
            writer.write_all(bytes).expect("memory takes it");
        }
        writer.finish().expect("memory takes it").into_inner()
    }

    #[test]
    fn parts_are_found_whatever_the_case_of_their_names() {
        let bytes = zipped(&[("xl/Workbook.xml", b"w"), ("xl\\sheet.xml", b"s")]);
        let mut package = Package::open(&bytes, &LIMITS).expect("it is sound");
        assert_eq!(package.part("XL/workbook.xml"), Ok(Some(b"w".to_vec())));
        assert_eq!(package.part("xl/sheet.xml"), Ok(Some(b"s".to_vec())));
        assert_eq!(package.part("xl/none.xml"), Ok(None));
        assert_eq!(package.verify(), Ok(()));
    }

    #[test]
    fn a_flipped_bit_is_seen_by_the_checksum() {
        let mut bytes = zipped(&[("sheet.xml", b"the count is 12345, stored and deflated as it comes")]);
        let at = 30 + "sheet.xml".len() + 5;
        bytes[at] ^= 1;
        let mut package = Package::open(&bytes, &LIMITS).expect("its directory is sound");
        assert!(matches!(package.verify(), Err(Unreadable::Damaged(_))));
    }

    #[test]
    fn bombs_and_crowds_are_refused_before_they_inflate() {
        let bomb = zipped(&[("sheet.xml", &vec![b' '; 20 << 20])]);
        assert!(matches!(Package::open(&bomb, &LIMITS), Err(Unreadable::OverLimit(m)) if m.contains("times as much")));
        let crowd = zipped(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
        assert!(matches!(Package::open(&crowd, &LIMITS), Err(Unreadable::OverLimit(m)) if m.contains("entries")));
        let limits = Limits { inflated_bytes_per_file: 3, ..LIMITS };
        let big = zipped(&[("a", b"four")]);
        assert!(matches!(Package::open(&big, &limits), Err(Unreadable::OverLimit(m)) if m.contains("inflates to 4")));
    }

    #[test]
    fn two_entries_of_one_name_are_refused() {
        let bytes = zipped(&[("Sheet1.xml", b"1"), ("sheet1.xml", b"999")]);
        assert_eq!(Package::open(&bytes, &LIMITS).map(|_| ()), Err(twice()));
    }

    #[test]
    fn an_incomplete_copy_is_damaged() {
        let bytes = zipped(&[("sheet.xml", b"some text")]);
        assert!(matches!(Package::open(&bytes[..bytes.len() - 10], &LIMITS), Err(Unreadable::Damaged(_))));
    }
}
