/**
 * Asks a Qwen3-VL checkpoint about a picture, after the parity gate.
 *
 *     node examples/baseline/ask.mjs [checkpoint folder]
 *
 * Without a folder it runs the tiny checkpoint of the reference vectors, whose weights are
 * random: its answer means nothing, but every token of it is known. That is the engine check
 * of `npm run demo`; no audit figure comes from it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel, requireParity } from 'touchstone-audit';

const fixtures = fileURLToPath(new URL('../../test/fixtures/', import.meta.url));
const folder = process.argv[2] ?? join(fixtures, 'tiny-qwen3vl');
const question = 'Describe the findings in this image. Is there a mass?';

const model = await loadModel(folder);
const parity = await requireParity(model.architecture, model.precision);
if ('status' in parity) {
  console.log(`NOT-RUN: ${parity.reason}`);
  process.exit(2);
}
console.log(
  `Engine check, outside every figure above: ${model.architecture} (${model.precision}) equals ${parity.origin} in ${parity.stages.length} stages`,
);

const picture = { type: 'image', image: join(fixtures, 'media/odd_517x389.png') };
const prompt = {
  messages: [{ role: 'user', content: [picture, { type: 'text', text: question }] }],
};
const [answer] = await model.generate([prompt], {
  maxNewTokens: 24,
  sampling: { kind: 'greedy' },
});
const scores = await model.score(prompt, ['Yes', 'No']);
await model.close();

console.log(`Q: ${question}\nA: ${answer.text}`);
for (const { option, logLikelihood } of scores) {
  console.log(`log-likelihood of "${option}": ${logLikelihood.toFixed(3)}`);
}
if (process.argv[2] === undefined) {
  const reference = JSON.parse(await readFile(join(fixtures, 'cases/qwen_image.json'), 'utf8'));
  const same = reference.gen_ids.join() === answer.tokenIds.join();
  console.log(
    same ? 'All 24 tokens are the reference’s.' : 'The tokens differ from the reference’s.',
  );
  process.exitCode = same ? 0 : 1;
}
