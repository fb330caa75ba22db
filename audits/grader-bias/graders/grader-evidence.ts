import type { AuditOutcome, EvidenceTable, Figure, Measure } from '../../../src/audit/audit.ts';
import { duplicateTable } from '../duplicates.ts';
import type { Question } from '../question.ts';
import { shareScale } from '../scale.ts';
import {
  type Agreement,
  pairwiseAgreements,
  pairwiseTable,
  panelAgreements,
  panelTable,
} from './agreement.ts';
import { calibrations, calibrationTable } from './calibration.ts';
import { type CandidateScores, candidateScores } from './candidate-scores.ts';
import {
  type GoldAgreement,
  goldAgreements,
  goldAgreementTable,
  goldDeviations,
  goldDeviationTable,
} from './gold-agreement.ts';
import { goldFigure } from './gold-figure.ts';
import { outcomeRates, outcomeTable } from './outcome-rates.ts';
import { ownPreferenceTable } from './own-preference-table.ts';
import { type OwnPreference, ownPreferences } from './own-preferences.ts';
import { type PositionEffect, positionEffects, positionTable } from './position.ts';
import { type CandidateRank, candidateRanks, rankingTable } from './ranking.ts';
import { repeatConsistencies, repeatTable } from './repeats.ts';
import { scoreFigure } from './score-figure.ts';

/** What was measured of the graders beside their favour. */
export interface GraderEvidence {
  readonly positions: readonly PositionEffect[];
  readonly preferences: readonly OwnPreference[];
  readonly gold: readonly GoldAgreement[];
  readonly panels: readonly Agreement[];
  readonly scores: readonly CandidateScores[];
  /** In the order of `scores`. */
  readonly ranks: readonly (readonly CandidateRank[])[];
}

/** Measures the graders. */
export function graderEvidence(question: Question): GraderEvidence {
  const scores = candidateScores(question);
  return {
    positions: positionEffects(question),
    preferences: ownPreferences(question),
    gold: goldAgreements(question),
    panels: panelAgreements(question),
    scores,
    ranks: scores.map((each) => candidateRanks(each, question)),
  };
}

/** Everything that is said of the graders besides their favour. */
export function graderMeasures(
  evidence: GraderEvidence,
  question: Question,
): Pick<AuditOutcome, 'measures' | 'tables' | 'figures'> {
  const { positions, preferences, gold, panels, scores, ranks } = evidence;
  const tables: EvidenceTable[] = [
    goldAgreementTable(gold),
    positionTable(positions),
    ...ranks.map(rankingTable),
    ownPreferenceTable(preferences),
    goldDeviationTable(goldDeviations(question)),
    panelTable(panels),
    pairwiseTable(pairwiseAgreements(question)),
    repeatTable(repeatConsistencies(question)),
    calibrationTable(scores.flatMap((each) => calibrations(each, question))),
    outcomeTable(outcomeRates(question)),
    duplicateTable(question.duplicates, question.judgments),
  ];
  return {
    measures: {
      ...positionMeasures(positions),
      ...preferenceMeasures(preferences),
      ...agreementMeasures(gold, panels),
      ...meanMeasures(ranks),
    },
    tables: tables.filter(({ rows }) => rows.length > 0),
    figures: [
      ...(gold.length > 0 ? [goldFigure(gold)] : []),
      ...scores.map((each) => scoreFigure(each, question)),
      ...lexicalFigures(question),
    ],
  };
}

/** The same answers by measures of words, which can favour nobody. */
function lexicalFigures(question: Question): Figure[] {
  const { lexical = [] } = question.judgments;
  return candidateScores({ ...question, graders: lexical }).map((each) => ({
    ...scoreFigure(each, { ...question, judgments: { ...question.judgments, scale: shareScale } }),
    title: 'The same answers by the words that they share with the reference',
    note: 'No model grades here; a right answer in other words scores low.',
  }));
}

function meanMeasures(ranks: GraderEvidence['ranks']): Record<string, Measure> {
  return Object.fromEntries(
    ranks.flat().map(({ kind, candidate, mean }) => [`${kind}Mean:${candidate}`, mean]),
  );
}

function positionMeasures(effects: readonly PositionEffect[]): Record<string, Measure> {
  return Object.fromEntries([
    ...effects.flatMap(({ grader, consistency, primacy }) => [
      [`positionConsistency:${grader}`, consistency] as const,
      [`positionPrimacy:${grader}`, primacy] as const,
    ]),
    ...effects.map(({ grader, kin }) => [`positionKinFavour:${grader}`, kin.favour] as const),
  ]);
}

/** Of all graders together, or of the only one. */
function preferenceMeasures(preferences: readonly OwnPreference[]): Record<string, Measure> {
  return Object.fromEntries(
    (['self', 'kin'] as const).flatMap((relation) => {
      const last = preferences.findLast((each) => each.relation === relation);
      if (last === undefined) return [];
      return [
        [`opportunity:${relation}`, last.opportunity],
        [`falsePreference:${relation}`, last.falsePreference],
        [`beyondPeers:${relation}`, last.beyondPeers],
      ];
    }),
  );
}

function agreementMeasures(
  agreements: readonly GoldAgreement[],
  panels: readonly Agreement[],
): Record<string, Measure> {
  return Object.fromEntries([
    ...agreements.map(({ grader, subset, agreement }) => {
      const whose = subset === undefined ? grader : `${grader}/${subset}`;
      return [`goldAgreement:${whose}`, agreement] as const;
    }),
    ...panels.flatMap(({ kind, estimates }) => {
      const alpha = estimates['krippendorff-interval'] ?? estimates['krippendorff-nominal'];
      return alpha === undefined ? [] : [[`${kind}Alpha`, alpha] as const];
    }),
  ]);
}
