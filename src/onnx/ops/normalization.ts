import type { CheckpointTensor } from '../../checkpoint/checkpoint.ts';
import type { Tape } from '../tape.ts';
import type { Value } from '../value.ts';
import { weight } from './linear.ts';

/** x / sqrt(mean(x^2) + epsilon) * scale over the last axis. x f32[..., n], scale [n]. */
export function rmsNorm(tape: Tape, x: Value, scale: CheckpointTensor, epsilon: number): Value {
  return tape.op('SimplifiedLayerNormalization', [x, weight(tape, scale)], x, {
    axis: { int: -1 },
    epsilon: { float: epsilon },
  });
}

/** (x - mean) / sqrt(variance + epsilon) * scale + bias over the last axis. */
export function layerNorm(
  tape: Tape,
  x: Value,
  scale: CheckpointTensor,
  bias: CheckpointTensor,
  epsilon: number,
): Value {
  return tape.op('LayerNormalization', [x, weight(tape, scale), weight(tape, bias)], x, {
    axis: { int: -1 },
    epsilon: { float: epsilon },
  });
}
