import {
  dense,
  dot,
  each,
  gelu,
  geluTanh,
  layerNorm,
  type Matrix,
  plus,
  toMatrix,
  type Weights,
} from './matrix.ts';

/** Sizes of the tower. */
export interface PlainTower {
  readonly hiddenSize: number;
  readonly depth: number;
  readonly headCount: number;
  readonly positionEmbeddings: number;
  readonly deepstackLayers: readonly number[];
}

const PREFIX = 'model.visual.';

/** Features of an image: merged first, then those of each DeepStack level, [tokens, outHiddenSize]. */
export function plainVisionTower(
  patches: Matrix,
  grid: { readonly height: number; readonly width: number },
  weights: Weights,
  tower: PlainTower,
): Matrix[] {
  const places = mergeBlockOrder(grid);
  const embedded = dense(patches, weights, `${PREFIX}patch_embed.proj`);
  let hidden = plus(
    embedded,
    places.map((place) => positionAt(place, grid, weights, tower)),
  );
  const states: Matrix[] = [];
  for (let layer = 0; layer < tower.depth; layer++) {
    const prefix = `${PREFIX}blocks.${layer}.`;
    const normed = layerNorm(hidden, weights, `${prefix}norm1`);
    const mixed = attention(dense(normed, weights, `${prefix}attn.qkv`), places, tower.headCount);
    hidden = plus(hidden, dense(mixed, weights, `${prefix}attn.proj`));
    const wide = dense(
      layerNorm(hidden, weights, `${prefix}norm2`),
      weights,
      `${prefix}mlp.linear_fc1`,
    );
    hidden = plus(hidden, dense(each(wide, geluTanh), weights, `${prefix}mlp.linear_fc2`));
    states.push(hidden);
  }
  const feedForward = (x: Matrix, prefix: string): Matrix =>
    dense(each(dense(x, weights, `${prefix}linear_fc1`), gelu), weights, `${prefix}linear_fc2`);
  return [
    feedForward(fourByFour(layerNorm(hidden, weights, `${PREFIX}merger.norm`)), `${PREFIX}merger.`),
    ...tower.deepstackLayers.map((layer, level) => {
      const prefix = `${PREFIX}deepstack_merger_list.${level}.`;
      return feedForward(layerNorm(fourByFour(states[layer]!), weights, `${prefix}norm`), prefix);
    }),
  ];
}

type Place = readonly [row: number, column: number];

/** Patches in blocks of two by two. */
function mergeBlockOrder({ height, width }: { height: number; width: number }): Place[] {
  const places: Place[] = [];
  for (let i = 0; i < height * width; i++) {
    const [block, inside] = [Math.floor(i / 4), i % 4];
    const perLine = width / 2;
    places.push([
      2 * Math.floor(block / perLine) + Math.floor(inside / 2),
      2 * (block % perLine) + (inside % 2),
    ]);
  }
  return places;
}

function fourByFour(x: Matrix): Matrix {
  return Array.from({ length: x.length / 4 }, (_, token) =>
    [0, 1, 2, 3].flatMap((i) => x[4 * token + i]!),
  );
}

/** The bilinear mix of the learned table at a place of the grid. */
function positionAt(
  [row, column]: Place,
  { height, width }: { height: number; width: number },
  weights: Weights,
  { positionEmbeddings, hiddenSize }: PlainTower,
): number[] {
  const side = Math.sqrt(positionEmbeddings);
  const table = toMatrix(weights.get(`${PREFIX}pos_embed.weight`)!, hiddenSize);
  const y = (row * (side - 1)) / (height - 1);
  const x = (column * (side - 1)) / (width - 1);
  return Array.from({ length: hiddenSize }, (_, i) => {
    let sum = 0;
    for (const [ty, wy] of neighbours(y, side)) {
      for (const [tx, wx] of neighbours(x, side)) sum += wy * wx * table[ty * side + tx]![i]!;
    }
    return sum;
  });
}

function neighbours(place: number, side: number): [number, number][] {
  const lower = Math.floor(place);
  return [
    [lower, 1 - (place - lower)],
    [Math.min(lower + 1, side - 1), place - lower],
  ];
}

function attention(qkv: Matrix, places: readonly Place[], heads: number): Matrix {
  const width = qkv[0]!.length / 3;
  const headDim = width / heads;
  const byHead = Array.from({ length: heads }, (_, head) => {
    const part = (kind: number): Matrix =>
      qkv.map((row) => row.slice(kind * width + head * headDim).slice(0, headDim));
    const query = part(0).map((row, i) => rotated(row, places[i]!));
    const key = part(1).map((row, i) => rotated(row, places[i]!));
    const value = part(2);
    return query.map((row) => {
      const powers = key.map((other) => Math.exp(dot(row, other) / Math.sqrt(headDim)));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return row.map((_, i) => value.reduce((sum, v, t) => sum + (powers[t]! / total) * v[i]!, 0));
    });
  });
  return qkv.map((_, token) => byHead.flatMap((head) => head[token]!));
}

/** Angles are [row f, column f], twice; the halves of the vector are turned against each other. */
function rotated(vector: readonly number[], [row, column]: Place): number[] {
  const half = vector.length / 2;
  const frequencies = Array.from({ length: half / 2 }, (_, i) => 10_000 ** ((-2 * i) / half));
  const angles = [...frequencies.map((f) => row * f), ...frequencies.map((f) => column * f)];
  return vector.map((value, i) => {
    const angle = angles[i % half]!;
    const other = i < half ? -vector[i + half]! : vector[i - half]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}
