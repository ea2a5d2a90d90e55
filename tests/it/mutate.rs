//! Damage for the fuzzer: files that were sound, changed in a few places where their format keeps numbers and names.

use std::io::{Cursor, Read, Write};

use fastrand::Rng;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// Numbers that break arithmetic and ask for memory.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1e308",
    "NaN",
    "65536",
    "1048577",
    "16385",
    "2147483648",
    "4294967295",
    "9999999999",
    "18446744073709551615",
    "99999999999999999999999",
];

/// Pieces that mean something to a reader of text.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3\xa9",
    b"\x1b[31m",
    b"sep=;\n",
    b"'",
];

/// A damaged copy of a file.
pub(crate) fn damaged(rng: &mut Rng, sound: &[u8]) -> Vec<u8> {
    if sound.starts_with(b"PK") && rng.u8(..) < 230 {
        return damaged_package(rng, sound);
    }
    let mut out = sound.to_vec();
    for _ in 0..rng.usize(1..=6) {
        edit(rng, &mut out);
    }
    out
}

/// Changes parts of a package and packs it again, so that the damage gets past the checksums.
fn damaged_package(rng: &mut Rng, sound: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(sound)).expect("the seed is sound");
    let victim = rng.usize(..archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let method = if rng.bool() { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("the seed is sound");
        let name = entry.name().expect("the seed is sound").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("the seed is sound");
        if index == victim {
            for _ in 0..rng.usize(1..=6) {
                edit(rng, &mut bytes);
            }
        }
        let written = writer
            .start_file(name, SimpleFileOptions::default().compression_method(method))
            .map_err(std::io::Error::other)
            .and_then(|()| writer.write_all(&bytes));
        written.expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn edit(rng: &mut Rng, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        bytes.push(rng.u8(..));
        return;
    }
    let at = rng.usize(..bytes.len());
    let some = rng.usize(1..=64).min(bytes.len() - at);
    match rng.u8(..16) {
        0 => bytes[at] ^= 1 << rng.u8(..8),
        1 => bytes[at] = rng.u8(..),
        2 => bytes[at..at + some].fill(if rng.bool() { 0xff } else { 0 }),
        3 => {
            bytes.drain(at..at + some);
        }
        4 => {
            let copy = bytes[at..at + some].to_vec();
            bytes.splice(at..at, copy);
        }
        5 => bytes.truncate(at.max(1)),
        6 => {
            let piece = PIECES[rng.usize(..PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
        7 => {
            let number = [u32::MAX, i32::MAX as u32, 0, 1 << 16, rng.u32(..)][rng.usize(..5)].to_le_bytes();
            let length = number.len().min(bytes.len() - at);
            bytes[at..at + length].copy_from_slice(&number[..length]);
        }
        _ => number(rng, bytes, at),
    }
}

/// Replaces the next number written in digits.
fn number(rng: &mut Rng, bytes: &mut Vec<u8>, from: usize) {
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| at + from) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.splice(start..start + length, NUMBERS[rng.usize(..NUMBERS.len())].bytes());
}
