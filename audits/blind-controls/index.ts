import type { Audit, AuditOutcome, EvidenceTable } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { conditionFigure, conditionScores, scoreTable } from './condition-scores.ts';
import { controlIds, scoredConditions } from './conditions.ts';
import { type Contrast, contrastsOf, contrastTable } from './contrasts.ts';
import { type Decision, decide, decisionMeasures, decisionTable } from './decisions.ts';
import { gapMeasures, gapsOf, gapTable } from './fair-gap.ts';
import { idleTemplates, imageFreeItems } from './findings.ts';
import { leakageMeasures, leakagesOf, leakageTable } from './leakage.ts';
import { type BlindControlsOptions, blindControlsOptions } from './options.ts';
import { readingsOf, readingTable } from './readings.ts';
import { reliancesOf, relianceTable } from './reliance.ts';
import { decisionRemedy, pairsRemedy } from './remedy.ts';
import { type Rotations, rotationsOf, rotationTable } from './rotations.ts';
import { type Question, type Side, sidesOf } from './sides.ts';
import { subsetGains, subsetTable } from './subset-gains.ts';
import { isWorse, leftOut, summarise } from './summary.ts';

const id = 'blind-controls';
/** Findings listed at most; the count measures are complete. */
const findingLimit = 100;

/** How much of each model's own score needs the image. */
export const blindControls: Audit<BlindControlsOptions> = {
  id,
  title: 'Blind controls',
  question: 'How much of its score does the model keep when the image is taken away?',
  method:
    'Each model is asked again without the image, or with a blank, another patient’s, a noise or a wrong-modality image in its place. The image-attributable gain is the mean paired difference of its scores on the items answered both ways, with Bonett and Price’s interval on the effective items, and sign flips of whole clusters under Holm’s adjustment over all contrasts. What is kept of the score above chance is (S without - c) / (S with - c), resampled by whole clusters. Fails when the gain’s upper bound is below the smallest gain that counts or the kept share’s lower bound above what is allowed; passes when both are decided the other way; else inconclusive. Beside it: the share of answers that change, leakage against the untouched backbone, the candidate’s lead over its fine-tuned baseline with and without the image, circular evaluation over rotated options, and generated answers beside the most probable ones.',
  limits:
    'A gain shows that answers depend on the image, not that the depicted finding was read: a scanner mark or a modality may do. A model that was never trained without images may fail blind for want of practice, which makes the gain look larger. A shuffled image can share the right answer with the item’s own. Reused or memorised images count as images. Grounding questions are not judged.',
  sources: [
    'Chen et al. 2024, arXiv:2403.20330 (multi-modal gain and leakage)',
    'Goyal et al. 2017, arXiv:1612.00837 (answer priors in visual question answering)',
    'arXiv:2603.03437 (answers retained under blank and shuffled images)',
    'Liu et al. 2023, arXiv:2307.06281 (circular evaluation)',
    'Zheng et al. 2024, arXiv:2309.03882 (preferred places among options)',
    'Bonett & Price 2012, doi:10.3102/1076998611411915 (interval of a paired difference)',
    'Holm 1979, https://www.jstor.org/stable/4615733',
  ],
  requires: ['benchmark', 'clusters', 'text', 'baselines', 'scores'],
  options: blindControlsOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const question: Question = { evidence, options, seed };
    const sides = sidesOf(question);
    const contrasts = contrastsOf(sides, question);
    const rotations = rotationsOf(sides, question);
    const known = sides.some(({ scores }) =>
      [...scores.keys()].some((one) => one !== 'real' && scoredConditions.includes(one)),
    );
    if (!known && rotations.length === 0) {
      return emptyOutcome('not-applicable', howToGetControls(question));
    }
    const answered: Answered = {
      sides,
      contrasts,
      rotations,
      decisions: decide(contrasts, question),
    };
    return { ...verdictOf(answered, question), ...shown(answered, question) };
  },
};

/** What the verdict and the card are made of. */
interface Answered {
  readonly sides: readonly Side[];
  readonly contrasts: readonly Contrast[];
  readonly rotations: readonly Rotations[];
  readonly decisions: readonly Decision[];
}

function howToGetControls({ evidence }: Question): string {
  const others = [
    ...new Set(evidence.benchmark.responses.map(({ condition }) => condition)),
  ].filter((condition) => condition !== 'real');
  const unknown =
    others.length === 0
      ? ''
      : ` Recorded under other names: ${others.join(', ')}; known are ${controlIds.join(', ')}.`;
  return `There is no answer without the image. A battery in the config has audit run ask the models under none, blank and shuffled too (where there is one, the report's section on it says why nothing was answered); recorded answers go under predictions with condition: none.${unknown}`;
}

function verdictOf(
  { sides, contrasts, decisions }: Answered,
  { options }: Question,
): Pick<AuditOutcome, 'verdict' | 'summary' | 'remedy'> {
  const [first, ...rest] = decisions.filter(({ contrast }) => contrast.side.judged);
  if (first === undefined) {
    const asked = options.control === undefined ? 'a control' : `the control ${options.control}`;
    const reason = contrasts.some(({ side }) => side.judged)
      ? `no judged model has ${options.minItems} items in two clusters answered both with the image and under ${asked}`
      : 'no judged model was asked both with the image and without';
    const remedy = pairsRemedy(contrasts, options);
    return { verdict: 'inconclusive', summary: `Nothing to judge: ${reason}.`, remedy };
  }
  const worst = rest.reduce((a, b) => (isWorse(b, a) ? b : a), first);
  const summary = summarise(worst, options) + leftOut(sides, contrasts, decisions);
  if (worst.verdict === 'pass') return { verdict: worst.verdict, summary };
  return { verdict: worst.verdict, summary, remedy: decisionRemedy(worst, options) };
}

/** Everything that stands on the card, whatever the verdict. */
function shown(
  { sides, contrasts, rotations, decisions }: Answered,
  question: Question,
): Pick<AuditOutcome, 'measures' | 'tables' | 'figures' | 'findings'> {
  const judged = decisions.filter(({ contrast }) => contrast.side.judged);
  const scores = conditionScores(sides, question);
  const gaps = gapsOf(sides, question);
  const leakages = leakagesOf(sides, question);
  const templates = idleTemplates(id, judged, question);
  const items = imageFreeItems(id, sides, question);
  // The first stands beside the figures of the joined card, the next three open below.
  const tables: EvidenceTable[] = [
    scoreTable(scores),
    decisionTable(decisions, question),
    gapTable(gaps),
    relianceTable(reliancesOf(sides, question)),
    readingTable(readingsOf(question)),
    rotationTable(rotations),
    leakageTable(leakages),
    subsetTable(
      subsetGains(
        judged.map(({ contrast }) => contrast),
        question,
      ),
    ),
    contrastTable(contrasts, question),
  ];
  return {
    measures: {
      ...decisionMeasures(judged),
      ...gapMeasures(gaps),
      ...leakageMeasures(leakages),
      idleTemplates: {
        kind: 'count',
        title: 'Templates on which the image adds nothing',
        value: templates.length,
        of: question.evidence.text.templates.length,
      },
      imageFreeItems: {
        kind: 'count',
        title: 'Items that every model answers right with another patient’s image too',
        value: items.length,
      },
    },
    tables: tables.filter(({ rows }) => rows.length > 0),
    figures: question.options.tracks.flatMap((track) => conditionFigure(track, scores, question)),
    findings: [...templates, ...items].slice(0, findingLimit),
  };
}
