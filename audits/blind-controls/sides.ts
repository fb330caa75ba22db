import type { ModelRole, Track } from '../../src/benchmark/benchmark.ts';
import { promptedConditionIds, repeatConditionIds } from '../../src/conditions/condition.ts';
import { parseConditionName } from '../../src/conditions/condition-name.ts';
import type { Evidence, ItemAnswers, ItemScores } from '../../src/evidence/evidence.ts';
import { defaultExtractor } from '../../src/scoring/index.ts';
import type { BlindControlsOptions } from './options.ts';

/** How generated answers to closed questions are read. */
export const defaultReading: string = defaultExtractor.name;

/** What the audit reads and how it was asked. */
export interface Question {
  readonly evidence: Pick<Evidence, 'benchmark' | 'clusters' | 'text' | 'baselines' | 'scores'>;
  readonly options: BlindControlsOptions;
  readonly seed: number;
}

/** One model on one track: its scores under every condition, all read the same way. */
export interface Side {
  readonly model: string;
  readonly role: ModelRole;
  readonly family?: string;
  readonly track: 'closed' | 'open';
  /** Whether the verdict is about it. */
  readonly judged: boolean;
  /** By condition, `real` among them. */
  readonly scores: ReadonlyMap<string, ItemScores>;
  /** By condition; under the same reading, or the default one for metrics that need none. */
  readonly answers: ReadonlyMap<string, ItemAnswers>;
}

/**
 * Every model on every judged track, in the order of the config. A model's scores under all its
 * conditions are read as its headline is; where no control can be read so, by likelihood.
 */
export function sidesOf({ evidence, options }: Question): Side[] {
  const { benchmark, scores } = evidence;
  const candidates = benchmark.models.filter(({ role }) => role === 'candidate');
  return options.tracks.flatMap((track) =>
    benchmark.models.flatMap(({ name, role, family }): Side[] => {
      const own = scores.itemScores.filter(
        (one) => one.model === name && one.track === track && !showsAll(one.condition),
      );
      const read = commonReading(own);
      if (read === undefined) return [];
      return [
        {
          model: name,
          role,
          ...(family !== undefined && { family }),
          track,
          judged: candidates.length === 0 || role === 'candidate',
          scores: new Map(read.map((one) => [one.condition, one])),
          answers: answersUnder(name, track, read[0]!.extractor, scores.answers),
        },
      ];
    }),
  );
}

/** More in the prompt, or the same asked again, is no control: it says nothing about what an image is worth. */
function showsAll(condition: string): boolean {
  const named = parseConditionName(condition)?.id;
  return [...promptedConditionIds, ...repeatConditionIds].some((id) => id === named);
}

/** The scores under all conditions that share metric and extractor. */
function commonReading(own: readonly ItemScores[]): ItemScores[] | undefined {
  const first = own.find(({ primary, condition }) => primary && condition === 'real');
  const headline = first ?? own.find(({ primary }) => primary);
  if (headline === undefined) return undefined;
  const alike = (extractor: string): ItemScores[] =>
    own.filter(
      (one) =>
        one.extractor === extractor && (extractor !== 'none' || one.metric === headline.metric),
    );
  const [asHeadline, byLikelihood] = [alike(headline.extractor), alike('likelihood')];
  const onlyOne = asHeadline.length < 2 && byLikelihood.length > asHeadline.length;
  return onlyOne ? byLikelihood : asHeadline;
}

/** Why two models' scores can't be set side by side; undefined where they are read alike. */
export function whyNotAlike(a: Side, b: Side): string | undefined {
  const [own, other] = [readingOf(a), readingOf(b)];
  if (own === other) return undefined;
  return `they are not read alike: ${a.model} by ${own}, ${b.model} by ${other}`;
}

/** "accuracy (likelihood)": that of all its scores. */
function readingOf({ scores }: Side): string {
  const [{ metric, extractor }] = [...scores.values()] as [ItemScores];
  return extractor === 'none' ? metric : `${metric} (${extractor})`;
}

function answersUnder(
  model: string,
  track: Track,
  extractor: string,
  answers: readonly ItemAnswers[],
): ReadonlyMap<string, ItemAnswers> {
  const own = answers.filter((one) => one.model === model && one.track === track);
  const wanted = track === 'closed' && extractor === 'none' ? defaultReading : extractor;
  return new Map(own.filter((one) => one.extractor === wanted).map((one) => [one.condition, one]));
}
