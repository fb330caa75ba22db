/**
 * How long the audit grader-bias takes on a large set of judgments.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/grader-bias.js
 *
 * 100,000 judgments with 10,000 resamples: once as scores (5,000 items x 5 graders x 4 candidates),
 * once as pairs in both orders (1,667 items x 5 graders x 6 pairs of candidates). The baseline is
 * the interval of the favour alone by the plain way: the model fitted anew on every resample of
 * items, timed on 20 of them and scaled.
 */

import { fitDesign } from '../audits/grader-bias/favour/additive-model.ts';
import { favourTerms } from '../audits/grader-bias/favour/favour-terms.ts';
import { scoreDesign } from '../audits/grader-bias/favour/score-design.ts';
import { scoreRows } from '../audits/grader-bias/favour/score-rows.ts';
import { familyOf, plantJudgments } from '../audits/grader-bias/fixtures/plant-judgments.ts';
import { judgedBenchmark, questionOf } from '../audits/grader-bias/fixtures/question-of.ts';
import { graderBias } from '../audits/grader-bias/index.ts';
import { graderBiasOptions } from '../audits/grader-bias/options.ts';
import type { Evidence } from '../src/evidence/evidence.ts';
import type { Judgments } from '../src/judgments/judgments.ts';
import { createRandom } from '../src/statistics/index.ts';

const resamples = 10_000;
const refits = 20;
const graders = ['qwen-judge', 'qwen-critic', 'gpt-judge', 'claude-judge', 'llama-judge'];
const candidates = ['qwen-tuned', 'qwen-base', 'gpt-cold', 'llama-cold'];

const plain = { seed: 1, favour: 0.3, graders, candidates };
const scores = plantJudgments({ ...plain, items: 5000 });
// Six pairs in both orders: 12 judgments an item and grader.
const pairs = plantJudgments({ ...plain, items: 1667, pairs: true });

const seconds = {
  scores: timeOf(() => audit(scores)),
  pairs: timeOf(() => audit(pairs)),
  refit: (timeOf(() => refit(scores)) * resamples) / refits,
};
console.log(
  `scores: ${scores.scores.length} judgments, ${resamples} resamples: ${seconds.scores.toFixed(1)} s`,
);
console.log(
  `pairs:  ${pairs.pairs.length} judgments, ${resamples} resamples: ${seconds.pairs.toFixed(1)} s`,
);
console.log(
  `the favour alone, fitted anew on each resample: ${seconds.refit.toFixed(0)} s; ratio ${(seconds.refit / seconds.scores).toFixed(0)}`,
);

function audit(judgments: Judgments): void {
  const evidence = judgedBenchmark(judgments, familyOf) as Evidence;
  graderBias.audit(evidence, graderBiasOptions.parse({ resamples }), { seed: 0 });
}

/** Items drawn with replacement, their rows gathered, the model fitted. */
function refit(judgments: Judgments): void {
  const question = questionOf(judgments, familyOf);
  const rows = scoreRows(question);
  const { together } = favourTerms(question);
  const rowsOf = new Map<number, number[]>();
  for (const [row, item] of rows.item.entries()) {
    const own = rowsOf.get(item) ?? [];
    own.push(row);
    rowsOf.set(item, own);
  }
  const random = createRandom(2);
  for (let resample = 0; resample < refits; resample++) {
    const drawn = judgments.items.map(() => rowsOf.get(random.nextBelow(judgments.items.length))!);
    const order = Uint32Array.from(drawn.flat());
    const item = Uint32Array.from(drawn.flatMap((own, place) => own.map(() => place)));
    const sample = {
      grader: order.map((row) => rows.grader[row]!),
      candidate: order.map((row) => rows.candidate[row]!),
      item,
      cluster: item,
      score: Float64Array.from(order, (row) => rows.score[row]!),
      gold: Float64Array.from(order, (row) => rows.gold[row]!),
      length: Float64Array.from(order, (row) => rows.length[row]!),
    };
    fitDesign(scoreDesign(sample, 'answers', [together], question), 0.95);
  }
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
