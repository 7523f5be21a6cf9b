//! The conformance adapter in Rust: it does what sdk/conform/README.md says.

mod abi;
mod contract;
mod fields;
mod steps;
mod wire;

use wire::{get, Writer};

/// Answers one call: the turn, and the turn written again.
fn act(op: u32, turn: &[u8], again: Vec<u8>) -> Vec<u8> {
    let mut answer = Writer::default();
    match op {
        0 => manifest(&mut answer),
        1 | 2 => follow(turn, &again, &mut answer),
        3 => error(&mut answer, "no_function", "the adapter has no lookup"),
        _ => error(&mut answer, "no_function", "the adapter has no unknown"),
    }
    answer.0
}

/// Does what the configuration of the directory names.
fn follow(turn: &[u8], again: &[u8], answer: &mut Writer) {
    let (state, page) = (get(turn, 5), get(turn, 4));
    let config = text(get(get(turn, 2), 4));
    match config {
        "\"echo\"" => screenshot(answer, again),
        "\"reverse\"" => screenshot(answer, &state.iter().rev().copied().collect::<Vec<u8>>()),
        "\"fields\"" => moving(answer, "do", |m| fields::fields(turn, m)),
        "\"steps\"" => moving(answer, "do", |m| steps::steps(turn, m)),
        "\"park\"" => moving(answer, "park", |m| pair(m, 4, text(state), "A person is needed.")),
        "\"reject\"" => moving(answer, "reject", |m| pair(m, 5, "phone", "This directory lists only businesses with a phone number.")),
        "\"verdict\"" => verdict(answer, text(state), text(get(page, 1)), text(get(page, 2))),
        "\"fail\"" => error(answer, "form_changed", "expected the field »Straße«, saw 道路 🙂"),
        "\"trap\"" => panic!("conform: trapped on purpose"),
        "\"log\"" => {
            for _ in 0..4000 {
                abi::log("conform: a line of sixty-four bytes, line feed and all, no more\n");
            }
            verdict(answer, "unknown", "", "");
        }
        "\"flood\"" => moving(answer, "do", flood),
        "\"remember\"" => error(answer, "calls", &calls().to_string()),
        _ => error(answer, "unknown_command", config),
    }
}

/// A text of a turn that was read once, and so is UTF-8.
fn text(b: &[u8]) -> &str {
    std::str::from_utf8(b).unwrap()
}

/// Counts the calls, which is what an adapter would have to keep to remember the customer before.
fn calls() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static CALLS: AtomicU32 = AtomicU32::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed) + 1
}

fn manifest(answer: &mut Writer) {
    answer.message(3, |m| {
        m.text(1, "conform");
        m.text(2, "1.0.0");
        m.number(3, 1);
        m.text(4, "conform.example");
        m.text(5, "https://conform.example/add");
        m.text(6, "cdn.conform.example");
        m.text(7, "plan");
        m.text(7, "verify");
        m.text(8, "name");
        m.message(9, |limit| {
            limit.text(1, "description");
            limit.number(2, 500);
        });
        m.message(10, |politeness| {
            politeness.number(1, 60);
            politeness.number(2, 100);
        });
        m.text(11, "DirectoryBolt contributors");
        m.text(12, "MIT");
        m.text(13, "Shows that an SDK keeps the contract.");
        m.text(14, "{\"type\": \"string\"}");
    });
}

fn error(answer: &mut Writer, code: &str, why: &str) {
    answer.message(2, |e| {
        e.text(1, code);
        e.text(2, why);
    });
}

fn moving(answer: &mut Writer, kind: &str, content: impl FnOnce(&mut Writer)) {
    answer.message(1, |m| {
        m.text(1, kind);
        content(m);
    });
}

/// A message of two texts: a Parking or a Rejection.
fn pair(m: &mut Writer, field: u32, first: &str, second: &str) {
    m.message(field, |p| {
        p.text(1, first);
        p.text(2, second);
    });
}

fn screenshot(answer: &mut Writer, state: &[u8]) {
    moving(answer, "do", |m| {
        m.message(2, |step| step.text(1, "screenshot"));
        m.bytes(3, state);
    });
}

fn verdict(answer: &mut Writer, which: &str, url: &str, quote: &str) {
    let (yes_or_no, quote, listing, url, reference) = match which {
        "live" => ("yes", quote, "live", url, ""),
        "under_review" => ("yes", quote, "under_review", "", "A-17"),
        "duplicate" => ("yes", quote, "duplicate", url, ""),
        "rejected" => ("no", quote, "rejected", "", ""),
        "absent" => ("no", quote, "", "", ""),
        _ => ("unknown", "", "", "", ""),
    };
    moving(answer, "verdict", |m| {
        m.message(6, |v| {
            v.text(1, yes_or_no);
            v.text(2, quote);
            v.text(3, listing);
            v.text(4, url);
            v.text(5, reference);
        })
    });
}

/// More than the host takes: 400 steps of 4,000 bytes.
fn flood(m: &mut Writer) {
    for _ in 0..400 {
        m.message(2, |step| {
            step.text(1, "type");
            step.bytes(3, &[b'x'; 4000]);
        });
    }
}
