import type { CheckpointTensor } from '../../checkpoint/checkpoint.ts';
import type { Tape } from '../tape.ts';
import type { Value } from '../value.ts';
import { cast } from './elementwise.ts';

/** A tensor of the checkpoint as float32, whatever it is stored as. */
export function weight(tape: Tape, tensor: CheckpointTensor): Value {
  return cast(tape, tape.weight(tensor), 'float32');
}

/**
 * x W^T + b.
 *
 * @param x f32[rows, in]
 * @param weightTensor [out, in], as checkpoints store it; more axes after the first count as one.
 * @param biasTensor [out]
 * @returns f32[rows, out]
 */
export function linear(
  tape: Tape,
  x: Value,
  weightTensor: CheckpointTensor,
  biasTensor?: CheckpointTensor,
): Value {
  const [outputs, ...rest] = weightTensor.shape as readonly [number, ...number[]];
  const matrix = { ...weightTensor, shape: [outputs, rest.reduce((a, b) => a * b, 1)] };
  const inputs = [x, weight(tape, matrix)];
  if (biasTensor !== undefined) inputs.push(weight(tape, biasTensor));
  return tape.op(
    'Gemm',
    inputs,
    { type: 'float32', shape: [x.shape[0]!, outputs] },
    { transB: { int: 1 } },
    { name: weightTensor.name.replace(/\.weight$/, '') },
  );
}
