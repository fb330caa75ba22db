/** A .npy file, version 1. */
export function npy(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
  fortranOrder = false,
): Uint8Array {
  const axes = shape.join(', ') + (shape.length === 1 ? ',' : '');
  const order = fortranOrder ? 'True' : 'False';
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${axes}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), data]);
}
