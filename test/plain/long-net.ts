import { dense, dot, each, gelu, layerNorm, type Matrix, plus, type Weights } from './matrix.ts';

const BRANCHES = [
  [512, 1],
  [1024, 2],
  [2048, 4],
] as const;

/** LongNet's hidden states after each layer. */
export function plainLongNet(
  features: Matrix,
  weights: Weights,
  layers: number,
  heads: number,
): Matrix[] {
  const states: Matrix[] = [];
  let hidden = features;
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `slide.layers.${layer}.`;
    const normed = layerNorm(hidden, weights, `${prefix}ln1`);
    const project = (name: string): Matrix =>
      dense(normed, weights, `${prefix}self_attn.${name}_proj`);
    const mixed = dilatedAttention(project('q'), project('k'), project('v'), heads);
    hidden = plus(hidden, dense(mixed, weights, `${prefix}self_attn.out_proj`));
    const wide = dense(layerNorm(hidden, weights, `${prefix}ln2`), weights, `${prefix}ffn.0`);
    hidden = plus(hidden, dense(each(wide, gelu), weights, `${prefix}ffn.2`));
    states.push(hidden);
  }
  return states;
}

interface Visit {
  readonly output: readonly number[];
  readonly logSumExp: number;
}

function dilatedAttention(query: Matrix, key: Matrix, value: Matrix, heads: number): Matrix {
  const headDim = query[0]!.length / heads;
  const part = (x: Matrix, head: number): Matrix =>
    x.map((row) => row.slice(head * headDim, (head + 1) * headDim));
  const byHead = Array.from({ length: heads }, (_, head) => {
    const [q, k, v] = [part(query, head), part(key, head), part(value, head)] as const;
    const branches = BRANCHES.map((branch) => visits(q, k, v, head, heads, branch));
    return q.map((_, token) => {
      const seen = branches.map((branch) => branch[token]!);
      const largest = Math.max(...seen.map(({ logSumExp }) => logSumExp));
      const powers = seen.map(({ logSumExp }) => Math.exp(logSumExp - largest));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return Array.from({ length: headDim }, (_, i) =>
        seen.reduce((sum, { output }, b) => sum + (powers[b]! / total) * output[i]!, 0),
      );
    });
  });
  return query.map((_, token) => byHead.flatMap((head) => head[token]!));
}

/** What one branch gives one head at every token. */
function visits(
  query: Matrix,
  key: Matrix,
  value: Matrix,
  head: number,
  heads: number,
  [segment, ratio]: readonly [number, number],
): Visit[] {
  const count = query.length;
  const zeros = new Array<number>(query[0]!.length).fill(0);
  const length = Math.min(segment, count);
  const padded = Math.ceil(length / ratio) * ratio;
  // Heads are filled up to a multiple of the ratio, then cut into that many groups.
  const group = Math.floor(head / Math.ceil(heads / ratio));
  const result: Visit[] = query.map(() => ({ output: zeros, logSumExp: -1e8 }));
  for (let start = 0; start < count; start += length) {
    const places = Array.from({ length: padded }, (_, p) => p).filter((p) => p % ratio === group);
    const rowOf = (x: Matrix, p: number): readonly number[] =>
      p < length && start + p < count ? x[start + p]! : zeros;
    for (const p of places) {
      if (p >= length || start + p >= count) continue;
      const scores = places.map(
        (other) => dot(rowOf(query, p), rowOf(key, other)) / Math.sqrt(zeros.length),
      );
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const output = zeros.map((_, i) =>
        places.reduce((sum, other, s) => sum + (powers[s]! / total) * rowOf(value, other)[i]!, 0),
      );
      result[start + p] = { output, logSumExp: largest + Math.log(total) };
    }
  }
  return result;
}
