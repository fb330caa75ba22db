import type { Estimate, Measure } from '../../src/audit/audit.ts';
import { textAloneTitle } from '../../src/audit/wording.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence, TextBaseline, TextEvidence } from '../../src/evidence/evidence.ts';
import type { Estimator } from './share-estimate.ts';

/** Whether train knows an item's question, in the senses of the audit; 1 or 0. */
export function leakageOf(text: TextEvidence): {
  readonly exact: (item: Item) => number;
  readonly verbatim: (item: Item) => number;
  readonly near: (item: Item) => number;
  readonly answered: (item: Item) => number;
  readonly template: (item: Item) => number;
} {
  const level = (item: Item) => text.matches.get(item.key)?.level;
  const verbatim = (item: Item) => Number(level(item) === 'exact' || level(item) === 'normalised');
  const inTrain = new Set(text.templates.filter((one) => one.trainCount > 0).map(({ id }) => id));
  return {
    exact: (item) => Number(level(item) === 'exact'),
    verbatim,
    near: (item) => Number(level(item) !== undefined),
    answered: (item) => (text.matches.get(item.key)?.sameAnswer ? verbatim(item) : 0),
    template: (item) => Number(inTrain.has(text.templateOf.get(item.key) ?? '')),
  };
}

/** Shares of test questions that train knows. */
export function questionMeasures(
  text: TextEvidence,
  items: readonly Item[],
  estimate: Estimator,
): Record<string, Measure> & { readonly verbatimShare: Estimate; readonly exactShare: Estimate } {
  const leakage = leakageOf(text);
  const slotted = items.filter((item) => text.slotContamination.has(item.key));
  return {
    verbatimShare: estimate('Test questions found verbatim in train', items, leakage.verbatim),
    exactShare: estimate(
      'Test questions found verbatim in train, punctuation included',
      items,
      leakage.exact,
    ),
    nearShare: estimate(
      'Test questions found in train, verbatim or nearly so',
      items,
      leakage.near,
    ),
    answeredShare: estimate(
      'Test rows whose question and answer stand together in train',
      items,
      leakage.answered,
    ),
    templateCoverage: estimate('Test rows whose template occurs in train', items, leakage.template),
    slotContamination:
      slotted.length > 0
        ? estimate(
            'Words in template slots whose n-gram is in train’s slots too',
            slotted,
            (item) => text.slotContamination.get(item.key)!,
          )
        : {
            kind: 'unavailable',
            title: 'Words in template slots whose n-gram is in train’s slots too',
            reason: 'no test question belongs to a template with slots',
          },
  };
}

/** How far test reports are made of what train reports say. */
export function reportMeasures(
  text: TextEvidence,
  items: readonly Item[],
  estimate: Estimator,
): Record<string, Measure> {
  const title = 'Words of test reports that are fixed words of sentence templates';
  const reports = items.filter((item) => text.reportTemplateShare.has(item.key));
  if (reports.length === 0) {
    const reason = 'no test item has a reference answer of two sentences or more';
    return { reportTemplateShare: { kind: 'unavailable', title, reason } };
  }
  const share = (item: Item) => text.reportTemplateShare.get(item.key)!;
  const overlap = text.reportOverlap?.byItem ?? new Map();
  const compared = items.filter((item) => overlap.has(item.key));
  const toTrain = (item: Item): number => overlap.get(item.key).toTrain;
  const toTest = (item: Item): number => overlap.get(item.key).toTest;
  return {
    reportTemplateShare: estimate(title, reports, share),
    ...(compared.length > 0 && {
      reportToTrain: estimate(
        'ROUGE-L of test reports to their nearest train report',
        compared,
        toTrain,
        'score',
      ),
      reportToTest: estimate(
        'ROUGE-L of test reports to their nearest other test report',
        compared,
        toTest,
        'score',
      ),
      reportSurplus: estimate(
        'How much nearer train is than test, in ROUGE-L',
        compared,
        toTrain,
        'score',
        toTest,
      ),
    }),
  };
}

/** Text-only answers that a template leaves room for. */
const templateBaselines = ['prior-per-question', 'prior-per-template', 'modal-report'];

/** What the prior per question and template and the constant report score on test. */
export function baselineMeasures(
  { baselines }: Evidence['baselines'],
  items: readonly Item[],
  estimate: Estimator,
): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  for (const baseline of baselines) {
    if (!templateBaselines.includes(baseline.name)) continue;
    const scored = items.filter((item) => baseline.scores.has(item.key));
    if (scored.length === 0) continue;
    measures[measureName(baseline)] = estimate(
      textAloneTitle(baseline),
      scored,
      (item) => baseline.scores.get(item.key)!,
      'score',
    );
  }
  return measures;
}

/** `prior-per-question` on closed items is `priorPerQuestionClosed`. */
function measureName({ name, track }: TextBaseline): string {
  return `${name}-${track}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
