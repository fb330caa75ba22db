import type { Benchmark, Item, Response, Track } from '../../benchmark/benchmark.ts';
import type { Progress } from '../../progress.ts';
import {
  answerText,
  defaultExtractor,
  defaultScoring,
  type Extractor,
  extractors,
  type Metric,
  metricFor,
  metrics,
  referenceAnswer,
  scoreAnswer,
} from '../../scoring/index.ts';
import type { ItemScores, ScoreEvidence } from '../evidence.ts';

const tracks: readonly Track[] = ['closed', 'open', 'grounding'];

/** One way to score a track's answers. */
interface Measurement {
  readonly metric: Metric;
  /** Absent for metrics that need none. */
  readonly extractor?: Extractor;
  readonly primary: boolean;
}

/** One model's responses under one condition. */
interface Recording {
  readonly model: string;
  readonly condition: string;
  readonly textOf: ReadonlyMap<string, string>;
}

/**
 * Scores every recorded response under every metric of its item's track, and under every
 * answer extractor where the metric needs one.
 *
 * A test item counts as unanswered when the model has no response to it, or when its
 * reference is none of its options, so that no response can be scored. Tracks on which a
 * model has no response at all are left out.
 *
 * @param benchmark Test items and responses; of several responses to an item the last counts.
 * @param options scoring: headline metric by track (defaults: closed accuracy, open token-f1,
 *   grounding iou).
 * @throws {AuditError} `metric-unknown` for a metric that the track doesn't have.
 */
export function collectScores(
  benchmark: Benchmark,
  options: { readonly scoring: Readonly<Record<string, string>>; readonly progress: Progress },
): ScoreEvidence {
  const recordings = recordingsOf(benchmark.responses);
  const task = options.progress.start('Scoring responses', benchmark.responses.length);
  const measurements = new Map(tracks.map((track) => [track, measure(track, options.scoring)]));
  const itemScores: ItemScores[] = [];
  for (const recording of recordings) {
    for (const track of tracks) {
      const items = benchmark.test.filter((item) => item.track === track);
      itemScores.push(...scoreTrack(recording, track, items, measurements.get(track) ?? []));
    }
    task.advance(recording.textOf.size);
  }
  task.done();
  return { itemScores };
}

/** Responses by model and condition, in order of first occurrence. */
function recordingsOf(responses: readonly Response[]): Recording[] {
  const byName = new Map<
    string,
    { model: string; condition: string; textOf: Map<string, string> }
  >();
  for (const { model, condition, itemKey, text } of responses) {
    const name = JSON.stringify([model, condition]);
    const recording = byName.get(name) ?? { model, condition, textOf: new Map() };
    recording.textOf.set(itemKey, answerText(text));
    byName.set(name, recording);
  }
  return [...byName.values()];
}

/** Every metric of a track, once an extractor where it needs one. */
function measure(track: Track, scoring: Readonly<Record<string, string>>): Measurement[] {
  const headline = metricFor(track, scoring[track] ?? defaultScoring[track]);
  return metrics
    .filter((metric) => metric.tracks.includes(track))
    .flatMap((metric): Measurement[] => {
      const isHeadline = metric === headline;
      if (!metric.usesExtractor) return [{ metric, primary: isHeadline }];
      return extractors.map((extractor) => ({
        metric,
        extractor,
        primary: isHeadline && extractor === defaultExtractor,
      }));
    });
}

function scoreTrack(
  { model, condition, textOf }: Recording,
  track: Track,
  items: readonly Item[],
  measurements: readonly Measurement[],
): ItemScores[] {
  const scorable = items.filter(
    (item) => textOf.has(item.key) && (track !== 'closed' || referenceAnswer(item) !== null),
  );
  if (scorable.length === 0) return [];
  const answered = new Set(scorable);
  const shared = {
    model,
    condition,
    track,
    itemKeys: scorable.map((item) => item.key),
    unansweredKeys: items.filter((item) => !answered.has(item)).map((item) => item.key),
  };
  return measurements.map(({ metric, extractor, primary }) => {
    const unparsedKeys: string[] = [];
    const values = scorable.map((item) => {
      const text = textOf.get(item.key) ?? '';
      const answer = extractor && text !== '' ? extractor.extract(text, item) : null;
      if (extractor && answer === null) unparsedKeys.push(item.key);
      return scoreAnswer(metric, item, text, answer);
    });
    return {
      ...shared,
      metric: metric.name,
      extractor: extractor?.name ?? 'none',
      primary,
      values,
      unparsed: unparsedKeys.length,
      unparsedKeys,
    };
  });
}
