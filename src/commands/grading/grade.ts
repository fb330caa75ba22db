import type { Benchmark } from '../../benchmark/benchmark.ts';
import { AuditError } from '../../errors.ts';
import { couldAskAll } from '../ask-models.ts';
import { withAnswers } from '../battery/ask-battery.ts';
import { contentOf } from '../battery/ask-in-journal.ts';
import { requireBattery } from '../battery/battery-options.ts';
import { type CommandSurroundings, planBatteryOf } from '../battery/open-battery.ts';
import { type BenchOptions, type ReadBenchmark, readBenchmark } from '../read-benchmark.ts';
import { type Computes, resolveDevice } from '../resolve-device.ts';
import { type AskedGrading, askGraders } from './ask-graders.ts';
import { type GradingOptions, withGradingOptions } from './grading-options.ts';
import { openGrading, type PlannedGrading } from './open-grading.ts';

/** What `audit grade` is given by the process it runs in. */
export interface GradeSurroundings extends CommandSurroundings {
  /** Ends the asking; what is journalled stays. */
  readonly signal: AbortSignal;
  /** Called before graders are asked: from then on `signal` counts. */
  readonly onAsking: () => void;
}

/** What a grading came to. */
export interface GradeOutcome {
  readonly benchmark: string;
  readonly grading: AskedGrading;
  /** Requests of the battery under `real` that have no answer yet, which is then not graded. */
  readonly unanswered: number;
  readonly exitCode: 0 | 2 | 130;
}

/**
 * `audit grade`: has the graders judge the answers that are recorded or journalled; audits nothing.
 *
 * @throws {AuditError} for anything the user can mend, such as no answers to grade.
 */
export async function gradeCommand(
  options: BenchOptions & GradingOptions,
  surroundings: GradeSurroundings,
): Promise<GradeOutcome> {
  const computes = await resolveDevice(options.device);
  const read = await readBenchmark(options, surroundings.cwd, surroundings.progress);
  const config = withGradingOptions(read.config, options);
  const { benchmark, unanswered } = await knownAnswers(read, options, computes, surroundings);
  const all = { ...surroundings, ...read, config, benchmark, computes };
  const planned = await openGrading(options, all);
  requireAnswers(planned, config.grading.tracks);
  surroundings.onAsking();
  const grading = await askGraders(planned, options, all);
  const exitCode = surroundings.signal.aborted ? 130 : couldAskAll({ grading }) ? 0 : 2;
  return { benchmark: benchmark.name, grading, unanswered, exitCode };
}

/** Recorded answers with those that the journal holds of the battery. */
async function knownAnswers(
  read: ReadBenchmark,
  options: GradingOptions,
  { device }: Computes,
  surroundings: CommandSurroundings,
): Promise<{ readonly benchmark: Benchmark } & Pick<GradeOutcome, 'unanswered'>> {
  const { benchmark } = read;
  if (read.config.battery === undefined) return { benchmark, unanswered: 0 };
  const bearing = { ...read, config: requireBattery(read.config) };
  const { journal, shard } = options;
  const place = {
    ...(journal !== undefined && { journal }),
    ...(shard !== undefined && { shard }),
  };
  // None of these models computes now: their parity was seen to when they answered.
  const elsewhere = { device, elsewhere: true };
  const { plan, journalPath } = await planBatteryOf(bearing, place, elsewhere, surroundings);
  const { rows } = await contentOf(journalPath);
  const open = plan.requests.filter(({ key, condition }) => condition === 'real' && !rows.has(key));
  return { benchmark: withAnswers(benchmark, plan, rows), unanswered: open.length };
}

function requireAnswers({ plan, graders }: PlannedGrading, tracks: readonly string[]): void {
  if (plan.judgments.length > 0 || graders.length === 0) return;
  const [lack] = plan.notGraded;
  throw new AuditError({
    code: 'grading-empty',
    location: 'grading',
    problem:
      lack === undefined
        ? `there is nothing to grade: no two models, or none, have answers to ${tracks.join(' or ')} items`
        : `there is nothing to grade with these prompts: ${lack.reason}`,
    remedy:
      lack === undefined
        ? 'run audit run first, name recorded predictions, or set grading.tracks'
        : 'take prompts without reference',
  });
}
