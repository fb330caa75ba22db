import { type Command, Option } from 'commander';
import { addBenchOptions, positiveNumber } from './bench-options.ts';
import { deviceOption } from './device-option.ts';
import type { GradingOptions } from './grading/grading-options.ts';
import type { ProcessSurroundings } from './model-program.ts';
import type { BenchOptions } from './read-benchmark.ts';

const gradeHelp = `
Examples:
  $ audit grade --bench ./audit.yaml
  $ audit grade --bench ./audit.yaml --graders qwen3-max,gpt,claude --prompts pair --swap
  $ audit grade --bench ./audit.yaml --retry-failed --json

Asks the graders of the config about answers that are recorded, or that audit run has
journalled; audits nothing. Judgments go to the same journal as answers: after Ctrl-C the same
command goes on where it stopped, and audit run takes them from there. --prompts, --swap and
--repeats win over the config's "grading"; audit run goes by the config. Grading is not queued:
several machines share it with --shard.

Exit codes:
  0    done, whatever the judgments say
  2    could not: wrong usage, unreadable input, no answers, or a grader that could not be asked
  130  interrupted: the same command goes on with what was journalled`;

/** Adds `audit grade`. */
export function addGradeCommand(program: Command, surroundings: ProcessSurroundings): void {
  const grade = program
    .command('grade')
    .description('have graders judge the answers of a benchmark; audits nothing');
  addBenchOptions(grade)
    .addOption(deviceOption())
    .option('--graders <names>', 'ask only these, separated by commas')
    .option('--prompts <ids>', 'ask these: score-10, score-1, pair, each also with -reference')
    .option('--swap', 'show each pair in both orders')
    .option('--no-swap', 'show each pair in one order, drawn by the seed')
    .option('--repeats <n>', 'times that each judgment is asked for', positiveNumber)
    .addOption(new Option('--shard <i/n>', "ask only this machine's share, such as 3/8"))
    .option('--journal <file>', 'where answers and judgments are kept')
    .option('--resume', 'go on with the journal; the default')
    .option('--no-resume', 'set the journal aside and ask for every judgment again')
    .option('--retry-failed', 'ask again what failed')
    .option('--json', 'print the counts as JSON on stdout')
    .addHelpText('after', gradeHelp)
    .action((options: BenchOptions & GradingOptions & { json?: boolean }) =>
      gradeAction(options, surroundings),
    );
}

async function gradeAction(
  options: BenchOptions & GradingOptions & { json?: boolean },
  surroundings: ProcessSurroundings,
): Promise<void> {
  const { progress, cacheFolder, environment, stdout, stderr, exit, onInterrupt } = surroundings;
  const { gradeCommand } = await import('./grading/grade.ts');
  const { renderGrading } = await import('./grading/render-grading.ts');
  const { gradingLines } = await import('./run-summary.ts');
  const interruption = new AbortController();
  const cwd = process.cwd();
  const outcome = await gradeCommand(options, {
    cwd,
    progress,
    modelCacheFolder: cacheFolder,
    environment,
    signal: interruption.signal,
    onAsking: () => onInterrupt(() => interruption.abort()),
  });
  const { benchmark, grading, unanswered, exitCode } = outcome;
  if (exitCode === 130) stderr.write('Interrupted\n');
  stderr.write(gradingLines(grading, options.shard === undefined ? 'interrupted' : 'shard', cwd));
  const { summary, tallies, journalPath: journal } = grading;
  const counts = { benchmark, journal, unanswered, tallies, grading: summary };
  stdout.write(options.json ? `${JSON.stringify(counts, null, 2)}\n` : renderGrading(outcome));
  exit(exitCode);
}
