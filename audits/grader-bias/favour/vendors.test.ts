import { expect, test } from 'vitest';
import type { AuditOutcome } from '../../../src/audit/audit.ts';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import { familyOf, plantJudgments } from '../fixtures/plant-judgments.ts';
import { judgedBenchmark } from '../fixtures/question-of.ts';
import { graderBias } from '../index.ts';

/** Audit of two candidates, kin by vendor; names tell vendors. */
function audit(graders: readonly string[], favour: number): AuditOutcome {
  const plant = { seed: 1, items: 300, favour, graders, candidates: ['qwen-a', 'gpt-a'] };
  const evidence = judgedBenchmark(plantJudgments(plant), familyOf) as Evidence;
  const options = graderBias.options.parse({ resamples: 199, kinBy: 'vendor' });
  return graderBias.audit(evidence, options, { seed: 0 });
}

test.each([
  ['an average within the limit', 0, 'inconclusive', 'the other’s harshness: '],
  ['an average beyond it', 1, 'fail', 'Which of alibaba and openai is partial can’t be told: '],
])('%s asks for a third vendor', (_, favour, verdict, before) => {
  const outcome = audit(['qwen-judge', 'gpt-judge'], favour);
  expect(outcome.verdict).toBe(verdict);
  expect(outcome.summary).toContain(`${before}a grader or answers of a third vendor would tell.`);
});

test('graders of one vendor: items are told for two vendors', () => {
  const { tables } = audit(['qwen-judge'], 0);
  const table = tables.find(({ title }) => title === 'How many items an interval takes');
  expect(table!.rows[0]!.basis).toBe(
    'at most, for one grader and one candidate of each of two vendors, by the spread of the judgments at hand',
  );
});
