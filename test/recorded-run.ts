import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type AuditedRun, type RunOptions, runCommand } from '../src/commands/run.ts';
import { silentProgress } from '../src/progress.ts';

/**
 * A folder with a benchmark of five test and five train questions about pictures of 64 by 64
 * pixels, one of which is in both splits, and a model's recorded answers.
 *
 * @returns The folder, for the caller to remove.
 */
export async function smallBenchmark(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-small-'));
  mkdirSync(join(folder, 'bench', 'images'), { recursive: true });
  const rows = (start: number) =>
    Array.from({ length: 5 }, (_, index) => ({
      question_id: start + index,
      image_name: `picture-${start + index}.png`,
      question: `Is finding ${start + index} present?`,
      answer: index % 2 === 0 ? 'Yes' : 'No',
    }));
  const [test, train] = [rows(0), rows(100)];
  for (const { question_id: id, image_name: name } of [...test, ...train]) {
    // Question 100 of train shows the picture of question 0 of test.
    const pattern = id === 100 ? 0 : id;
    await sharp(stripes(pattern), { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toFile(join(folder, 'bench', 'images', name));
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, 'bench', name), text);
  write('test.json', JSON.stringify(test, null, 1));
  write('train.json', JSON.stringify(train, null, 1));
  write(
    'predictions.jsonl',
    test
      .map(({ question_id: id }) => `${JSON.stringify({ id: String(id), prediction: 'Yes' })}\n`)
      .join(''),
  );
  write(
    'audit.yaml',
    `version: 1
name: small
media: { root: ./images }
splits: { test: [test.json], train: [train.json] }
models: { ours: { role: candidate } }
predictions: [{ model: ours, path: predictions.jsonl }]
audits: { image-reuse: {}, template-leakage: {} }
`,
  );
  return folder;
}

/** Runs its audits, as `audit run --bench ./bench` from inside the folder. */
export async function runSmall(
  folder: string,
  options: Partial<RunOptions> = {},
): Promise<AuditedRun> {
  const outcome = await runCommand(
    { bench: './bench', ...options },
    { cwd: folder, progress: silentProgress },
  );
  if (outcome.kind !== 'audited') throw new Error(`the run is ${outcome.kind}`);
  return outcome;
}

function stripes(seed: number): Buffer {
  return Buffer.from(
    Array.from({ length: 64 * 64 }, (_, index) => {
      const [x, y] = [index % 64, Math.floor(index / 64)];
      return Math.round(127 + 120 * Math.sin((x * (seed + 3)) / 40 + (y * y * (seed % 7)) / 900));
    }),
  );
}
