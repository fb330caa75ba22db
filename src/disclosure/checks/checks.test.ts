import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkIds, type GuidelineId, referenceText } from '../check.ts';
import { factDescriptions } from '../fact-descriptions.ts';
import { guidelines } from '../guidelines.ts';
import { rules } from '../rules/index.ts';
import { disclosureChecks } from './index.ts';

test('there are 33 checks, D01 to D33, each once and in order', () => {
  expect(disclosureChecks.map(({ id }) => id)).toEqual([...checkIds]);
  expect(checkIds).toHaveLength(33);
  expect(checkIds).toEqual(checkIds.map((_, at) => `D${String(at + 1).padStart(2, '0')}`));
});

// Counts that the guidelines give themselves: TRIPOD+AI 27 items with 52 sub-items, TRIPOD-LLM 19 with
// 50, CLAIM 2024 44, STARD-AI 40, DECIDE-AI 17 items on AI with 28 sub-items in total, MI-CLAIM 6 parts.
test('guidelines have as many items as they say', () => {
  expect(guidelines.map(({ id, items, subItems = 0 }) => [id, items, subItems])).toEqual([
    ['TRIPOD+AI', 27, 52],
    ['TRIPOD-LLM', 19, 50],
    ['CLAIM 2024', 44, 0],
    ['STARD-AI', 40, 0],
    ['DECIDE-AI', 17, 28],
    ['MI-CLAIM', 6, 0],
  ]);
});

test('every reference names a known guideline and an item that it has', () => {
  const itemsOf = new Map(guidelines.map((one) => [one.id, one.items]));
  for (const { id, references } of disclosureChecks) {
    for (const { guideline, items } of references) {
      expect(itemsOf.has(guideline), id).toBe(true);
      for (const item of items) {
        const [, number] = /^(\d+)[a-g]?$/.exec(item) ?? [];
        expect(Number(number), `${id}: ${guideline} ${item}`).toBeGreaterThan(0);
        expect(Number(number)).toBeLessThanOrEqual(itemsOf.get(guideline) ?? 0);
      }
    }
  }
});

test('no guideline is referred to by more sub-items than it has', () => {
  const named = (wanted: GuidelineId): number =>
    new Set(
      disclosureChecks.flatMap(({ references }) =>
        references.filter(({ guideline }) => guideline === wanted).flatMap(({ items }) => items),
      ),
    ).size;
  for (const { id, items, subItems = items } of guidelines) {
    // STARD-AI counts 40 items; 15b, 40a and 40b are parts of two of them.
    expect(named(id), id).toBeLessThanOrEqual(id === 'STARD-AI' ? subItems + 1 : subItems);
  }
});

// The table of checks that this list was made from, by hand.
test('the references are those of the table of checks', () => {
  const texts = disclosureChecks.map(({ id, references }) => `${id} ${referenceText(references)}`);
  expect(texts).toEqual([
    'D01 TRIPOD-LLM 14a; TRIPOD+AI (open science); STARD-AI 38; CLAIM 2024',
    'D02 TRIPOD-LLM 14b; STARD-AI 39',
    'D03 –',
    'D04 TRIPOD-LLM 5a; STARD-AI 11; CLAIM 2024',
    'D05 TRIPOD-LLM 5c, 6a',
    'D06 STARD-AI 7, 24; CLAIM 2024 13; TRIPOD-LLM 16a',
    'D07 CLAIM 2024 (partitions and their level); STARD-AI 15b',
    'D08 STARD-AI 29; CLAIM 2024; TRIPOD+AI',
    'D09 STARD-AI 25, 28; TRIPOD-LLM 16b, 16c',
    'D10 STARD-AI 22; TRIPOD+AI; CLAIM 2024',
    'D11 STARD-AI 16; CLAIM 2024',
    'D12 TRIPOD-LLM 7b, 8a, 8b, 8c; STARD-AI 12; CLAIM 2024',
    'D13 STARD-AI 17',
    'D14 TRIPOD-LLM 6a',
    'D15 TRIPOD-LLM 6b',
    'D16 TRIPOD-LLM 9a, 9b',
    'D17 TRIPOD-LLM 7c; STARD-AI; DECIDE-AI',
    'D18 TRIPOD-LLM 7a; CLAIM 2024',
    'D19 STARD-AI 31; CLAIM 2024',
    'D20 STARD-AI 30; CLAIM 2024',
    'D21 STARD-AI 19, 20',
    'D22 STARD-AI 21; CLAIM 2024',
    'D23 STARD-AI 23; TRIPOD+AI',
    'D24 TRIPOD-LLM 5d; CLAIM 2024',
    'D25 TRIPOD-LLM 12',
    'D26 TRIPOD-LLM 13; STARD-AI 6',
    'D27 TRIPOD-LLM 14c, 14d; STARD-AI 36, 37',
    'D28 TRIPOD-LLM 14e, 14f; STARD-AI 40a, 40b; CLAIM 2024',
    'D29 TRIPOD+AI 19; TRIPOD-LLM 15',
    'D30 TRIPOD-LLM 19a, 19b, 19c, 19d, 19e, 19f, 19g; STARD-AI 33; DECIDE-AI',
    'D31 –',
    'D32 –',
    'D33 –',
  ]);
});

test('a check says what can contradict it exactly where something is compared', () => {
  const said = disclosureChecks.filter(({ evidence }) => evidence !== undefined);
  expect(said.map(({ id }) => id)).toEqual(Object.keys(rules));
});

test('docs/disclosure.md lists every check with its references and facts', () => {
  const page = readFileSync(new URL('../../../docs/disclosure.md', import.meta.url), 'utf8');
  const facts = factDescriptions();
  for (const { id, title, question, references } of disclosureChecks) {
    const section = page.split(`\n### ${id} ${title}\n`)[1]?.split('\n### ')[0] ?? '';
    expect(section, id).toContain(question);
    if (references.length > 0)
      expect(section).toContain(`Guidelines: ${referenceText(references)}.`);
    for (const [key, description] of Object.entries(facts.get(id) ?? {}))
      expect(section).toContain(`- \`${key}\`: ${description}`);
  }
});
