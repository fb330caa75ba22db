import { AuditError } from '../../errors.ts';
import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import type { DeviceTensor, RuntimeTensor, Session } from '../session.ts';
import type { KeyValueCache, TakenIn } from './key-value-cache.ts';

/** Far below any score, and small enough for sums to stay finite. */
const HIDDEN = -1e9;
/**
 * Tokens of all rows that one run takes in: the scores of 32 heads over 3,800 tokens then stay
 * below 128 MB, the smallest limit on a buffer that WebGPU guarantees.
 */
const TOKENS_AT_ONCE = 256;

type Text = Qwen3VlConfig['text'];

/**
 * A cache on the device: every run puts out a longer one, and the one before is given back. Padding
 * takes room as well, and nobody looks at it.
 */
export class GrowingCache implements KeyValueCache {
  readonly tokensAtOnce: number;
  readonly #text: Text;
  #past: Readonly<Record<string, RuntimeTensor | DeviceTensor>>;
  #kept: readonly DeviceTensor[] = [];
  /** Of each row, which places hold a token. */
  #places: readonly (readonly boolean[])[];
  #lengths: readonly number[];

  constructor(text: Text, type: 'float16' | 'float32', batch: number) {
    this.#text = text;
    this.tokensAtOnce = Math.max(1, Math.floor(TOKENS_AT_ONCE / batch));
    this.#places = Array.from({ length: batch }, () => []);
    this.#lengths = this.#places.map(() => 0);
    const nothing: RuntimeTensor = {
      data: type === 'float16' ? new Uint16Array() : new Float32Array(),
      shape: [batch, text.keyValueHeadCount, 0, text.headDim],
    };
    this.#past = Object.fromEntries(this.#names('past').map((name) => [name, nothing]));
  }

  async run(
    session: Session,
    feeds: Readonly<Record<string, RuntimeTensor>>,
    { tokens, lengths, keeps }: TakenIn,
  ): Promise<Float32Array> {
    const fresh = lengths.map((length, row) => length - this.#lengths[row]!);
    const places = this.#places.map((held, row) => [
      ...held,
      ...Array.from({ length: tokens }, (_, i) => i < fresh[row]!),
    ]);
    const { outputs, kept } = await session.runKeeping({
      ...flattened(feeds),
      ...this.#past,
      attention_bias: attentionBias(places, tokens),
      query_shape: this.#shape(tokens, this.#text.headCount),
      key_shape: this.#shape(tokens, this.#text.keyValueHeadCount),
    });
    const logits = outputs.logits!.data as Float32Array;
    if (hasOverflowed(logits, outputs.logits!.shape)) {
      for (const tensor of Object.values(kept)) tensor.release();
      throw overflow();
    }
    if (keeps) {
      this.release();
      this.#kept = Object.values(kept);
      const present = this.#names('present');
      this.#past = Object.fromEntries(
        this.#names('past').map((name, i) => [name, kept[present[i]!]!]),
      );
      this.#places = places;
      this.#lengths = lengths;
    } else {
      for (const tensor of Object.values(kept)) tensor.release();
    }
    return logits;
  }

  release(): void {
    for (const tensor of this.#kept) tensor.release();
    this.#kept = [];
  }

  #names(when: 'past' | 'present'): readonly string[] {
    return Array.from({ length: this.#text.layerCount }, (_, layer) =>
      ['key', 'value'].map((kind) => `${when}_${kind}.${layer}`),
    ).flat();
  }

  #shape(tokens: number, heads: number): RuntimeTensor {
    const sizes = [this.#places.length, tokens, heads, this.#text.headDim];
    return { data: BigInt64Array.from(sizes, BigInt), shape: [4] };
  }
}

/** Whether a row of f32[rows, vocabulary] is lost: one number beyond float16 spreads over all of it by the next norm. */
function hasOverflowed(logits: Float32Array, shape: readonly number[]): boolean {
  const vocabulary = shape.at(-1)!;
  for (let first = 0; first < logits.length; first += vocabulary) {
    if (Number.isNaN(logits[first])) return true;
  }
  return false;
}

function overflow(): AuditError {
  return new AuditError({
    code: 'numbers-overflowed',
    location: 'decoder',
    problem: 'put out logits that are not numbers',
    remedy: 'use --precision float32, or --device cpu; audit model check tries the checkpoint',
  });
}

/** Ids and places as `buildGrowingDecoder` takes them. */
function flattened(
  feeds: Readonly<Record<string, RuntimeTensor>>,
): Readonly<Record<string, RuntimeTensor>> {
  const ids = feeds.input_ids!.data;
  const index = feeds.visual_index!.data;
  return {
    ...feeds,
    input_ids: { data: ids, shape: [ids.length] },
    visual_index: { data: index, shape: [index.length, 1] },
  };
}

/** f32[batch, 1, tokens, places]: a token looks at tokens of its row, up to itself. */
function attentionBias(places: readonly (readonly boolean[])[], tokens: number): RuntimeTensor {
  const width = places[0]!.length;
  const past = width - tokens;
  const data = new Float32Array(places.length * tokens * width).fill(HIDDEN);
  for (const [row, held] of places.entries()) {
    for (let token = 0; token < tokens; token++) {
      const start = (row * tokens + token) * width;
      for (let place = 0; place <= past + token; place++) {
        if (held[place]!) data[start + place] = 0;
      }
    }
  }
  return { data, shape: [places.length, 1, tokens, width] };
}
