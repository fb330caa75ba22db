import type { Track } from '../../benchmark/benchmark.ts';
import { AuditError } from '../../errors.ts';
import { accuracy } from './accuracy.ts';
import { bleuMetric } from './bleu.ts';
import { iouMetric } from './box-iou.ts';
import { exactMatch } from './exact-match.ts';
import type { Metric } from './metric.ts';
import { rougeLMetric } from './rouge-l.ts';
import { tokenF1Metric } from './token-f1.ts';

export type { Metric } from './metric.ts';

/** Every metric of an answer. */
export const metrics: readonly Metric[] = [
  accuracy,
  exactMatch,
  tokenF1Metric,
  rougeLMetric,
  bleuMetric,
  iouMetric,
];

/** Names of the headline metric of each track. */
export type ScoringOptions = Readonly<Record<Track, string>>;

/** Headline metrics where the config names none. */
export const defaultScoring: ScoringOptions = {
  closed: 'accuracy',
  open: 'token-f1',
  grounding: 'iou',
};

/**
 * Finds a track's metric by name.
 *
 * @throws {AuditError} `metric-unknown` if the track has no metric of that name.
 */
export function metricFor(track: Track, name: string): Metric {
  const serving = metrics.filter((metric) => metric.tracks.includes(track));
  const found = serving.find((metric) => metric.name === name);
  if (found !== undefined) return found;
  throw new AuditError({
    code: 'metric-unknown',
    location: `scoring.${track}`,
    problem: `there is no metric "${name}" for ${track} items`,
    remedy: `use ${serving.map((metric) => metric.name).join(', ')}`,
  });
}
