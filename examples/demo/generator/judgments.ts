import { createRandom, deriveSeed } from '../../../src/statistics/index.ts';
import type { DemoAnswer, DemoAnswers } from './answers.ts';
import type { DemoItem } from './items.ts';

/** What a grader gave an answer to an open question, from 0 to 10; undefined where it gave nothing. */
export interface DemoJudgment {
  readonly item: DemoItem;
  readonly grader: string;
  readonly model: keyof DemoAnswers;
  readonly score: number | undefined;
}

/** Points that a grader of the family alder adds to answers of its family, by the config's `kin`. */
export const plantedFavour = 1.5;

const leniency: Readonly<Record<string, number>> = {
  'alder-judge': 0.5,
  'birch-judge': 0,
  'cedar-judge': -0.5,
};
const ofAlder: readonly string[] = ['specialist', 'finetuned'];

/**
 * Scores of three graders for every open answer: two points, up to seven for the words of the reference
 * that the answer holds, the grader's leniency, noise, and from the alder judge its favour for alder
 * models. One judgment could not be read and one is beyond the scale.
 */
export function judgmentsOf({ specialist, finetuned, generalist }: DemoAnswers): DemoJudgment[] {
  const random = createRandom(deriveSeed(7, 'judgments'));
  const judgments = Object.entries({ specialist, finetuned, generalist }).flatMap(
    ([model, answers]) =>
      answers
        .filter(({ item }) => item.task === 'open')
        .flatMap((answer) =>
          Object.entries(leniency).map(([grader, lenient]): DemoJudgment => {
            const favour = grader === 'alder-judge' && ofAlder.includes(model) ? plantedFavour : 0;
            const noise = 2.4 * (random.nextFloat() - 0.5);
            const points = 2 + 7 * wordsHeld(answer) + lenient + favour + noise;
            const score = Math.min(10, Math.max(0, Math.round(points)));
            return { item: answer.item, grader, model: model as keyof DemoAnswers, score };
          }),
        ),
  );
  return judgments.map((judgment, index) => {
    if (index === 40) return { ...judgment, score: undefined };
    return index === 75 ? { ...judgment, score: 11 } : judgment;
  });
}

/** Share of the reference's words that stand in the answer. */
function wordsHeld({ item, text }: DemoAnswer): number {
  const words = (from: string): string[] => from.toLowerCase().match(/[a-z]+/g) ?? [];
  const given = new Set(words(text));
  const wanted = words(item.answer);
  return wanted.filter((word) => given.has(word)).length / wanted.length;
}
