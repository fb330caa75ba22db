import type { AuditOutcome, EvidenceTable, Measure } from '../../src/audit/audit.ts';
import {
  type Agreement,
  pairwiseAgreements,
  pairwiseTable,
  panelAgreements,
  panelTable,
} from './agreement.ts';
import { calibrations, calibrationTable } from './calibration.ts';
import { candidateScores } from './candidate-scores.ts';
import { type OwnPreference, ownPreferences } from './equal-opportunity.ts';
import {
  type GoldAgreement,
  goldAgreements,
  goldAgreementTable,
  goldDeviations,
  goldDeviationTable,
} from './gold-agreement.ts';
import { outcomeRates, outcomeTable } from './outcome-rates.ts';
import { ownPreferenceTable } from './own-preference-table.ts';
import { type PositionEffect, positionEffects, positionTable } from './position.ts';
import type { Question } from './question.ts';
import { candidateRanks, rankingTable } from './ranking.ts';
import { repeatConsistencies, repeatTable } from './repeats.ts';
import { scoreFigure } from './score-figure.ts';

/** Everything that is said of the graders besides their favour. */
export function graderMeasures(
  question: Question,
): Pick<AuditOutcome, 'measures' | 'tables' | 'figures'> {
  const positions = positionEffects(question);
  const preferences = ownPreferences(question);
  const agreements = goldAgreements(question);
  const panels = panelAgreements(question);
  const scores = candidateScores(question);
  const tables: EvidenceTable[] = [
    positionTable(positions),
    ownPreferenceTable(preferences),
    ...scores.map((each) => rankingTable(candidateRanks(each, question))),
    goldAgreementTable(agreements),
    goldDeviationTable(goldDeviations(question)),
    panelTable(panels),
    pairwiseTable(pairwiseAgreements(question)),
    repeatTable(repeatConsistencies(question)),
    calibrationTable(scores.flatMap((each) => calibrations(each, question))),
    outcomeTable(outcomeRates(question)),
  ];
  return {
    measures: {
      ...positionMeasures(positions),
      ...preferenceMeasures(preferences),
      ...agreementMeasures(agreements, panels),
    },
    tables: tables.filter(({ rows }) => rows.length > 0),
    figures: scores.map((each) => scoreFigure(each, question)),
  };
}

function positionMeasures(effects: readonly PositionEffect[]): Record<string, Measure> {
  return Object.fromEntries(
    effects.flatMap(({ grader, consistency, primacy, kin }) => [
      [`positionConsistency:${grader}`, consistency],
      [`positionPrimacy:${grader}`, primacy],
      [`positionKinFavour:${grader}`, kin.favour],
    ]),
  );
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
    ...agreements
      .filter(({ subset }) => subset === undefined)
      .map(({ grader, agreement }) => [`goldAgreement:${grader}`, agreement] as const),
    ...panels.flatMap(({ kind, estimates }) => {
      const alpha = estimates['krippendorff-interval'] ?? estimates['krippendorff-nominal'];
      return alpha === undefined ? [] : [[`${kind}Alpha`, alpha] as const];
    }),
  ]);
}
