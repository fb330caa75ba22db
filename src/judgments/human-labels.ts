/** Labels that people gave: scores of answers and preferences between two, the mean where several did. */
export class HumanLabels {
  readonly #scores = new Map<string, Mean>();
  readonly #pairs = new Map<string, Mean>();

  /** @param share Of the scale, in [0, 1]. */
  addScore(itemKey: string, candidate: string, share: number): void {
    add(this.#scores, JSON.stringify([itemKey, candidate]), share);
  }

  /** @param preference In [0, 1], 1 for `first`. */
  addPair(itemKey: string, first: string, second: string, preference: number): void {
    const isForward = first < second;
    const key = JSON.stringify(isForward ? [itemKey, first, second] : [itemKey, second, first]);
    add(this.#pairs, key, isForward ? preference : 1 - preference);
  }

  /** The mean score of an answer; undefined where nobody labelled it. */
  scoreOf(itemKey: string, candidate: string): number | undefined {
    return use(this.#scores.get(JSON.stringify([itemKey, candidate])));
  }

  /** The mean preference for `first`, in whichever order the two were labelled. */
  preferenceFor(itemKey: string, first: string, second: string): number | undefined {
    const isForward = first < second;
    const key = JSON.stringify(isForward ? [itemKey, first, second] : [itemKey, second, first]);
    const mean = use(this.#pairs.get(key));
    return mean === undefined || isForward ? mean : 1 - mean;
  }

  /** How many answers and pairs are labelled, and how many of them nobody has asked for so far. */
  get counts(): { readonly labelled: number; readonly unused: number } {
    const all = [...this.#scores.values(), ...this.#pairs.values()];
    return { labelled: all.length, unused: all.filter(({ isUsed }) => !isUsed).length };
  }
}

interface Mean {
  sum: number;
  count: number;
  isUsed: boolean;
}

function add(means: Map<string, Mean>, key: string, value: number): void {
  const mean = means.get(key) ?? { sum: 0, count: 0, isUsed: false };
  mean.sum += value;
  mean.count++;
  means.set(key, mean);
}

function use(mean: Mean | undefined): number | undefined {
  if (mean === undefined) return undefined;
  mean.isUsed = true;
  return mean.sum / mean.count;
}
