import type { Estimate, EvidenceTable, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { uncapitalised } from '../../../src/audit/wording.ts';
import {
  type AgreementEstimate,
  type AgreementMeasure,
  agreementEstimate,
  deriveSeed,
} from '../../../src/statistics/index.ts';
import { fewerResamples, mostForMany } from '../options.ts';
import type { JudgmentKind, Question } from '../question.ts';
import { clusterNames, picked, positionsWhere } from '../units.ts';
import { type Ratings, ratingsOf } from './ratings.ts';

/** How far graders agree on the same answers, or on the same pairs of answers. */
export interface Agreement {
  readonly kind: JudgmentKind;
  /** Names of the graders compared: two, or all of them. */
  readonly graders: readonly string[];
  /** Answers or pairs that at least two of them judged. */
  readonly units: number;
  readonly estimates: Readonly<Partial<Record<AgreementMeasure, Estimate | Unavailable>>>;
}

const measureTitles: Readonly<Record<AgreementMeasure, string>> = {
  percent: 'Equal judgments',
  cohen: 'Cohen’s kappa',
  'cohen-quadratic': 'Cohen’s kappa, quadratic',
  fleiss: 'Fleiss’ kappa',
  'krippendorff-nominal': 'Krippendorff’s alpha',
  'krippendorff-interval': 'Krippendorff’s alpha',
  gwet: 'Gwet’s AC1',
};

const panelMeasures: Readonly<Record<JudgmentKind, readonly AgreementMeasure[]>> = {
  scores: ['krippendorff-interval', 'fleiss', 'gwet', 'percent'],
  pairs: ['krippendorff-nominal', 'fleiss', 'gwet', 'percent'],
};

const pairMeasures: Readonly<Record<JudgmentKind, readonly AgreementMeasure[]>> = {
  scores: ['cohen-quadratic'],
  pairs: ['cohen', 'percent'],
};

/** All graders together, for scores and for pairs; nothing where fewer than two judged. */
export function panelAgreements(question: Question): Agreement[] {
  return ratingsOf(question).flatMap((ratings) => {
    const graders = [...ratings.rated.keys()];
    if (graders.length < 2) return [];
    const { resamples } = question.options;
    return [agreementOf(ratings, graders, panelMeasures[ratings.kind], question, resamples)];
  });
}

/** Every two graders that judged something in common. */
export function pairwiseAgreements(question: Question): Agreement[] {
  const resamples = fewerResamples(question.options);
  return ratingsOf(question).flatMap((ratings) => {
    const graders = [...ratings.rated.keys()];
    return graders.flatMap((first, place) =>
      graders.slice(place + 1).flatMap((second) => {
        const measures = pairMeasures[ratings.kind];
        const found = agreementOf(ratings, [first, second], measures, question, resamples);
        return found.units > 0 ? [found] : [];
      }),
    );
  });
}

function agreementOf(
  { kind, item, categories, rated }: Ratings,
  graders: readonly number[],
  measures: readonly AgreementMeasure[],
  question: Question,
  resamples: number,
): Agreement {
  const columns = graders.map((grader) => rated.get(grader)!);
  const units = positionsWhere(
    item.length,
    (unit) => columns.filter((column) => !Number.isNaN(column[unit])).length > 1,
  );
  const rows = Array.from(units, (unit) =>
    columns.map((column) => (Number.isNaN(column[unit]) ? null : column[unit]!)),
  );
  const clusters = clusterNames(picked(item, units), question);
  const names = graders.map((grader) => question.judgments.graders[grader]!);
  const who = names.length === 2 ? names.join(' and ') : `All ${names.length} graders`;
  const settings = {
    categories,
    level: question.options.level,
    resamples,
    seed: deriveSeed(question.seed, `grader-bias/agreement/${kind}/${names.join('/')}`),
  };
  const estimates = measures.map((measure) => {
    const title = `${who}, ${kind === 'scores' ? 'scores' : 'preferences'}: ${uncapitalised(measureTitles[measure])}`;
    const found =
      rows.length > 0 ? agreementEstimate(rows, clusters, { ...settings, measure }) : undefined;
    return [measure, shown(title, measure, found)] as const;
  });
  return { kind, graders: names, units: rows.length, estimates: Object.fromEntries(estimates) };
}

function shown(
  title: string,
  measure: AgreementMeasure,
  found: AgreementEstimate | undefined,
): Estimate | Unavailable {
  if (found === undefined) {
    const reason = 'what two graders judged in common does not vary, or there is nothing';
    return { kind: 'unavailable', title, reason };
  }
  return estimateOf(title, measure === 'percent' ? 'proportion' : 'correlation', found);
}

/** Agreement of all graders together. */
export function panelTable(agreements: readonly Agreement[]): EvidenceTable {
  return {
    title: 'How far the graders agree',
    columns: [
      { key: 'kind', title: 'Judgments' },
      { key: 'graders', title: 'Graders' },
      { key: 'units', title: 'Judged by two or more' },
      { key: 'alpha', title: 'Krippendorff’s alpha' },
      { key: 'fleiss', title: 'Fleiss’ kappa' },
      { key: 'gwet', title: 'Gwet’s AC1' },
      { key: 'percent', title: 'Equal' },
    ],
    rows: agreements.map(({ kind, graders, units, estimates }) => ({
      kind,
      graders: graders.length,
      units,
      alpha: estimates['krippendorff-interval'] ?? estimates['krippendorff-nominal'] ?? null,
      fleiss: estimates.fleiss ?? null,
      gwet: estimates.gwet ?? null,
      percent: estimates.percent ?? null,
    })),
    note: 'Repeats are averaged and scores rounded to the points of their scale; the orders of a pair count as one preference, a contradiction as a tie. Alpha takes scores as distances, preferences as categories. Fleiss’ kappa is over what the most graders judged. Where one judgment is by far the most frequent, kappa and alpha are low although graders agree; AC1 is not. Graders that share a bias agree too.',
  };
}

/** Agreement of every two graders. */
export function pairwiseTable(agreements: readonly Agreement[]): EvidenceTable {
  return {
    title: 'How far every two graders agree',
    columns: [
      { key: 'kind', title: 'Judgments' },
      { key: 'first', title: 'Grader' },
      { key: 'second', title: 'Grader' },
      { key: 'units', title: 'Judged by both' },
      { key: 'kappa', title: 'Cohen’s kappa' },
      { key: 'percent', title: 'Equal' },
    ],
    rows: agreements.map(({ kind, graders, units, estimates }) => ({
      kind,
      first: graders[0]!,
      second: graders[1]!,
      units,
      kappa: estimates['cohen-quadratic'] ?? estimates.cohen ?? null,
      percent: estimates.percent ?? null,
    })),
    note: `Kappa has quadratic weights for scores, none for preferences; of scores on many points few are equal, so that their share is not given. Intervals from at most ${mostForMany} resamples.`,
  };
}
