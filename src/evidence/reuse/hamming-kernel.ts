/**
 * A WebAssembly module for the inner loop of the hash search, assembled here byte by byte because
 * JavaScript has no 64-bit popcount: `i64.popcnt` compares several times as many pairs a second as
 * two 32-bit words in plain JavaScript do, and every engine that runs Node 20 has it.
 *
 * In the text format, for n symmetries:
 *
 *     (func (export "scan") (param $query i32) (param $target i32) (param $end i32)
 *                           (param $radius i64) (param $out i32) (result i32)
 *       (local $t i64) (local $q0 i64) … (local $first i32) (local $start i32)
 *       $start = $out; $first = $target; $qk = load($query + 8k)
 *       loop
 *         $t = load($target)
 *         if popcnt($t ^ $q0) <= $radius or … or popcnt($t ^ $qn) <= $radius
 *           store($out, ($target - $first) / 8); $out += 4
 *         $target += 8
 *         continue while $target < $end
 *       return ($out - $start) / 4)
 */

const op = {
  if: 0x04,
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  load64: 0x29,
  store32: 0x36,
  const32: 0x41,
  lessUnsigned32: 0x49,
  add32: 0x6a,
  subtract32: 0x6b,
  or32: 0x72,
  shiftRightUnsigned32: 0x76,
  notGreaterUnsigned64: 0x58,
  popcount64: 0x7b,
  xor64: 0x85,
} as const;
const i32 = 0x7f;
const i64 = 0x7e;
const noResult = 0x40;

const [query, target, end, radius, out, current, firstQuery] = [0, 1, 2, 3, 4, 5, 6] as const;

/** The part of the engine's WebAssembly that is used here: Node's types leave it to the DOM's. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (descriptor: { readonly initial: number }) => WasmMemory;
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** A loaded kernel. All positions are byte offsets into its memory. */
export interface HammingKernel {
  readonly memory: WasmMemory;
  /**
   * Lists the targets in [target, end) within `radius` bits of any of the query's hashes.
   *
   * @param query Offset of the query's hashes, 8 bytes each.
   * @param out Offset for the found targets' positions in the range, 4 bytes each.
   * @returns How many were found.
   */
  scan(query: number, target: number, end: number, radius: bigint, out: number): number;
}

/**
 * Loads the kernel.
 *
 * @param hashes Hashes of each query: 1 for upright only, 8 for all symmetries.
 * @param sizeBytes Memory that the caller needs.
 */
export async function loadHammingKernel(hashes: number, sizeBytes: number): Promise<HammingKernel> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(sizeBytes / 65_536) });
  const { instance } = await WebAssembly.instantiate(hammingModule(hashes), { host: { memory } });
  return { memory, scan: (instance.exports as Pick<HammingKernel, 'scan'>).scan };
}

/** Builds the module for queries of so many hashes each. */
function hammingModule(hashes: number): Uint8Array<ArrayBuffer> {
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const signature = [0x60, ...vector([[i32], [i32], [i32], [i64], [i32]]), ...vector([[i32]])];
  const memoryImport = [...text('host'), ...text('memory'), 0x02, 0x00, 0x00];
  return Uint8Array.from([
    ...header,
    ...section(1, vector([signature])),
    ...section(2, vector([memoryImport])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...text('scan'), 0x00, 0x00]])),
    ...section(10, vector([sized(body(hashes))])),
  ]);
}

function body(hashes: number): number[] {
  const first = firstQuery + hashes;
  const start = first + 1;
  const locals = vector([
    [...unsigned(1 + hashes), i64],
    [2, i32],
  ]);
  const loads = range(hashes).flatMap((k) => [
    ...[op.get, query, op.load64, 3, ...unsigned(8 * k), op.set, firstQuery + k],
  ]);
  const compares = range(hashes).flatMap((k) => [
    ...[op.get, current, op.get, firstQuery + k, op.xor64, op.popcount64],
    ...[op.get, radius, op.notGreaterUnsigned64],
    ...(k > 0 ? [op.or32] : []),
  ]);
  return [
    ...locals,
    ...[op.get, out, op.set, start, op.get, target, op.set, first],
    ...loads,
    ...[op.loop, noResult],
    ...[op.get, target, op.load64, 3, 0, op.set, current],
    ...compares,
    ...[op.if, noResult],
    ...[op.get, out, op.get, target, op.get, first, op.subtract32],
    ...[op.const32, 3, op.shiftRightUnsigned32, op.store32, 2, 0],
    ...[op.get, out, op.const32, 4, op.add32, op.set, out],
    op.end,
    ...[op.get, target, op.const32, 8, op.add32, op.set, target],
    ...[op.get, target, op.get, end, op.lessUnsigned32, op.branchIf, 0],
    op.end,
    ...[op.get, out, op.get, start, op.subtract32, op.const32, 2, op.shiftRightUnsigned32],
    op.end,
  ];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const text = (name: string): number[] => sized([...Buffer.from(name)]);
const vector = (entries: readonly (readonly number[])[]): number[] => [
  ...unsigned(entries.length),
  ...entries.flat(),
];

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
