import type { Audit, AuditOutcome, EvidenceTable } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { caveats, sayOpenJudgments } from './favour/caveats.ts';
import { decide, worstFirst } from './favour/decisions.ts';
import { type FavourEvidence, favourEvidence, favourMeasures } from './favour/favour-evidence.ts';
import { favouredAnswers } from './favour/favoured-answers.ts';
import { type Identification, identify } from './favour/identifiability.ts';
import { favourRemedy } from './favour/remedy.ts';
import { graderEvidence, graderMeasures } from './graders/grader-evidence.ts';
import { type GraderBiasOptions, graderBiasOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { judgmentKinds, type Question } from './question.ts';
import { besideSentences, favourSentence } from './summary.ts';

const id = 'grader-bias';

/** Whether graders favour answers of their own kind. */
export const graderBias: Audit<GraderBiasOptions> = {
  id,
  title: 'Grader-family bias',
  question: 'Does a grader favour answers of its own family, and what would other graders say?',
  method:
    'Graders are compared on the very same answers: a score is explained by an effect of every single answer, the leniency of each grader and kinship, by least squares with errors clustered on items that share an image, exam, patient or conversation; repeats are averaged. The favour is what a grader gives its kin beyond what other graders give the same answers; in pairs of answers shown in a known order, how much more often it prefers them, with each grader’s taste for the first place held constant. It is told for each grader’s own answers and for each family apart where the judgments can, else as an average, which never passes. Fails when an interval lies beyond what is allowed and the favour stays when the graders’ spread, and their taste for length, are held constant too; passes when all lie within and nothing is open, unreadable by choice or untold; levels together are wrong once in twenty. Where one family of graders or of candidates makes it impossible to tell, it is inconclusive and says what would tell. Beside it: two families at a time by sign flips, the same favour under other models, position, length, ties and refusals, agreement of graders with one another and with people, ranks and scores with each family of graders left out, and scores corrected by labels.',
  limits:
    'Favour is relative to the other graders at hand: a taste that all share does not show, and where one grader is the only yardstick its own taste looks like others’ favour. Intervals cover the items, not the choice of graders, of which there are few. The model is additive: near the ends of a scale, with scores of right or wrong, or where graders differ in noise or in how often they say tie, a difference in quality can look like favour or hide it. Two families alone can’t tell which of them is partial. A family is what names or the config say: a model trained on another’s answers may be closer kin than its name. A grader may prefer its kin because they write alike, which this does not separate from recognising them.',
  sources: [
    'arXiv:2508.06709 (Play Favorites: additive model of self- and family-preference)',
    'Wataoka et al. 2024, arXiv:2410.21819 (equal opportunity of own answers)',
    'arXiv:2601.22548 (baseline of equal quality)',
    'Zheng et al. 2023, arXiv:2306.05685 (position bias, both orders)',
    'arXiv:2410.02736 (CALM: consistency and robustness rates)',
    'Cameron & Miller 2015, doi:10.3368/jhr.50.2.317 (clustered errors)',
    'Krippendorff 2011, https://repository.upenn.edu/asc_papers/43 (alpha)',
    'Gwet 2008, doi:10.1348/000711006X126600 (AC1)',
    'Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510',
    'Angelopoulos et al. 2023, arXiv:2301.09633 (prediction-powered inference)',
  ],
  requires: ['benchmark', 'clusters'],
  options: graderBiasOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const question = prepare(evidence, options, seed);
    if (question === undefined) return withoutJudgments(evidence);
    const favour = favourEvidence(question);
    const graders = graderEvidence(question);
    const { verdict, summary, remedy } = judged(favour, question);
    const shown = {
      favour: favourMeasures(favour, question),
      graders: graderMeasures(graders, question),
    };
    return {
      verdict,
      summary: [summary, ...besideSentences(favour.main, graders, question)].join(' '),
      ...(remedy !== undefined && { remedy }),
      measures: { ...shown.favour.measures, ...shown.graders.measures },
      tables: inOrder(shown.favour.tables, shown.graders.tables),
      figures: shown.graders.figures,
      findings: favouredAnswers(id, favour.rows.byScore, question),
    };
  },
};

function withoutJudgments({ benchmark }: Pick<Evidence, 'benchmark'>): AuditOutcome {
  const [open] = sayOpenJudgments(benchmark.judgments);
  return open === undefined
    ? emptyOutcome('not-applicable', howToGetJudgments)
    : { ...emptyOutcome('inconclusive', open), remedy: finishGrading };
}

const howToGetJudgments =
  'No judgment of a grader is at hand. Graders in the config have audit run ask them about the open answers; recorded judgments go under "judgments".';

/** The verdict with why; whatever is not known keeps it from passing. */
function judged(
  { main, others }: FavourEvidence,
  question: Question,
): Pick<AuditOutcome, 'verdict' | 'summary' | 'remedy'> {
  const unknown = caveats(main, question);
  const said = (sentence: string): string => [sentence, ...unknown].join(' ');
  if (main.length === 0) {
    const found = judgmentKinds.flatMap((design) => identify(design, main, question) ?? []);
    const obstacle = found.find(({ status }) => status === 'not-identifiable') ?? found[0];
    if (obstacle?.status === 'no-kin' && unknown.length === 0) {
      return { verdict: 'not-applicable', summary: `Nobody to favour: ${obstacle.reason}.` };
    }
    const summary = said(whyNot(obstacle));
    return { verdict: 'inconclusive', summary, remedy: obstacleRemedy(obstacle, question) };
  }
  const decisions = worstFirst(decide(main, others, question.options));
  const { verdict } = decisions[0]!;
  const summary = said(favourSentence(decisions, question));
  if (verdict === 'pass' && unknown.length === 0) return { verdict, summary };
  return {
    verdict: verdict === 'pass' ? 'inconclusive' : verdict,
    summary,
    remedy: favourRemedy(decisions, unknown, question),
  };
}

const finishGrading =
  'Run the same command again until no judgment is open; with --retry-failed what failed is asked again.';

/** What would make a favour identifiable, and on how many items. */
function obstacleRemedy(
  obstacle: Identification | undefined,
  { options: { minItems } }: Question,
): string {
  if (obstacle?.status !== 'not-identifiable') return finishGrading;
  const { remedy } = obstacle;
  return `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}; at least ${minItems} items are needed that a kin grader and another one both judged.`;
}

function whyNot(obstacle: Identification | undefined): string {
  if (obstacle?.status === 'not-identifiable') {
    return `Not identifiable: ${obstacle.reason}. To tell: ${obstacle.remedy}.`;
  }
  return 'No judgment was read.';
}

/** The first tables of both kinds stand open on the card: what decides, then position and ranking. */
function inOrder(
  [first, ...favour]: readonly EvidenceTable[],
  graders: readonly EvidenceTable[],
): EvidenceTable[] {
  return [...(first ? [first] : []), ...graders.slice(0, 3), ...favour, ...graders.slice(3)];
}
