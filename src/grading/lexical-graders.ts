import type { Benchmark, Item } from '../benchmark/benchmark.ts';
import { joinJudgments } from '../judgments/join-judgments.ts';
import { judgedItem } from '../judgments/judged-items.ts';
import type { Judgments } from '../judgments/judgments.ts';
import { JudgmentsBuilder } from '../judgments/judgments-builder.ts';
import { answerText, metrics, scoreAnswer } from '../scoring/index.ts';

/** Metrics that compare words with the reference. */
const lexical = metrics.filter(({ name }) =>
  ['exact-match', 'token-f1', 'rouge-l', 'bleu'].includes(name),
);

/** Where their judgments come from, as results name it. */
const FILE = 'lexical graders';

/**
 * Judgments with those of graders that need no model beside them, named `lexical bleu` and so on: one
 * of each answer that somebody judged, where the answer is at hand in full and its item has a reference.
 */
export function withLexicalGraders(
  judgments: Judgments,
  benchmark: Pick<Benchmark, 'test' | 'responses' | 'subsets' | 'labels'>,
): Judgments {
  const { test, responses, subsets, labels } = benchmark;
  if (responses.length === 0) return judgments;
  const items = new Map(test.map((item) => [item.key, item]));
  const builder = new JudgmentsBuilder();
  let line = 0;
  for (const { key, candidate, text } of judgedResponses(judgments, responses)) {
    const item = items.get(key);
    if (item === undefined || item.answer.trim() === '') continue;
    const reference = judgedItem(item, subsets[0]);
    const answer = answerText(text);
    builder.addAnswer(reference, candidate, answer);
    for (const metric of lexical) {
      if (!metric.tracks.includes(item.track)) continue;
      line += 1;
      builder.addScore({
        grader: `lexical ${metric.name}`,
        item: reference,
        candidate,
        outcome: 'scored',
        score: scoreAnswer(metric, item, answer, null),
        file: FILE,
        line,
      });
    }
  }
  if (line === 0) return judgments;
  const built = builder.build({ scale: { lower: 0, upper: 1 }, ...(labels && { labels }) });
  return joinJudgments(judgments, { ...built, lexical: [...built.graders.keys()] });
}

interface JudgedResponse {
  readonly key: Item['key'];
  readonly candidate: string;
  readonly text: string;
}

/** The answers that were judged, alone or in a pair, as far as they are at hand: each once, the last of several. */
function judgedResponses(
  { items, candidates, scores, pairs }: Judgments,
  responses: Benchmark['responses'],
): readonly JudgedResponse[] {
  const name = (item: number, candidate: number): string =>
    JSON.stringify([items[item]!.key, candidates[candidate]!]);
  const judged = new Set<string>();
  for (let row = 0; row < scores.length; row++)
    judged.add(name(scores.item[row]!, scores.candidate[row]!));
  for (let row = 0; row < pairs.length; row++) {
    judged.add(name(pairs.item[row]!, pairs.first[row]!));
    judged.add(name(pairs.item[row]!, pairs.second[row]!));
  }
  const found = new Map<string, JudgedResponse>();
  for (const { model: candidate, condition, itemKey: key, text } of responses) {
    const own = JSON.stringify([key, candidate]);
    if (condition === 'real' && judged.has(own)) found.set(own, { key, candidate, text });
  }
  return [...found.values()];
}
