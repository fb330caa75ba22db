import type { Track } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';

/** A score of one model, or its lead over another. */
export interface Contrast {
  readonly track: Track;
  readonly model: string;
  /** The model that it is compared with; absent for a score. */
  readonly other?: string;
}

/** Score of each parent item that counts for a contrast. */
export interface Measured {
  readonly contrast: Contrast;
  readonly scoreOf: ReadonlyMap<string, number>;
}

/** Candidates (every model, where none is declared) alone and beside the baselines. */
export function contrastsOf(evidence: Pick<Evidence, 'benchmark' | 'scores'>): Measured[] {
  const { models } = evidence.benchmark;
  const namesOf = (role: string): string[] =>
    models.filter((model) => model.role === role).map(({ name }) => name);
  const candidates = namesOf('candidate');
  const baselines = namesOf('baseline');
  const scores = evidence.scores.parentScores ?? [];
  const leading = candidates.length > 0 ? candidates : models.map(({ name }) => name);
  return scores
    .filter(({ model }) => leading.includes(model))
    .flatMap((own) => {
      const { track, model } = own;
      const others = scores.filter(
        (one) => one.track === track && one.model !== model && baselines.includes(one.model),
      );
      return [
        { contrast: { track, model }, scoreOf: valuesOf(own) },
        ...others.map((other) => ({
          contrast: { track, model, other: other.model },
          scoreOf: leadOf(own, other),
        })),
      ];
    });
}

function valuesOf({ itemKeys, values }: ItemScores): ReadonlyMap<string, number> {
  return new Map(itemKeys.map((key, at) => [key, values[at]!]));
}

/** Differences on the items that both answered. */
function leadOf(own: ItemScores, other: ItemScores): ReadonlyMap<string, number> {
  const others = valuesOf(other);
  const both = [...valuesOf(own)].filter(([key]) => others.has(key));
  return new Map(both.map(([key, value]) => [key, value - others.get(key)!]));
}
