import { createRandom } from '../../../src/statistics/index.ts';
import { type Picture, pictures, testCopy, trainCopies } from './pictures.ts';
import {
  ownQuestions,
  patterns,
  type QuestionPattern,
  slideAndVolumeQuestions,
} from './questions.ts';

/** One question about one picture, before it becomes a row. */
export interface DemoItem {
  readonly split: 'test' | 'train';
  readonly task: 'closed' | 'open';
  /** Pattern id; undefined for a question of its own. */
  readonly pattern?: string;
  /** Media path in the row. */
  readonly picture: string;
  readonly stage: string;
  /** The question with what stands before it, without options. */
  readonly question: string;
  readonly options: readonly string[];
  /** A letter for closed questions, a sentence for open ones. */
  readonly answer: string;
}

const seed = 20;

/** All items, in the order of their files. */
export function makeItems(): readonly DemoItem[] {
  const introductions = introductionWriter();
  const train = pictures
    .filter((picture) => picture.split === 'train')
    .flatMap((picture, index) => [
      ...closedPatterns(picture, index, 2).map((pattern, at) =>
        ask(picture, pattern, introductions(turnOf(index) + at, pattern)),
      ),
      ...openPatterns(picture, index % 6 !== 5).map((pattern) =>
        ask(picture, pattern, introductions(turnOf(index), pattern)),
      ),
    ]);
  const originals = pictures
    .filter((picture) => picture.split === 'test')
    .flatMap((picture, index) => [
      ...closedPatterns(picture, index, 1 + (index % 2)).map((pattern, at) =>
        ask(picture, pattern, introductions(turnOf(index) + at, pattern)),
      ),
      ...openPatterns(picture, index % 3 !== 0).map((pattern) =>
        ask(picture, pattern, introductions(turnOf(index) + 1, pattern)),
      ),
    ]);
  const test = [
    ...originals.map(throughTestCopy),
    ...ownItems(ownQuestions),
    ...copiedItems(train),
  ];
  // Behind the shuffled items, so that their lines stay where they are.
  return [...shuffle(train), ...shuffle(test), ...ownItems(slideAndVolumeQuestions)];
}

/** A rotating choice of `count` closed patterns among those that the picture's facts answer. */
function closedPatterns(picture: Picture, index: number, count: number): QuestionPattern[] {
  const answered = patterns.filter(
    (pattern) =>
      pattern.modality === picture.modality &&
      pattern.options.length > 0 &&
      pattern.answer(picture.facts) !== undefined,
  );
  const start = index % answered.length;
  return [...answered.slice(start), ...answered.slice(0, start)].slice(0, count);
}

function openPatterns(picture: Picture, wanted: boolean): QuestionPattern[] {
  return patterns.filter(
    (pattern) =>
      wanted &&
      pattern.modality === picture.modality &&
      pattern.options.length === 0 &&
      pattern.answer(picture.facts) !== undefined,
  );
}

function ask(picture: Picture, pattern: QuestionPattern, introduction: string): DemoItem {
  return {
    split: picture.split,
    task: pattern.options.length > 0 ? 'closed' : 'open',
    pattern: pattern.id,
    picture: picture.path,
    stage: stageOf(picture.path),
    question: introduction + pattern.text,
    options: pattern.options,
    answer: pattern.answer(picture.facts) ?? '',
  };
}

function ownItems(questions: typeof ownQuestions): DemoItem[] {
  return questions.map(({ picture, text, options, answer }) => ({
    split: 'test',
    task: options.length > 0 ? 'closed' : 'open',
    picture,
    stage: stageOf(picture),
    question: text,
    options,
    answer,
  }));
}

/** The questions of a copied training picture come with it, word for word but for two of them. */
function copiedItems(train: readonly DemoItem[]): DemoItem[] {
  const copied = trainCopies.flatMap(({ path, original }, index) =>
    train
      .filter((item) => item.picture === original && (item.task === 'closed' || index % 2 === 0))
      .map((item): DemoItem => ({ ...item, split: 'test', picture: path, stage: stageOf(path) })),
  );
  return copied.map((item, index) => {
    if (index === 2) return { ...item, question: item.question.toLowerCase() };
    if (index === 5) return { ...item, question: item.question.replace(/[?.]$/, '') };
    return item;
  });
}

/** Open questions about the picture that is in the test split twice show its second file. */
function throughTestCopy(item: DemoItem): DemoItem {
  const isCopied = item.task === 'open' && item.picture === testCopy.original;
  return isCopied ? { ...item, picture: testCopy.path } : item;
}

/** Moves on every third picture, so that no question pattern is tied to one introduction. */
function turnOf(index: number): number {
  return Math.floor(index / 3);
}

/** The stage that a row's system prompt names. */
function stageOf(picture: string): string {
  if (picture.startsWith('fundus/')) return 'screening';
  if (picture.startsWith('histology/')) return 'diagnosis';
  return Number(picture.slice(11, 14)) % 2 === 0 ? 'treatment' : 'diagnosis';
}

/** Every other question stands alone; the others get an introduction whose slots vary. */
function introductionWriter(): (turn: number, pattern: QuestionPattern) => string {
  const random = createRandom(seed);
  let reading = 100;
  return (turn, { options }) => {
    reading += 1 + random.nextBelow(7);
    const age = 41 + random.nextBelow(40);
    if (turn % 2 === 0) return '';
    if (options.length === 0) return `Reading number ${reading} of the session. `;
    return `A ${age}-year-old woman comes for a check-up. `;
  };
}

function shuffle(items: readonly DemoItem[]): DemoItem[] {
  const random = createRandom(seed + items.length);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = random.nextBelow(last + 1);
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen] as DemoItem, shuffled[last] as DemoItem];
  }
  return shuffled;
}
