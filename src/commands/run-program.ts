import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { addBatteryOptions, addBenchOptions, queueOption } from './bench-options.ts';
import { collectFiles } from './collect-files.ts';
import type { ProcessSurroundings } from './model-program.ts';
import type { RunOptions } from './run.ts';
import { today } from './today.ts';

const runHelp = `
Examples:
  $ audit run --bench demo
  $ audit run --bench ./my-benchmark/audit.yaml -o report.html -o result.json
  $ audit run --bench breaststage --data ./BreastStage-Bench --train ./BreastStage
  $ audit run --bench ./audit.yaml --device cuda
  $ audit run --bench ./audit.yaml --queue redis://localhost:6379
  $ audit run --bench ./audit.yaml --gate policy.yaml --json > result.json

With a battery in the config its models are asked first; with graders their answers are
graded next. Every answer and judgment goes to a journal; after Ctrl-C the same command goes
on where it stopped and repeats nothing.

Exit codes:
  0    done: every configured audit came to a verdict, whatever it is (with --gate: pass)
  1    with --gate: fail
  2    could not run: wrong usage, unreadable input, a model that could not be asked, or an
       audit that could not be run
  3    with --gate: inconclusive, or a required audit that was not run
  130  interrupted: the same command goes on with what was cached and journalled`;

/** Adds `audit run`. */
export function addRunCommand(program: Command, surroundings: ProcessSurroundings): void {
  const run = program
    .command('run')
    .description('ask the models of a benchmark, audit their answers and write the report');
  addBenchOptions(run)
    .option(
      '-o, --output <file>',
      'one more copy, by its ending: .html, .json, .md, .junit.xml, .sarif; may be repeated',
      collectFiles,
    )
    .option('--gate <policy>', 'turn verdicts into an exit code by this policy.yaml')
    .option('--no-thumbnails', 'leave pictures out of the HTML report')
    .option('--no-engine-check', 'leave the engine check out')
    .option('--redact-ids', 'replace ids of items, media, patients and exams in what is written')
    .option('--json', 'print the result as JSON on stdout');
  addBatteryOptions(run)
    .option('--no-ask', 'ask no model: audit what the journal holds')
    .option('--resume', 'go on with the journal; the default')
    .option('--no-resume', 'set the journal aside and ask everything again')
    .option('--retry-failed', 'ask again what failed')
    .addOption(
      queueOption('let audit worker processes ask; graders are asked from here').conflicts([
        'ask',
        'shard',
      ]),
    )
    .addHelpText('after', runHelp)
    .action((options: RunOptions & { json?: boolean }) => runAction(options, surroundings));
}

async function runAction(
  options: RunOptions & { json?: boolean },
  { progress, cacheFolder, environment, stdout, stderr, exit, onInterrupt }: ProcessSurroundings,
): Promise<void> {
  // Millions of items in memory: V8 would let the heap grow fourfold before it collects.
  setFlagsFromString('--heap-growing-percent=50');
  const { displayPath } = await import('./display-path.ts');
  const { runCommand } = await import('./run.ts');
  const { batteryLines, gradingLines, runSummary } = await import('./run-summary.ts');
  const cwd = process.cwd();
  const interruption = new AbortController();
  const outcome = await runCommand(
    { ...options, modelCacheFolder: cacheFolder },
    {
      cwd,
      progress,
      environment,
      today: today(),
      signal: interruption.signal,
      onAsking: () => onInterrupt(() => interruption.abort()),
    },
  );
  const { battery, grading, kind } = outcome;
  if (kind === 'interrupted') stderr.write('Interrupted\n');
  if (battery) stderr.write(batteryLines(battery, kind, cwd));
  if (grading) stderr.write(gradingLines(grading, kind, cwd));
  if (outcome.kind === 'audited') {
    const { folder, run, written } = outcome;
    const fullReport = displayPath(join(folder, 'report.html'), cwd);
    stdout.write(
      options.json
        ? readFileSync(join(folder, 'result.json'), 'utf8')
        : runSummary(run, fullReport),
    );
    const { tellGitHub } = await import('./github-actions.ts');
    await tellGitHub({ ...outcome, run: written, fullReport }, { environment, stderr });
  }
  exit(outcome.exitCode);
}
