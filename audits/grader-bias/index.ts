import type { Audit, AuditOutcome } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { crossedFamilies } from './crossed-families.ts';
import { type Decision, decide, verdictOf, worstFirst } from './decisions.ts';
import {
  evidenceFigures,
  evidenceMeasures,
  evidenceTables,
  graderEvidence,
} from './evidence-tables.ts';
import { judgedRows, mainFavours } from './favour.ts';
import { favouredAnswers } from './favoured-answers.ts';
import { type Identification, identify } from './identifiability.ts';
import { type GraderBiasOptions, graderBiasOptions } from './options.ts';
import { prepare } from './prepare.ts';
import type { Question } from './question.ts';
import { besideSentences, favourSentence } from './summary.ts';

const id = 'grader-bias';

/** Whether graders favour answers of their own kind. */
export const graderBias: Audit<GraderBiasOptions> = {
  id,
  title: 'Grader-family bias',
  question: 'Does a grader favour answers of its own family, and what would other graders say?',
  method:
    'Judgments are explained by an effect of each item, the leniency of each grader, the quality of each candidate, the answer’s length and kinship, by least squares with errors clustered on items that share an image, exam, patient or conversation. The favour is what a grader gives its kin beyond what other graders give the same answers; in pairs, how much more often it prefers them, with each grader’s taste for the first place held constant. Fails when an interval lies beyond what is allowed, passes when all lie within, at levels that together are wrong once in twenty; where one family of graders or of candidates makes it impossible to tell, it is inconclusive and says what further grading would show. Beside it: two families at a time by sign flips, the same favour under other models, position, length, ties and refusals, agreement of graders with one another and with people, ranks and scores with each family of graders left out, and scores corrected by labels.',
  limits:
    'Favour is relative to the other graders at hand: a taste that all share does not show. Intervals cover the items, not the choice of graders, of which there are few. Two families alone can’t tell which of them is partial. A family is what names or the config say: a model trained on another’s answers may be closer kin than its name. A grader may prefer its kin because they write alike, which this does not separate from recognising them.',
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
    if (question === undefined) return emptyOutcome('not-applicable', howToGetJudgments);
    const rows = judgedRows(question);
    const main = mainFavours(rows, question);
    const favour = { rows, main, crossed: crossedFamilies(rows.byScore, rows.byPair, question) };
    const beside = graderEvidence(question);
    const { verdict, summary } = judged(identify(question, main), decide(main, options), question);
    return {
      verdict,
      summary: [summary, ...besideSentences(main, beside, question)].join(' '),
      measures: evidenceMeasures(favour, beside, question),
      tables: evidenceTables(favour, beside, question),
      figures: evidenceFigures(beside, question),
      findings: favouredAnswers(id, rows.byScore, question),
    };
  },
};

const howToGetJudgments =
  'No judgment of a grader is at hand. Graders in the config have audit run ask them about the open answers; recorded judgments go under "judgments".';

function judged(
  identification: Identification,
  decisions: readonly Decision[],
  question: Question,
): Pick<AuditOutcome, 'verdict' | 'summary'> {
  if (identification.status === 'no-kin') {
    return { verdict: 'not-applicable', summary: `Nobody to favour: ${identification.reason}.` };
  }
  const [worst] = worstFirst(decisions);
  if (identification.status === 'not-identifiable' || worst === undefined) {
    const { reason, remedy } = identification as { reason: string; remedy: string };
    return { verdict: 'inconclusive', summary: `Not identifiable: ${reason}. To tell: ${remedy}.` };
  }
  return {
    verdict: verdictOf(decisions),
    summary: favourSentence(worst, decisions.length, question),
  };
}
