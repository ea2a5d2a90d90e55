//! The encoding of a text file: byte order mark, density of NUL bytes, strict UTF-8, then detection over the whole.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text and the name of the encoding it was read with.
pub(super) fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (text(encoding, &bytes[mark..]), encoding.name());
    }
    // UTF-16 without a mark: every other byte of plain English is NUL.
    let nul_at = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 4 > bytes.len();
    for (encoding, odd) in [(UTF_16LE, 1), (UTF_16BE, 0)] {
        if nul_at(odd) {
            return (text(encoding, bytes), encoding.name());
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), UTF_8.name());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"uk"), Utf8Detection::Deny);
    (text(encoding, bytes), encoding.name())
}

fn text(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forces_send() {
        let utf16: Vec<u8> = "Outcome,Number\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(&utf16);
        for (bytes, expected, name) in [
            (b"\xef\xbb\xbfOutcome".to_vec(), "Outcome", "UTF-8"),
            (b"Outcome".to_vec(), "Outcome", "UTF-8"),
            (marked, "Outcome,Number\n", "UTF-16LE"),
            (utf16, "Outcome,Number\n", "UTF-16LE"),
            (b"cost \xa3100 \x96 April".to_vec(), "cost \u{a3}100 \u{2013} April", "windows-1252"),
        ] {
            assert_eq!(decode(&bytes), (expected.to_owned(), name));
        }
    }
}
