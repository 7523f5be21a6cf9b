//! What contract.proto says of a turn.

use crate::wire::{Fields, Value, Writer};

/// The type of a field.
enum Type {
    Text,
    Bytes,
    Bool,
    Uint32,
    Int32,
    Double,
    Message(&'static [Type]),
}
use Type::{Bool, Bytes, Double, Int32, Message, Text, Uint32};

// Each message is the list of its fields' types, in the order of their numbers. Whether a field is one or a list makes no difference here.
const TURN: &[Type] = &[
    Uint32, Message(DIRECTORY), Message(BUSINESS), Message(PAGE), Bytes, Uint32, Message(STEP_RESULT), Text, Message(REFUSAL),
];
const DIRECTORY: &[Type] = &[Text, Text, Text, Text, Text];
const REFUSAL: &[Type] = &[Uint32, Text, Message(PAIR)];
const BUSINESS: &[Type] = &[
    Text, Text, Text, Text, Text, Text, Text, Text, Text, Message(PHONE), Message(PHONE), Message(PHONE), Message(PHONE), Text,
    Message(ADDRESS), Text, Message(POINT), Text, Message(OPEN_DAY), Text, Text, Text, Text, Text, Message(FILE), Message(FILE),
    Message(FILE), Text, Message(PAIR), Message(CONTACT), Uint32, Text, Text, Text, Text,
];
const PHONE: &[Type] = &[Text, Text, Text, Text, Text, Text];
const ADDRESS: &[Type] = &[Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text];
const POINT: &[Type] = &[Double, Double];
const OPEN_DAY: &[Type] = &[Text, Bool, Message(PAIR)];
const FILE: &[Type] = &[Text, Text, Text, Uint32, Uint32, Uint32, Text];
const CONTACT: &[Type] = &[Text, Text, Text, Text, Message(PHONE), Text];
const PAGE: &[Type] = &[
    Text, Text, Text, Uint32, Text, Text, Message(FORM), Message(CONTROL), Message(PAGE_BUTTON), Message(TRIPLE), Message(TRIPLE),
    Message(PAIR), Message(OPTION_SET), Message(FRAME), Text,
];
const FORM: &[Type] = &[Text, Text, Text, Text, Text, Text];
const CONTROL: &[Type] = &[
    Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Bool, Uint32, Uint32, Text, Text, Text, Text, Text, Text, Bool, Bool,
    Bool, Bool, Text, Uint32, Message(CHOICE), Text, Bool, Text, Message(BOX), Text,
];
const CHOICE: &[Type] = &[Text, Text, Text, Bool];
const BOX: &[Type] = &[Int32, Int32, Int32, Int32];
const PAGE_BUTTON: &[Type] = &[Text, Text, Text, Text, Bool, Text, Text];
const OPTION_SET: &[Type] = &[Message(PAIR), Uint32];
const FRAME: &[Type] = &[Text];
const STEP_RESULT: &[Type] = &[Bool, Text, Text];
const PAIR: &[Type] = &[Text, Text]; // Slot, Social, PageError, Option
const TRIPLE: &[Type] = &[Text, Text, Text]; // Link, Captcha

/// Reads a turn through and through and writes what it read. It panics unless the turn is sound protobuf and every text in it is UTF-8; fields
/// that the contract does not have are passed over.
pub fn rewrite_turn(turn: &[u8]) -> Vec<u8> {
    let mut out = Writer::default();
    rewrite(turn, TURN, &mut out);
    out.0
}

fn rewrite(message: &[u8], types: &'static [Type], out: &mut Writer) {
    for (field, value) in Fields(message) {
        match (types.get(field as usize - 1), value) {
            (None, _) => {}
            (Some(Text), Value::Bytes(b)) => {
                std::str::from_utf8(b).expect("string is not valid UTF-8");
                out.bytes(field, b);
            }
            (Some(Bytes), Value::Bytes(b)) => out.bytes(field, b),
            (Some(Bool), Value::Number(n)) => out.number(field, u64::from(n != 0)),
            (Some(Uint32), Value::Number(n)) => out.number(field, u64::from(n as u32)),
            (Some(Int32), Value::Number(n)) => out.number(field, i64::from(n as i32) as u64),
            (Some(Double), Value::Double(bits)) => out.double(field, bits),
            (Some(Message(types)), Value::Bytes(b)) => out.message(field, |inner| rewrite(b, types, inner)),
            _ => panic!("field has the wrong wire type"),
        }
    }
}
