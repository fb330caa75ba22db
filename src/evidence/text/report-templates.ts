import type { Item } from '../../benchmark/benchmark.ts';
import { deriveSeed } from '../../statistics/index.ts';
import { maskSlots } from './mask-slots.ts';
import { fixedWords, mineTemplates } from './mine-templates.ts';
import { sampleItems } from './sample-items.ts';
import { splitSentences } from './split-sentences.ts';

/** Reports that must use a sentence template before it counts as one. */
const sentenceSupport = 5;
/** Train reports that are read; more find no templates that matter. */
const sampledTrainReports = 20_000;

/** Whether an item's reference answer is a report: free text of two sentences or more. */
export function isReport(item: Item): boolean {
  return item.track === 'open' && splitSentences(item.answer).length >= 2;
}

/**
 * How much of each test report its sentence templates alone write: the share of its words
 * that are fixed words of a template found in at least five train reports (without train
 * reports: in five test reports). Words in slots never count.
 *
 * @param testReports Test items with a report.
 * @param trainReports Train items with a report; of more than 20,000, a sample is read.
 * @returns Test item key to the share, in [0, 1].
 */
export function reportTemplateShare(
  testReports: readonly Item[],
  trainReports: readonly Item[],
  options: { readonly seed: number },
): Map<string, number> {
  const train = sampleItems(
    trainReports,
    sampledTrainReports,
    deriveSeed(options.seed, 'sentences'),
  );
  const sentences = new SentenceTable();
  const inTrain = train.map((item) => sentences.read(item.answer));
  const inTest = testReports.map((item) => sentences.read(item.answer));

  const templates = mineTemplates(sentences.shapes);
  const templateOf = new Int32Array(sentences.shapes.length);
  templates.forEach(({ members }, template) => {
    for (const member of members) templateOf[member] = template;
  });
  const support = new Int32Array(templates.length);
  for (const report of inTrain.length > 0 ? inTrain : inTest) {
    for (const template of new Set(report.map((sentence) => templateOf[sentence]!)))
      support[template]!++;
  }

  const writtenBy = templates.map(({ shape }, template) =>
    support[template]! >= sentenceSupport ? fixedWords(shape).length : 0,
  );
  const shares = inTest.map((report) => {
    const words = report.reduce((total, sentence) => total + sentences.shapes[sentence]!.length, 0);
    const written = report.reduce(
      (total, sentence) => total + writtenBy[templateOf[sentence]!]!,
      0,
    );
    return words === 0 ? 0 : written / words;
  });
  return new Map(testReports.map((item, index) => [item.key, shares[index]!]));
}

/** Distinct sentences, numbered as they are met, with their masked words. */
class SentenceTable {
  readonly shapes: string[][] = [];
  readonly #numbers = new Map<string, number>();

  /** Numbers of a report's sentences, in order. */
  read(report: string): number[] {
    const numbers: number[] = [];
    for (const sentence of splitSentences(report)) {
      let number = this.#numbers.get(sentence);
      if (number === undefined) {
        const shape = maskSlots(sentence).map((token) => token.shape);
        if (shape.length === 0) continue;
        number = this.shapes.push(shape) - 1;
        this.#numbers.set(sentence, number);
      }
      numbers.push(number);
    }
    return numbers;
  }
}
