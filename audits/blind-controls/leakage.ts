import type { Estimate, EvidenceTable, Measure, Unavailable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle, points } from '../../src/audit/wording.ts';
import { pairedMeanDifference } from '../../src/statistics/index.ts';
import { commonItems } from './common-items.ts';
import { type Question, type Side, whyNotAlike } from './sides.ts';

/** How much better a model answers without images than what it was made from. */
export interface Leakage {
  readonly side: Side;
  /** `backbone`: the same model before fine-tuning; `language-model`: the one inside it, text only. */
  readonly against: 'backbone' | 'language-model';
  /** Name of that model. */
  readonly origin?: string;
  /** Blind score minus the origin's blind score, before it is cut off at 0. */
  readonly difference: Estimate | Unavailable;
}

/** MMStar's leakage of the judged models and their baselines, against backbone and language model. */
export function leakagesOf(sides: readonly Side[], question: Question): Leakage[] {
  return sides
    .filter(({ judged, role, scores }) => (judged || role === 'baseline') && scores.has('none'))
    .flatMap((side) =>
      (['backbone', 'language-model'] as const).flatMap((against) => {
        const origin = originOf(side, against, sides, question);
        if (origin === side.model) return [];
        // Nobody has to name a language model; of a judged model the backbone is missed.
        const isMissed = against === 'backbone' && side.judged;
        if (origin === undefined && !isMissed) return [];
        return [leakage(side, against, origin, sides, question)];
      }),
    );
}

/** The leakage itself: what exceeds the origin's blind score, never below 0. */
export function leakageOf({ difference }: Leakage): number | null {
  return difference.kind === 'estimate' ? Math.max(0, difference.value) : null;
}

function originOf(
  side: Side,
  against: Leakage['against'],
  sides: readonly Side[],
  { options, evidence }: Question,
): string | undefined {
  if (against === 'language-model') return options.languageModel;
  if (options.backbone !== undefined) return options.backbone;
  const family = evidence.benchmark.models.filter(
    (model) => model.role === 'cold' && model.family !== undefined && model.family === side.family,
  );
  const asked = family.filter(({ name }) =>
    sides.some(({ model, scores }) => model === name && scores.has('none')),
  );
  return asked.length === 1 ? asked[0]!.name : undefined;
}

function leakage(
  side: Side,
  against: Leakage['against'],
  origin: string | undefined,
  sides: readonly Side[],
  question: Question,
): Leakage {
  const { model, track } = side;
  const from = against === 'backbone' ? 'its untouched backbone' : 'its language model';
  const title = `${askedTitle(track)}: ${model}’s score without the image minus that of ${origin ?? from}`;
  const other = sides.find((one) => one.model === origin && one.track === track);
  const shared = other && commonItems([side, other], ['none'], question);
  const known = { side, against, ...(origin !== undefined && { origin }) };
  const unavailable = (reason: string): Leakage => ({
    ...known,
    difference: { kind: 'unavailable', title, reason },
  });
  if (origin === undefined) {
    return unavailable(
      'no backbone is known: record the untouched model under the condition none as a cold model of the same family, or name it in the option backbone',
    );
  }
  if (other === undefined || shared === undefined) {
    return unavailable(`${origin} has no ${track} answers under the condition none`);
  }
  const reason = whyNotAlike(side, other);
  if (reason !== undefined) return unavailable(reason);
  const [own, before] = shared.values as [number[], number[]];
  const { level } = question.options;
  const difference = pairedMeanDifference(own, before, shared.clusterIds, { level });
  return { ...known, difference: estimateOf(title, 'points', difference) };
}

/** What is known without the image beyond backbone and language model. */
export function leakageTable(leakages: readonly Leakage[]): EvidenceTable {
  return {
    title: 'Leakage: answers known without the image, beyond what the model was made from',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'origin', title: 'Made from' },
      { key: 'difference', title: 'Blind score minus that of the origin' },
      { key: 'leakage', title: 'Leakage' },
    ],
    rows: leakages.map((one) => {
      const leakage = leakageOf(one);
      return {
        track: one.side.track,
        model: one.side.model,
        origin: one.origin ?? null,
        difference: one.difference,
        leakage: leakage === null ? null : points(leakage),
      };
    }),
    note: 'Leakage is the difference, or 0 where it is negative; the interval is that of the difference before. Against the untouched backbone it is what fine-tuning taught about the answers without an image; against the language model inside, what training on images did.',
  };
}

export function leakageMeasures(leakages: readonly Leakage[]): Record<string, Measure> {
  return Object.fromEntries(
    leakages.map(({ side, against, difference }) => [
      `${side.track}Leakage:${side.model}:${against}`,
      difference,
    ]),
  );
}
