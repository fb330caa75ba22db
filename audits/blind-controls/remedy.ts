import { itemsNeeded } from '../../src/audit/items-needed.ts';
import { counted, percent, points, pointsUnsigned } from '../../src/audit/wording.ts';
import { conditionTitle } from './conditions.ts';
import type { Contrast } from './contrasts.ts';
import type { Decision } from './decisions.ts';
import type { BlindControlsOptions } from './options.ts';

/** One of the two things that must hold, on the way to a pass. */
interface Step {
  /** What it would take on these items. */
  readonly wanted: string;
  /** Items at which it would hold should the value stay; undefined where the value itself stands in the way. */
  readonly items: number | undefined;
}

/** What would let the deciding model pass: first what is not known of its answers, then gain and kept share. */
export function decisionRemedy(decision: Decision, options: BlindControlsOptions): string {
  const unknown = unknownSteps(decision);
  const steps = stepsOf(decision, options);
  return unknown.length > 0 && steps.length === 0
    ? sentence(unknown.join(' and '))
    : sentence([...unknown, gainSteps(steps, decision)].join('; '));
}

/** Pairs are missing altogether. */
export function pairsRemedy(
  contrasts: readonly Contrast[],
  { control, minItems }: BlindControlsOptions,
): string {
  const judged = contrasts.filter(
    (one) => one.side.judged && (control === undefined || one.control === control),
  );
  const most = Math.max(0, ...judged.map(({ pairs }) => pairs.itemKeys.length));
  const under = control === undefined ? 'none' : control;
  return `Ask a judged model at least ${minItems} items of one track with the image and under ${under} (${conditionTitle(under).toLowerCase()}), on two pictures or patients or more; now it has ${most} at most.`;
}

/** Answers that could turn the verdict as long as nobody knows them. */
function unknownSteps({ withheld, contrast: { pairs } }: Decision): string[] {
  if (withheld === undefined) return [];
  const unread = pairs.unread.real + pairs.unread.control;
  return [
    ...(unread > 0 ? [`have the ${counted(unread, 'unreadable answer')} asked or read again`] : []),
    ...(pairs.missing > 0
      ? [`have the ${counted(pairs.missing, 'item')} without a pair answered`]
      : []),
  ];
}

function stepsOf(decision: Decision, options: BlindControlsOptions): Step[] {
  const { contrast, held } = decision;
  const share = options.chance === 'guess' ? decision.overGuess : decision.overPrior;
  if (held === undefined) return [];
  const { n, value: gain } = contrast.gain;
  const { minGain, maxShare } = options;
  const below = gain - held.gain.lower;
  const steps: Step[] = [];
  if (held.gain.lower < minGain) {
    const wanted =
      minGain + below > 1
        ? `the image would have to add ${pointsUnsigned(minGain)}, which takes more items, since the interval reaches ${pointsUnsigned(below)} below`
        : `the image would have to add about ${pointsUnsigned(minGain + below)} or more in place of ${points(gain)}`;
    steps.push({ wanted, items: itemsNeeded(n, below, gain - minGain) });
  }
  if (share.kind === 'unavailable' || held.share === undefined) {
    steps.push({
      wanted: 'the score would have to lie above chance beyond its interval',
      items: undefined,
    });
  } else if (held.share.upper > maxShare) {
    const above = held.share.upper - share.value;
    const wanted =
      above > maxShare
        ? `at most ${percent(maxShare)} of its score could be kept in place of ${percent(share.value)}, which takes more items, since the interval reaches ${percent(above)} above it`
        : `about ${percent(maxShare - above)} of its score or less could be kept in place of ${percent(share.value)}`;
    steps.push({ wanted, items: itemsNeeded(n, above, maxShare - share.value) });
  }
  return steps;
}

function gainSteps(steps: readonly Step[], { contrast }: Decision): string {
  const { side, gain } = contrast;
  const wanted = steps.map((step) => step.wanted).join(' and ');
  const these = counted(gain.n, `${side.track} item`);
  const needed = steps.map(({ items }) => items);
  if (needed.every((items) => items !== undefined)) {
    return `ask about ${counted(Math.max(...needed), 'item')} both ways in place of ${gain.n}, which would decide should the values stay; with ${these} ${wanted}`;
  }
  return `leave out or rewrite questions that ${side.model} answers without the image: with ${these} ${wanted}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
