//! The border of the module: its exports and its one import.

use crate::contract::rewrite_turn;

/// WASI's ciovec.
#[repr(C)]
struct Piece {
    at: *const u8,
    size: usize,
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
extern "C" {
    fn fd_write(fd: u32, pieces: *const Piece, count: u32, written: *mut u32) -> u32;
}

/// Prints to the log of the call.
pub fn log(s: &str) {
    let piece = Piece { at: s.as_ptr(), size: s.len() };
    let mut written = 0;
    unsafe { fd_write(2, &piece, 1, &mut written) };
}

#[no_mangle]
pub extern "C" fn bolt_alloc(size: usize) -> *mut u8 {
    // The host writes here; the memory is never given back: an instance lives for one call.
    Box::leak(vec![0; size].into_boxed_slice()).as_mut_ptr()
}

/// # Safety
/// The host hands over what bolt_alloc gave.
#[no_mangle]
pub unsafe extern "C" fn bolt_call(op: u32, at: *const u8, size: usize) -> u64 {
    // Without a system, a panic is silent and traps. Its text and place belong in the log.
    std::panic::set_hook(Box::new(|info| log(&format!("{}\n", info))));
    let turn = std::slice::from_raw_parts(at, size);
    let again = rewrite_turn(turn);
    let answer = Box::leak(crate::act(op, turn, again).into_boxed_slice());
    (answer.as_ptr() as u64) << 32 | answer.len() as u64
}
