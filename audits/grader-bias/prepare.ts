import type { Response } from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { answersAsIs } from '../../src/grading/answers-as-is.ts';
import type { Judgments } from '../../src/judgments/judgments.ts';
import { duplicateGraders } from './duplicates.ts';
import type { GraderBiasOptions } from './options.ts';
import type { Question } from './question.ts';
import { relationsOf } from './relations.ts';

/** Makes the question of a benchmark's judgments; undefined where there are none. */
export function prepare(
  { benchmark, clusters }: Pick<Evidence, 'benchmark' | 'clusters'>,
  options: GraderBiasOptions,
  seed: number,
): Question | undefined {
  const { judgments, responses } = benchmark;
  if (judgments === undefined || judgments.scores.length + judgments.pairs.length === 0) {
    return undefined;
  }
  const lexical = new Set(judgments.lexical);
  const models = [...judgments.graders.keys()].filter((grader) => !lexical.has(grader));
  const kinship = benchmark.kinship ?? { models: {}, references: [], data: [] };
  const ids = judgments.items.map(({ key, cluster }) => clusters.clusterOf.get(key) ?? cluster);
  const clusterIds = [...new Set(ids)];
  const positions = new Map(clusterIds.map((id, position) => [id, position]));
  const relations = relationsOf(judgments, kinship, options.kinBy);
  const family = (grader: number): string | undefined => relations.graderFamilies[grader];
  // Two known families are two graders, however alike they judge.
  const duplicates = duplicateGraders(judgments, models).filter(
    ({ grader, sameAs }) =>
      family(grader) === undefined ||
      family(sameAs) === undefined ||
      family(grader) === family(sameAs),
  );
  return {
    judgments,
    kinship,
    relations,
    graders: models.filter((grader) => !duplicates.some((one) => one.grader === grader)),
    duplicates,
    clusterOf: Uint32Array.from(ids, (id) => positions.get(id)!),
    clusterIds,
    answerOf: answersOf(judgments, responses),
    evidence: { benchmark, clusters },
    options,
    seed,
  };
}

/** Answers from the recorded responses, or else as far as the judgments keep them. */
function answersOf(judgments: Judgments, responses: readonly Response[]): Question['answerOf'] {
  const { items, candidates } = judgments;
  const texts = answersAsIs(responses);
  return (item, candidate) => {
    const text = texts.get(candidates[candidate]!)?.get(items[item]!.key);
    if (text === undefined) return judgments.answerOf(item, candidate);
    return { lengthChars: text.length, excerpt: text };
  };
}
