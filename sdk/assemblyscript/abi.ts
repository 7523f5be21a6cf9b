// The exports of the module.

import { call } from "./adapter";
import { Reader, Writer } from "./wire";
import { Turn } from "./turn";

// The memory of the call in progress.
let request = new ArrayBuffer(0);
let answer = new Writer();

/** Returns the address of n bytes for the request. */
export function bolt_alloc(n: u32): usize {
  request = new ArrayBuffer(n);
  return changetype<usize>(request);
}

/** Runs one function of the adapter on the request, and returns address << 32 | length of the answer. */
export function bolt_call(op: u32, at: usize, n: u32): u64 {
  if (at != changetype<usize>(request) || n != request.byteLength) throw new Error("bolt_call: the request is not what bolt_alloc gave");
  const turn = new Turn();
  turn.decode(new Reader(at, at + n));
  answer = new Writer();
  call(op, turn).encode(answer);
  return (<u64>answer.start << 32) | answer.length;
}
