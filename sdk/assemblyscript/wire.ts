// Protobuf's wire format. https://protobuf.dev/programming-guides/encoding/

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const BYTES: u32 = 2;
const FIXED32: u32 = 5;

/** Reader walks over the fields of a message. Bytes that are no message end the call. */
export class Reader {
  /** Number and wire type of the field it stands on. */
  field: u32 = 0;
  private wire: u32 = 0;

  constructor(private at: usize, private end: usize) {}

  /** Steps onto the next field; false at the end of the message. */
  next(): bool {
    if (this.at == this.end) return false;
    const tag = this.uvarint();
    if (tag >> 3 < 1 || tag >> 3 > (1 << 29) - 1) throw new Error("message is malformed");
    this.field = <u32>(tag >> 3);
    this.wire = <u32>(tag & 7);
    return true;
  }

  /** Begins to read the message in this field; close, given what it returned, ends that. */
  open(): usize {
    const n = this.length(), end = this.end;
    this.end = this.at + n;
    return end;
  }

  close(end: usize): void {
    this.end = end;
  }

  varint(): u64 {
    this.expect(VARINT);
    return this.uvarint();
  }

  double(): f64 {
    this.expect(FIXED64);
    return load<f64>(this.take(8));
  }

  bytes(): Uint8Array {
    const n = this.length(), out = new Uint8Array(<i32>n);
    memory.copy(out.dataStart, this.take(n), n);
    return out;
  }

  /** Reads a text; one that is not UTF-8 ends the call. */
  string(): string {
    const n = this.length();
    return n == 0 ? "" : decodeText(this.take(n), n);
  }

  /** Passes over the field. */
  skip(): void {
    switch (this.wire) {
      case VARINT: this.uvarint(); break;
      case FIXED64: this.take(8); break;
      case BYTES: this.take(this.length()); break;
      case FIXED32: this.take(4); break;
      default: throw new Error("message is malformed");
    }
  }

  private expect(wire: u32): void {
    if (this.wire != wire) throw new Error("field has the wrong wire type");
  }

  /** The length of a field, which lies within the message. */
  private length(): usize {
    this.expect(BYTES);
    const n = this.uvarint();
    if (n > <u64>(this.end - this.at)) throw new Error("message is truncated");
    return <usize>n;
  }

  private take(n: usize): usize {
    const from = this.at;
    if (n > this.end - from) throw new Error("message is truncated");
    this.at = from + n;
    return from;
  }

  private uvarint(): u64 {
    let v: u64 = 0;
    for (let shift: u64 = 0; shift < 70; shift += 7) {
      const c = load<u8>(this.take(1));
      if (shift == 63 && c > 1) break;
      v |= (<u64>(c & 0x7f)) << shift;
      if (c < 0x80) return v;
    }
    throw new Error("message is malformed");
  }
}

// AssemblyScript's texts are UTF-16. A byte becomes one unit of two bytes or fewer, so there is room for twice the bytes.
function decodeText(from: usize, n: usize): string {
  const out = __new(n << 1, idof<string>()), end = from + n;
  let to = out;
  while (from < end) {
    // Most text is ASCII: eight bytes at once.
    while (from + 8 <= end && (load<u64>(from) & 0x8080808080808080) == 0) {
      for (let i: usize = 0; i < 8; i++) store<u16>(to + (i << 1), load<u8>(from + i));
      from += 8;
      to += 16;
    }
    if (from == end) break;
    const c: u32 = load<u8>(from++);
    if (c < 0x80) {
      store<u16>(to, <u16>c);
      to += 2;
      continue;
    }
    // The second byte is bounded so that each character has one form, none is half of a surrogate pair, and none lies past U+10FFFF.
    let more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3, low: u32 = 0x80, high: u32 = 0xbf;
    if (c < 0xc2 || c > 0xf4) throw new Error("string is not valid UTF-8");
    if (c == 0xe0) low = 0xa0;
    if (c == 0xed) high = 0x9f;
    if (c == 0xf0) low = 0x90;
    if (c == 0xf4) high = 0x8f;
    let character: u32 = c & (0x3f >> more);
    for (; more > 0; more--) {
      const next: u32 = from < end ? load<u8>(from++) : 0;
      if (next < low || next > high) throw new Error("string is not valid UTF-8");
      character = (character << 6) | (next & 0x3f);
      low = 0x80;
      high = 0xbf;
    }
    if (character < 0x10000) {
      store<u16>(to, <u16>character);
      to += 2;
    } else {
      character -= 0x10000;
      store<u16>(to, <u16>(0xd800 | (character >> 10)));
      store<u16>(to, <u16>(0xdc00 | (character & 0x3ff)), 2);
      to += 4;
    }
  }
  return changetype<string>(__renew(out, to - out));
}

/** Writer writes a message into memory that grows with it. */
export class Writer {
  private buffer: ArrayBuffer = new ArrayBuffer(4096);
  private size: usize = 0;

  /** Where what was written lies, and how long it is. */
  get start(): usize { return changetype<usize>(this.buffer); }
  get length(): usize { return this.size; }

  varint(field: u32, v: u64): void {
    this.tag(field, VARINT);
    this.uvarint(v);
  }

  double(field: u32, v: f64): void {
    this.tag(field, FIXED64);
    store<f64>(this.room(8), v);
    this.size += 8;
  }

  bytes(field: u32, b: Uint8Array): void {
    this.tag(field, BYTES);
    this.uvarint(b.length);
    memory.copy(this.room(b.length), b.dataStart, b.length);
    this.size += b.length;
  }

  /** Writes a text. Half of a surrogate pair, which UTF-8 does not have, becomes U+FFFD. */
  string(field: u32, s: string): void {
    const n = String.UTF8.byteLength(s);
    this.tag(field, BYTES);
    this.uvarint(n);
    String.UTF8.encodeUnsafe(changetype<usize>(s), s.length, this.room(n), false, String.UTF8.ErrorMode.REPLACE);
    this.size += n;
  }

  /** Begins a message in a field, with one byte for its length; close or closePresent, given what it returned, ends it. */
  open(field: u32): usize {
    this.tag(field, BYTES);
    this.room(1);
    return ++this.size;
  }

  /** Ends a message. It moves the message up in the rare case that the length needs more than a byte. */
  close(at: usize): void {
    const n = this.size - at;
    let extra: usize = 0;
    for (let v = n; v >= 0x80; v >>= 7) extra++;
    if (extra > 0) {
      this.room(extra);
      memory.copy(this.start + at + extra, this.start + at, n);
    }
    this.size = at - 1;
    this.uvarint(n);
    this.size += n;
  }

  /** Ends a message, and leaves one without content out. */
  closePresent(at: usize, field: u32): void {
    if (this.size > at) this.close(at);
    else this.size -= field < 16 ? 2 : 3;
  }

  private tag(field: u32, wire: u32): void {
    this.uvarint((field << 3) | wire);
  }

  private uvarint(v: u64): void {
    let to = this.room(10);
    for (; v >= 0x80; v >>= 7) {
      store<u8>(to++, <u8>v | 0x80);
      this.size++;
    }
    store<u8>(to, <u8>v);
    this.size++;
  }

  /** Where the next n bytes go. */
  private room(n: usize): usize {
    const need = this.size + n;
    if (need > <usize>this.buffer.byteLength) {
      const grown = new ArrayBuffer(<i32>(need << 1));
      memory.copy(changetype<usize>(grown), this.start, this.size);
      this.buffer = grown;
    }
    return this.start + this.size;
  }
}
