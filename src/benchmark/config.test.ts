import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { complete, configFolder, minimal } from '../../test/config-folder.ts';
import { loadConfig } from './config.ts';

const { folder, load } = configFolder();

describe('loadConfig', () => {
  test('reads every key and makes lists of single values', async () => {
    const {
      folder: _folder,
      input,
      testFolder,
      trainFolder,
      mediaRoot,
      trainMediaRoot,
      echo,
      ...config
    } = await load(complete);
    expect(config).toEqual({
      version: 1,
      name: 'breaststage-bench',
      media: { root: './RESIZED' },
      splits: { test: ['data/test/*.json'], train: ['data/train/*.json'] },
      columns: { question: 'q', answer: 'a', image: 'image_name' },
      ids: { patient: ['(?<patient>P\\d+)_E\\d+'], exam: ['(?<exam>P\\d+_E\\d+)', 'study'] },
      fields: {
        modality: [{ file: 'sampled_(?<value>[A-Z]+)-', map: { US: 'ultrasound' } }],
        stage: [{ system: 'Stage: (\\w+)' }, { column: 'phase' }],
      },
      subsets: ['modality', 'stage', 'task'],
      models: {
        breastgpt: {
          role: 'candidate',
          family: 'qwen',
          path: './BreastGPT',
          precision: 'auto',
          selectorPrecision: 'bfloat16',
          tokenBudgets: { slide: 256 },
          volumeWindow: { width: 400, level: -40 },
        },
        gpt: { role: 'cold', declared: { trainedOn: 'unknown', shots: 0, topP: 0.8 } },
      },
      engineCheck: { items: 6, maxNewTokens: 24 },
      predictions: [{ model: 'breastgpt', condition: 'real', path: ['preds/breastgpt.json'] }],
      judgments: [
        {
          path: ['votes.csv'],
          format: 'auto',
          columns: {
            item: ['set', 'item'],
            grader: ['judge'],
            winner: ['winner'],
            swapped: ['swapped'],
          },
          where: { method: ['Vanilla'], round: ['1', '2'] },
          labels: false,
        },
        {
          path: ['people.jsonl'],
          format: 'mt-bench',
          columns: {},
          where: {},
          labels: true,
          scale: [1, 5],
        },
      ],
      graders: {
        breastgpt: {},
        'qwen3-max': {
          family: 'qwen',
          endpoint: {
            url: 'http://localhost:8000/v1',
            model: 'qwen3-max',
            apiKeyVariable: 'OPENAI_API_KEY',
            maxInFlight: 32,
            timeoutSeconds: 300,
            attempts: 6,
            body: {},
          },
        },
      },
      grading: {
        prompts: ['pair'],
        tracks: ['open'],
        pairs: 'candidate',
        swap: false,
        repeats: 2,
        maxNewTokens: 1024,
      },
      kin: {
        models: { breastgpt: { vendor: 'house' } },
        references: ['gpt-4o'],
        data: ['gpt-4o', 'expert'],
      },
      scoring: { closed: 'accuracy', open: 'rouge-l', grounding: 'iou' },
      audits: { 'image-reuse': {}, 'small-subsets': {} },
      seed: 7,
    });
    expect(echo).toEqual(config);
    const root = join(folder(), 'RESIZED');
    expect([testFolder, trainFolder, mediaRoot, trainMediaRoot]).toEqual([
      folder(),
      folder(),
      root,
      root,
    ]);
    expect(input).toEqual({
      path: 'audit.yaml',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      role: 'config',
    });
  });

  test('fills in defaults: pictures beside the config, every audit, no train split', async () => {
    const config = await load(minimal, { auditIds: ['image-reuse', 'small-subsets'] });
    expect(config).toMatchObject({
      media: { root: '.' },
      splits: { test: ['rows.json'], train: [] },
      predictions: [],
      engineCheck: { items: 0, maxNewTokens: 24 },
      audits: { 'image-reuse': {}, 'small-subsets': {} },
      seed: 0,
    });
  });

  test('refuses ids as subsets', async () => {
    await expect(load(`${minimal}subsets: [modality, patient]\n`)).rejects.toThrow(
      '"patient" is an id, not a subset; name columns with few values',
    );
  });

  test('lets the command line win, folders for data and train included', async () => {
    const config = await load(complete, { data: '/data', train: '/train', seed: 3, limit: 10 });
    expect(config).toMatchObject({
      testFolder: '/data',
      trainFolder: '/train',
      mediaRoot: '/data/RESIZED',
      trainMediaRoot: '/data/RESIZED',
      limit: 10,
    });
    expect(config.echo).toMatchObject({ seed: 3, limit: 10 });
    expect(JSON.stringify(config.echo)).not.toContain('/data/RESIZED');
  });

  test('echoes neither the query of an address nor secrets of a body, and keeps both for asking', async () => {
    const body = {
      api_key: 'hidden',
      min_tokens: 1,
      stop_token_ids: [2],
      extra: [{ Authorization: 'hidden', accessToken: 'hidden', region: 'eu' }],
    };
    const url = 'https://host/v1?api-key=hidden';
    const endpoint = { url, model: 'm', body };
    const models = { gpt: { role: 'cold', endpoint }, other: { role: 'cold' } };
    const graders = { judge: { endpoint } };
    const config = await load(
      `${minimal}models: ${JSON.stringify(models)}\ngraders: ${JSON.stringify(graders)}\n`,
    );
    expect(config.models.gpt?.endpoint).toMatchObject({ url, body });
    expect(config.graders.judge?.endpoint).toMatchObject({ url, body });
    expect(JSON.stringify(config.echo)).not.toContain('hidden');
    expect(config.echo).toMatchObject({
      models: {
        gpt: {
          role: 'cold',
          endpoint: {
            url: 'https://host/v1',
            model: 'm',
            maxInFlight: 32,
            body: {
              api_key: '[masked]',
              min_tokens: 1,
              stop_token_ids: [2],
              extra: [{ Authorization: '[masked]', accessToken: '[masked]', region: 'eu' }],
            },
          },
        },
        other: { role: 'cold' },
      },
      graders: { judge: { endpoint: { url: 'https://host/v1', body: { api_key: '[masked]' } } } },
    });
  });

  test('has no media root where media are absent', async () => {
    expect((await load(`${minimal}media: absent\n`)).mediaRoot).toBeUndefined();
  });

  test('tells what is not declared of a part from what it has none of', async () => {
    const { provenance, splits } = await load(
      `${minimal.replace('test: rows.json', 'test: rows.json, parent: "all/*.json"')}provenance: { test: { team: House, models: [] }, candidate: {} }\n`,
    );
    expect(provenance).toEqual({ test: { team: ['House'], models: [] }, candidate: {} });
    expect(splits).toEqual({ test: ['rows.json'], train: [], parent: ['all/*.json'] });
  });

  test('finds the config in a folder, JSON included', async () => {
    const inner = await mkdtemp(join(folder(), 'json-'));
    await expect(loadConfig(inner)).rejects.toThrow(
      /: the folder holds no audit.yaml; write one with "audit init"/,
    );
    await writeFile(join(inner, 'audit.json'), JSON.stringify(parse(minimal)));
    expect((await loadConfig(inner)).name).toBe('small');
    await expect(loadConfig(join(inner, 'no.yaml'))).rejects.toThrow(
      /no.yaml: there is no such file or folder; check/,
    );
  });
});

test('the example of docs/config.md is accepted', async () => {
  const page = await readFile(
    fileURLToPath(new URL('../../docs/config.md', import.meta.url)),
    'utf8',
  );
  const example = page.split('\n\n').find((block) => block.startsWith('    version: 1'))!;
  const config = await load(example.replaceAll(/^ {4}/gm, ''), {
    auditIds: [
      'image-reuse',
      'template-leakage',
      'question-only',
      'blind-controls',
      'small-subsets',
    ],
  });
  expect(config).toMatchObject({
    name: 'breaststage-bench',
    ids: { patient: ['(?<patient>P\\d+)_E\\d+'] },
  });
});

test('asks under the control conditions where a battery names none', async () => {
  const { battery } = await load(`${minimal}battery: {}\n`);
  const controls = ['real', 'none', 'blank', 'noise', 'shuffled', 'wrong-modality'];
  expect(battery?.conditions).toEqual([...controls, 'options-only', 'rotated']);
});
