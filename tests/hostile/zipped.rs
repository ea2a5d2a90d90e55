//! Zip packages, sound ones by the library, and deceitful ones by changing what it wrote.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Name and bytes of an entry.
pub(super) type Part = (String, Vec<u8>);

/// The parts in their order, deflated.
pub(super) fn zipped(parts: &[Part]) -> Vec<u8> {
    packed(parts, CompressionMethod::Deflated)
}

/// The parts in their order, as they are: so that a byte of them can be changed.
pub(super) fn stored(parts: &[Part]) -> Vec<u8> {
    packed(parts, CompressionMethod::Stored)
}

pub(super) fn part(name: &str, bytes: impl Into<Vec<u8>>) -> Part {
    (name.to_owned(), bytes.into())
}

fn packed(parts: &[Part], method: CompressionMethod) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options).expect("memory takes it");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// Puts `new` in the place of `old`, of the same length, wherever it stands.
pub(super) fn replaced(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len(), "a change must not move what follows");
    let mut at = 0;
    let mut found = false;
    while let Some(next) = bytes[at..].windows(old.len()).position(|window| window == old) {
        at += next;
        bytes[at..at + new.len()].copy_from_slice(new);
        at += new.len();
        found = true;
    }
    assert!(found, "there is nothing to change");
    bytes
}

/// Sets fields of the headers of every entry whose name ends so: `local` is an offset into its local header, `central`
/// one into its line of the directory.
pub(super) fn header(mut bytes: Vec<u8>, name: &str, (local, central): (usize, usize), value: &[u8]) -> Vec<u8> {
    const LENGTH_OF_NAME: [(&[u8], usize, usize); 2] = [(b"PK\x03\x04", 26, 30), (b"PK\x01\x02", 28, 46)];
    let mut changed = 0;
    for at in 0..bytes.len().saturating_sub(46) {
        for (mark, length, start) in LENGTH_OF_NAME {
            if !bytes[at..].starts_with(mark) {
                continue;
            }
            let length = usize::from(u16::from_le_bytes([bytes[at + length], bytes[at + length + 1]]));
            if bytes[at + start..].get(..length).is_some_and(|own| own.ends_with(name.as_bytes())) {
                let field = at + if start == 30 { local } else { central };
                bytes[field..field + value.len()].copy_from_slice(value);
                changed += 1;
            }
        }
    }
    assert!(changed > 1, "both headers of {name} are changed");
    bytes
}

/// A run of one byte, deflated by hand to a hundredth and a half of its size: eight copies of 258 bytes each fill
/// thirteen whole bytes. Its length is `1 + 2064 * times`.
pub(super) fn run(byte: u8, times: usize) -> Vec<u8> {
    assert!(byte < 144, "a literal of eight bits");
    let mut bits = Bits::default();
    // One last block, with the fixed codes.
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    bits.push_code(0x30 + u32::from(byte), 8);
    // 258 bytes again, from one byte before.
    let copy = |bits: &mut Bits| {
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
    };
    let start = bits.out.len();
    for _ in 0..8 {
        copy(&mut bits);
    }
    let pattern = bits.out[start..].to_vec();
    assert_eq!(pattern.len(), 13, "eight copies end where they began in their byte");
    // The first byte of the pattern holds bits of what came before, which the last copy of a round does not.
    for _ in 0..8 {
        copy(&mut bits);
    }
    let again = bits.out[start + 13..].to_vec();
    for _ in 2..times {
        bits.out.extend_from_slice(&again);
    }
    bits.push_code(0, 7);
    bits.finish()
}

/// A zip of one deflated entry whose data was made by hand.
pub(super) fn around(name: &str, deflated: &[u8], size: u32) -> Vec<u8> {
    let number = |n: usize| u32::try_from(n).expect("a fixture is small").to_le_bytes();
    let short = |n: usize| u16::try_from(n).expect("a name is short").to_le_bytes();
    // Version, flags, deflated, time, checksum: nobody reads so far as to compare it.
    let common = |out: &mut Vec<u8>| {
        out.extend([20, 0, 0, 0, 8, 0, 0, 0, 33, 0, 0, 0, 0, 0]);
        out.extend(number(deflated.len()));
        out.extend(size.to_le_bytes());
        out.extend(short(name.len()));
        out.extend([0, 0]);
    };
    let mut out = b"PK\x03\x04".to_vec();
    common(&mut out);
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(deflated);
    let directory = out.len();
    out.extend(b"PK\x01\x02\x14\0");
    common(&mut out);
    // Comment, disk, attributes, offset of the local header.
    out.extend([0; 14]);
    out.extend_from_slice(name.as_bytes());
    let length = out.len() - directory;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(number(length));
    out.extend(number(directory));
    out.extend([0, 0]);
    out
}

/// Bits in the order deflate has them.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    open: u8,
    used: u32,
}

impl Bits {
    /// A number, lowest bit first.
    fn push(&mut self, value: u32, length: u32) {
        for at in 0..length {
            self.open |= u8::from((value >> at) & 1 == 1) << self.used;
            self.used += 1;
            if self.used == 8 {
                self.out.push(self.open);
                (self.open, self.used) = (0, 0);
            }
        }
    }

    /// A code, highest bit first.
    fn push_code(&mut self, code: u32, length: u32) {
        for at in (0..length).rev() {
            self.push((code >> at) & 1, 1);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.used > 0 {
            self.out.push(self.open);
        }
        self.out
    }
}
