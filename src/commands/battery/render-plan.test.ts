import { expect, test } from 'vitest';
import type { PlanReport } from './plan.ts';
import type { ModelPlan } from './plan-model.ts';
import { renderPlan } from './render-plan.ts';

function plan(model: string, changes: Partial<ModelPlan['conditions'][number]> = {}): ModelPlan {
  const condition = {
    condition: 'graded:pair',
    open: 10,
    settled: 0,
    failed: 0,
    notApplicable: {},
    cost: 1.23,
    promptTokens: 100,
    newTokens: 50,
    isBound: true,
    seconds: undefined,
    basis: 'lengths of texts',
    ...changes,
  };
  return { model, memoryBytes: null, conditions: [condition] };
}

const lastSums = (...graders: ModelPlan[]): string | undefined => {
  const facts = { benchmark: 'b', testItems: 4, journal: 'j', missingMedia: [], models: [] };
  const report: PlanReport = {
    ...facts,
    refused: [],
    grading: { graders, refused: [], awaited: 0 },
  };
  return renderPlan(report)
    .split('\n')
    .find((line) => line.startsWith('To ask'));
};

test('a sum of costs names whom it leaves out', () => {
  expect(lastSums(plan('one'), plan('llama-judge', { cost: null }), plan('two'))).toBe(
    'To ask: 30 requests, about 300 prompt tokens, at most 150 new tokens, time unknown, about $2.46, without llama-judge, which has no price',
  );
});

test('whoever has nothing left, or computes here, needs no price', () => {
  const here = { ...plan('here', { cost: null }), memoryBytes: 1e9 };
  const done = plan('done', { cost: null, open: 0, promptTokens: 0, newTokens: 0 });
  expect(lastSums(plan('one'), here, done)).toMatch(/about \$1\.23$/);
});
