import type { Audit, AuditOutcome, Estimate, Verdict } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { percent, percentBounds } from '../../src/audit/wording.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { answerText } from '../../src/evidence/text/answer-text.ts';
import { foldCase } from '../../src/evidence/text/normalise.ts';
import { identicalRowFinding, questionFinding } from './findings.ts';
import { identicalRows } from './identical-rows.ts';
import { leakedQuestions } from './leaked-questions.ts';
import { baselineMeasures, leakageOf, questionMeasures, reportMeasures } from './measures.ts';
import { type TemplateLeakageOptions, templateLeakageOptions } from './options.ts';
import { rewriteRemedy } from './remedy.ts';
import { shareEstimator } from './share-estimate.ts';
import { shareFigure } from './share-figure.ts';
import { entropyTable, settingsTable, templateTable } from './tables.ts';
import { createWordings } from './wordings.ts';

const id = 'template-leakage';

/** Whether test questions, or their templates, were there to learn in train. */
export const templateLeakage: Audit<TemplateLeakageOptions> = {
  id,
  title: 'Template leakage',
  question: 'Could a model have learned the questions, rather than the medicine, from train?',
  method:
    'Every test question is looked up in train: up to case, up to case and punctuation, and by Jaccard similarity of its shingles (MinHash with verified candidates). Templates are mined from the questions of both splits with numbers, sizes, sides, quotes and boxes masked. N-grams are counted in slots only, because templates share their fixed words by design. The verdict rests on the share of test questions found verbatim, with the wider of two clustered intervals: by shared media and by wording.',
  limits:
    'A question that recurs is not yet an answer that leaks: the question-only audit says how much score the recurrence is worth. Paraphrases without common wording are not found. Templates are found by rules, so their number depends on the rules; the verdict does not use them.',
  sources: [
    'Brown et al. 2020, arXiv:2005.14165 (n-gram contamination)',
    'Broder 1997, doi:10.1109/SEQUEN.1997.666900 (MinHash)',
    'He et al. 2017, doi:10.1109/ICWS.2017.13 (Drain)',
    'Miller 1955, Information Theory in Psychology, pp. 95-100 (entropy bias)',
  ],
  requires: ['benchmark', 'reuse', 'clusters', 'text', 'baselines'],
  options: templateLeakageOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const { benchmark, text } = evidence;
    const asked = benchmark.test.filter((item) => text.templateOf.has(item.key));
    if (benchmark.train.length === 0) return notApplicable('there is no training split');
    if (asked.length === 0) return notApplicable('no test item asks a question in words');

    const wordingOf = createWordings();
    const estimate = shareEstimator(evidence.clusters.clusterOf, wordingOf, options.level);
    const questions = questionMeasures(text, asked, estimate);
    const verdict = judge(questions.verbatimShare, options);
    const failing = verdict === 'fail';
    const leaked = leakedQuestions(benchmark, text, wordingOf);
    const leakage = leakageOf(text);
    const identical = identicalMeasures(evidence, wordingOf);
    return {
      verdict,
      summary: summarise(questions, verdict, options),
      ...(verdict !== 'pass' && {
        remedy: rewriteRemedy(asked, leakage.verbatim, estimate, options),
      }),
      measures: {
        ...questions,
        ...identical.measures,
        ...reportMeasures(text, asked, estimate),
        ...baselineMeasures(evidence.baselines, asked, estimate),
      },
      tables: [
        templateTable(benchmark, text),
        entropyTable(benchmark, text, seed),
        settingsTable(text),
      ],
      figures: [
        shareFigure(
          benchmark,
          asked,
          [
            { group: 'Verbatim in train', shareOf: leakage.verbatim },
            { group: 'Template occurs in train', shareOf: leakage.template },
          ],
          estimate,
          options.maxVerbatimShare,
        ),
      ],
      findings: [
        ...identical.rows.map((row) => identicalRowFinding(id, row, failing)),
        ...leaked.map((question) => questionFinding(id, question, failing)),
      ],
    };
  },
};

function identicalMeasures({ benchmark, reuse }: Evidence, wordingOf: (item: Item) => string) {
  const rows = identicalRows(benchmark, reuse.pairs, { question: wordingOf, answer: answerText });
  const exactRows = identicalRows(benchmark, reuse.pairs, {
    question: (item) => foldCase(item.prompt),
    answer: (item) => foldCase(item.answer),
  });
  const of = benchmark.test.length;
  return {
    rows,
    measures: {
      identicalRows: {
        kind: 'count',
        title: 'Test rows that train has whole: picture, question and answer',
        value: rows.length,
        of,
      },
      identicalRowsExact: {
        kind: 'count',
        title: 'Test rows that train has whole, punctuation included',
        value: exactRows.length,
        of,
      },
    },
  } as const;
}

function judge({ interval }: Estimate, { maxVerbatimShare }: TemplateLeakageOptions): Verdict {
  if (interval.lower > maxVerbatimShare) return 'fail';
  return interval.upper <= maxVerbatimShare ? 'pass' : 'inconclusive';
}

const reasons: Readonly<Record<string, string>> = {
  fail: 'all of it above',
  pass: 'all of it within',
  inconclusive: 'on both sides of',
};

function summarise(
  { verbatimShare, exactShare }: { verbatimShare: Estimate; exactShare: Estimate },
  verdict: Verdict,
  { maxVerbatimShare }: TemplateLeakageOptions,
): string {
  const { value, n, interval } = verbatimShare;
  const verbatim = Math.round(value * n);
  const exact = Math.round(exactShare.value * n);
  const share = `${verbatim} of ${n} test questions (${percent(value)}) occur verbatim in train, ${exact} of them with the same punctuation`;
  return `${share} (${percentBounds(interval)}, ${reasons[verdict]} the ${percent(maxVerbatimShare)} allowed).`;
}

function notApplicable(reason: string): AuditOutcome {
  return emptyOutcome('not-applicable', `Nothing to compare: ${reason}.`);
}
