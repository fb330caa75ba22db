/**
 * How fast questions are turned into MinHash signatures, on one core.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/minhash.js
 *
 * Prints medians over interleaved runs, per second of processor time, for shingles alone, shingles with the 256-place
 * signature that the audit uses, and two plain ways to write the same signature: the usual
 * 61-bit modular hashes with BigInt, and a seeded string hash of every shingle. The ratio
 * says how much faster the audit's way is. Questions are made from templates by a seed.
 */

import { createMinHasher } from '../src/evidence/text/minhash.ts';
import { findNearTexts } from '../src/evidence/text/near-texts.ts';
import { shingleSet } from '../src/evidence/text/shingles.ts';
import { createRandom } from '../src/statistics/index.ts';

const places = 256;
const runs = 7;
const random = createRandom(0);

function choose(words: readonly string[]): string {
  return words[random.nextBelow(words.length)] as string;
}

const organs = ['lung', 'liver', 'left breast', 'right breast', 'spleen', 'brain', 'heart'];
const signs = ['mass', 'cyst', 'effusion', 'calcification', 'nodule', 'oedema', 'fracture'];
const templates: readonly (() => string)[] = [
  () => `is there a ${1 + random.nextBelow(90)} mm ${choose(signs)} in the ${choose(organs)}`,
  () => `which part of the ${choose(organs)} shows the ${choose(signs)} in this image`,
  () => `does the picture contain a ${choose(signs)} of the ${choose(organs)}`,
  () => `where is are the ${choose(signs)} located`,
];
const questions = (count: number) =>
  Array.from({ length: count }, () => choose(templates.map((make) => make())));

/** The textbook: h(x) = ((a x + b) mod (2^61 - 1)) mod 2^32 with BigInt. */
function bigIntSigner(): (text: string) => Uint32Array {
  const prime = (1n << 61n) - 1n;
  const wide = () => (BigInt(random.nextUint32()) << 29n) | BigInt(random.nextBelow(2 ** 29));
  const factors = Array.from({ length: places }, () => wide() + 1n);
  const terms = Array.from({ length: places }, wide);
  return (text) => {
    const signature = new Uint32Array(places).fill(0xffffffff);
    for (const shingle of shingleSet(text)) {
      const x = BigInt(shingle);
      for (let place = 0; place < places; place++) {
        const hash = Number(((factors[place]! * x + terms[place]!) % prime) & 0xffffffffn);
        if (hash < signature[place]!) signature[place] = hash;
      }
    }
    return signature;
  };
}

/** No shingle hashes: every place hashes every shingle's characters anew, as short examples do. */
function stringSigner(): (text: string) => Uint32Array {
  const seeds = Array.from({ length: places }, () => random.nextUint32());
  return (text) => {
    const shingles = new Set<string>();
    for (let start = 0; start + 5 <= text.length; start++)
      shingles.add(text.slice(start, start + 5));
    return Uint32Array.from(seeds, (seed) => {
      let smallest = 0xffffffff;
      for (const shingle of shingles) {
        let hash = seed;
        for (let at = 0; at < shingle.length; at++) {
          hash = Math.imul(hash ^ shingle.charCodeAt(at), 0x01000193);
        }
        smallest = Math.min(smallest, (hash ^ (hash >>> 15)) >>> 0);
      }
      return smallest;
    });
  };
}

function cpuSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const hasher = createMinHasher(places, 0);
const ways = [
  { name: 'shingles alone', sign: shingleSet, texts: questions(20_000) },
  {
    name: 'shingles and signature',
    sign: (text: string) => hasher.signature(shingleSet(text)),
    texts: questions(20_000),
  },
  { name: 'seeded string hashes', sign: stringSigner(), texts: questions(2_000) },
  { name: 'BigInt modular hashes', sign: bigIntSigner(), texts: questions(300) },
];

const rates = ways.map((): number[] => []);
for (let run = 0; run < runs; run++) {
  ways.forEach(({ sign, texts }, way) => {
    const start = process.cpuUsage();
    for (const text of texts) sign(text);
    rates[way]?.push(texts.length / cpuSeconds(start));
  });
}
const medians = rates.map((rate) => rate.sort((a, b) => a - b)[Math.floor(runs / 2)] as number);
const ours = medians[1] as number;
ways.forEach(({ name }, way) => {
  const rate = medians[way] as number;
  const ratio = way > 1 ? `, the audit's way is ${(ours / rate).toFixed(1)} x as fast` : '';
  console.log(`${name}: ${Math.round(rate)} questions/s${ratio}`);
});
console.log(
  `target 15000 questions/s: ${ours >= 15_000 ? 'met' : 'missed'} (${(ours / 15_000).toFixed(1)} x)`,
);

const texts = [...new Set(questions(100_000))];
const queries = [...new Set(questions(1_000))].map((query) => `${query} please`);
const start = process.cpuUsage();
const found = findNearTexts(queries, texts, { seed: 0 });
console.log(
  `nearest of ${texts.length} texts for ${queries.length}: ${cpuSeconds(start).toFixed(2)} s, ${found.size} found`,
);
