import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import type { RuntimeTensor, Session } from '../session.ts';
import { GrowingCache } from './growing-cache.ts';

/** Tokens that are taken in by one run of the decoder. */
export interface TakenIn {
  /** Tokens of each row, padding included. */
  readonly tokens: number;
  /** Tokens each row has after it. */
  readonly lengths: readonly number[];
  /** Whether they stay in the cache. */
  readonly keeps: boolean;
}

/** Keys and values of the tokens that rows have taken in. */
export interface KeyValueCache {
  /** Tokens of a row, padding included, that one run may take in. */
  readonly tokensAtOnce: number;
  /**
   * Runs the decoder over the cache and more tokens.
   *
   * @param feeds all but those that tell of the cache.
   * @returns f32[wanted, vocabulary], the logits.
   */
  run(
    session: Session,
    feeds: Readonly<Record<string, RuntimeTensor>>,
    taken: TakenIn,
  ): Promise<Float32Array>;
  /** Gives its memory back. */
  release(): void;
}

/** How a decoder's graph takes its cache. */
export type CacheForm =
  /** As memory of the host with room for every token, see `buildDecoder`. */
  | { readonly kind: 'preallocated' }
  /** As tensors on the device that grow, see `buildGrowingDecoder`. */
  | { readonly kind: 'growing'; readonly type: 'float16' | 'float32' };

/** An empty cache for `batch` rows of up to `capacity` tokens. */
export function createKeyValueCache(
  text: Qwen3VlConfig['text'],
  form: CacheForm,
  batch: number,
  capacity: number,
): KeyValueCache {
  if (form.kind === 'growing') return new GrowingCache(text, form.type, batch);
  return new PreallocatedCache(text, batch, capacity);
}

/** The same memory is fed and fetched, so a step writes its tokens and copies nothing. */
class PreallocatedCache implements KeyValueCache {
  readonly tokensAtOnce = Number.POSITIVE_INFINITY;
  readonly #past: Record<string, RuntimeTensor> = {};
  readonly #present: Record<string, RuntimeTensor> = {};

  constructor(
    { keyValueHeadCount, headDim, layerCount }: Qwen3VlConfig['text'],
    batch: number,
    capacity: number,
  ) {
    const shape = [batch, keyValueHeadCount, capacity, headDim];
    for (let layer = 0; layer < layerCount; layer++) {
      for (const kind of ['key', 'value']) {
        const tensor = { data: new Float32Array(shape.reduce((a, b) => a * b)), shape };
        this.#past[`past_${kind}.${layer}`] = tensor;
        this.#present[`present_${kind}.${layer}`] = tensor;
      }
    }
  }

  /** Tokens that do not stay are overwritten by those that follow. */
  async run(
    session: Session,
    feeds: Readonly<Record<string, RuntimeTensor>>,
    { lengths }: TakenIn,
  ): Promise<Float32Array> {
    const lastIndex = Int32Array.from(lengths, (length) => length - 1);
    const { logits } = await session.run(
      {
        ...feeds,
        ...this.#past,
        seqlens_k: { data: lastIndex, shape: [lengths.length] },
        total_sequence_length: { data: Int32Array.of(Math.max(...lengths)), shape: [] },
      },
      this.#present,
    );
    return logits!.data as Float32Array;
  }

  release(): void {}
}
