import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuditError } from '../errors.ts';
import { parsePolicy } from './parse-policy.ts';
import { gatePolicyJsonSchema } from './policy-schema.ts';

const auditIds = ['image-reuse', 'question-only', 'grader-bias'];

const complete = `version: 1
exempt: { grader-bias: no answer is graded by a model }
thresholds:
  image-reuse: { maxReusedMedia: 1 }
limits:
  - { measure: question-only/closedShare, atMost: 0.5, because: more would be guessing }
  - { measure: score/ours/closed/stage=T2, atLeast: 0.6 }
claims: { require: [closed-accuracy, lead], accept: [supported, fragile] }
waivers:
  - check: audit:image-reuse
    reason: public scans
    owner: the data team
    expires: 2027-01-31
  - { check: "limit:question-only/closedShare", reason: r, owner: o, expires: 2027-01-31 }
  - { check: "ratchet:question-only/closedShare", reason: r, owner: o, expires: 2027-01-31 }
  - { check: "claim:lead", reason: r, owner: o, expires: 2027-01-31 }
baseline: gate-baseline.json
`;

const read = (yaml: string) => parsePolicy('policy.yaml', yaml, auditIds);

test('reads every key', () => {
  const { waivers, ...rest } = read(complete);
  expect(rest).toEqual({
    version: 1,
    exempt: { 'grader-bias': 'no answer is graded by a model' },
    thresholds: { 'image-reuse': { maxReusedMedia: 1 } },
    limits: [
      { measure: 'question-only/closedShare', atMost: 0.5, because: 'more would be guessing' },
      { measure: 'score/ours/closed/stage=T2', atLeast: 0.6 },
    ],
    claims: { require: ['closed-accuracy', 'lead'], accept: ['supported', 'fragile'] },
    baseline: 'gate-baseline.json',
  });
  expect(waivers[0]).toEqual({
    check: 'audit:image-reuse',
    reason: 'public scans',
    owner: 'the data team',
    expires: '2027-01-31',
  });
});

test('a version alone is a policy that requires every audit', () => {
  expect(read('version: 1')).toEqual({
    version: 1,
    exempt: {},
    thresholds: {},
    limits: [],
    waivers: [],
  });
});

const waiver = 'reason: r, owner: o, expires: 2027-01-31';

test.each([
  [
    'an unknown key',
    'requird: []',
    'policy.yaml:2: unknown key "requird"; did you mean "required"?',
  ],
  [
    'an unknown key of a limit',
    'limits:\n  - { measure: image-reuse/x, atMots: 1 }',
    'policy.yaml:3: unknown key "atMots"; did you mean "atMost"?',
  ],
  [
    'an unknown required audit',
    'required:\n  - question-only\n  - image-reus',
    'policy.yaml:4: unknown audit "image-reus"; did you mean "image-reuse"?',
  ],
  [
    'an unknown exempt audit',
    'exempt: { grader-bais: r }',
    'policy.yaml:2: unknown audit "grader-bais"; did you mean "grader-bias"?',
  ],
  [
    'thresholds of an unknown audit',
    'thresholds: { reuse: {} }',
    'policy.yaml:2: unknown audit "reuse"; known here: image-reuse, question-only, grader-bias',
  ],
  [
    'a limit of an unknown audit',
    'limits:\n  - { measure: question-onyl/closedShare, atMost: 1 }',
    'policy.yaml:3: unknown audit "question-onyl"; did you mean "question-only"?',
  ],
  [
    'a limit without a quantity',
    'limits: [{ measure: image-reuse, atMost: 1 }]',
    'policy.yaml:2: "image-reuse" names no quantity; write <audit>/<measure> or score/<model>/<track>',
  ],
  [
    'two limits of one quantity',
    'limits:\n  - { measure: image-reuse/x, atMost: 1 }\n  - { measure: image-reuse/x, atLeast: 0 }',
    'policy.yaml:4: "image-reuse/x" is limited twice; leave one limit of it',
  ],
  [
    'a limit without a bound',
    'limits: [{ measure: image-reuse/x }]',
    'policy.yaml:2: "limits.0": expected either atMost or atLeast; see docs/gate.md for the keys and their values',
  ],
  [
    'a limit with both bounds',
    'limits: [{ measure: image-reuse/x, atMost: 1, atLeast: 0 }]',
    'policy.yaml:2: "limits.0": expected either atMost or atLeast; see docs/gate.md for the keys and their values',
  ],
  [
    'an audit required and exempt',
    'required: [image-reuse]\nexempt: { image-reuse: r }',
    'policy.yaml:3: "image-reuse" is both required and exempt; name it in one of the two',
  ],
  [
    'an exemption without a reason',
    'exempt: { image-reuse: "  " }',
    'policy.yaml:2: "exempt.image-reuse": too small: expected string to have >=1 characters; see docs/gate.md for the keys and their values',
  ],
  [
    'all claims without a baseline',
    'claims: { require: all }',
    'policy.yaml:2: "all" does not notice a claim that is taken out of the ledger; list the ids, or add "baseline: gate-baseline.json", which remembers them',
  ],
  [
    'a waiver of an unknown check',
    `waivers:\n  - { check: audit:image-reus, ${waiver} }`,
    'policy.yaml:3: unknown check "audit:image-reus"; did you mean "audit:image-reuse"?',
  ],
  [
    'a waiver of an exempt audit',
    `exempt: { image-reuse: r }\nwaivers: [{ check: audit:image-reuse, ${waiver} }]`,
    'policy.yaml:3: unknown check "audit:image-reuse"; known here: audit:question-only, audit:grader-bias',
  ],
  [
    'a waiver of an incomplete run',
    `waivers: [{ check: run:complete, ${waiver} }]`,
    'policy.yaml:2: unknown check "run:complete"; known here: audit:image-reuse, audit:question-only, audit:grader-bias',
  ],
  [
    'a waiver without an owner',
    'waivers: [{ check: audit:image-reuse, reason: r, expires: 2027-01-31 }]',
    'policy.yaml:2: "waivers.0.owner" is missing; see docs/gate.md for the keys and their values',
  ],
  [
    'a waiver without an end',
    'waivers: [{ check: audit:image-reuse, reason: r, owner: o, expires: never }]',
    'policy.yaml:2: "waivers.0.expires": invalid ISO date; see docs/gate.md for the keys and their values',
  ],
  [
    'a waiver that ends on no day',
    'waivers: [{ check: audit:image-reuse, reason: r, owner: o, expires: 2027-02-30 }]',
    'policy.yaml:2: "waivers.0.expires": invalid ISO date; see docs/gate.md for the keys and their values',
  ],
])('%s is an error that names its line', (_name, yaml, message) => {
  expect(() => read(`version: 1\n${yaml}`)).toThrow(AuditError);
  expect(() => read(`version: 1\n${yaml}`)).toThrow(message);
});

describe('the published JSON Schema', () => {
  const file = '../../docs/schema/policy.schema.json';

  test('is the one that the code checks by', async () => {
    await expect(`${JSON.stringify(gatePolicyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(file);
  });

  test('accepts a complete policy and refuses unknown keys', async () => {
    const schema = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'));
    const validate = new Ajv2020({ formats: { date: true } }).compile(schema);
    const accepted = [complete, 'version: 1', 'version: 1\nclaim: {}'].map((yaml) =>
      validate(parse(yaml)),
    );
    expect(accepted).toEqual([true, true, false]);
  });
});
