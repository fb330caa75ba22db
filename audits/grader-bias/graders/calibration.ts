import type { Estimate, EvidenceTable, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { counted } from '../../../src/audit/wording.ts';
import {
  type Interval,
  meanEstimate,
  predictionPoweredMean,
  roganGladen,
} from '../../../src/statistics/index.ts';
import type { JudgmentKind, Question } from '../question.ts';
import { scaleWords, shareScale } from '../scale.ts';
import { clusterNames, picked, positionsWhere } from '../units.ts';
import type { CandidateScores, ScoreCell } from './candidate-scores.ts';
import { type LabelledJudgments, labelledShift } from './labelled-shift.ts';

/** A candidate's score under a grader, corrected by what people gave some of its answers. */
export interface Calibration {
  readonly kind: JudgmentKind;
  readonly grader: string;
  readonly candidate: string;
  /**
   * `labels` where all are labelled, and people's own mean is known; else `rogan-gladen` for right and
   * wrong and for comparisons, `prediction-powered` for graded scores.
   */
  readonly method: 'labels' | 'rogan-gladen' | 'prediction-powered';
  /** Answers (or comparisons) that the grader judged, and those of them with a label. */
  readonly graded: number;
  readonly labelled: number;
  readonly raw: Estimate;
  readonly corrected: Estimate | Unavailable;
}

/**
 * Corrects every grader's score of every candidate by that candidate's own labels, since a grader
 * that errs for its kin errs otherwise for others; nothing where no answer is labelled.
 */
export function calibrations(scores: CandidateScores, question: Question): Calibration[] {
  const { kind, graders, candidates, units, cells } = scores;
  if (units.gold.every((gold) => Number.isNaN(gold))) return [];
  return graders.flatMap((grader, row) =>
    candidates.flatMap((candidate, column) => {
      const cell = cells[row]![column];
      if (cell === undefined) return [];
      const raw = cell.estimate;
      const sample = sampleOf(scores, cell, question);
      const method = methodFor(kind, sample);
      const [by, of] = [
        question.judgments.graders[grader]!,
        question.judgments.candidates[candidate]!,
      ];
      const facts = {
        kind,
        grader: by,
        candidate: of,
        method,
        graded: sample.judged.length,
        labelled: sample.labels.length,
        raw,
      } as const;
      return [{ ...facts, corrected: corrected(raw, method, sample, question) }];
    }),
  );
}

/** What a grader said of a candidate's answers, and people of some. */
interface Sample extends LabelledJudgments {
  /** f64[labelled] each, in the same order. */
  readonly labelledJudged: Float64Array;
  readonly labels: Float64Array;
  readonly labelledClusterIds: readonly string[];
}

/** Of comparisons only those decided both by the grader and, where labelled, by people. */
function sampleOf({ kind, units }: CandidateScores, cell: ScoreCell, question: Question): Sample {
  const gold = Float64Array.from(cell.units, (unit) => units.gold[unit]!);
  const graded = positionsWhere(
    cell.values.length,
    (at) => kind === 'scores' || (cell.values[at] !== 0.5 && gold[at] !== 0.5),
  );
  const labelled = graded.filter((at) => !Number.isNaN(gold[at]));
  const read = (values: Float64Array, own: Uint32Array): Float64Array =>
    Float64Array.from(own, (at) => (kind === 'scores' ? values[at]! : Number(values[at]! > 0.5)));
  const idsOf = (own: Uint32Array): string[] =>
    clusterNames(picked(units.item, picked(cell.units, own)), question);
  return {
    judged: read(cell.values, graded),
    labelledJudged: read(cell.values, labelled),
    labels: read(gold, labelled),
    isLabelled: Array.from(graded, (at) => !Number.isNaN(gold[at])),
    clusterIds: idsOf(graded),
    labelledClusterIds: idsOf(labelled),
  };
}

function methodFor(kind: JudgmentKind, { judged, labels }: Sample): Calibration['method'] {
  if (labels.length === judged.length) return 'labels';
  const isEither = (value: number): boolean => value === 0 || value === 1;
  const isBinary = kind === 'pairs' || (judged.every(isEither) && labels.every(isEither));
  return isBinary ? 'rogan-gladen' : 'prediction-powered';
}

function corrected(
  raw: Estimate,
  method: Calibration['method'],
  sample: Sample,
  { options, judgments }: Question,
): Estimate | Unavailable {
  const { judged, labels, clusterIds, labelledClusterIds } = sample;
  const clusters = new Set(labelledClusterIds).size;
  const title = `${raw.title}, corrected by labels`;
  const unavailable = (reason: string): Unavailable => ({ kind: 'unavailable', title, reason });
  if (labels.length < options.minLabels || clusters < 3) {
    const found = `${counted(labels.length, 'label')} in ${counted(clusters, 'cluster')}`;
    return unavailable(`${found}; needs ${options.minLabels} in at least three`);
  }
  const found = estimated(method, sample, options);
  if (found === undefined) {
    return unavailable(
      labels.every((label) => label === labels[0])
        ? 'the labels are all alike, which shows only one kind of error'
        : 'on the labelled answers the grader is no better than chance',
    );
  }
  const shift = labelledShift(sample);
  if (shift !== undefined) {
    const own = raw.unit === 'score' ? judgments : { scale: shareScale };
    const amount = `${scaleWords(Math.abs(shift), own)} ${shift > 0 ? 'more' : 'less'}`;
    return unavailable(
      `the labelled answers are not like the others: the grader gives them ${amount}`,
    );
  }
  return estimateOf(title, raw.unit, {
    value: Math.min(1, Math.max(0, found.value)),
    n: judged.length,
    effectiveN: new Set(clusterIds).size,
    interval: withinScale(found.interval),
  });
}

function estimated(
  method: Calibration['method'],
  sample: Sample,
  options: { readonly level: number },
): { readonly value: number; readonly interval: Interval } | undefined {
  const { judged, labels, labelledClusterIds } = sample;
  switch (method) {
    case 'labels':
      return meanEstimate([...labels], labelledClusterIds, options);
    case 'prediction-powered':
      return predictionPoweredMean(sample, options);
    case 'rogan-gladen': {
      const graded = { positives: count(judged, 1), n: judged.length };
      return roganGladen(graded, errorsOf(sample), options);
    }
  }
}

function errorsOf({ labelledJudged, labels }: Sample): Parameters<typeof roganGladen>[1] {
  const cell = (said: number, truth: number): number =>
    labels.filter((label, index) => label === truth && labelledJudged[index] === said).length;
  return {
    truePositives: cell(1, 1),
    falseNegatives: cell(0, 1),
    trueNegatives: cell(0, 0),
    falsePositives: cell(1, 0),
  };
}

function count(values: Float64Array, wanted: number): number {
  return values.filter((value) => value === wanted).length;
}

function withinScale({ lower, upper, ...rest }: Interval): Interval {
  return { ...rest, lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/** Scores as given and as corrected. */
export function calibrationTable(found: readonly Calibration[]): EvidenceTable {
  return {
    title: 'Scores corrected by labels',
    columns: [
      { key: 'kind', title: 'Judgments' },
      { key: 'grader', title: 'Grader' },
      { key: 'candidate', title: 'Candidate' },
      { key: 'raw', title: 'As judged' },
      { key: 'corrected', title: 'Corrected' },
      { key: 'method', title: 'Method' },
      { key: 'labelled', title: 'Labelled' },
      { key: 'graded', title: 'Judged' },
    ],
    rows: found.map((calibration) => ({ ...calibration })),
    note: 'Each candidate is corrected by its own labels. The labelled answers must be a random part of those judged: where the grader gives them another mean than the rest (p below 0.01, cluster-robust), nothing is corrected. Rogan-Gladen takes answers as independent; of comparisons, ties are left out.',
  };
}
