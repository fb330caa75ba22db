import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from './config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grading-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(addition: string) {
  const file = join(folder, 'audit.yaml');
  await writeFile(file, `version: 1\nname: small\nsplits: { test: rows.json }\n${addition}\n`);
  return loadConfig(file);
}

const server = (model: string, url = 'http://localhost/v1') =>
  `endpoint: { url: "${url}", model: "${model}" }`;

test.each([
  ['judgments: [{ path: j.csv, scale: 10 }]', 'must be two numbers, as [0, 10]'],
  [
    'grading: { prompts: [score-10, score-1] }',
    'holds several prompts for a score, whose answers would pass for repeats of one',
  ],
  [
    'graders: { judge: {} }',
    'audit.yaml:4: "graders.judge" has neither a "path" nor an "endpoint", and no model of that name has one',
  ],
  [
    `graders: { judge: { path: ./j, ${server('j')} } }`,
    '"graders.judge" has both a "path" and an "endpoint"; name the checkpoint and the server as two graders',
  ],
  [
    `graders:\n  one: { ${server('gpt-4')} }\n  two: { ${server('gpt-4 ', 'http://localhost/v1/')} }`,
    'audit.yaml:6: "graders.two" and "graders.one" ask the same model: one grader under two names',
  ],
  ['graders: { one: { path: ./j }, two: { path: j/ } }', 'one grader under two names'],
  [
    `models: { gpt: { role: cold, ${server('gpt-4')} } }\ngraders: { gpt: {}, judge: { ${server('gpt-4')} } }`,
    '"graders.judge" and "graders.gpt" ask the same model',
  ],
  [
    `graders: { judge: { batchSize: 4, ${server('j')} } }`,
    '"graders.judge.batchSize" is for a checkpoint',
  ],
  ['judgments: [{ path: a.csv, format: table }]', '"judgments.columns" names no item'],
  [
    'judgments: [{ path: a.csv, columns: { item: q, winner: w } }]',
    '"judgments.columns" names no grader; add the column that says who judged, or grader: name beside "columns"',
  ],
  [
    'judgments: [{ path: a.csv, columns: { item: q, grader: j, candidate: m } }]',
    '"judgments.columns" needs either a score or a winner',
  ],
  [
    'judgments: [{ path: a.csv, columns: { item: q, grader: j, score: s, winner: w } }]',
    '"judgments.columns" needs either a score or a winner',
  ],
  [
    'judgments: [{ path: a.csv, columns: { item: q, grader: j, score: s } }]',
    '"judgments.columns" names no candidate',
  ],
  [
    'judgments: [{ path: a.csv, columns: { item: q, grader: j, winner: w, first: a } }]',
    '"judgments.columns" names no second; add the column of the other answer, or take both out',
  ],
  [
    'judgments: [{ path: a.csv, format: mt-bench, columns: { item: q } }]',
    '"columns" are for tables, and the format is mt-bench; take one of the two out',
  ],
  ['judgments: [{ path: a.csv, scale: [10, 1] }]', 'the first end must be below the second'],
])('refuses %s', async (addition, message) => {
  await expect(load(addition)).rejects.toThrow(message);
});

test.each([
  'judgments: [{ path: a.csv, columns: { item: q, winner: w }, grader: gpt-4 }]',
  'judgments: [{ path: a.csv, columns: { item: q, candidate: m, score: s }, labels: true }]',
  'judgments: [{ path: a.csv }]',
  'kin: { models: { nobody: { family: x } }, references: [nobody-else] }',
  `models: { gpt: { role: cold, ${server('gpt-4')} } }\ngraders: { gpt: {} }`,
  `graders: { one: { ${server('gpt-4')} }, two: { ${server('gpt-4o')} } }`,
])('takes %s', async (addition) => {
  await expect(load(addition)).resolves.toMatchObject({ name: 'small' });
});
