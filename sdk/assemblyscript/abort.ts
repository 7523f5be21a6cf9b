// What the compiler calls where a program fails: a thrown Error, an index out of range. asconfig.json names it.

@external("wasi_snapshot_preview1", "fd_write")
declare function fd_write(fd: u32, pieces: usize, count: u32, written: usize): u32;

/** Prints a line to the log of the call. Whoever runs the directory reads it: leave the customer's data out. */
export function log(line: string): void {
  const text = String.UTF8.encode(line + "\n");
  const piece = memory.data(8), written = memory.data(4); // WASI's iovec
  store<usize>(piece, changetype<usize>(text));
  store<usize>(piece, text.byteLength, 4);
  fd_write(2, piece, 1, written);
}

export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const at = file ? file + ":" + line.toString() + ":" + column.toString() : "unknown place";
  log("abort: " + (message ? message : "no message") + "\n  at " + at);
  unreachable();
}
