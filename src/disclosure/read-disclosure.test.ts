import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { disclosureJsonSchema } from './disclosure-schema.ts';
import { disclosureTemplate } from './disclosure-template.ts';
import { readDisclosure } from './read-disclosure.ts';

const head = 'version: 1\nsource: A paper, v1\nchecks:\n';
const read = (entries: string) => readDisclosure('disclosure.yaml', head + entries);

describe('what a disclosure says', () => {
  test('is kept check by check with its line', () => {
    const text =
      '  D07: { quote: "split by patient", location: p. 4, facts: { splitLevel: patient, disjoint: true } }\n  D01:\n    statement: Paid by a grant.\n';
    expect(read(text)).toEqual({
      file: 'disclosure.yaml',
      source: 'A paper, v1',
      entries: {
        D01: { statement: 'Paid by a grant.', line: 5 },
        D07: {
          quote: 'split by patient',
          location: 'p. 4',
          facts: { splitLevel: 'patient', disjoint: true },
          line: 4,
        },
      },
    });
  });

  test('may be nothing at all', () => {
    expect(readDisclosure('d.yaml', head).entries).toEqual({});
    expect(readDisclosure('d.yaml', 'version: 1\nsource: x\nchecks: {}\n').entries).toEqual({});
  });

  test('has dates as years, months or days', () => {
    const { D05 } = read(
      '  D05: { facts: { oldest: 2015, newest: 2021-03, cutoffs: { gpt: 2025-06-30 } } }\n',
    ).entries;
    expect(D05?.facts).toEqual({
      oldest: '2015',
      newest: '2021-03',
      cutoffs: { gpt: '2025-06-30' },
    });
  });
});

test.each<[string, string, RegExp]>([
  [
    'a status that is typed in',
    '  D07: { quote: a, location: b, status: met }\n',
    /^disclosure\.yaml:4: "checks\.D07\.status" is not for writing: what a check comes to is derived; give a quote/,
  ],
  [
    'a verdict that is typed in on a line of its own',
    '  D01:\n    statement: a\n    verdict: met\n',
    /^disclosure\.yaml:6: "checks\.D01\.verdict" is not for writing/,
  ],
  [
    'a check that does not exist',
    '  D70: { statement: a }\n',
    /^disclosure\.yaml:4: unknown key "D70"; did you mean "D07"\?$/,
  ],
  [
    'a misspelt key',
    '  D07: { quot: a, location: b }\n',
    /^disclosure\.yaml:4: unknown key "quot"; did you mean "quote"\?$/,
  ],
  [
    'a misspelt fact',
    '  D07: { statement: a, facts: { disjont: true } }\n',
    /^disclosure\.yaml:4: unknown key "disjont"; did you mean "disjoint"\?$/,
  ],
  [
    'facts of a check that knows none',
    '  D01: { statement: a, facts: { paid: true } }\n',
    /^disclosure\.yaml:4: unknown key "facts"/,
  ],
  [
    'a share written in percent',
    '  D11: { facts: { modelGeneratedShare: 75 } }\n',
    /^disclosure\.yaml:4: "checks\.D11\.facts\.modelGeneratedShare"/,
  ],
  [
    'an interval with its bounds exchanged',
    '  D19: { facts: { intervals: [{ model: a, track: open, lower: 0.7, upper: 0.6 }] } }\n',
    /lower bound is above the upper/,
  ],
  [
    'a quote and a statement at once',
    '  D01: { quote: a, location: b, statement: c }\n',
    /^disclosure\.yaml:4: "checks\.D01" has both a quote and a statement/,
  ],
  [
    'what does not apply and says something',
    '  D01: { notApplicable: no money, statement: c }\n',
    /^disclosure\.yaml:4: "checks\.D01" is said not to apply, and says something/,
  ],
  [
    'an entry that says nothing',
    '  D01: { location: p. 3 }\n',
    /^disclosure\.yaml:4: "checks\.D01" says nothing/,
  ],
])('refuses %s, with its line', (_name, entries, message) => {
  expect(() => read(entries)).toThrow(message);
});

test('a value names the page that explains it', () => {
  expect(() => readDisclosure('d.yaml', 'version: 2\nsource: x\nchecks: {}\n')).toThrow(
    /^d\.yaml:1: "version": .*; see docs\/disclosure\.md/,
  );
});

describe('the published JSON Schema', () => {
  const file = fileURLToPath(new URL('../../docs/schema/disclosure.schema.json', import.meta.url));

  test('is the one that the code checks by', async () => {
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(disclosureJsonSchema());
  });

  test('accepts what is read and refuses a typed status', async () => {
    const validate = new Ajv2020().compile(JSON.parse(await readFile(file, 'utf8')));
    const entry = (text: string) => validate(parse(head + text));
    expect([
      entry('  D07: { quote: a, location: b, facts: { disjoint: true } }\n'),
      entry(''),
      entry('  D07: { quote: a, location: b, status: met }\n'),
    ]).toEqual([true, true, false]);
  });
});

describe('the template', () => {
  test('is a disclosure in which nothing is found', () => {
    expect(readDisclosure('d.yaml', disclosureTemplate()).entries).toEqual({});
  });

  test('is one of every check once its entries are uncommented and filled in', () => {
    const filled = disclosureTemplate()
      .replace(/^ {2}# {3}(quote|location): ""$/gm, '    $1: "words"')
      .replace(/^ {2}# {3}facts: \{\}$/gm, '    facts: {}')
      .replace(/^ {2}# (D\d\d:)$/gm, '  $1');
    expect(Object.keys(readDisclosure('d.yaml', filled).entries)).toHaveLength(33);
  });

  test('asks every question and explains every fact', () => {
    const text = disclosureTemplate();
    expect(text).toContain('D07 Split level. By what were the data split');
    expect(text).toContain('#   disjoint: Train and test share nothing at that level.');
    expect(text).toContain('# Guidelines: none asks for it');
  });
});
