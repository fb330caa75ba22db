#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addModelCommands, type ProcessSurroundings } from './commands/model-program.ts';
import { addSlideCommands } from './commands/slide-program.ts';
import { terminalProgress } from './commands/terminal-progress.ts';
import { AuditError } from './errors.ts';
import { packageRoot } from './package-root.ts';

const exitCodes = `
Exit codes:
  0    done: every configured audit came to a verdict, whatever it is (with --gate: pass)
  1    with --gate: fail
  2    could not run: wrong usage, unreadable input, or an audit that could not be run
  3    with --gate: inconclusive, or a required audit that was not run
  130  interrupted: the same command goes on with what was cached`;

const runExamples = `
Examples:
  $ audit run --bench demo
  $ audit run --bench ./my-benchmark/audit.yaml -o report.html -o result.json
  $ audit run --bench breaststage --data ./BreastStage-Bench --train ./BreastStage
  $ audit run --bench ./audit.yaml --gate policy.yaml --json > result.json
${exitCodes}`;

const initExamples = `
Examples:
  $ audit init ./my-benchmark
  $ audit run --bench ./my-benchmark/audit.yaml`;

const modelCacheFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'touchstone',
);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('expected a whole number, 0 or more.');
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('expected a whole number above 0.');
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

const program = new Command('audit')
  .description('Tells a reviewer what a multimodal benchmark score is really worth.')
  .version(version())
  .exitOverride()
  .showHelpAfterError('(audit --help shows the options)');

program
  .command('run')
  .description('audit a benchmark with recorded predictions and write the report')
  .requiredOption(
    '--bench <config>',
    'an audit.yaml, a folder that holds one, or a built-in: demo, breaststage',
  )
  .option(
    '--data <dir>',
    'folder against which the test files and the media root of the config count',
  )
  .option(
    '--train <dir>',
    'folder against which the train files count, and their media if it holds them',
  )
  .option('--out-dir <dir>', 'where run folders go', 'audit-results')
  .option(
    '-o, --output <file>',
    'one more copy, by its ending: .html, .json, .md; may be repeated',
    collect,
  )
  .option('--seed <n>', "seed of every resample, wins over the config's", wholeNumber)
  .option(
    '--limit <n>',
    'read only the first n test items; such a run can never pass a gate',
    positiveNumber,
  )
  .option('--gate <policy>', 'turn verdicts into an exit code by this policy.yaml')
  .option('--no-thumbnails', 'leave pictures out of the HTML report')
  .option('--no-engine-check', "leave the config's checkpoints unopened and unasked")
  .option('--redact-ids', 'replace ids of items, media, patients and exams in what is written')
  .option('--json', 'print the result as JSON on stdout')
  .addHelpText('after', runExamples)
  .action(async (options) => {
    // Millions of items in memory: V8 would let the heap grow fourfold before it collects.
    setFlagsFromString('--heap-growing-percent=50');
    const { displayPath, runCommand } = await import('./commands/run.ts');
    const cwd = process.cwd();
    const outcome = await runCommand(
      { ...options, modelCacheFolder },
      cwd,
      terminalProgress(process.stderr),
    );
    if (options.json) {
      process.stdout.write(readFileSync(join(outcome.folder, 'result.json'), 'utf8'));
    } else {
      const { runSummary } = await import('./commands/run-summary.ts');
      process.stdout.write(
        runSummary(outcome.run, displayPath(join(outcome.folder, 'report.html'), cwd)),
      );
    }
    process.exitCode = outcome.exitCode;
  });

program
  .command('init')
  .description('look at a data folder and write a commented audit.yaml')
  .argument('[folder]', 'where the data files are', '.')
  .option('--force', 'overwrite an audit.yaml that is there')
  .addHelpText('after', initExamples)
  .action(async (folder, options) => {
    const { runInit } = await import('./commands/init.ts');
    process.stdout.write(await runInit(folder, { force: options.force === true }));
  });

let interrupt = (): void => process.exit(130);
process.on('SIGINT', () => interrupt());

const surroundings: ProcessSurroundings = {
  stdout: process.stdout,
  stderr: process.stderr,
  progress: terminalProgress(process.stderr),
  cacheFolder: modelCacheFolder,
  exit: (code) => {
    process.exitCode = code;
  },
  onInterrupt: (action) => {
    // A second Ctrl-C ends the process at once.
    interrupt = () => {
      interrupt = () => process.exit(130);
      action();
    };
  },
};
addModelCommands(program, surroundings);
addSlideCommands(program, surroundings);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** One line for what the user can mend; a stack for what is our defect. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AuditError) process.stderr.write(`audit: ${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}
