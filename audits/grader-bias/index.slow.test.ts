import { expect, test } from 'vitest';
import { decide } from './favour/decisions.ts';
import { judgedRows, mainFavours } from './favour/favour.ts';
import { familyOf, type Plant, plantJudgments } from './fixtures/plant-judgments.ts';
import { questionOf } from './fixtures/question-of.ts';

const runs = 500;

const graders = ['qwen-judge', 'qwen-critic', 'gpt-judge', 'claude-judge'];
const candidates = ['qwen-tuned', 'qwen-base', 'gpt-cold', 'llama-cold'];

/** Designs as they occur: all graders on all items, holes, a grader that judged half of them, few items. */
const designs: Readonly<Record<string, Omit<Plant, 'seed' | 'favour'>>> = {
  'complete, 113 items': { items: 113, graders, candidates },
  'a fifth missing and one grader on half the items, 150 items': {
    items: 150,
    graders,
    candidates,
    missing: 0.2,
    half: [2],
  },
  'two graders and two candidates, 70 items': {
    items: 70,
    graders: ['qwen-judge', 'gpt-judge'],
    candidates: ['qwen-tuned', 'gpt-cold'],
  },
  'a grader that is a candidate, 113 items': {
    items: 113,
    graders: [...graders, 'qwen-tuned'],
    candidates,
    selfFavour: 0.4,
  },
};

interface Outcome {
  covered: number;
  claimed: number;
  failed: number;
  passed: number;
}

function simulate(plant: Omit<Plant, 'seed'>, truth: number): Outcome {
  const outcome: Outcome = { covered: 0, claimed: 0, failed: 0, passed: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const question = questionOf(plantJudgments({ ...plant, seed }), familyOf);
    const main = mainFavours(judgedRows(question), question);
    const one = main.find(({ term }) => !term.name.startsWith('self'));
    const { lower, upper } = one!.coefficient.interval;
    if (lower <= truth && truth <= upper) outcome.covered++;
    if (lower > 0 || upper < 0) outcome.claimed++;
    const [decision] = decide([one!], [], question.options);
    if (decision!.verdict === 'fail') outcome.failed++;
    if (decision!.verdict === 'pass') outcome.passed++;
  }
  return outcome;
}

for (const [name, plant] of Object.entries(designs)) {
  for (const favour of [0, 0.3, 1]) {
    test(`${name}: a favour of ${favour} points of 10 is covered in 93 to 97% of ${runs} simulations`, () => {
      const { covered, claimed, failed, passed } = simulate({ ...plant, favour }, favour / 10);
      const share = (count: number): string => `${(100 * (count / runs)).toFixed(1)}%`;
      process.stdout.write(
        `grader-bias, ${name}, favour ${favour}: covered ${share(covered)}, claimed ${share(claimed)}, fail ${share(failed)}, pass ${share(passed)}\n`,
      );
      expect(covered / runs).toBeGreaterThanOrEqual(0.93);
      expect(covered / runs).toBeLessThanOrEqual(0.97);
      if (favour === 0) expect(claimed / runs).toBeLessThanOrEqual(0.05 + 0.02);
      if (favour === 0) expect(failed / runs).toBeLessThanOrEqual(0.05);
      if (favour === 1) expect(passed).toBe(0);
    });
  }
}
