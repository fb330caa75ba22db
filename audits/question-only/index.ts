import type { Audit, AuditOutcome, Verdict } from '../../src/audit/audit.ts';
import { headlineScores } from '../../src/audit/deflation.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { counted, percent, percentBounds, uncapitalised } from '../../src/audit/wording.ts';
import { badness } from '../../src/audit/worst-verdict.ts';
import type { Track } from '../../src/benchmark/benchmark.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import {
  baselineFigure,
  baselineTable,
  modelTable,
  type TrackResult,
  trackMeasures,
} from './baseline-evidence.ts';
import { type Comparison, compareTrack, trackScores } from './compare-track.ts';
import { revealingTemplates } from './findings.ts';
import { type QuestionOnlyOptions, questionOnlyOptions } from './options.ts';
import { shareRemedy } from './remedy.ts';

const id = 'question-only';
/** Templates listed at most; the count measure is complete. */
const findingLimit = 100;

/** How much of the score needs no image. */
export const questionOnly: Audit<QuestionOnlyOptions> = {
  id,
  title: 'Question only',
  question: 'How much of the score could be had without looking at the image?',
  method:
    'Several baselines that see text only are fitted on train and scored on test under the headline metric: the most frequent answer, the most frequent answer to the same question or template, the options alone, naive Bayes and logistic regression over words and word pairs, the most similar train question, a constant report. The best of each track is chosen by clustered cross-validation on train. Its score B, the model’s score S and the score c of a uniform guess give the share (B - c) / (S - c) that is reached without the image; the interval comes from cluster resamples in which the items’ scores stay together. Without predictions a perfect score stands in for S.',
  limits:
    'That a baseline reaches a score does not show that a model got it the same way, and a better text-only method could reach more: the share is a lower bound of what needs no image. Grounding questions are not asked. Image-free runs of the model itself are another audit.',
  sources: [
    'Goyal et al. 2017, arXiv:1612.00837 (answer priors in visual question answering)',
    'Chen et al. 2024, arXiv:2403.20330 (questions answered without the image)',
    'Efron 1987, doi:10.1080/01621459.1987.10478410 (interval of the share)',
  ],
  requires: ['benchmark', 'clusters', 'text', 'baselines', 'scores'],
  options: questionOnlyOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const asked = options.tracks.filter((track) => testKeys(evidence, track).length > 0);
    if (asked.length === 0)
      return undecided('not-applicable', 'there is no closed or open test item');
    const recorded = evidence.benchmark.ledger.some((entry) => entry.role === 'predictions');
    if (recorded && headlineScores(evidence.benchmark, evidence.scores.itemScores).length === 0) {
      return undecided(
        'inconclusive',
        'no recorded answer of the judged models belongs to a test item',
        `Record answers of the judged models to the ${counted(evidence.benchmark.test.length, 'test item')}, under the items’ own ids.`,
      );
    }
    const results = asked
      .map((track) => judgeTrack(track, evidence, options, seed))
      .filter((result) => result !== undefined);
    const [first, ...rest] = results;
    if (first === undefined) {
      const reason = `no track has ${options.minItems} scored items in two clusters`;
      return undecided('inconclusive', reason, fewItemsRemedy(asked, evidence, options));
    }
    const worst = rest.reduce((a, b) => (isWorse(b.deciding, a.deciding) ? b : a), first);
    const findings = revealingTemplates(id, evidence, options);
    return {
      verdict: worst.deciding.verdict,
      summary: summarise(worst.deciding, options.maxShare),
      ...(worst.deciding.verdict !== 'pass' && {
        remedy: shareRemedy(worst.deciding, options.maxShare),
      }),
      measures: {
        ...Object.assign({}, ...results.map(trackMeasures)),
        revealingTemplates: {
          kind: 'count',
          title: `Templates that give their answer away: one answer in at least ${percent(options.constantShare)} of train rows, right for most test rows`,
          value: findings.length,
          of: evidence.text.templates.length,
        },
      },
      tables: [modelTable(results), baselineTable(results)],
      figures: results.map(baselineFigure),
      findings: findings.slice(0, findingLimit),
    };
  },
};

function testKeys({ benchmark }: Pick<Evidence, 'benchmark'>, track: Track): string[] {
  return benchmark.test.filter((item) => item.track === track).map((item) => item.key);
}

/** Compares every candidate with the best baseline, and the worst of them with all baselines. */
function judgeTrack(
  track: 'closed' | 'open',
  evidence: Evidence,
  options: QuestionOnlyOptions,
  seed: number,
): TrackResult | undefined {
  const context = { evidence, options, seed };
  const baselines = evidence.baselines.baselines.filter((baseline) => baseline.track === track);
  const best = baselines.find((baseline) => baseline.name === evidence.baselines.best[track]);
  const keys = testKeys(evidence, track);
  const scores = headlineScores(evidence.benchmark, evidence.scores.itemScores);
  const recorded = scores.filter((one) => one.track === track);
  const sides = (recorded.length > 0 ? recorded : [undefined])
    .map((one) => trackScores(track, one, keys))
    .filter((side) => isEnough(side.itemKeys, evidence, options));
  if (best === undefined || sides.length === 0) return undefined;
  const models = sides.map((side) => compareTrack(side, best, context));
  const deciding = models.reduce((a, b) => (isWorse(b, a) ? b : a));
  const decidingSide = sides[models.indexOf(deciding)]!;
  const compared = baselines.map((baseline) =>
    baseline === best ? deciding : compareTrack(decidingSide, baseline, context),
  );
  return { deciding, models, baselines: compared };
}

function isEnough(
  itemKeys: readonly string[],
  { clusters }: Pick<Evidence, 'clusters'>,
  { minItems }: QuestionOnlyOptions,
): boolean {
  return itemKeys.length >= minItems && new Set(clusterIdsOf(itemKeys, clusters)).size >= 2;
}

/** The worse verdict; under equal ones the larger share. */
function isWorse(a: Comparison, b: Comparison): boolean {
  const difference = badness(a.verdict) - badness(b.verdict);
  return difference !== 0 ? difference > 0 : shareValue(a) > shareValue(b);
}

function shareValue({ share }: Comparison): number {
  return share.kind === 'estimate' ? share.value : Number.NEGATIVE_INFINITY;
}

const reasons: Readonly<Record<string, string>> = {
  fail: 'all of it above',
  pass: 'all of it within',
  inconclusive: 'on both sides of',
};

function summarise(deciding: Comparison, maxShare: number): string {
  const { track, model, baseline, baselineScore, modelScore, chance, share, verdict } = deciding;
  const whose = model === undefined ? '' : `, ${model} ${percent(modelScore.value)}`;
  const scores = `On ${track} questions a guess scores ${percent(chance)}, text alone (${uncapitalised(baseline.title)}) ${percent(baselineScore.value)}${whose}`;
  if (share.kind === 'unavailable') return `${scores}; ${share.reason}.`;
  const reached = share.value > 0 ? percent(share.value) : 'none';
  return `${scores}: ${reached} of what ${model ?? 'a perfect score'} has above chance needs no image (${percentBounds(share.interval)}, ${reasons[verdict]} the ${percent(maxShare)} allowed).`;
}

function undecided(verdict: Verdict, reason: string, remedy?: string): AuditOutcome {
  return { ...emptyOutcome(verdict, `Nothing to judge: ${reason}.`), ...(remedy && { remedy }) };
}

function fewItemsRemedy(
  asked: readonly Track[],
  evidence: Evidence,
  { minItems }: QuestionOnlyOptions,
): string {
  const have = asked.map((track) => `${testKeys(evidence, track).length} ${track}`).join(' and ');
  return `Score at least ${minItems} items of one track, on two pictures or patients or more; there are ${have} test items.`;
}
