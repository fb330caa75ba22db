import type { Audit, AuditOutcome, EvidenceTable, Measure } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { type CrossedFamilies, crossedFamilies, crossedTable } from './crossed-families.ts';
import { type Decision, decide, verdictOf, worstFirst } from './decisions.ts';
import {
  type Favour,
  favourTable,
  type JudgedRows,
  judgedRows,
  mainFavours,
  otherFavours,
  spreadFits,
} from './favour.ts';
import { favouredAnswers } from './favoured-answers.ts';
import { type Identification, identify, precisions, precisionTable } from './identifiability.ts';
import { type GraderBiasOptions, graderBiasOptions } from './options.ts';
import { prepare } from './prepare.ts';
import type { Question } from './question.ts';
import { favourSentence } from './summary.ts';

const id = 'grader-bias';

/** Whether graders favour answers of their own kind. */
export const graderBias: Audit<GraderBiasOptions> = {
  id,
  title: 'Grader-family bias',
  question: 'Does a grader favour answers of its own family, and what would other graders say?',
  method: '',
  limits: '',
  sources: [],
  requires: ['benchmark', 'clusters'],
  options: graderBiasOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const question = prepare(evidence, options, seed);
    if (question === undefined) return emptyOutcome('not-applicable', howToGetJudgments);
    const rows = judgedRows(question);
    const main = mainFavours(rows, question);
    const decisions = decide(main, options);
    const crossed = crossedFamilies(rows.byScore, rows.byPair, question);
    return {
      ...judged(identify(question, main), decisions, question),
      measures: measuresOf(main, crossed),
      tables: tablesOf({ rows, main, crossed }, question),
      figures: [],
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

function measuresOf(
  main: readonly Favour[],
  crossed: readonly CrossedFamilies[],
): Record<string, Measure> {
  return Object.fromEntries([
    ...main.map(({ design, term, estimate }) => [`${design}Favour:${term}`, estimate] as const),
    ...crossed.map(
      ({ design, families, estimate }) =>
        [`${design}Crossed:${families.join('/')}`, estimate] as const,
    ),
  ]);
}

/** What the tables are made of. */
interface Found {
  readonly rows: JudgedRows;
  readonly main: readonly Favour[];
  readonly crossed: readonly CrossedFamilies[];
}

function tablesOf({ rows, main, crossed }: Found, question: Question): EvidenceTable[] {
  const fits = spreadFits(rows, question);
  const tables = [
    favourTable(main, otherFavours(rows, question)),
    crossedTable(crossed),
    precisionTable(precisions(question, main, fits)),
  ];
  return tables.filter((table) => table.rows.length > 0);
}
