import type { Finding } from '../../src/audit/audit.ts';
import { itemSubject, makeFinding } from '../../src/audit/finding.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import { scoreByItem } from './common-items.ts';
import type { Decision } from './decisions.ts';
import { comparedAnswers } from './reliance.ts';
import type { Question, Side } from './sides.ts';
import { gainOn, type SubsetGain } from './subset-gains.ts';

/**
 * Templates on which the image adds nothing to the score of any judged model: at least five
 * pairs of the deciding control, a score above 0, and no gain. Those with the most items come
 * first.
 */
export function idleTemplates(
  auditId: string,
  judged: readonly Decision[],
  question: Question,
): Finding[] {
  const { benchmark, text } = question.evidence;
  const itemsOf = new Map<string | undefined, Item[]>();
  for (const item of benchmark.test) {
    const template = text.templateOf.get(item.key);
    const others = itemsOf.get(template);
    if (others) others.push(item);
    else itemsOf.set(template, [item]);
  }
  return text.templates
    .flatMap(({ id, pattern }) => {
      const items = itemsOf.get(id) ?? [];
      const keys = new Set(items.map(({ key }) => key));
      const gains = judged.flatMap(({ contrast }) => {
        const found = gainOn(contrast, keys, pattern, question);
        return found === undefined ? [] : [{ model: contrast.side.model, ...found }];
      });
      const [first] = gains;
      const idle = gains.every(({ gain }) => gain.value <= 0) && gains.some(({ real }) => real > 0);
      return first !== undefined && idle
        ? [{ pattern, item: items[0]!, gains, n: first.gain.n }]
        : [];
    })
    .sort((a, b) => b.n - a.n)
    .map(({ pattern, item, gains }) => idleTemplate(auditId, pattern, item, gains));
}

interface TemplateGain extends Pick<SubsetGain, 'real' | 'control' | 'gain'> {
  readonly model: string;
}

/** The numbers are those of the model that is judged first. */
function idleTemplate(
  auditId: string,
  pattern: string,
  item: Item,
  gains: readonly TemplateGain[],
): Finding {
  const { real, control, gain } = gains[0]!;
  return makeFinding(auditId, {
    kind: 'idle-image-template',
    severity: 'suspect',
    title: 'The image adds nothing to the score on this template.',
    subjects: [{ role: 'template', key: pattern }, itemSubject(item)],
    values: {
      models: gains.map(({ model }) => model).join(', '),
      items: gain.n,
      scoreWithImage: real,
      scoreWithoutImage: control.value,
      upperBoundOfGain: gain.interval.upper,
    },
    ...(item.modality !== undefined && { modality: item.modality }),
    ...(item.task !== undefined && { task: item.task }),
  });
}

/**
 * Items that every model, of at least two, answers right and alike with their own image and
 * with another patient's: whatever they ask, the image did not tell it.
 */
export function imageFreeItems(
  auditId: string,
  sides: readonly Side[],
  { evidence }: Question,
): Finding[] {
  const asked = sides.filter(({ scores }) => scores.has('real') && scores.has('shuffled'));
  const rightOf = new Map(asked.map((side) => [side, rightAndAlike(side)]));
  return evidence.benchmark.test.flatMap((item) => {
    const models = asked.filter(({ track }) => track === item.track);
    const all = models.length > 1 && models.every((side) => rightOf.get(side)?.has(item.key));
    return all ? [imageFreeItem(auditId, item, models.length)] : [];
  });
}

/** Items answered right with both images, by the same content. */
function rightAndAlike(side: Side): ReadonlySet<string> {
  const real = scoreByItem(side.scores.get('real')!);
  const shuffled = scoreByItem(side.scores.get('shuffled')!);
  const changed = comparedAnswers(side, 'shuffled')?.changed ?? new Map<string, boolean>();
  return new Set(
    [...changed]
      .filter(([key, isOther]) => !isOther && real.get(key) === 1 && shuffled.get(key) === 1)
      .map(([key]) => key),
  );
}

function imageFreeItem(auditId: string, item: Item, models: number): Finding {
  return makeFinding(auditId, {
    kind: 'image-free-item',
    severity: 'note',
    title: 'Every model gives the right answer with another patient’s image too.',
    subjects: [itemSubject(item)],
    values: { models },
    ...(item.modality !== undefined && { modality: item.modality }),
    ...(item.task !== undefined && { task: item.task }),
  });
}
