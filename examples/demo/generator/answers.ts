import { createRandom, deriveSeed, type RandomSource } from '../../../src/statistics/index.ts';
import type { DemoItem } from './items.ts';

/** A recorded answer to a test item. */
export interface DemoAnswer {
  readonly item: DemoItem;
  readonly text: string;
}

const letters = 'ABCDEFGHI';

/** Answers of the three models of the demo to all test items. */
export interface DemoAnswers {
  readonly specialist: readonly DemoAnswer[];
  readonly finetuned: readonly DemoAnswer[];
  readonly generalist: readonly DemoAnswer[];
}

/** Answers of all models. */
export function answersOf(items: readonly DemoItem[]): DemoAnswers {
  return {
    specialist: specialistAnswers(items),
    finetuned: fineTunedAnswers(items),
    generalist: generalistAnswers(items),
  };
}

/**
 * Answers of the candidate, which never looks at a picture: the most frequent training answer to
 * the same question pattern, in the loose formats that models write.
 */
function specialistAnswers(items: readonly DemoItem[]): DemoAnswer[] {
  const prior = priors(items);
  return testItems(items).map((item, index) => ({ item, text: phrase(item, prior(item), index) }));
}

/** The baseline knows the same priors, but gives one closed answer in five at random and cuts its sentences. */
function fineTunedAnswers(items: readonly DemoItem[]): DemoAnswer[] {
  const prior = priors(items);
  const random = createRandom(deriveSeed(7, 'finetuned'));
  return testItems(items).map((item) => {
    const answer = random.nextFloat() < 0.2 ? guess(item, random) : prior(item);
    return { item, text: item.task === 'closed' ? answer : answer.replace(/[,;].*\.$/, '.') };
  });
}

/** A model asked cold: hardly better than guessing on closed questions, chatty on the open ones. */
function generalistAnswers(items: readonly DemoItem[]): DemoAnswer[] {
  const random = createRandom(deriveSeed(7, 'generalist'));
  return testItems(items).map((item) => {
    if (item.task === 'open') return { item, text: `This appears to be ${chat(item)}` };
    const letter = random.nextFloat() < 0.2 ? item.answer : guess(item, random);
    const option = item.options[letters.indexOf(letter)] as string;
    return { item, text: `Looking at the image, I would choose ${letter}. ${option}` };
  });
}

function testItems(items: readonly DemoItem[]): DemoItem[] {
  return items.filter((item) => item.split === 'test');
}

function chat(item: DemoItem): string {
  const modality = item.picture.split('/')[0];
  return {
    fundus: 'a close-up of the back of the eye with several blood vessels on an orange background.',
    histology: 'a microscope picture of stained tissue in which brown and blue areas can be seen.',
    radiology: 'a grey medical scan; without more context the exact anatomy is difficult to name.',
  }[modality as 'fundus' | 'histology' | 'radiology'];
}

/** The most frequent training answer to an item's pattern, else to its task; ties go to the answer seen first. */
function priors(items: readonly DemoItem[]): (item: DemoItem) => string {
  const train = items.filter((item) => item.split === 'train');
  const modal = (rows: readonly DemoItem[]): string => {
    const counts = new Map<string, number>();
    for (const { answer } of rows) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...counts].find(([, count]) => count === most)?.[0] as string;
  };
  return (item) =>
    modal(
      item.pattern
        ? train.filter((row) => row.pattern === item.pattern)
        : train.filter((row) => row.task === item.task),
    );
}

function guess(item: DemoItem, random: RandomSource): string {
  if (item.task === 'open') return 'No abnormality is seen in this picture.';
  return letters[random.nextBelow(item.options.length)] as string;
}

function phrase(item: DemoItem, answer: string, index: number): string {
  if (item.task === 'open') return answer;
  const option = item.options[letters.indexOf(answer)] as string;
  const formats = [
    answer,
    answer,
    `The answer is (${answer}).`,
    `${answer}. ${option}`,
    `${option}.`,
    `(${answer})`,
    answer,
    `Answer: ${answer}`,
  ];
  return formats[index % formats.length] as string;
}
