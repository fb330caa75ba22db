import { bounds, counted, percent, points, pointsUnsigned } from '../../src/audit/wording.ts';
import { badness } from '../../src/audit/worst-verdict.ts';
import { mean } from '../../src/statistics/index.ts';
import { conditionTitle } from './conditions.ts';
import type { Contrast } from './contrasts.ts';
import { chanceTitle, type Decision } from './decisions.ts';
import type { BlindControlsOptions } from './options.ts';
import type { Pairs } from './pairs.ts';
import type { Side } from './sides.ts';

/** The worse verdict; under equal ones the smaller gain. */
export function isWorse(a: Decision, b: Decision): boolean {
  const difference = badness(a.verdict) - badness(b.verdict);
  return difference !== 0 ? difference > 0 : a.contrast.gain.value < b.contrast.gain.value;
}

/** One sentence on the contrast that decided, then what is not known and what keeps it from deciding. */
export function summarise(decision: Decision, options: BlindControlsOptions): string {
  const { contrast, overGuess, overPrior } = decision;
  const { side, control, pairs, gain } = contrast;
  const share = options.chance === 'guess' ? overGuess : overPrior;
  const over = chanceTitle[options.chance];
  const scores = `On ${side.track} questions ${side.model} scores ${percent(mean(pairs.real))} with the image and ${percent(mean(pairs.control))} without (${conditionTitle(control).toLowerCase()}, ${counted(pairs.itemKeys.length, 'item')})`;
  const adds = `the image adds ${points(gain.value)} (${bounds(gain.interval)}; ${pointsUnsigned(options.minGain)} would count)`;
  const kept =
    share.kind === 'estimate'
      ? `${percent(share.value)} of what it has above ${over} is kept (${bounds(share.interval)}; ${percent(options.maxShare)} allowed)`
      : `no kept share is defined: ${share.reason}`;
  return `${scores}: ${adds}, and ${kept}.${unknown(pairs)}${doubt(decision)}`;
}

function unknown({ unread, missing }: Pairs): string {
  const places = [
    ...(unread.real > 0 ? [`${counted(unread.real, 'answer')} with the image`] : []),
    ...(unread.control > 0 ? [`${counted(unread.control, 'answer')} without the image`] : []),
  ];
  const notRead = places.length > 0 ? ` ${places.join(' and ')} could not be read.` : '';
  return missing > 0 ? `${notRead} Left out: ${counted(missing, 'item')} without a pair.` : notRead;
}

function doubt({ contrast: { detectable }, verdict, withheld }: Decision): string {
  if (verdict !== 'inconclusive') return '';
  if (withheld)
    return ` By the pairs alone it would ${withheld}; what is not known could turn that.`;
  return detectable.detectable
    ? ` The smallest gain that these items could show is ${pointsUnsigned(detectable.difference)}.`
    : ' By Connor’s approximation so few items could show no gain at all.';
}

/** The judged models and tracks that nothing could be decided about, for want of pairs. */
export function leftOut(
  sides: readonly Side[],
  contrasts: readonly Contrast[],
  decisions: readonly Decision[],
): string {
  const decided = new Set(decisions.map(({ contrast }) => contrast.side));
  const names = sides
    .filter((side) => side.judged && side.scores.has('real') && !decided.has(side))
    .map((side) => {
      const own = contrasts.filter((contrast) => contrast.side === side);
      const most = Math.max(0, ...own.map(({ pairs }) => pairs.itemKeys.length));
      return `${side.model} on ${side.track} questions (${counted(most, 'pair')})`;
    });
  return names.length === 0 ? '' : ` Too few to judge: ${names.join(', ')}.`;
}
