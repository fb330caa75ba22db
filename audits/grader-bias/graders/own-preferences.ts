import type { Estimate, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { counted } from '../../../src/audit/wording.ts';
import {
  deriveSeed,
  type EstimateOptions,
  pairedMeanDifference,
} from '../../../src/statistics/index.ts';
import { fewerResamples } from '../options.ts';
import type { Question } from '../question.ts';
import type { Relations } from '../relations.ts';
import { clusterNames, pairUnits } from '../units.ts';
import {
  type Comparisons,
  ownComparisons,
  selected,
  strangerComparisons,
} from './own-comparisons.ts';
import { type Part, type ShareDifference, shareDifference } from './share-difference.ts';

/** Preference of graders for answers of their own, with quality held constant in three ways. */
export interface OwnPreference {
  /** Undefined for all together that judged such pairs. */
  readonly grader: string | undefined;
  /** How many they are. */
  readonly graders: number;
  /** Which answers are its own: its very own, or those of its family's (vendor's) other models. */
  readonly relation: 'self' | 'kin';
  /** Who counts as kin. */
  readonly by: Relations['by'];
  /** Pairs of an answer of its own and one of another family (vendor). */
  readonly pairs: number;
  /** Those in which people prefer the own answer, and the other one. */
  readonly ownBetter: number;
  readonly otherBetter: number;
  /** P(prefers own | people prefer own). */
  readonly ownRecognised: Estimate | Unavailable;
  /** P(prefers other | people prefer other). */
  readonly otherRecognised: Estimate | Unavailable;
  /** Their difference: 0 for a grader that knows a good answer equally well whosever it is. */
  readonly opportunity: Estimate | Unavailable;
  /** P(prefers the worse answer | it is its own) - P(prefers it | neither is its kin). */
  readonly falsePreference: Estimate | Unavailable;
  /** P(prefers own) - P(graders that are kin to neither prefer it), on the same pairs. */
  readonly beyondPeers: Estimate | Unavailable;
}

/** Whose preference for which answers. */
type Who = Pick<OwnPreference, 'grader' | 'graders' | 'relation' | 'by'>;

/**
 * Preferences for own answers: by grader, then of all together, for its very own answers and for
 * its family's; nothing where no pair has exactly one own answer. A tie, and a pair whose winner
 * changes with the order, is half a preference.
 */
export function ownPreferences(question: Question): OwnPreference[] {
  const { resamples } = question.options;
  const kinBy = question.relations.by;
  const units = pairUnits(question);
  const strangers = strangerComparisons(units, question);
  return (['self', 'kin'] as const).flatMap((relation) => {
    const own = ownComparisons(units, [relation], question);
    const present = question.graders.filter((grader) => own.grader.includes(grader));
    const single = present.map((grader) => {
      const by = (all: Comparisons): Comparisons =>
        selected(all, (index) => all.grader[index] === grader);
      const who = { grader: question.judgments.graders[grader]!, graders: 1, relation, by: kinBy };
      // All together, or the only one, are resampled in full.
      const few = present.length > 1 ? fewerResamples(question.options) : resamples;
      return preferenceOf(who, by(own), by(strangers), question, few);
    });
    if (present.length < 2) return single;
    const alike = selected(strangers, (index) => present.includes(strangers.grader[index]!));
    const everyone = { grader: undefined, graders: present.length, relation, by: kinBy };
    return [...single, preferenceOf(everyone, own, alike, question, resamples)];
  });
}

function preferenceOf(
  who: Who,
  own: Comparisons,
  strangers: Comparisons,
  question: Question,
  resamples: number,
): OwnPreference {
  const { level } = question.options;
  const label = `grader-bias/equal-opportunity/${who.relation}/${who.grader ?? ''}`;
  const settings = {
    level,
    resamples,
    seed: deriveSeed(question.seed, label),
  };
  const ownBetter = selected(own, (index) => own.gold[index]! > 0.5);
  const otherBetter = selected(own, (index) => own.gold[index]! < 0.5);
  const recognised = compared(
    part(ownBetter, question),
    turned(part(otherBetter, question)),
    settings,
  );
  const mistaken = compared(part(otherBetter, question), part(strangers, question), settings);
  return {
    ...who,
    pairs: own.length,
    ownBetter: ownBetter.length,
    otherBetter: otherBetter.length,
    ownRecognised: shown('ownRecognised', who, recognised?.first),
    otherRecognised: shown('otherRecognised', who, recognised?.second),
    opportunity: shown('opportunity', who, recognised?.difference),
    falsePreference: shown('falsePreference', who, mistaken?.difference),
    beyondPeers: shown('beyondPeers', who, beyondPeers(own, question)),
  };
}

type Wording =
  | 'ownRecognised'
  | 'otherRecognised'
  | 'opportunity'
  | 'falsePreference'
  | 'beyondPeers';

/** What each quantity is called, and what it can't be had without. */
const wordings: Readonly<Record<Wording, readonly [title: string, needs: string]>> = {
  ownRecognised: [
    'prefers %own where people do',
    'needs labelled pairs in which %own is the better, and such in which the other is',
  ],
  otherRecognised: [
    'prefers the other answer where people do',
    'needs labelled pairs in which %own is the better, and such in which the other is',
  ],
  opportunity: [
    'how much better it knows a good answer if it is %own',
    'needs labelled pairs in which %own is the better, and such in which the other is',
  ],
  falsePreference: [
    'how much oftener it prefers the worse answer if it is %own',
    'needs labelled pairs in which %own is the worse, and labelled pairs without an answer of its kin',
  ],
  beyondPeers: [
    'how much oftener it prefers %own than graders of another %by do',
    'needs a grader that is kin to neither answer, on the same pairs',
  ],
};

function shown(
  wording: Wording,
  { grader, graders, relation, by }: Who,
  measured: Parameters<typeof estimateOf>[2] | undefined,
): Estimate | Unavailable {
  const own = relation === 'self' ? 'its own answer' : `its ${by}’s answer`;
  const [title, reason] = wordings[wording].map((text) =>
    text.replace('%own', own).replace('%by', by),
  ) as [string, string];
  const full = `${grader ?? counted(graders, 'grader')}: ${title}`;
  return measured === undefined
    ? { kind: 'unavailable', title: full, reason }
    : estimateOf(full, isDifference(wording) ? 'points' : 'proportion', measured);
}

function isDifference(wording: Wording): boolean {
  return wording !== 'ownRecognised' && wording !== 'otherRecognised';
}

function part({ item, preference }: Comparisons, question: Question): Part {
  return { values: [...preference], clusterIds: clusterNames(item, question) };
}

/** The preferences for the other answers. */
function turned({ values, clusterIds }: Part): Part {
  return { values: values.map((value) => 1 - value), clusterIds };
}

function compared(
  first: Part,
  second: Part,
  settings: Required<EstimateOptions>,
): ShareDifference | undefined {
  const isEmpty = first.values.length === 0 || second.values.length === 0;
  return isEmpty ? undefined : shareDifference(first, second, settings);
}

function beyondPeers(
  own: Comparisons,
  question: Question,
): ReturnType<typeof pairedMeanDifference> | undefined {
  const shared = selected(own, (index) => !Number.isNaN(own.peers[index]));
  if (shared.length === 0) return undefined;
  const clusters = clusterNames(shared.item, question);
  return pairedMeanDifference(
    [...shared.preference],
    [...shared.peers],
    clusters,
    question.options,
  );
}
