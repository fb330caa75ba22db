import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { coverage, selectCoverage } from '../../model/breastgpt/coverage-selector.ts';
import { createRandom } from '../../statistics/index.ts';
import { AffinitySession } from './affinity-session.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const WIDTH = 64;
const tensors = await readSafetensors(join(FIXTURES, 'selector.safetensors'));
const cases = JSON.parse(readFileSync(join(FIXTURES, 'selector.json'), 'utf8')) as readonly {
  name: string;
  L: number;
  k: number;
}[];
let session: AffinitySession;
let rounded: AffinitySession;
beforeAll(async () => {
  session = await AffinitySession.open(WIDTH, 'float32');
  rounded = await AffinitySession.open(WIDTH, 'bfloat16');
});
afterAll(async () => {
  await session.close();
  await rounded.close();
});

function featuresOf(name: string): Float32Array {
  return tensors.get(`${name}.features`)!.data as Float32Array;
}

describe.each(cases.filter(({ name }) => !/duplicates|below/.test(name)))(
  '$name',
  ({ name, k }) => {
    it('picks what the reference picks, in its order', async () => {
      const picks = await selectCoverage(session.matrix(featuresOf(name)), k);
      expect([...picks]).toEqual([...(tensors.get(`${name}.order64`)!.data as Int32Array)]);
    });
  },
);

describe('in the authors’ bfloat16', () => {
  it.each(cases.filter(({ L, k }) => L > k && L <= 2000))(
    '$name: picks what they pick',
    async ({ name, k }) => {
      const matrix = rounded.matrix(featuresOf(name));
      const picks = await selectCoverage(matrix, k, { precision: 'bfloat16' });
      expect([...picks]).toEqual([...(tensors.get(`${name}.order_bf16`)!.data as Int32Array)]);
    },
  );

  // Sums in another order differ in the last bit, which exchanges picks 107 to 127 of one case.
  it.each(['random_3000_k128', 'clustered_3000_k128', 'common_3000_k128'])(
    '%s: keeps all 128 they keep',
    async (name) => {
      const matrix = rounded.matrix(featuresOf(name));
      const kept = await selectCoverage(matrix, 128, { precision: 'bfloat16' });
      expect(kept.toSorted()).toEqual(tensors.get(`${name}.idx_bf16`)!.data);
    },
  );
});

describe('selectCoverage', () => {
  it.each([
    ['random_576_k64', 0],
    ['clustered_1024_k64', 0],
    ['random_576_k64', 2 * 576 ** 2],
    ['clustered_1024_k64', 2 * 1024 ** 2],
    ['common_800_k64', 2 * 800 ** 2],
  ])('%s: picks the same with memory for %i bytes of the matrix', async (name, cacheBytes) => {
    const picks = await selectCoverage(session.matrix(featuresOf(name)), 64, { cacheBytes });
    expect([...picks]).toEqual([...(tensors.get(`${name}.order64`)!.data as Int32Array)]);
  });

  it('covers as much as the reference where duplicates tie', async () => {
    const matrix = session.matrix(featuresOf('duplicates_600_k64'));
    const picks = await selectCoverage(matrix, 64);
    const expected = tensors.get('duplicates_600_k64.order64')!.data as Int32Array;
    const reached = await coverage(matrix, [...picks]);
    expect(reached).toBeCloseTo(await coverage(matrix, [...expected]), 6);
  });

  it('keeps everything that is no more than the budget', async () => {
    const matrix = session.matrix(featuresOf('below_k_60_k64'));
    const kept = await selectCoverage(matrix, 64);
    expect([...kept]).toEqual([...(tensors.get('below_k_60_k64.idx64')!.data as Int32Array)]);
  });

  it.each([1, 2, 63])(
    'equals the plain greedy method at budget %i, ties to the lowest',
    async (budget) => {
      const random = createRandom(budget);
      // Every vector stands twice: each pick has an exact tie.
      const half = Float32Array.from({ length: 40 * WIDTH }, () => random.nextFloat() - 0.5);
      const matrix = session.matrix(Float32Array.from([...half, ...half]));
      const rows = await matrix.rows(Array.from({ length: 80 }, (_, i) => i));
      const sums = rows.map((row) => row.reduce((sum, affinity) => sum + affinity, 0));
      const columns = rows.map((row) =>
        Float64Array.from(row, (affinity, i) => affinity / sums[i]!),
      );
      expect([...(await selectCoverage(matrix, budget))]).toEqual(plainGreedy(columns, budget));
    },
  );
});

/** The definition, looked at every column in every step. */
function plainGreedy(columns: readonly Float64Array[], budget: number): number[] {
  const best = new Float64Array(columns[0]!.length);
  const picks: number[] = [];
  while (picks.length < budget) {
    const gains = columns.map((column, index) =>
      picks.includes(index)
        ? -1
        : column.reduce((sum, share, row) => sum + Math.max(0, share - best[row]!), 0),
    );
    const pick = gains.indexOf(Math.max(...gains));
    picks.push(pick);
    for (const [row, share] of columns[pick]!.entries()) best[row] = Math.max(best[row]!, share);
  }
  return picks;
}
