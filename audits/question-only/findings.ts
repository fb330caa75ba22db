import type { Finding } from '../../src/audit/audit.ts';
import { excerptOf, makeFinding } from '../../src/audit/finding.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence, Template } from '../../src/evidence/evidence.ts';
import { answerContent, referenceAnswer } from '../../src/scoring/index.ts';
import type { QuestionOnlyOptions } from './options.ts';

/** Train rows from which on a template's answers are called constant. */
const fewestTrainRows = 5;

/** A template whose train answers are nearly all the same. */
interface RevealingTemplate {
  readonly template: Template;
  readonly trainRows: number;
  readonly testItems: readonly Item[];
  /** Share of the most frequent train answer. */
  readonly trainShare: number;
  /** Test items whose reference is that answer. */
  readonly rightInTest: number;
}

/**
 * Templates that give their answer away: at least five train rows, nearly all with one
 * answer, which is right for most test items of the template too. Those with the most test
 * items right by that answer come first.
 */
export function revealingTemplates(
  auditId: string,
  { benchmark, text }: Pick<Evidence, 'benchmark' | 'text'>,
  options: QuestionOnlyOptions,
): Finding[] {
  const tracks: readonly string[] = options.tracks;
  const train = itemsByTemplate(benchmark.train, text.templateOf, tracks);
  const test = itemsByTemplate(benchmark.test, text.templateOf, tracks);
  return text.templates
    .map((template) => weigh(template, train.get(template.id) ?? [], test.get(template.id) ?? []))
    .filter((found) => found !== undefined)
    .filter((found) => found.trainShare >= options.constantShare)
    .filter((found) => 2 * found.rightInTest > found.testItems.length)
    .sort((a, b) => b.rightInTest - a.rightInTest)
    .map((found) => toFinding(auditId, found));
}

function itemsByTemplate(
  items: readonly Item[],
  templateOf: ReadonlyMap<string, string>,
  tracks: readonly string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const template = templateOf.get(item.key);
    if (template === undefined || !tracks.includes(item.track)) continue;
    const group = groups.get(template) ?? [];
    group.push(item);
    groups.set(template, group);
  }
  return groups;
}

function weigh(
  template: Template,
  train: readonly Item[],
  testItems: readonly Item[],
): RevealingTemplate | undefined {
  if (train.length < fewestTrainRows || testItems.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const content of train.map(contentOf)) {
    if (content !== null) counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  const [answer, count] = [...counts].reduce(
    (most, one) => (one[1] > most[1] ? one : most),
    ['', 0],
  );
  return {
    template,
    trainRows: train.length,
    testItems,
    trainShare: count / train.length,
    rightInTest: testItems.filter((item) => contentOf(item) === answer).length,
  };
}

function contentOf(item: Item): string | null {
  const reference = referenceAnswer(item);
  return reference === null ? null : answerContent(item, reference);
}

function toFinding(auditId: string, found: RevealingTemplate): Finding {
  const { template, trainRows, testItems, trainShare, rightInTest } = found;
  const [first] = testItems as [Item];
  return makeFinding(auditId, {
    kind: 'revealing-template',
    severity: 'suspect',
    title: 'The template gives the answer away.',
    subjects: [
      { role: 'template', key: template.pattern },
      {
        role: 'item',
        key: first.key,
        split: first.split,
        source: first.source,
        excerpt: excerptOf(first.prompt),
      },
    ],
    values: {
      trainRows,
      trainShareOfAnswer: trainShare,
      testRows: testItems.length,
      testRowsRight: rightInTest,
    },
  });
}
