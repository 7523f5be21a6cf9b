//! Every kind of step, every way to name a target, and every note a step can carry.

use crate::wire::{all, get, Writer};

/// How a target is named.
struct At<'a> {
    by: &'a str,
    value: &'a str,
    role: &'a str,
    within: &'a str,
}

fn at<'a>(by: &'a str, value: &'a str) -> At<'a> {
    At { by, value, role: "", within: "" }
}

fn step(m: &mut Writer, kind: &str, target: At, notes: impl FnOnce(&mut Writer)) {
    m.message(2, |s| {
        s.text(1, kind);
        s.message(2, |t| {
            t.text(1, target.by);
            t.text(2, target.value);
            t.text(3, target.role);
            t.text(4, target.within);
        });
        notes(s);
    });
}

pub fn steps(turn: &[u8], m: &mut Writer) {
    let b = get(turn, 3);
    let address = get(b, 15);
    m.message(2, |s| {
        s.text(1, "goto");
        s.text(3, "https://conform.example/add?step=1&lang=de");
    });
    step(m, "fill", at("label", "Name *"), |s| {
        s.bytes(3, get(b, 1));
        s.text(9, "name");
        s.text(10, "its label says so");
    });
    step(m, "fill", at("ref", "c2"), |_| ());
    step(m, "fill", At { within: "f1", ..at("name", "password") }, |s| s.text(5, "account.password"));
    step(m, "choose", at("placeholder", "Category"), |s| s.text(3, "Klempner & Söhne"));
    step(m, "choose", at("label", "Payment"), |s| ["Cash", "", "Visa"].iter().for_each(|v| s.bytes(4, v.as_bytes())));
    step(m, "check", at("label", "I accept the terms"), |_| ());
    step(m, "uncheck", at("label", "Newsletter"), |s| s.number(11, 1));
    step(m, "upload", at("name", "photos"), |s| all(b, 27).for_each(|photo| s.bytes(6, get(photo, 1))));
    step(m, "type", at("css", "#address > input"), |s| {
        s.bytes(3, get(address, 1));
        s.text(9, "address.full");
    });
    step(m, "click", At { role: "tab", ..at("role", "Hours") }, |_| ());
    step(m, "press", at("label", "City"), |s| s.text(3, "Enter"));
    step(m, "wait", at("text", "Almost done"), |_| ());
    step(m, "expect", at("label", "City"), |s| s.bytes(3, get(address, 7)));
    step(m, "extract", at("css", "a.listing"), |s| s.text(3, "href"));
    m.message(2, |s| s.text(1, "screenshot"));
    step(m, "rich_text", at("label", "Description"), |s| s.bytes(3, get(b, 5)));
    step(m, "tags", at("label", "Tags"), |s| all(b, 7).for_each(|tag| s.bytes(4, tag)));
    step(m, "hours", at("label", "Opening hours"), |s| all(b, 19).for_each(|day| s.bytes(7, day)));
    step(m, "pin", at("label", "Map"), |s| s.bytes(8, get(b, 17)));
    step(m, "submit", At { role: "button", ..at("role", "Send") }, |_| ());
    m.bytes(3, &[0, 1, 127, 128, 255]);
}
