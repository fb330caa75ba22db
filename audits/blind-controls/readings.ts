import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { percent, shortP } from '../../src/audit/wording.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { ItemAnswers, ItemScores } from '../../src/evidence/evidence.ts';
import {
  deriveSeed,
  mean,
  meanEstimate,
  type PairedDifference,
  pairedDifference,
} from '../../src/statistics/index.ts';
import { scoreByItem } from './common-items.ts';
import { conditionTitle, scoredConditions } from './conditions.ts';
import { defaultReading, type Question } from './sides.ts';

/** The generated answer beside the most probable one, on the items that have both. */
export interface Reading {
  readonly model: string;
  readonly condition: string;
  /** Share of items on which the two differ; an unreadable text differs from any answer. */
  readonly disagreement: Estimate;
  readonly generated: number;
  readonly likelihood: number;
  readonly difference: PairedDifference;
  /** Score by likelihood minus score by generation. */
  readonly estimate: Estimate;
}

/** Every model and condition that was asked both ways. */
export function readingsOf(question: Question): Reading[] {
  return question.evidence.benchmark.models.flatMap(({ name }) =>
    scoredConditions.flatMap((condition) => {
      const generated = wayOf(name, condition, defaultReading, question);
      const likelihood = wayOf(name, condition, 'likelihood', question);
      if (generated === undefined || likelihood === undefined) return [];
      return [reading(name, condition, [generated, likelihood], question)];
    }),
  );
}

function wayOf(
  model: string,
  condition: string,
  extractor: string,
  { evidence }: Question,
): Way | undefined {
  const isWanted = (one: ItemScores | ItemAnswers): boolean =>
    one.model === model &&
    one.condition === condition &&
    one.track === 'closed' &&
    one.extractor === extractor;
  const scores = evidence.scores.itemScores.find(isWanted);
  const answers = evidence.scores.answers.find(isWanted);
  return scores && answers && { scores, answers };
}

interface Way {
  readonly scores: ItemScores;
  readonly answers: ItemAnswers;
}

function reading(
  model: string,
  condition: string,
  [generated, likelihood]: readonly [Way, Way],
  question: Question,
): Reading {
  const [byText, byLikelihood] = [scoreByItem(generated.scores), scoreByItem(likelihood.scores)];
  const keys = [...byLikelihood.keys()].filter((key) => byText.has(key));
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const differs = keys.map((key) => {
    const text = generated.answers.contentOf.get(key) ?? null;
    return Number(text === null || text !== likelihood.answers.contentOf.get(key));
  });
  const [a, b] = [byLikelihood, byText].map((scores) => keys.map((key) => scores.get(key)!)) as [
    number[],
    number[],
  ];
  const { level } = question.options;
  const seed = deriveSeed(question.seed, `blind-controls/readings/${model}/${condition}`);
  const difference = pairedDifference(a, b, clusterIds, { level, seed });
  const where = `${model}, closed questions (${conditionTitle(condition).toLowerCase()})`;
  return {
    model,
    condition,
    disagreement: estimateOf(
      `${where}: items on which generation and likelihood disagree`,
      'proportion',
      meanEstimate(differs, clusterIds, { level }),
    ),
    generated: mean(b),
    likelihood: mean(a),
    difference,
    estimate: estimateOf(
      `${where}: score by likelihood minus score by generation`,
      'points',
      difference,
    ),
  };
}

/** Generation beside likelihood. */
export function readingTable(readings: readonly Reading[]): EvidenceTable {
  return {
    title: 'Closed questions: the generated answer beside the most probable one',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'condition', title: 'Condition' },
      { key: 'disagreement', title: 'Items on which they disagree' },
      { key: 'generated', title: 'Score by generation' },
      { key: 'likelihood', title: 'Score by likelihood' },
      { key: 'difference', title: 'Likelihood minus generation' },
      { key: 'pValue', title: 'p' },
    ],
    rows: readings.map((one) => ({
      model: one.model,
      condition: conditionTitle(one.condition),
      disagreement: one.disagreement,
      generated: percent(one.generated),
      likelihood: percent(one.likelihood),
      difference: one.estimate,
      pValue: shortP(one.difference.pValue),
    })),
  };
}
