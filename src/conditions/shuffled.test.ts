import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item, MediaKind, MediaReference } from '../benchmark/benchmark.ts';
import type { ConditionContext } from './condition.ts';
import { patientClusters } from './patient-clusters.ts';
import { shuffled } from './shuffled.ts';
import { shuffledDonors } from './shuffled-donors.ts';

const medium = (path: string, kind: MediaKind = 'image'): MediaReference => ({
  path,
  kind,
  file: `/m/${path}`,
});

/** An item whose one picture is called after it, unless it says otherwise. */
function item(id: string, fields: Partial<Item> = {}): Item {
  return testItem({ key: `test/${id}`, id, media: [medium(`${id}.png`)], ...fields });
}

function donorsOf(
  items: readonly Item[],
  options: { readonly seed?: number; readonly templates?: readonly string[] } = {},
): Record<string, string> {
  const { seed = 1, templates = [] } = options;
  const templateOf = new Map(items.map(({ key }, i) => [key, templates[i] ?? 'T1']));
  const donors = shuffledDonors({ seed, items, templateOf });
  return Object.fromEntries([...donors].map(([key, donor]) => [key.slice(5), donor.id]));
}

describe('shuffled', () => {
  test('exchanges the media of two items, and shows the question as it was', () => {
    const items = [item('a', { prompt: 'Is it?' }), item('b', { prompt: 'Is it so?' })];
    const context: ConditionContext = { seed: 1, items, templateOf: new Map() };
    const stimuliOf = shuffled.prepare(context);
    expect(stimuliOf(items[0]!)).toEqual([
      {
        media: [{ reference: medium('b.png'), treatment: 'as-is' }],
        text: 'Is it?',
        options: [],
      },
    ]);
  });

  test('gives each set of media away once', () => {
    const items = Array.from({ length: 50 }, (_, i) => item(`${i}`, { patient: `p${i % 25}` }));
    const given = Object.values(donorsOf(items));
    expect([given.length, new Set(given).size]).toEqual([50, 50]);
  });

  test('stays within task, modality, template and kinds of media', () => {
    const rows = ['a', 'b', 'c', 'd'].flatMap((id) => [
      item(`task-${id}`, { task: 't2' }),
      item(`modality-${id}`, { modality: 'CT' }),
      item(`template-${id}`),
      item(`kind-${id}`, { media: [medium(`${id}.h5`, 'features')] }),
      item(`two-${id}`, { media: [medium(`1${id}.png`), medium(`2${id}.png`)] }),
      item(`plain-${id}`),
    ]);
    const templates = rows.map(({ id }) => (id.startsWith('template') ? 'T2' : 'T1'));
    for (const [id, donor] of Object.entries(donorsOf(rows, { templates })))
      expect(donor.split('-')[0]).toBe(id.split('-')[0]);
  });

  test('takes a group of one to another template of its task before another task', () => {
    const rows = [
      item('a', { task: 't1', modality: 'CT' }),
      item('b', { task: 't2', modality: 'CT' }),
      item('c', { task: 't1', modality: 'CT' }),
      item('d', { task: 't1', modality: 'MRI' }),
    ];
    const templates = ['T1', 'T1', 'T2', 'T1'];
    // d is the only one of its modality.
    expect(donorsOf(rows, { templates })).toEqual({
      a: 'c',
      b: expect.stringMatching('[ac]'),
      c: 'a',
    });
  });

  test('draws from the others where one patient has more than half of a group', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => item(id, { patient: id === 'd' ? 'q' : 'p' }));
    expect(donorsOf(rows)).toEqual({ a: 'd', b: 'd', c: 'd', d: expect.stringMatching('[abc]') });
  });

  test('keeps apart what shares a medium, or an exam where no patient is known', () => {
    const shared = { media: [medium('same.png')] };
    expect(donorsOf([item('a', shared), item('b', shared)])).toEqual({});
    expect(donorsOf([item('a', { exam: '1' }), item('b', { exam: '1' })])).toEqual({});
    const numbered = [
      item('a', { exam: '1', patient: 'p' }),
      item('b', { exam: '1', patient: 'q' }),
    ];
    expect(donorsOf(numbered)).toEqual({ a: 'b', b: 'a' });
  });

  test('says why an item is left out', () => {
    const items = [item('a')];
    const [alone] = items as [Item];
    const outcome = shuffled.prepare({ seed: 1, items, templateOf: new Map() })(alone);
    expect(outcome).toEqual({
      reason: 'no other patient’s item of this modality has media of such kinds',
    });
  });

  test('prefers media with another answer, the wording counts and not its letter', () => {
    const options = [
      { label: 'A', text: 'Yes' },
      { label: 'B', text: 'No' },
    ];
    const rows = Array.from({ length: 40 }, (_, i) =>
      i % 2 === 0
        ? item(`${i}`, { answer: 'yes' })
        : item(`${i}`, i % 4 === 1 ? { answer: 'A', options } : { answer: 'B', options }),
    );
    const answers = rows.map(({ answer }) => (answer === 'B' ? 'no' : 'yes'));
    // 30 of 40 say yes: at best the 10 of no and 10 of yes exchange.
    const donors = donorsOf(rows);
    const differing = rows.filter(({ id }) => answers[Number(id)] !== answers[Number(donors[id])]);
    expect(differing.length).toBe(20);
  });

  test('finds another answer for everybody where two are equally frequent', () => {
    const rows = Array.from({ length: 2000 }, (_, i) =>
      item(`${i}`, { answer: i < 1000 ? 'yes' : 'no', patient: `p${i % 500}` }),
    );
    const saysYes = (id: string | undefined): boolean => Number(id) < 1000;
    const donors = donorsOf(rows);
    expect(rows.filter(({ id }) => saysYes(id) === saysYes(donors[id]))).toEqual([]);
  });

  test('draws again for another answer where it draws', () => {
    const rows = [
      ...Array.from({ length: 40 }, (_, i) => item(`p${i}`, { patient: 'p', answer: 'yes' })),
      ...Array.from({ length: 8 }, (_, i) => item(`q${i}`, { answer: 'yes' })),
      ...Array.from({ length: 4 }, (_, i) => item(`r${i}`, { answer: 'no' })),
    ];
    const ofPatient = Object.entries(donorsOf(rows)).filter(([id]) => id.startsWith('p'));
    const differing = ofPatient.filter(([, donor]) => donor.startsWith('r')).length;
    // One draw finds another answer in a third of cases, eight in 1 - (2/3)^8 = 96%.
    expect(differing).toBeGreaterThanOrEqual(35);
  });

  test('hangs on the seed', () => {
    const items = Array.from({ length: 30 }, (_, i) => item(`${i}`));
    expect(donorsOf(items, { seed: 2 })).not.toEqual(donorsOf(items));
  });
});

const some = (...names: string[]) => fc.option(fc.constantFrom(...names), { nil: undefined });
const row = fc.record({
  patient: some('p', 'q', 'r', 's'),
  exam: some('1', '2'),
  task: some('t', 'u'),
  modality: some('CT', 'MRI'),
  answer: fc.constantFrom('yes', 'no'),
  template: fc.constantFrom('T1', 'T2'),
  paths: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
});

function contextOf(rows: readonly Parameters<typeof toItem>[0][], seed: number): ConditionContext {
  const items = rows.map(toItem);
  return { seed, items, templateOf: new Map(items.map(({ key }, i) => [key, rows[i]!.template])) };
}

function toItem(
  fields: typeof row extends fc.Arbitrary<infer Row> ? Row : never,
  index: number,
): Item {
  const { patient, exam, task, modality, answer, paths } = fields;
  return testItem({
    key: `test/${index}`,
    answer,
    media: paths.map((path) => medium(`${path}.png`)),
    ...(patient && { patient }),
    ...(exam && { exam }),
    ...(task && { task }),
    ...(modality && { modality }),
  });
}

/** Told directly, not through others. */
function haveSomethingInCommon(a: Item, b: Item): boolean {
  if (a.patient !== undefined && a.patient === b.patient) return true;
  const examsTell = a.patient === undefined && b.patient === undefined && a.exam !== undefined;
  if (examsTell && a.exam === b.exam) return true;
  return a.media.some(({ path }) => b.media.some((other) => other.path === path));
}

/** 0: of the same task and template, 1: of the same task, 2: of the same modality, 3: can't give. */
function distanceBetween(one: Item, other: Item, { templateOf }: ConditionContext): number {
  if (other.modality !== one.modality || kindCount(other) !== kindCount(one)) return 3;
  if (other.task !== one.task) return 2;
  return templateOf.get(other.key) === templateOf.get(one.key) ? 0 : 1;
}

const kindCount = ({ media }: Item): number => media.length;

describe('whatever the benchmark,', () => {
  const benchmarks = fc.array(row, { maxLength: 40 });

  test('no item gets media of its own patient, nor other kinds or another modality', () => {
    fc.assert(
      fc.property(benchmarks, fc.nat(), (rows, seed) => {
        const context = contextOf(rows, seed);
        const donors = shuffledDonors(context);
        for (const one of context.items) {
          const donor = donors.get(one.key);
          if (donor === undefined) continue;
          expect(haveSomethingInCommon(one, donor)).toBe(false);
          expect([kindCount(donor), donor.modality]).toEqual([kindCount(one), one.modality]);
        }
      }),
    );
  });

  test('the narrowest group with another patient gives, and nothing is left out that one has', () => {
    fc.assert(
      fc.property(benchmarks, fc.nat(), (rows, seed) => {
        const context = contextOf(rows, seed);
        const donors = shuffledDonors(context);
        const clusters = patientClusters(context.items);
        for (const [place, one] of context.items.entries()) {
          if (kindCount(one) === 0) continue;
          const distance = (other: Item): number => distanceBetween(one, other, context);
          const others = context.items.filter((_, i) => clusters[i] !== clusters[place]);
          const nearest = Math.min(3, ...others.map(distance));
          const donor = donors.get(one.key);
          expect(donor === undefined ? 3 : distance(donor)).toBe(nearest);
        }
      }),
    );
  });

  test('the order of its items changes nothing', () => {
    fc.assert(
      fc.property(benchmarks, fc.nat(), fc.nat(), (rows, seed, turn) => {
        const context = contextOf(rows, seed);
        const at = turn % (rows.length + 1);
        const items = [...context.items.slice(at), ...context.items.slice(0, at).toReversed()];
        const keys = ({ items: all }: ConditionContext, donors: ReadonlyMap<string, Item>) =>
          Object.fromEntries(all.map(({ key }) => [key, donors.get(key)?.key]));
        const turned = { ...context, items };
        expect(keys(turned, shuffledDonors(turned))).toEqual(
          keys(context, shuffledDonors(context)),
        );
      }),
    );
  });
});

/** Patients with 1 to 12 items each, all in one group, with a picture each. */
const group = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 12 })
  .filter((sizes) => 2 * Math.max(...sizes) <= sizes.reduce((sum, size) => sum + size, 0));

describe('in a group of which no patient has more than half,', () => {
  test('each item gives to one and takes from one, of another patient', () => {
    fc.assert(
      fc.property(group, fc.nat(), fc.integer({ min: 1, max: 5 }), (sizes, seed, answers) => {
        const patients = sizes.flatMap((size, patient) => Array(size).fill(patient) as number[]);
        const items = patients.map((patient, i) =>
          item(`${i}`, { patient: `p${patient}`, answer: `${(i * 7) % answers}` }),
        );
        const donors = shuffledDonors({ seed, items, templateOf: new Map() });
        expect(new Set(donors.values()).size).toBe(items.length);
        for (const one of items) expect(donors.get(one.key)!.patient).not.toBe(one.patient);
      }),
    );
  });
});
