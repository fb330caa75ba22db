import type { Benchmark } from '../../benchmark/benchmark.ts';
import type { Progress } from '../../progress.ts';
import type { TextEvidence } from '../evidence.ts';
import { distinctQuestions } from './distinct-questions.ts';
import { matchQuestions } from './match-questions.ts';
import { nearTextRecall, nearThreshold } from './near-texts.ts';
import { questionTemplates } from './question-templates.ts';
import { reportOverlap } from './report-overlap.ts';
import { isReport, reportTemplateShare } from './report-templates.ts';
import { slotContamination } from './slot-contamination.ts';

/**
 * What the questions and reports of a benchmark's two splits share: same and nearly same
 * questions, templates, words in slots, report sentences. The same whatever the order of
 * rows, except which of several equal train rows is named.
 *
 * @param options seed of the near-duplicate search and of samples.
 */
export async function collectText(
  benchmark: Benchmark,
  options: { readonly progress: Progress; readonly seed: number },
): Promise<TextEvidence> {
  const task = options.progress.start('Comparing questions and reports', 4);
  const questions = distinctQuestions(benchmark);
  const { templates, templateOf, slotRuns } = questionTemplates(questions);
  task.advance();
  const matches = matchQuestions(questions, options);
  task.advance();
  const slots = slotContamination(questions, slotRuns);
  task.advance();
  const testReports = benchmark.test.filter(isReport);
  const trainReports = benchmark.train.filter(isReport);
  const overlap = reportOverlap(testReports, trainReports, options);
  const sentenceShare = reportTemplateShare(testReports, trainReports, options);
  task.done();
  return {
    templates,
    templateOf,
    matches,
    slotContamination: slots.share,
    slotNgramLength: slots.ngramLength,
    reportTemplateShare: sentenceShare,
    ...(overlap && { reportOverlap: overlap }),
    nearRecall: nearTextRecall(),
    nearThreshold,
  };
}
