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

/** What a model answers when its picture or the order of its options is changed. */
export interface ControlRecording {
  readonly model: 'specialist' | 'finetuned';
  /** `none`, `shuffled`, `rotated-1` … */
  readonly condition: string;
  readonly answers: readonly DemoAnswer[];
}

/** Most options of a question that is asked under every rotation. */
export const mostRotatedOptions = 4;
/** The specialist keeps its letter, not its content, on every so many-th rotated question. */
export const keepsLetterEvery = 3;

/**
 * Answers under the controls. The specialist never looks, so it answers alike without the picture
 * and with another one. The baseline knows the same priors and rolls its dice anew each time.
 * Where options move, the baseline follows its content; the specialist does on two questions in
 * three and keeps its letter on the third.
 */
export function controlAnswersOf(items: readonly DemoItem[]): ControlRecording[] {
  const letterOf = priors(items);
  const blind = ['none', 'shuffled'].flatMap((condition): ControlRecording[] => [
    { model: 'specialist', condition, answers: specialistAnswers(items) },
    { model: 'finetuned', condition, answers: fineTunedAnswers(items, condition) },
  ]);
  const fineTuned = new Map(fineTunedAnswers(items).map(({ item, text }) => [item, text]));
  const rotated = [1, 2, 3].flatMap((places): ControlRecording[] => {
    const asked = rotatedItems(items).filter((item) => item.options.length > places);
    const keeps = (item: DemoItem) => rotatedItems(items).indexOf(item) % keepsLetterEvery === 0;
    const answer = (text: (item: DemoItem) => string) =>
      asked.map((item) => ({ item, text: text(item) }));
    const condition = `rotated-${places}`;
    return [
      {
        model: 'specialist',
        condition,
        answers: answer((item) =>
          keeps(item) ? letterOf(item) : movedLetter(item, letterOf(item), places),
        ),
      },
      {
        model: 'finetuned',
        condition,
        answers: answer((item) => movedLetter(item, fineTuned.get(item) as string, places)),
      },
    ];
  });
  return [...blind, ...rotated];
}

/** Test questions with two to four options. */
export function rotatedItems(items: readonly DemoItem[]): DemoItem[] {
  return testItems(items).filter(
    ({ options }) => options.length > 1 && options.length <= mostRotatedOptions,
  );
}

/** The letter behind which an option's content stands when contents have moved on by some places. */
function movedLetter({ options }: DemoItem, letter: string, places: number): string {
  return letters[(letters.indexOf(letter) + places) % options.length] as string;
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
function fineTunedAnswers(items: readonly DemoItem[], condition = ''): DemoAnswer[] {
  const prior = priors(items);
  const random = createRandom(deriveSeed(7, `finetuned${condition}`));
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
