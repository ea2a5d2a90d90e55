//! How BIFF12 frames a record and spells numbers and text in it.

/// Records one after another: identifier, length, content.
#[derive(Default)]
pub struct Records(Vec<u8>);

impl Records {
    pub fn push(&mut self, id: usize, content: &[u8]) {
        self.push_in_sevens(id);
        self.push_in_sevens(content.len());
        self.0.extend(content);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Seven bits a byte, lowest first; the top bit says that more follow.
    fn push_in_sevens(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }
}

/// `XLWideString`: the number of UTF-16 units, then the units.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).expect("a cell's text is short");
    length.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

pub fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
