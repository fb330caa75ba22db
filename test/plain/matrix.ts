import { type Checkpoint, readFloats } from '../../src/checkpoint/checkpoint.ts';

/** Rows of numbers. Everything under test/plain is slow and follows the definitions word by word. */
export type Matrix = readonly (readonly number[])[];

/** The weights of a checkpoint by name. */
export type Weights = ReadonlyMap<string, Float32Array>;

export async function readWeights(checkpoint: Checkpoint): Promise<Weights> {
  const weights = new Map<string, Float32Array>();
  for (const [name, tensor] of checkpoint.tensors) {
    weights.set(name, await readFloats(checkpoint, tensor));
  }
  return weights;
}

export function toMatrix(data: ArrayLike<number>, width: number): Matrix {
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from({ length: width }, (_, column) => data[row * width + column]!),
  );
}

/** x W^T + b */
export function dense(x: Matrix, weights: Weights, name: string): Matrix {
  const weight = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!;
  return x.map((row) =>
    Array.from(bias, (start, out) =>
      row.reduce((sum, value, i) => sum + value * weight[out * row.length + i]!, start),
    ),
  );
}

export function layerNorm(x: Matrix, weights: Weights, name: string): Matrix {
  const weight = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!;
  return x.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + 1e-6)) * weight[i]! + bias[i]!,
    );
  });
}

export function plus(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
}

export function each(x: Matrix, change: (value: number) => number): Matrix {
  return x.map((row) => row.map(change));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** x Phi(x), with the error function as a series of positive terms. */
export function gelu(x: number): number {
  const z = x / Math.SQRT2;
  let term = z;
  let sum = z;
  for (let n = 1; n < 300; n++) {
    term *= (2 * z ** 2) / (2 * n + 1);
    sum += term;
  }
  return (x / 2) * (1 + (2 / Math.sqrt(Math.PI)) * Math.exp(-(z ** 2)) * sum);
}

export function geluTanh(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
