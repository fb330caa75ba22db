import type { Benchmark, Item, Response, Track } from '../../benchmark/benchmark.ts';
import { askableAmong } from '../../conditions/askable.ts';
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
  normaliseText,
  referenceAnswer,
  scoreAnswer,
} from '../../scoring/index.ts';
import type { ItemAnswers, ItemScores, ScoreEvidence } from '../evidence.ts';
import { byLikelihood, contentAndPlace, likelihoodAnswer } from './likelihood-answer.ts';
import { shownItem } from './shown-item.ts';

const tracks: readonly Track[] = ['closed', 'open', 'grounding'];

/** One way to score a track's answers. */
interface Measurement {
  readonly metric: Metric;
  /** How the answer is read; `none` for metrics that need no answer. */
  readonly extractor: string;
  readonly primary: boolean;
  /** Default: all that the recording has. */
  readonly applies?: (reply: Reply) => boolean;
  /** The answer of a response; null when there is none to read. */
  readonly read: (reply: Reply) => string | null;
}

/** A response with the item as its model saw it. */
interface Reply {
  readonly response: Response;
  readonly item: Item;
  /** The answering part of its text. */
  readonly text: string;
}

/** One model's responses under one condition. */
interface Recording {
  readonly model: string;
  readonly condition: string;
  readonly responseOf: ReadonlyMap<string, Response>;
}

/**
 * Scores every recorded response under every metric of its item's track, and under every
 * answer extractor where the metric needs one. Options count as they were shown. Where a
 * response says how probable its options are, the most probable one is scored beside the
 * answer in its text, under the extractor `likelihood`.
 *
 * A test item counts as unanswered when the model has no response to it though it can be asked
 * under the condition, or when its reference is none of its options, so that no response can be
 * scored. Tracks on which a
 * model has no response at all are left out. Where likelihoods were recorded and not one of
 * those responses has a text, no text was asked for: then the headline goes by likelihood, and
 * by text on closed items whose answer is neither an option nor yes or no.
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
  const isAskable = askableAmong([...benchmark.test, ...(benchmark.beyondLimit ?? [])]);
  const task = options.progress.start('Scoring responses', benchmark.responses.length);
  const measurements = new Map(tracks.map((track) => [track, measure(track, options.scoring)]));
  const itemScores: ItemScores[] = [];
  const answers: ItemAnswers[] = [];
  for (const recording of recordings) {
    for (const track of tracks) {
      const items = benchmark.test.filter((item) => item.track === track);
      const replies = repliesOf(recording, track, items);
      if (replies.length === 0) continue;
      const applied = measurementsOf(replies, measurements.get(track) ?? []);
      const askable = items.filter((item) => isAskable(item, recording.condition));
      itemScores.push(...applied.map((one) => scoreTrack(recording, track, askable, replies, one)));
      answers.push(...readAnswers(recording, track, replies, applied));
    }
    task.advance(recording.responseOf.size);
  }
  task.done();
  const parentScores = scoreParent(benchmark, options);
  return { itemScores, answers, ...(parentScores && { parentScores }) };
}

/** Headline scores on the parent of the test split, answers to the test items among them. */
function scoreParent(
  { parent, ...benchmark }: Benchmark,
  options: Parameters<typeof collectScores>[1],
): readonly ItemScores[] | undefined {
  if (parent === undefined || parent.responses.length === 0) return undefined;
  const responses = [...benchmark.responses, ...parent.responses].filter(
    ({ condition }) => condition === 'real',
  );
  const { itemScores } = collectScores({ ...benchmark, test: parent.items, responses }, options);
  return itemScores.filter(({ primary }) => primary);
}

/** Responses by model and condition, in order of first occurrence. */
function recordingsOf(responses: readonly Response[]): Recording[] {
  const byName = new Map<string, Recording & { responseOf: Map<string, Response> }>();
  for (const response of responses) {
    const { model, condition, itemKey } = response;
    const name = JSON.stringify([model, condition]);
    const recording = byName.get(name) ?? { model, condition, responseOf: new Map() };
    recording.responseOf.set(itemKey, response);
    byName.set(name, recording);
  }
  return [...byName.values()];
}

/** The responses of a track that can be scored, in the order of the items. */
function repliesOf({ responseOf }: Recording, track: Track, items: readonly Item[]): Reply[] {
  return items.flatMap((item) => {
    const response = responseOf.get(item.key);
    if (response === undefined || (track === 'closed' && referenceAnswer(item) === null)) return [];
    return [{ response, item: shownItem(item, response), text: answerText(response.text) }];
  });
}

/** Every metric of a track, once an extractor where it needs one. */
function measure(track: Track, scoring: Readonly<Record<string, string>>): Measurement[] {
  const headline = metricFor(track, scoring[track] ?? defaultScoring[track]);
  return metrics
    .filter((metric) => metric.tracks.includes(track))
    .flatMap((metric): Measurement[] => {
      const isHeadline = metric === headline;
      if (!metric.usesExtractor) {
        return [{ metric, extractor: 'none', primary: isHeadline, read: () => null }];
      }
      return extractors.map((extractor) => ({
        metric,
        extractor: extractor.name,
        primary: isHeadline && extractor === defaultExtractor,
        read: (reply) => extracted(reply, extractor),
      }));
    });
}

function extracted({ text, item }: Reply, extractor: Extractor): string | null {
  return text === '' ? null : extractor.extract(text, item);
}

/** The track's measurements that a recording allows: by text, by likelihood or both. */
function measurementsOf(
  replies: readonly Reply[],
  byText: readonly Measurement[],
): readonly Measurement[] {
  const metric = byText.find((one) => one.metric.usesExtractor)?.metric;
  const scored = replies.filter(hasLikelihoods);
  if (metric === undefined || scored.length === 0) return byText;
  const shared = { metric, extractor: byLikelihood };
  if (scored.some(({ response }) => response.text !== '')) {
    return [...byText, { ...shared, primary: false, applies: hasLikelihoods, read: mostProbable }];
  }
  return [{ ...shared, primary: true, read: probableOrText }];
}

function hasLikelihoods({ response }: Reply): boolean {
  return response.optionScores !== undefined;
}

function mostProbable({ response, item }: Reply): string | null {
  return likelihoodAnswer(item, response.optionScores ?? []);
}

function probableOrText(reply: Reply): string | null {
  return hasLikelihoods(reply) ? mostProbable(reply) : extracted(reply, defaultExtractor);
}

function scoreTrack(
  { model, condition }: Recording,
  track: Track,
  askable: readonly Item[],
  all: readonly Reply[],
  { metric, extractor, primary, applies = () => true, read }: Measurement,
): ItemScores {
  const replies = all.filter(applies);
  const answered = new Set(replies.map(({ item }) => item.key));
  const unparsedKeys: string[] = [];
  const values = replies.map((reply) => {
    const answer = read(reply);
    if (metric.usesExtractor && answer === null) unparsedKeys.push(reply.item.key);
    return scoreAnswer(metric, reply.item, reply.text, answer);
  });
  return {
    model,
    condition,
    track,
    metric: metric.name,
    extractor,
    primary,
    itemKeys: replies.map(({ item }) => item.key),
    values,
    unansweredKeys: askable.filter((item) => !answered.has(item.key)).map(({ key }) => key),
    unparsed: unparsedKeys.length,
    unparsedKeys,
  };
}

/** What was answered, by content, as the default extractor and as the likelihoods have it. */
function readAnswers(
  { model, condition }: Recording,
  track: Track,
  replies: readonly Reply[],
  measurements: readonly Measurement[],
): ItemAnswers[] {
  if (track === 'grounding') return [];
  const names = [defaultExtractor.name, byLikelihood];
  const readers = measurements.filter(({ extractor }) => names.includes(extractor));
  const ways = track === 'open' ? [openAnswers] : readers;
  return ways.map(({ extractor, applies = () => true, read }) => {
    const contentOf = new Map<string, string | null>();
    const placeOf = new Map<string, number>();
    for (const reply of replies.filter(applies)) {
      const { content, place } = contentAndPlace(reply.item, read(reply));
      contentOf.set(reply.item.key, content);
      if (place >= 0) placeOf.set(reply.item.key, place);
    }
    return { model, condition, track, extractor, contentOf, placeOf };
  });
}

/** An open answer is its whole text. */
const openAnswers: Pick<Measurement, 'extractor' | 'applies' | 'read'> = {
  extractor: 'none',
  read: ({ text }) => normaliseText(text) || null,
};
