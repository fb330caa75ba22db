import type { Finding, Subject } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import type { Item, Split } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ReusePair, Symmetry } from '../../src/evidence/evidence.ts';
import type { ReusedMedium, ReuseTally } from './reuse-tally.ts';

const id = 'image-reuse';
/** Unreadable media listed one by one; all are counted in the measures. */
const mostUnreadable = 500;

/** One finding for each reused test medium, shared patient or exam, pair within test and unread medium. */
export function reuseFindings(evidence: Evidence, tally: ReuseTally): readonly Finding[] {
  const find = subjectFinder(evidence);
  return [
    ...tally.proven.map((medium) => pairFinding(medium, find)),
    ...tally.sharedPatients.map((key) => overlapFinding('patient', key, evidence)),
    ...tally.sharedExams.map((key) => overlapFinding('exam', key, evidence)),
    ...tally.undecided.map((medium) => pairFinding(medium, find)),
    ...tally.withinTest.map((pair) => withinTestFinding(pair, find)),
    ...tally.unreadable.slice(0, mostUnreadable).map((medium) => unreadableFinding(medium, find)),
  ];
}

type SubjectFinder = (path: string, split?: Split) => Subject;

/** Names a medium with the source line of the first item of a split that shows it. */
function subjectFinder({ benchmark, reuse }: Evidence): SubjectFinder {
  const media = new Map(reuse.media.map((medium) => [medium.path, medium]));
  const items = { test: byKey(benchmark.test), train: byKey(benchmark.train) };
  return (path, wanted) => {
    const medium = media.get(path);
    const split = wanted ?? medium?.splits[0] ?? 'test';
    const key = medium?.itemKeys.find((itemKey) => items[split].has(itemKey));
    const item = key === undefined ? undefined : items[split].get(key);
    return {
      ...{ role: 'media', key: path, split, media: path },
      ...(item && { source: item.source }),
    };
  };
}

function byKey(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.key, item]));
}

function pairFinding({ best, partners }: ReusedMedium, find: SubjectFinder): Finding {
  return makeFinding(id, {
    kind: `${best.verdict}-pair`,
    severity: best.verdict === 'candidate' ? 'suspect' : 'defect',
    title: `${describePair(best)} train and test.`,
    subjects: [find(best.first, 'test'), find(best.second, 'train')],
    values: { ...pairValues(best), ...(partners > 1 && { trainPartners: partners }) },
    ...(best.modality !== undefined && { modality: best.modality }),
  });
}

function withinTestFinding(pair: ReusePair, find: SubjectFinder): Finding {
  return makeFinding(id, {
    kind: 'within-test-pair',
    severity: 'note',
    title: `${describePair(pair)} test twice.`,
    subjects: [find(pair.first, 'test'), find(pair.second, 'test')],
    values: pairValues(pair),
    ...(pair.modality !== undefined && { modality: pair.modality }),
  });
}

/** The beginning of a sentence: "The same picture, rotated by 90 degrees, is in". */
function describePair({ kind, layer, verdict, symmetry }: ReusePair): string {
  const noun = kind === 'image' ? 'picture' : 'file';
  if (layer === 'name') return `A ${noun} of the same name is in`;
  if (layer === 'bytes') return `The same ${noun}, byte by byte, is in`;
  if (layer === 'content') return `The same ${noun}, stored in other bytes, is in`;
  const turned = symmetry && symmetry !== 'identity' ? `, ${turnWords[symmetry]},` : '';
  if (verdict === 'verified') return `The same ${noun}${turned || ', re-made,'} is in`;
  return `What may be the same ${noun}${turned} is in`;
}

const turnWords: Readonly<Record<Exclude<Symmetry, 'identity'>, string>> = {
  'rotated-90': 'rotated by 90 degrees',
  'rotated-180': 'rotated by 180 degrees',
  'rotated-270': 'rotated by 270 degrees',
  'flipped-horizontally': 'flipped left to right',
  'flipped-vertically': 'flipped upside down',
  transposed: 'transposed',
  'anti-transposed': 'transposed along the other diagonal',
};

function pairValues(pair: ReusePair): Readonly<Record<string, number | string>> {
  const { verdict, layer, symmetry, correlation, detail, overlap } = pair;
  const { hashDistanceBits, expectedFalsePairs } = pair;
  return {
    verdict,
    layer,
    ...(symmetry !== undefined && { symmetry }),
    ...(correlation !== undefined && { correlation }),
    ...(detail !== undefined && { detailCorrelation: detail }),
    ...(overlap !== undefined && { overlap }),
    ...(hashDistanceBits !== undefined && { hashDistanceBits }),
    ...(expectedFalsePairs !== undefined && { expectedFalsePairs }),
  };
}

function overlapFinding(role: 'patient' | 'exam', key: string, { benchmark }: Evidence): Finding {
  const holds = (item: Item): boolean => item[role] === key;
  const [test, train] = [benchmark.test.filter(holds), benchmark.train.filter(holds)];
  const items = [test[0], train[0]].flatMap((item) => (item ? [itemSubject(item)] : []));
  return makeFinding(id, {
    kind: `${role}-overlap`,
    severity: 'defect',
    title: `One ${role} is in train and test.`,
    subjects: [{ role, key }, ...items],
    values: { testItems: test.length, trainItems: train.length },
  });
}

function itemSubject(item: Item): Subject {
  const [medium] = item.media;
  return {
    ...{ role: 'item', key: item.key, split: item.split, source: item.source },
    ...(medium && { media: medium.path }),
  };
}

function unreadableFinding(
  { path, reason }: ReuseTally['unreadable'][number],
  find: SubjectFinder,
): Finding {
  return makeFinding(id, {
    kind: 'unreadable-medium',
    severity: 'suspect',
    title: 'A medium could not be read, so nothing can be said about its reuse.',
    subjects: [find(path)],
    values: { reason },
  });
}
