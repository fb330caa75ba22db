/**
 * Asks a checkpoint about a picture, after the parity gate.
 *
 *     node examples/baseline/ask.mjs [checkpoint folder]
 *
 * Without a folder it runs the two tiny checkpoints of the reference vectors, a Qwen3-VL and
 * a BreastGPT, whose weights are random: their answers mean nothing, but every token of them is
 * known.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel, requireParity } from 'touchstone-audit';

const fixtures = fileURLToPath(new URL('../../test/fixtures/', import.meta.url));
const picture = { type: 'image', image: join(fixtures, 'media/odd_517x389.png') };
const question = 'Describe the findings in this image. Is there a mass?';

if (process.argv[2] === undefined) {
  console.log('Tiny models with random weights, whose answers are known token by token');
  const slide = { type: 'slide', slide: join(fixtures, 'media/slide_700.h5') };
  const system = 'You are an expert breast pathologist.';
  const grade = '<image>\nPredict the histological grade.';
  await ask('tiny-qwen3vl', [user(picture, question)], 'qwen_image');
  await ask(
    'tiny-breastgpt',
    [{ role: 'system', content: system }, user(slide, grade)],
    'histo_700',
  );
} else {
  await ask(process.argv[2], [user(picture, question)]);
}

/** A question about one image or slide. */
function user(medium, text) {
  return { role: 'user', content: [medium, { type: 'text', text }] };
}

/** Asks, prints, and compares with the reference's tokens if a case of it is named. */
async function ask(folder, messages, referenceCase) {
  const model = await loadModel(referenceCase === undefined ? folder : join(fixtures, folder));
  const parity = await requireParity(model.architecture, model.precision);
  if ('status' in parity) {
    console.log(`NOT-RUN: ${parity.reason}`);
    process.exit(2);
  }
  const { architecture, precision } = model;
  console.log(
    `\n${architecture} (${precision}) equals ${parity.origin} in ${parity.stages.length} stages`,
  );
  const greedy = { maxNewTokens: 24, sampling: { kind: 'greedy' } };
  const [answer] = await model.generate([{ messages }], greedy);
  const scores = await model.score({ messages }, ['Yes', 'No']);
  await model.close();
  console.log(`A: ${answer.text}`);
  for (const { option, logLikelihood } of scores) {
    console.log(`log-likelihood of "${option}": ${logLikelihood.toFixed(3)}`);
  }
  if (referenceCase === undefined) return;
  const reference = JSON.parse(
    await readFile(join(fixtures, `cases/${referenceCase}.json`), 'utf8'),
  );
  const same = reference.gen_ids.join() === answer.tokenIds.join();
  console.log(
    same ? 'All 24 tokens are the reference’s.' : 'The tokens differ from the reference’s.',
  );
  if (!same) process.exitCode = 1;
}
