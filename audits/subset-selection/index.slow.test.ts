import { describe, expect, it } from 'vitest';
import type { AuditOutcome } from '../../src/audit/audit.ts';
import type { Benchmark, Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';
import { createRandom, type RandomSource } from '../../src/statistics/index.ts';
import { testItem } from '../../test/test-item.ts';
import { subsetSelection } from './index.ts';

const [items, drawn, runs, alpha] = [600, 150, 400, 0.05];

/** A parent of groups of `size` items with three modalities of unequal size and difficulty. */
interface Parent {
  readonly group: readonly number[];
  readonly modality: readonly string[];
  readonly ours: readonly number[];
  readonly sft: readonly number[];
}

function parentOf(random: RandomSource, size: number): Parent {
  const numbers = [...Array(items).keys()];
  const luck = numbers.map(() => random.nextFloat());
  const group = numbers.map((n) => Math.floor(n / size));
  const modality = numbers.map((n) => ['ct', 'ct', 'ct', 'mri', 'mri', 'us'][group[n]! % 6]!);
  const chance = { ct: 0.7, mri: 0.5, us: 0.3 } as Record<string, number>;
  const right = (n: number, gain: number): number => {
    // Half of an item's luck is its group's.
    const shared = (luck[group[n]! * size]! + random.nextFloat()) / 2;
    return Number(shared < chance[modality[n]!]! + gain);
  };
  return {
    ...{ group, modality },
    ours: numbers.map((n) => right(n, 0.05)),
    sft: numbers.map((n) => right(n, 0)),
  };
}

/** The first of shuffled groups, until so many items are in. */
function drawFairly(random: RandomSource, { group }: Parent): Set<number> {
  const order = [...new Set(group)];
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.nextBelow(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  const size = items / order.length;
  const taken = new Set(order.slice(0, drawn / size));
  return new Set(group.flatMap((id, n) => (taken.has(id) ? [n] : [])));
}

function audit(
  parent: Parent,
  used: ReadonlySet<number>,
  names: readonly ('ours' | 'sft')[],
): AuditOutcome {
  const all = parent.modality.map(
    (modality, n): Item =>
      testItem({
        key: `${used.has(n) ? 'test' : 'parent'}/${n}`,
        track: 'closed',
        modality,
        patient: `P${parent.group[n]}`,
      }),
  );
  const scoresOf = (model: 'ours' | 'sft'): ItemScores => ({
    ...{ model, condition: 'real', track: 'closed', metric: 'accuracy', extractor: 'lenient' },
    ...{ primary: true, unansweredKeys: [], unparsed: 0 },
    itemKeys: all.map(({ key }) => key),
    values: parent[model],
  });
  const benchmark: Benchmark = {
    ...{ name: 'null', media: 'absent', responses: [], ledger: [], inputs: [], train: [] },
    subsets: ['modality'],
    models: names.map((name) => ({ name, role: name === 'ours' ? 'candidate' : 'baseline' })),
    test: all.filter(({ key }) => key.startsWith('test/')),
    parent: { items: all, missing: [], responses: [] },
  };
  const scores = { itemScores: [], answers: [], parentScores: names.map(scoresOf) };
  const options = subsetSelection.options.parse({ alpha, redraws: 799, maxShift: 0.5 });
  return subsetSelection.audit({ benchmark, scores } as unknown as Evidence, options, { seed: 1 });
}

describe.each([
  ['single items', 1],
  ['groups of five', 5],
])('fair draws of %s', (_, size) => {
  it('fail no more often than the two families of tests allow', () => {
    const random = createRandom(size);
    let [failed, made, scored] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const parent = parentOf(random, size);
      const { verdict, findings } = audit(parent, drawFairly(random, parent), ['ours', 'sft']);
      if (verdict === 'fail') failed++;
      if (findings.some(({ kind }) => kind.includes('represented'))) made++;
      if (findings.some(({ kind }) => kind.includes('raised'))) scored++;
    }
    // Each family alpha = 5%; three standard errors of 400 runs are 3.3 points.
    expect(made / runs).toBeLessThan(alpha + 0.033);
    expect(scored / runs).toBeLessThan(alpha + 0.033);
    expect(failed / runs).toBeLessThan(2 * alpha + 0.045);
    // The tests are not idle either.
    expect(failed).toBeGreaterThan(0);
  });
});

it('finds a shift of the size that it says it would see in about 80% of draws', () => {
  const random = createRandom(7);
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const parent = parentOf(random, 1);
    const used = drawFairly(random, parent);
    // Of one modality right answers are swapped in for wrong ones: the make-up stays.
    const rate = parent.ours.reduce((sum, one) => sum + one, 0) / items;
    const deviation = Math.sqrt(((rate * (1 - rate)) / drawn) * (1 - drawn / items));
    // One contrast: z(.95) + z(.8) = 1.6449 + .8416.
    let swaps = Math.round(2.4865 * deviation * drawn);
    for (const [n, score] of parent.ours.entries()) {
      if (swaps === 0 || !used.has(n) || score === 1) continue;
      const better = parent.ours.findIndex(
        (one, at) => one === 1 && !used.has(at) && parent.modality[at] === parent.modality[n],
      );
      if (better < 0) continue;
      used.delete(n);
      used.add(better);
      swaps--;
    }
    if (audit(parent, used, ['ours']).findings.some(({ kind }) => kind === 'score-raised')) found++;
  }
  // Rounding of swaps and of p-values moves it by a few points; standard error 2 points.
  expect(found / runs).toBeGreaterThan(0.7);
  expect(found / runs).toBeLessThan(0.9);
});
