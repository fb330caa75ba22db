import type { Estimate, EvidenceTable, IntervalFigure } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle, textAloneTitle } from '../../src/audit/wording.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import { meanEstimate } from '../../src/statistics/index.ts';
import { conditionTitle, scoredConditions } from './conditions.ts';
import type { Question, Side } from './sides.ts';

/** A model's score under one condition, on all items that it answered there. */
export interface ConditionScore {
  readonly side: Side;
  readonly condition: string;
  readonly estimate: Estimate;
  readonly unread: number;
  readonly unanswered: number;
}

/** Every model's scores in the order of `scoredConditions`. */
export function conditionScores(sides: readonly Side[], question: Question): ConditionScore[] {
  return sides.flatMap((side) =>
    scoredConditions.flatMap((condition) => {
      const scores = side.scores.get(condition);
      if (scores === undefined || scores.itemKeys.length === 0) return [];
      const { itemKeys, values, unparsed, unansweredKeys } = scores;
      const clusterIds = clusterIdsOf(itemKeys, question.evidence.clusters);
      const mean = meanEstimate(values, clusterIds, { level: question.options.level });
      const title = `${side.model}, ${side.track} questions: ${conditionTitle(condition).toLowerCase()}`;
      return [
        {
          side,
          condition,
          estimate: estimateOf(title, 'score', mean),
          unread: unparsed,
          unanswered: unansweredKeys.length,
        },
      ];
    }),
  );
}

/**
 * A track's conditions on one axis, a row each under every model's name, with the best text-only
 * baseline above them and chance beside them.
 */
export function conditionFigure(
  track: Side['track'],
  scores: readonly ConditionScore[],
  question: Question,
): IntervalFigure[] {
  const rows = scores
    .filter(({ side, condition }) => side.track === track && hasControls(side, condition))
    .map(({ side, condition, estimate }) => ({
      label: conditionTitle(condition),
      group: side.model,
      estimate,
    }));
  if (rows.length === 0) return [];
  const text = textOnly(track, question);
  const guess = chance(track, question);
  return [
    {
      kind: 'intervals',
      title: `${askedTitle(track)}: with the image, and without`,
      axis: 'Score',
      rows: [...text, ...rows],
      references: [
        ...(guess > 0 ? [{ label: 'a guess', value: guess }] : []),
        ...text.map(({ estimate }) => ({ label: 'text alone', value: estimate.value })),
      ],
    },
  ];
}

/** A model without controls has one row to be compared with; `real` alone tells nothing here. */
function hasControls(side: Side, condition: string): boolean {
  return condition !== 'real' || [...side.scores.keys()].some((one) => one !== 'real');
}

/** The text-only baseline that was chosen on train, on all items of the track. */
function textOnly(track: Side['track'], question: Question): IntervalFigure['rows'] {
  const { baselines, best } = question.evidence.baselines;
  const baseline = baselines.find((one) => one.track === track && one.name === best[track]);
  const keys = trackKeys(question, track);
  if (baseline === undefined || keys.length === 0) return [];
  const values = keys.map((key) => baseline.scores.get(key) ?? 0);
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const mean = meanEstimate(values, clusterIds, { level: question.options.level });
  return [
    {
      label: baseline.title,
      group: 'No model: text alone',
      estimate: estimateOf(textAloneTitle(baseline), 'score', mean),
    },
  ];
}

function chance(track: Side['track'], question: Question): number {
  const keys = trackKeys(question, track);
  const guesses = question.evidence.baselines.chance;
  return keys.reduce((sum, key) => sum + (guesses.get(key) ?? 0), 0) / Math.max(1, keys.length);
}

/** Item keys of a track in the test split. */
function trackKeys({ evidence }: Question, track: Side['track']): string[] {
  return evidence.benchmark.test.filter((item) => item.track === track).map((item) => item.key);
}

/** Scores under every condition, options only among them. */
export function scoreTable(scores: readonly ConditionScore[]): EvidenceTable {
  return {
    title: 'Score under every condition',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'condition', title: 'Condition' },
      { key: 'score', title: 'Score' },
      { key: 'unread', title: 'Not read' },
      { key: 'unanswered', title: 'Not answered' },
    ],
    rows: scores.map(({ side, condition, estimate, unread, unanswered }) => ({
      track: side.track,
      model: side.model,
      condition: conditionTitle(condition),
      score: estimate,
      unread,
      unanswered,
    })),
  };
}
