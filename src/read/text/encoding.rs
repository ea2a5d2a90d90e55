//! The encoding of a text file: byte order mark, density of NUL bytes, strict UTF-8, then detection over the whole.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file and how it came about.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::read) struct Decoded<'b> {
    pub text: Cow<'b, str>,
    pub encoding: &'static str,
    /// Whether bytes that the encoding does not know became U+FFFD.
    pub lossy: bool,
}

/// The text, or the sentence that says why there is none.
pub(in crate::read) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, &'static str> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err("it is text in UTF-32, which is not readable yet");
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decoded(encoding, &bytes[mark..]));
    }
    // UTF-16 without a mark: of plain English every other byte is NUL, and only every other.
    let nuls = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    for (encoding, many, few) in [(UTF_16LE, odd, even), (UTF_16BE, even, odd)] {
        if many * 4 > bytes.len() && few * 16 < bytes.len() {
            return Ok(decoded(encoding, bytes));
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), lossy: false });
    }
    // Lines that end in CR alone are those of an old Macintosh, whose letters detection takes for Windows ones.
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        return Ok(decoded(MACINTOSH, bytes));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(decoded(detector.guess(Some(b"uk"), Utf8Detection::Deny), bytes))
}

fn decoded<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), lossy }
}

/// Whether a decoded text is none: NULs, many control characters, or many bytes that no text holds. A form feed or
/// the Ctrl-Z of an old program here and there is still text.
pub(super) fn is_binary(text: &str) -> bool {
    let bytes = text.as_bytes();
    let control = |byte: &u8| (*byte < b' ' && !(b'\t'..=b'\r').contains(byte)) || *byte == 0x7f;
    let mut odd = bytes.iter().filter(|byte| control(byte)).count();
    if !text.is_ascii() {
        let strange = |char: &char| ('\u{80}'..='\u{9f}').contains(char) || *char == char::REPLACEMENT_CHARACTER;
        odd += text.chars().filter(strange).count();
    }
    bytes.contains(&0) || (odd > 2 && odd * 50 > bytes.len())
}

/// Where UTF-8 was read as windows-1252, each place once: `Ã©` for é, `Â£` for £, `â€™` for an apostrophe. Only what
/// begins with these three letters is looked for: no English or Welsh word has them before such a sign.
pub(super) fn mojibake(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['Â', 'Ã', 'â']).map(|(at, _)| at).filter(|at| {
        let rest = &text[*at..];
        let length = if rest.starts_with('â') { 3 } else { 2 };
        let mut bytes = Vec::with_capacity(length);
        for char in rest.chars().take(length) {
            let mut buffer = [0; 4];
            let (encoded, _, unknown) = WINDOWS_1252.encode(char.encode_utf8(&mut buffer));
            if unknown {
                return false;
            }
            bytes.extend_from_slice(&encoded);
        }
        bytes.len() == length && std::str::from_utf8(&bytes).is_ok()
    })
}

/// Where text of an old Macintosh was read as windows-1252: `menÕs` for men's, and a dash that became ` Ð `. Nothing
/// else in it shows what it is.
pub(super) fn macintosh(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['Õ', 'Ð']).map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        let mut from = text[*at..].chars();
        let (sign, after) = (from.next(), from.next());
        let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
        if sign == Some('Õ') { both(|c| c.is_ascii_lowercase()) } else { both(|c| c == ' ') }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes).expect("it is text");
        (decoded.text.into_owned(), decoded.encoding)
    }

    #[test]
    fn what_forces_send() {
        let utf16: Vec<u8> = "Outcome,Number\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Outcome,Number\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(&utf16);
        for (bytes, expected, name) in [
            (b"\xef\xbb\xbfOutcome".to_vec(), "Outcome", "UTF-8"),
            (b"Outcome".to_vec(), "Outcome", "UTF-8"),
            (marked, "Outcome,Number\n", "UTF-16LE"),
            (utf16, "Outcome,Number\n", "UTF-16LE"),
            (big, "Outcome,Number\n", "UTF-16BE"),
            (b"cost \xa3100 \x96 April".to_vec(), "cost \u{a3}100 \u{2013} April", "windows-1252"),
            (b"men\xd5s\rcaf\x8e".to_vec(), "men\u{2019}s\rcaf\u{e9}", "macintosh"),
        ] {
            assert_eq!(read(&bytes), (expected.to_owned(), name));
        }
    }

    #[test]
    fn the_one_pound_sign_may_stand_far_into_the_file() {
        let mut bytes = b"fruit,price\n".repeat(20_000);
        bytes.extend(b"plums,\xa35\n");
        assert!(read(&bytes).0.ends_with("plums,\u{a3}5\n"));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert!(decode(b"\xff\xfe\0\0a\0\0\0").is_err());
        assert!(decode(b"\0\0\xfe\xff\0\0\0a").is_err());
        assert!(is_binary("plain text, then \0 once"));
        assert!(is_binary("\u{1}\u{2}\u{3}\u{4}abc"));
        assert!(!is_binary("plums,5\r\n\u{1a}"));
    }

    #[test]
    fn utf8_read_as_windows_1252_is_noticed() {
        let mixed = b"Caf\xc3\xa9,\xc2\xa35\nna\xefve,it\xe2\x80\x99s\n";
        let (text, _) = read(mixed);
        assert_eq!(mojibake(&text).count(), 3, "{text}");
        assert_eq!(macintosh("menÕs work Ð done").count(), 2);
        assert_eq!(macintosh("Õun, ÐA").count(), 0);
        assert_eq!(mojibake("Château, Ânnwn, â€ and £5 in Tŷ Coch").count(), 0);
    }
}
