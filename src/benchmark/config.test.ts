import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ConfigOverrides, loadConfig } from './config.ts';
import { auditConfigJsonSchema } from './config-schema.ts';

const schemaFile = fileURLToPath(
  new URL('../../docs/schema/audit-config.schema.json', import.meta.url),
);

const complete = `version: 1
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
  gpt: { role: cold }
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

const minimal = 'version: 1\nname: small\nsplits: { test: rows.json }\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, overrides: ConfigOverrides = {}) {
  const file = join(folder, 'audit.yaml');
  await writeFile(file, text);
  return loadConfig(file, overrides);
}

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
        gpt: { role: 'cold' },
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
    const root = join(folder, 'RESIZED');
    expect([testFolder, trainFolder, mediaRoot, trainMediaRoot]).toEqual([
      folder,
      folder,
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

  test('finds the config in a folder, JSON included', async () => {
    const inner = await mkdtemp(join(folder, 'json-'));
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

describe('one line for each mistake', () => {
  test.each([
    ['audit: {}', 'audit.yaml:4: unknown key "audit"; did you mean "audits"?'],
    [
      'models:\n  gpt:\n    role: cold\n    famly: gpt',
      'audit.yaml:7: unknown key "famly"; did you mean "family"?',
    ],
    [
      'models:\n  gpt:\n    role: cold\n    selectorPrecison: float32',
      'audit.yaml:7: unknown key "selectorPrecison"; did you mean "selectorPrecision"?',
    ],
    [
      'models:\n  gpt: { role: cold, path: x, tokenBudgets: { slides: 9 } }',
      'audit.yaml:5: unknown key "slides"; did you mean "slide"?',
    ],
    [
      'models:\n  gpt:\n    role: cold\n    precision: int8',
      'audit.yaml:7: "models.gpt.precision" is for a checkpoint, and "models.gpt" has no "path"; add the path of its checkpoint, or take the key out',
    ],
    [
      'models: { gpt: { role: cold, path: x, volumeWindow: { width: 400 } } }',
      'audit.yaml:4: "models.gpt.volumeWindow.level" is missing; see docs/config.md for the keys and their values',
    ],
    ['engineCheck: { item: 3 }', 'audit.yaml:4: unknown key "item"; did you mean "items"?'],
    [
      'models: { gpt: { role: cold } }\nengineCheck: { items: 3 }',
      'audit.yaml:5: "engineCheck.items" is for checkpoints, and no model has a "path"; add the path of a checkpoint under "models", or take the key out',
    ],
    [
      'battery: { condition: [real] }',
      'audit.yaml:4: unknown key "condition"; did you mean "conditions"?',
    ],
    [
      'battery: { conditions: [real, non] }',
      'audit.yaml:4: "battery.conditions.1": invalid option: expected one of "real"|"none"|"blank"|"noise"|"shuffled"|"wrong-modality"|"options-only"|"rotated"; see docs/config.md for the keys and their values',
    ],
    [
      'models:\n  cold:\n    role: cold\n    endpoint: { url: localhost:8000, model: m }',
      'audit.yaml:7: "models.cold.endpoint.url": must be an http or https URL; see docs/config.md for the keys and their values',
    ],
    [
      'models:\n  cold:\n    role: cold\n    endpoint:\n      url: https://me:secret@host/v1\n      model: m',
      'audit.yaml:8: "models.cold.endpoint.url": holds a name or a password; name the environment variable of the key in apiKeyVariable instead; see docs/config.md for the keys and their values',
    ],
    [
      'models:\n  cold:\n    role: cold\n    endpoint: { url: "https://me@host/v1", model: m }',
      'audit.yaml:7: "models.cold.endpoint.url": holds a name or a password; name the environment variable of the key in apiKeyVariable instead; see docs/config.md for the keys and their values',
    ],
    [
      'models:\n  cold:\n    role: cold\n    path: x\n    endpoint: { url: "http://a/v1", model: m }',
      'audit.yaml:8: "models.cold" has both a "path" and an "endpoint"; name the checkpoint and the server as two models',
    ],
    [
      'models: { ours: { role: cold, path: x } }\nbattery: {}\npredictions: [{ model: ours, condition: none, path: y }]',
      'audit.yaml:6: "ours" has recorded answers under "none", and the battery asks it the same; give the recorded answers a model name of their own, so that both can be compared',
    ],
    [
      'models: { ours: { role: cold, path: x } }\nbattery: {}\npredictions: [{ model: ours, condition: rotated-1, path: y }]',
      'audit.yaml:6: "ours" has recorded answers under "rotated-1", and the battery asks it the same; give the recorded answers a model name of their own, so that both can be compared',
    ],
    ['columns:\n  questions: q', 'audit.yaml:5: unknown key "questions"; did you mean "question"?'],
    [
      'predictions:\n  - model: gpt\n    paht: x',
      'audit.yaml:6: unknown key "paht"; did you mean "path"?',
    ],
    [
      'fields:\n  task:\n    - coloumn: x',
      'audit.yaml:6: unknown key "coloumn"; did you mean "column"?',
    ],
    ['media: { rot: x }', 'audit.yaml:4: unknown key "rot"; did you mean "root"?'],
    [
      'audits:\n  image-resue: {}',
      'audit.yaml:5: unknown audit "image-resue"; did you mean "image-reuse"?',
    ],
    [
      'models: { sft: { role: cold } }\npredictions: [{ model: stf, path: x }]',
      'audit.yaml:5: undeclared model "stf"; did you mean "sft"?',
    ],
    [
      'predictions: [{ model: gpt, path: x }]',
      'audit.yaml:4: undeclared model "gpt"; declare it under "models": gpt: { role: candidate }',
    ],
    [
      'models: { gpt: { role: best } }',
      'audit.yaml:4: "models.gpt.role": invalid option: expected one of "candidate"|"baseline"|"cold"|"other"; see docs/config.md for the keys and their values',
    ],
    [
      'media: 5',
      'audit.yaml:4: "media": expected "absent" or object; see docs/config.md for the keys and their values',
    ],
    [
      'seed: -1',
      'audit.yaml:4: "seed": too small: expected number to be >=0; see docs/config.md for the keys and their values',
    ],
    [
      'ids: { patient: "(?<pat>P)" }',
      'audit.yaml:4: "ids.patient": the pattern has no group (?<patient>…); mend the regular expression',
    ],
    [
      'fields: { task: { file: "(" } }',
      'audit.yaml:4: "fields.task": Invalid regular expression: /(/: Unterminated group; mend the regular expression',
    ],
    [
      'fields:\n  task: { file: a, media: b }',
      'audit.yaml:5: "fields.task" needs exactly one of file, media, system and column, got 2; write a list to try several sources in order',
    ],
    [
      'seed: [',
      'audit.yaml:5: Flow sequence in block collection must be sufficiently indented and end with a ]; mend the YAML',
    ],
    ['name: again', 'audit.yaml:4: Map keys must be unique; mend the YAML'],
  ])('%j', async (addition, message) => {
    const error = await load(`${minimal}${addition}\n`, {
      auditIds: ['image-reuse', 'small-subsets'],
    }).catch((caught) => caught);
    expect(error.message).toBe(message);
    expect(error.name).toBe('AuditError');
  });

  test.each([
    [
      'name: x\nsplits: { test: a }',
      'audit.yaml: "version" is missing; see docs/config.md for the keys and their values',
    ],
    [
      'version: 1\nname: x\nsplits: {}',
      'audit.yaml:3: "splits" names no test files, and there are no "judgments" to audit without; add splits: { test: your-test.jsonl }',
    ],
    [
      '',
      'audit.yaml: "the file": invalid input: expected object, received null; see docs/config.md for the keys and their values',
    ],
  ])('%j', async (text, message) => {
    await expect(load(text)).rejects.toThrow(message);
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

describe('the published JSON Schema', () => {
  test('is the one that the code checks by', async () => {
    expect(JSON.parse(await readFile(schemaFile, 'utf8'))).toEqual(auditConfigJsonSchema());
  });

  test('accepts what loadConfig accepts and refuses unknown keys', async () => {
    const validate = new Ajv2020().compile(JSON.parse(await readFile(schemaFile, 'utf8')));
    expect([
      validate(parse(complete)),
      validate(parse(minimal)),
      validate(parse(`${minimal}audit: {}`)),
    ]).toEqual([true, true, false]);
  });

  test('describes every key at the top', () => {
    const { properties } = auditConfigJsonSchema() as {
      properties: Record<string, { description?: string }>;
    };
    expect(Object.values(properties).every((property) => property.description)).toBe(true);
  });
});
