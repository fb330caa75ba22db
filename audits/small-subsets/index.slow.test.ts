import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';
import { createRandom, type RandomSource } from '../../src/statistics/index.ts';
import { smallSubsets } from './index.ts';

const runs = 1000;
const modalities = ['CT', 'MRI', 'ultrasound'];

/** 180 items in 60 images of three modalities; two models equally good, items of an image alike. */
function nullEvidence(random: RandomSource): Evidence {
  const test = Array.from({ length: 180 }, (_, index) => ({
    key: `test/${index}`,
    track: 'closed',
    modality: modalities[Math.floor(index / 3) % 3],
    attributes: {},
  })) as unknown as Item[];
  const clusterOf = new Map(test.map(({ key }, index) => [key, `image-${Math.floor(index / 3)}`]));
  const scoresOf = (model: string): ItemScores => {
    const ofImage = new Map([...new Set(clusterOf.values())].map((id) => [id, right(random)]));
    const values = test.map(({ key }) =>
      random.nextFloat() < Math.sqrt(0.3) ? ofImage.get(clusterOf.get(key)!)! : right(random),
    );
    const itemKeys = test.map((item) => item.key);
    const facts = { condition: 'real', metric: 'accuracy', extractor: 'lenient', primary: true };
    return { model, track: 'closed', ...facts, itemKeys, values, unansweredKeys: [], unparsed: 0 };
  };
  const models = [{ name: 'ours', role: 'candidate' }];
  return {
    benchmark: { test, models, subsets: ['modality'] },
    clusters: { clusterOf },
    scores: { itemScores: [scoresOf('ours'), scoresOf('sft'), scoresOf('cold')] },
  } as unknown as Evidence;
}

function right(random: RandomSource): number {
  return random.nextFloat() < 0.75 ? 1 : 0;
}

describe('small-subsets under the null', () => {
  it('concludes anything in at most 5% of runs over 8 comparisons of equal models', () => {
    const random = createRandom(20);
    const options = smallSubsets.options.parse({});
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const outcome = smallSubsets.audit(nullEvidence(random), options, { seed: run });
      if (outcome.findings.length < 8) alarms++;
    }
    process.stdout.write(`small-subsets: false conclusions in ${alarms} of ${runs} runs\n`);
    // Three standard errors of a share of 5% in 1,000 runs: 2.1%.
    expect(alarms / runs).toBeLessThan(0.071);
  });
});
