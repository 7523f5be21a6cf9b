//! Protobuf's wire format, without a crate. <https://protobuf.dev/programming-guides/encoding/>
//!
//! Messages are not unpacked into structs: a message is a slice of bytes, and `get` looks a field up by its number in contract.proto.

pub const VARINT: u64 = 0;
pub const FIXED64: u64 = 1;
pub const BYTES: u64 = 2;
pub const FIXED32: u64 = 5;

/// What a field holds.
pub enum Value<'a> {
    Number(u64),
    Double(u64), // its bits
    Bytes(&'a [u8]),
    Fixed32,
}

/// Fields walks over the fields of a message. It panics on bytes that are not protobuf, which ends the call with a trap.
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    fn varint(&mut self) -> u64 {
        let mut v = 0;
        for i in 0..10 {
            let c = *self.0.get(i).expect("message is truncated");
            assert!(i < 9 || c <= 1, "message is malformed");
            v |= u64::from(c & 0x7f) << (7 * i);
            if c < 0x80 {
                self.0 = &self.0[i + 1..];
                return v;
            }
        }
        unreachable!("the tenth byte ends a varint")
    }

    fn take(&mut self, n: u64) -> &'a [u8] {
        assert!(n <= self.0.len() as u64, "message is truncated");
        let (taken, rest) = self.0.split_at(n as usize);
        self.0 = rest;
        taken
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let tag = self.varint();
        let field = tag >> 3;
        assert!((1..1 << 29).contains(&field), "message is malformed");
        let value = match tag & 7 {
            VARINT => Value::Number(self.varint()),
            FIXED64 => Value::Double(u64::from_le_bytes(self.take(8).try_into().unwrap())),
            BYTES => {
                let size = self.varint();
                Value::Bytes(self.take(size))
            }
            FIXED32 => {
                self.take(4);
                Value::Fixed32
            }
            _ => panic!("message is malformed"),
        };
        Some((field as u32, value))
    }
}

/// All texts, byte strings or messages in a field, in their order.
pub fn all(message: &[u8], field: u32) -> impl Iterator<Item = &[u8]> {
    Fields(message).filter_map(move |(f, value)| match value {
        Value::Bytes(b) if f == field => Some(b),
        _ => None,
    })
}

/// The text, byte string or message in a field: the last of them, as protobuf has it; empty if there is none.
pub fn get(message: &[u8], field: u32) -> &[u8] {
    all(message, field).last().unwrap_or(&[])
}

/// Writer writes one message.
#[derive(Default)]
pub struct Writer(pub Vec<u8>);

impl Writer {
    fn varint(&mut self, mut v: u64) {
        while v >= 0x80 {
            self.0.push(v as u8 | 0x80);
            v >>= 7;
        }
        self.0.push(v as u8);
    }

    pub fn number(&mut self, field: u32, v: u64) {
        self.varint(u64::from(field) << 3 | VARINT);
        self.varint(v);
    }

    pub fn double(&mut self, field: u32, bits: u64) {
        self.varint(u64::from(field) << 3 | FIXED64);
        self.0.extend(bits.to_le_bytes());
    }

    pub fn bytes(&mut self, field: u32, b: &[u8]) {
        self.varint(u64::from(field) << 3 | BYTES);
        self.varint(b.len() as u64);
        self.0.extend(b);
    }

    /// A text; nothing for an empty one.
    pub fn text(&mut self, field: u32, s: &str) {
        if !s.is_empty() {
            self.bytes(field, s.as_bytes());
        }
    }

    /// A message that `content` writes.
    pub fn message(&mut self, field: u32, content: impl FnOnce(&mut Writer)) {
        let mut inner = Writer::default();
        content(&mut inner);
        self.bytes(field, &inner.0);
    }
}
