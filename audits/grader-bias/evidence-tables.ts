import type { EvidenceTable, Figure, Measure } from '../../src/audit/audit.ts';
import { pairwiseAgreements, pairwiseTable, panelAgreements, panelTable } from './agreement.ts';
import { calibrations, calibrationTable } from './calibration.ts';
import { type CandidateScores, candidateScores } from './candidate-scores.ts';
import { type CrossedFamilies, crossedTable } from './crossed-families.ts';
import { duplicateTable } from './duplicates.ts';
import { ownPreferences, ownPreferenceTable } from './equal-opportunity.ts';
import { type Favour, favourTable, type JudgedRows, otherFavours, spreadFits } from './favour.ts';
import {
  type GoldAgreement,
  goldAgreements,
  goldAgreementTable,
  goldDeviations,
  goldDeviationTable,
} from './gold-agreement.ts';
import { precisions, precisionTable } from './identifiability.ts';
import { otherTerms, otherTermsTable } from './other-terms.ts';
import { outcomeRates, outcomeTable } from './outcome-rates.ts';
import { type PositionEffect, positionEffects, positionTable } from './position.ts';
import type { Question } from './question.ts';
import { type CandidateRank, candidateRanks, rankingTable } from './ranking.ts';
import { repeatConsistencies, repeatTable } from './repeats.ts';
import { scoreFigure } from './score-figure.ts';

/** What was measured of the favour itself. */
export interface FoundFavour {
  readonly rows: JudgedRows;
  readonly main: readonly Favour[];
  readonly crossed: readonly CrossedFamilies[];
}

/** What the summary speaks of and the tables show. */
export interface GraderEvidence {
  readonly positions: readonly PositionEffect[];
  readonly gold: readonly GoldAgreement[];
  readonly scores: readonly CandidateScores[];
  readonly ranks: readonly (readonly CandidateRank[])[];
}

/** Measures the graders beside their favour. */
export function graderEvidence(question: Question): GraderEvidence {
  const scores = candidateScores(question);
  return {
    positions: positionEffects(question),
    gold: goldAgreements(question),
    scores,
    ranks: scores.map((one) => candidateRanks(one, question)),
  };
}

/** All tables of the card, those without rows left out; the first three stand open. */
export function evidenceTables(
  { rows, main, crossed }: FoundFavour,
  { positions, gold, scores, ranks }: GraderEvidence,
  question: Question,
): EvidenceTable[] {
  const fits = spreadFits(rows, question);
  const precision = precisionTable(precisions(question, main, fits));
  const tables = [
    favourTable(main, otherFavours(rows, question)),
    ...(main.length === 0 ? [precision] : []),
    goldAgreementTable(gold),
    positionTable(positions, question),
    ...ranks.map(rankingTable),
    crossedTable(crossed),
    ...(main.length === 0 ? [] : [precision]),
    otherTermsTable(otherTerms(fits, question)),
    ownPreferenceTable(ownPreferences(question)),
    outcomeTable(outcomeRates(question)),
    panelTable(panelAgreements(question)),
    pairwiseTable(pairwiseAgreements(question)),
    goldDeviationTable(goldDeviations(question)),
    ...scores.map((one) => calibrationTable(calibrations(one, question))),
    repeatTable(repeatConsistencies(question)),
    duplicateTable(question.duplicates, question.judgments),
  ];
  return tables.filter((table) => table.rows.length > 0);
}

/** Graders by candidates, and the same answers by measures of words. */
export function evidenceFigures({ scores }: GraderEvidence, question: Question): Figure[] {
  const { lexical = [] } = question.judgments;
  const byWords = candidateScores({ ...question, graders: lexical });
  return [
    ...scores.map((one) => scoreFigure(one, question)),
    ...byWords.map((one) => ({
      ...scoreFigure(one, question),
      title: 'The same answers by the words that they share with the reference',
      note: 'No model grades here, so that nobody can be favoured; a right answer in other words scores low.',
    })),
  ];
}

/** Every measure by a name that a policy can use. */
export function evidenceMeasures(
  { main, crossed, rows }: FoundFavour,
  { positions, gold, ranks }: GraderEvidence,
  question: Question,
): Record<string, Measure> {
  const terms = otherTerms(spreadFits(rows, question), question);
  return Object.fromEntries([
    ...main.map(({ design, term, estimate }) => [`${design}Favour:${term}`, estimate] as const),
    ...crossed.map(
      ({ design, families, estimate }) =>
        [`${design}Crossed:${families.join('/')}`, estimate] as const,
    ),
    ...positions.flatMap(({ grader, consistency, primacy }) => [
      [`positionConsistency:${grader}`, consistency] as const,
      [`positionPrimacy:${grader}`, primacy] as const,
    ]),
    ...gold.map(
      ({ grader, subset, agreement }) =>
        [
          `goldAgreement:${subset === undefined ? grader : `${grader}/${subset}`}`,
          agreement,
        ] as const,
    ),
    ...ranks.flat().map(({ kind, candidate, mean }) => [`${kind}Mean:${candidate}`, mean] as const),
    ...terms.map(({ key, estimate }) => [key, estimate] as const),
  ]);
}
