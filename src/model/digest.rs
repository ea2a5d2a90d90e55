//! Hashes that identify things: the same everywhere, so that ids agree.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Lower-case hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        write!(out, "{byte:02x}").expect("writing to a string cannot fail");
        out
    })
}

/// Hash of bytes or of a text.
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first sixteen hexadecimal digits of a hash.
#[must_use]
pub fn short(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

/// Sixteen hexadecimal digits that identify parts which cannot run into each other.
#[must_use]
pub fn id(parts: &[&str]) -> String {
    short(parts.join("\0"))
}
