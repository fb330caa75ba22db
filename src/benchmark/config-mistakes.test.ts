import { describe, expect, test } from 'vitest';
import { configFolder, minimal } from '../../test/config-folder.ts';

const { load } = configFolder();

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
    [
      'models:\n  gpt:\n    role: cold\n    declared: { shot: 3 }',
      'audit.yaml:7: unknown key "shot"; did you mean "shots"?',
    ],
    [
      'provenance:\n  candidat: { team: House }',
      'audit.yaml:5: unknown key "candidat"; did you mean "candidate"?',
    ],
    [
      'provenance:\n  test: { source: [A] }',
      'audit.yaml:5: unknown key "source"; did you mean "sources"?',
    ],
    [
      'provenance: { test: { team: 7 } }',
      'audit.yaml:4: "provenance.test.team": expected string or array; see docs/config.md for the keys and their values',
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
      'audit.yaml:4: "battery.conditions.1": invalid option: expected one of "real"|"none"|"blank"|"noise"|"shuffled"|"wrong-modality"|"options-only"|"rotated"|"format"|"few-shot"|"repeated"|"sampled"|"selector-bfloat16"|"batched"; see docs/config.md for the keys and their values',
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
      'audit.yaml:3: "splits" names no test files, and there are no "judgments", "claims" or "disclosure" to audit without; add splits: { test: your-test.jsonl }',
    ],
    [
      '',
      'audit.yaml: "the file": invalid input: expected object, received null; see docs/config.md for the keys and their values',
    ],
  ])('%j', async (text, message) => {
    await expect(load(text)).rejects.toThrow(message);
  });
});
