import type { EvidenceTable } from '../../src/audit/audit.ts';
import type { Benchmark, Item, Split } from '../../src/benchmark/benchmark.ts';
import type { TextEvidence } from '../../src/evidence/evidence.ts';
import { answerText } from '../../src/evidence/text/answer-text.ts';
import { numberWords } from '../../src/evidence/text/number-words.ts';
import { createRandom, deriveSeed } from '../../src/statistics/index.ts';
import { answerEntropy, countOne, entropy } from './answer-entropy.ts';

/** Templates that a card can show before nobody reads on. */
const shownTemplates = 20;
/** Shuffles behind "when shuffled": their mean moves by less than it rounds to. */
const shuffles = 10;

/** The templates behind most test rows, with how far each settles its answer in train. */
export function templateTable(benchmark: Benchmark, text: TextEvidence): EvidenceTable {
  const byTestRows = text.templates.filter((template) => template.testCount > 0);
  byTestRows.sort((a, b) => b.testCount - a.testCount);
  const shown = byTestRows.slice(0, shownTemplates);
  const answers = new Map(shown.map(({ id }) => [id, new Map<string, number>()]));
  for (const item of benchmark.train) {
    const counts = answers.get(text.templateOf.get(item.key) ?? '');
    if (counts) countOne(counts, answerText(item));
  }
  const rows = shown.map(({ id, pattern, trainCount, testCount }) => {
    const own = answers.get(id)!;
    const [mostFrequent] = [...own].sort(
      ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
    );
    return {
      pattern,
      testCount,
      trainCount,
      answerBits: own.size === 0 ? null : rounded(entropy(own)),
      mostFrequent: mostFrequent
        ? ({
            kind: 'count',
            title: 'Train rows with the most frequent answer',
            value: mostFrequent[1],
            of: trainCount,
          } as const)
        : null,
    };
  });
  return {
    title: 'Templates behind most test rows',
    columns: [
      { key: 'pattern', title: 'Template' },
      { key: 'testCount', title: 'Test rows' },
      { key: 'trainCount', title: 'Train rows' },
      { key: 'answerBits', title: 'Bits in its train answers' },
      { key: 'mostFrequent', title: 'Rows with its most frequent train answer' },
    ],
    rows,
    note: `${shown.length} of ${byTestRows.length} templates that occur in test; ${text.templates.length} in all. Bits are the entropy of the answers: at 0 the template alone gives the answer away.`,
  };
}

/** How far the template settles the answer, by split and track. */
export function entropyTable(
  benchmark: Benchmark,
  text: TextEvidence,
  seed: number,
): EvidenceTable {
  const rows = (['train', 'test'] as const).flatMap((split) =>
    (['closed', 'open'] as const).flatMap((track) => {
      const items = benchmark[split].filter(
        (item) => item.track === track && text.templateOf.has(item.key),
      );
      return items.length === 0 ? [] : [entropyRow(split, track, items, text, seed)];
    }),
  );
  return {
    title: 'What the template tells about the answer',
    columns: [
      { key: 'split', title: 'Split' },
      { key: 'track', title: 'Track' },
      { key: 'rows', title: 'Rows' },
      { key: 'templates', title: 'Templates' },
      { key: 'answers', title: 'Distinct answers' },
      { key: 'entropyBits', title: 'Bits in the answer' },
      { key: 'conditionalBits', title: 'Bits left, template known' },
      { key: 'uncertaintyCoefficient', title: 'Share told by the template' },
      { key: 'shuffled', title: 'Share by luck' },
    ],
    rows,
    note: 'The share is U = 1 - H(A|T) / H(A): 1 when the template gives the answer away, 0 when it tells nothing. Entropies have the Miller-Madow correction; what it leaves over in small templates shows in the last column, for shuffled answers.',
  };
}

function entropyRow(
  split: Split,
  track: string,
  items: readonly Item[],
  text: TextEvidence,
  seed: number,
): EvidenceTable['rows'][number] {
  // Numbers instead of texts: a million rows are shuffled in a second.
  const templates = Int32Array.from(
    items.map((item) => text.templateOf.get(item.key)!),
    numberWords(),
  );
  const answers = Int32Array.from(items.map(answerText), numberWords());
  const known = answerEntropy(templates, answers);
  const random = createRandom(deriveSeed(seed, `shuffle ${split} ${track}`));
  let total = 0;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    for (let last = answers.length - 1; last > 0; last--) {
      const chosen = random.nextBelow(last + 1);
      [answers[last], answers[chosen]] = [answers[chosen]!, answers[last]!];
    }
    total += answerEntropy(templates, answers).uncertaintyCoefficient;
  }
  return {
    split,
    track,
    rows: known.n,
    templates: known.templates,
    answers: known.answers,
    entropyBits: rounded(known.entropyBits),
    conditionalBits: rounded(known.conditionalBits),
    uncertaintyCoefficient: rounded(known.uncertaintyCoefficient),
    shuffled: rounded(total / shuffles),
  };
}

/** To three decimals, as people read it; tables show numbers as written. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}

/** How near duplicates and slots were searched: what a reader needs to repeat it. */
export function settingsTable(text: TextEvidence): EvidenceTable {
  const rows = [
    { setting: 'Smallest Jaccard similarity of a near duplicate', value: text.nearThreshold },
    {
      setting: 'Chance that the search finds a pair just that similar',
      value: rounded(text.nearRecall),
    },
    { setting: 'Words in a slot n-gram', value: text.slotNgramLength },
    ...(text.reportOverlap
      ? [
          {
            setting: 'Reports that each maximum ROUGE-L is taken over',
            value: text.reportOverlap.pool,
          },
        ]
      : []),
  ];
  return {
    title: 'Search settings',
    columns: [
      { key: 'setting', title: 'Setting' },
      { key: 'value', title: 'Value' },
    ],
    rows,
    note: 'Texts of fewer than 20 shingles are searched exactly.',
  };
}
