import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type ConfigOverrides, loadConfig, type ResolvedConfig } from '../src/benchmark/config.ts';

/** A config with every key at the top but a few. */
export const complete: string = `version: 1
name: breaststage-bench
media: { root: ./RESIZED }
splits: { test: ["data/test/*.json"], train: ["data/train/*.json"] }
columns: { question: q, answer: a, image: image_name }
ids: { patient: "(?<patient>P\\\\d+)_E\\\\d+", exam: ["(?<exam>P\\\\d+_E\\\\d+)", study] }
fields:
  modality: { file: "sampled_(?<value>[A-Z]+)-", map: { US: ultrasound } }
  stage: [{ system: "Stage: (\\\\w+)" }, { column: phase }]
subsets: [modality, stage, task]
models:
  breastgpt: { role: candidate, family: qwen, path: ./BreastGPT, selectorPrecision: bfloat16, tokenBudgets: { slide: 256 }, volumeWindow: { width: 400, level: -40 } }
  gpt: { role: cold, declared: { trainedOn: unknown, shots: 0, topP: 0.8 } }
engineCheck: { items: 6 }
predictions: [{ model: breastgpt, path: preds/breastgpt.json }]
judgments:
  - { path: votes.csv, columns: { item: [set, item], grader: judge, winner: winner, swapped: swapped }, where: { method: Vanilla, round: [1, 2] } }
  - { path: people.jsonl, format: mt-bench, labels: true, scale: [1, 5] }
graders:
  breastgpt: {}
  qwen3-max: { family: qwen, endpoint: { url: "http://localhost:8000/v1", model: qwen3-max } }
grading: { prompts: [pair], swap: false, repeats: 2 }
kin: { models: { breastgpt: { vendor: house } }, references: gpt-4o, data: [gpt-4o, expert] }
scoring: { open: rouge-l }
audits: { image-reuse: {}, small-subsets: }
seed: 7
`;

/** The least that a config may say. */
export const minimal: string = 'version: 1\nname: small\nsplits: { test: rows.json }\n';

interface ConfigFolder {
  readonly folder: () => string;
  /** Loads `text` as the folder's audit.yaml. */
  readonly load: (text: string, overrides?: ConfigOverrides) => Promise<ResolvedConfig>;
}

/** A folder for all tests of the calling file, and what loads configs in it. */
export function configFolder(): ConfigFolder {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  return {
    folder: () => folder,
    load: async (text, overrides = {}) => {
      const file = join(folder, 'audit.yaml');
      await writeFile(file, text);
      return loadConfig(file, overrides);
    },
  };
}
