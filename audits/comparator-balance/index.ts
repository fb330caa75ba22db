import type { Audit, AuditOutcome, Verdict } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { bounds, percent, points } from '../../src/audit/wording.ts';
import { badness, worstVerdict } from '../../src/audit/worst-verdict.ts';
import { AuditError } from '../../src/errors.ts';
import { type AskedModel, askedModels } from './asked-model.ts';
import { type Balance, balancesOf } from './balance.ts';
import { findingsOf } from './findings.ts';
import { type Gain, gainsOf } from './gain.ts';
import { gainFigures, gainTable, measuresOf } from './gain-tables.ts';
import { type ComparatorBalanceOptions, comparatorBalanceOptions } from './options.ts';
import { comparisonsOf, contradictionsOf } from './parity.ts';
import { modelTable, parityTable } from './tables.ts';

/** Whether the candidate is compared with its equals. */
export const comparatorBalance: Audit<ComparatorBalanceOptions> = {
  id: 'comparator-balance',
  title: 'Comparator balance',
  question: 'Is the candidate compared with models that were trained and asked alike?',
  method:
    'Every candidate is set against every baseline and cold model. Training data come from what is declared, else from the role: candidate and baseline saw data of the test distribution, a cold model did not. Prompt, shots, resolution, decoding and the share of cut answers are taken from where they are certain (answers that were asked here), else from what is declared and from the checkpoints’ own generation_config.json; each is equal, different or unknown. Where the two sources differ, a fact counts only if both come to the same. The candidate’s lead over a cold model is taken apart on the items that all stages share: format told, worked examples, the same training, the candidate’s own; paired differences with Bonett and Price’s interval on the effective items, and the share of the lead that the fine-tuned baseline has too, with a cluster bootstrap of the ratio.',
  limits:
    'Declared facts are taken at their word. A checkpoint’s generation_config.json decides only where whoever asked set nothing. What a role says of training data is not measured. A balanced comparison is not a gap: whether the candidate is better is for other audits. The step to the fine-tuned baseline holds training and, where the cold model is another one, the model too.',
  sources: [
    'Brown et al. 2020, arXiv:2005.14165 (worked examples in the prompt)',
    'Bonett & Price 2012, doi:10.3102/1076998611411915 (interval of a paired difference)',
    'Efron 1987, doi:10.1080/01621459.1987.10478410 (BCa interval of a ratio)',
    'Miller 2024, arXiv:2411.00640 (paired and clustered errors in evaluations)',
  ],
  requires: ['benchmark', 'clusters', 'scores', 'cards'],
  options: comparatorBalanceOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    requireDeclared(options.cold, evidence.benchmark.models);
    const models = askedModels(evidence);
    const obstacle = whyNotApplicable(models);
    if (obstacle !== undefined) return emptyOutcome('not-applicable', obstacle);
    const comparisons = comparisonsOf(models, options);
    const contradictions = contradictionsOf(models);
    const balances = balancesOf(comparisons, contradictions, evidence.benchmark.test.length);
    const gains = gainsOf({ evidence, options, seed });
    const verdict = worstVerdict(balances.map((balance) => balance.verdict));
    return {
      verdict,
      summary: summarise(balances, gains),
      measures: measuresOf(comparisons, gains),
      tables: [
        modelTable(models),
        parityTable(comparisons),
        ...(gains.length > 0 ? [gainTable(gains)] : []),
      ],
      figures: gainFigures(gains),
      findings: findingsOf(balances, contradictions),
      ...remedyOf(balances, verdict),
    };
  },
};

/** @throws {AuditError} for a name that no model has: gains would silently be left out. */
function requireDeclared(
  name: string | undefined,
  models: readonly { readonly name: string }[],
): void {
  if (name === undefined || models.some((model) => model.name === name)) return;
  throw new AuditError({
    code: 'audit-option',
    location: 'audits.comparator-balance.cold',
    problem: `undeclared model "${name}"`,
    remedy: `name one of ${models.map((model) => model.name).join(', ')}`,
  });
}

function whyNotApplicable(models: readonly AskedModel[]): string | undefined {
  const candidates = models.filter(({ role }) => role === 'candidate');
  if (candidates.length === 0)
    return 'No model has the role candidate: give it to the model whose claim is audited, under models in the config.';
  if (candidates.length < models.length) return undefined;
  return `Nothing is compared with ${candidates[0]!.name}: declare the models that it is compared with, with role: baseline or role: cold.`;
}

/** Verdicts first, then where the lead comes from on the first track. */
function summarise(balances: readonly Balance[], gains: readonly Gain[]): string {
  const said = [...balances].sort((a, b) => badness(b.verdict) - badness(a.verdict));
  const texts = said.map(({ summary }) => summary);
  const [gain] = gains;
  return [...texts, ...(gain ? [gainText(gain)] : [])].join(' ');
}

function gainText({
  candidate,
  cold,
  baseline,
  track,
  steps,
  advertised,
  notArchitecture,
}: Gain): string {
  const lead = `Of ${candidate}’s ${points(advertised.value)} over ${cold} on ${track} questions (${bounds(advertised.interval)}, ${advertised.n} items)`;
  const fair = steps.find(({ name }) => name === 'fair');
  if (fair === undefined || baseline === undefined)
    return `${lead}, no answers of a fine-tuned baseline tell how much is its own.`;
  const share =
    notArchitecture.kind === 'estimate'
      ? `; ${baseline} has ${percent(notArchitecture.value)} of the lead too`
      : '';
  return `${lead}, ${points(fair.estimate.value)} are over ${baseline}, trained on the same data (${bounds(fair.estimate.interval)})${share}.`;
}

function remedyOf(balances: readonly Balance[], verdict: Verdict): Pick<AuditOutcome, 'remedy'> {
  const deciding = balances.find((balance) => balance.verdict === verdict);
  return deciding?.remedy === undefined ? {} : { remedy: deciding.remedy };
}
