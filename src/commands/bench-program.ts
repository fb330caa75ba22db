import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BatteryOptions } from './battery.ts';
import { deviceOption } from './device-option.ts';
import type { ProcessSurroundings } from './model-program.ts';
import type { BenchOptions } from './read-benchmark.ts';
import type { RunOptions } from './run.ts';
import type { WorkerOptions } from './worker.ts';

const runHelp = `
Examples:
  $ audit run --bench demo
  $ audit run --bench ./my-benchmark/audit.yaml -o report.html -o result.json
  $ audit run --bench breaststage --data ./BreastStage-Bench --train ./BreastStage
  $ audit run --bench ./audit.yaml --device cuda
  $ audit run --bench ./audit.yaml --queue redis://localhost:6379
  $ audit run --bench ./audit.yaml --gate policy.yaml --json > result.json

With a battery in the config its models are asked first. Every answer goes to a journal;
after Ctrl-C the same command goes on where it stopped and repeats nothing.

Exit codes:
  0    done: every configured audit came to a verdict, whatever it is (with --gate: pass)
  1    with --gate: fail
  2    could not run: wrong usage, unreadable input, a model that could not be asked, or an
       audit that could not be run
  3    with --gate: inconclusive, or a required audit that was not run
  130  interrupted: the same command goes on with what was cached and journalled`;

const planHelp = `
Examples:
  $ audit plan --bench ./audit.yaml
  $ audit plan --bench ./audit.yaml --models ours --conditions real,none --json

Exit codes:
  0  done
  2  could not`;

const mergeHelp = `
Examples:
  $ audit run --bench ./audit.yaml --shard 1/2     # on one machine
  $ audit run --bench ./audit.yaml --shard 2/2     # on another
  $ audit merge journals/demo.shard-1-of-2.jsonl journals/demo.shard-2-of-2.jsonl -o all.jsonl
  $ audit run --bench ./audit.yaml --journal all.jsonl

Exit codes:
  0  done
  2  could not`;

const workerHelp = `
Examples:
  $ audit run --bench ./audit.yaml --queue redis://head:6379             # on one machine, without a GPU
  $ audit worker --bench ./audit.yaml --queue redis://head:6379 --drain  # on every machine with one
  $ audit worker --bench ./audit.yaml --queue env:QUEUE_URL --drain      # an address with a password

Config, media, seed, limit and device are to be those of the run. Every answer is in this
worker's own journal before it is handed over; audit merge joins those as well.

Exit codes:
  0    done: with --drain nothing is left
  2    could not run, or a model could not be asked here
  130  interrupted: what was under way goes back to the queue`;

/** Adds `audit run`, `audit plan`, `audit merge` and `audit worker`. */
export function addBenchCommands(program: Command, surroundings: ProcessSurroundings): void {
  addRun(program, surroundings);
  addPlan(program, surroundings);
  addMerge(program, surroundings);
  addWorker(program, surroundings);
}

function addRun(program: Command, surroundings: ProcessSurroundings): void {
  const run = program
    .command('run')
    .description('ask the models of a benchmark, audit their answers and write the report');
  addBenchOptions(run)
    .option(
      '-o, --output <file>',
      'one more copy, by its ending: .html, .json, .md; may be repeated',
      collect,
    )
    .option('--gate <policy>', 'turn verdicts into an exit code by this policy.yaml')
    .option('--no-thumbnails', 'leave pictures out of the HTML report')
    .option('--no-engine-check', 'leave the engine check out')
    .option('--redact-ids', 'replace ids of items, media, patients and exams in what is written')
    .option('--json', 'print the result as JSON on stdout');
  addBatteryOptions(run)
    .option('--no-ask', 'ask no model: audit what the journal holds')
    .addOption(
      new Option('--no-resume', 'set the journal aside and ask everything again').conflicts('ask'),
    )
    .option('--retry-failed', 'ask again what failed')
    .addOption(queueOption('let audit worker processes ask').conflicts(['ask', 'resume', 'shard']))
    .addHelpText('after', runHelp)
    .action((options: RunOptions & { json?: boolean }) => runAction(options, surroundings));
}

async function runAction(
  options: RunOptions & { json?: boolean },
  { progress, cacheFolder, environment, stdout, stderr, exit, onInterrupt }: ProcessSurroundings,
): Promise<void> {
  // Millions of items in memory: V8 would let the heap grow fourfold before it collects.
  setFlagsFromString('--heap-growing-percent=50');
  const { displayPath, runCommand } = await import('./run.ts');
  const { batteryLines, runSummary } = await import('./run-summary.ts');
  const cwd = process.cwd();
  const interruption = new AbortController();
  const outcome = await runCommand(
    { ...options, modelCacheFolder: cacheFolder },
    {
      cwd,
      progress,
      environment,
      signal: interruption.signal,
      onAsking: () => onInterrupt(() => interruption.abort()),
    },
  );
  if (outcome.battery) stderr.write(batteryLines(outcome.battery, outcome.kind, cwd));
  if (outcome.kind === 'audited') {
    const { folder, run } = outcome;
    stdout.write(
      options.json
        ? readFileSync(join(folder, 'result.json'), 'utf8')
        : runSummary(run, displayPath(join(folder, 'report.html'), cwd)),
    );
  }
  exit(outcome.exitCode);
}

function addPlan(program: Command, surroundings: ProcessSurroundings): void {
  const { progress, cacheFolder, environment, stdout } = surroundings;
  const plan = program
    .command('plan')
    .description('what a run would ask: requests, tokens, time, memory, cost; asks nothing');
  addBatteryOptions(addBenchOptions(plan))
    .option('--retry-failed', 'count what failed as open')
    .option('--json', 'print the plan as JSON on stdout')
    .addHelpText('after', planHelp)
    .action(async (options: BenchOptions & BatteryOptions & { json?: boolean }) => {
      const { planCommand } = await import('./plan.ts');
      const { renderPlan } = await import('./render-plan.ts');
      const report = await planCommand(options, {
        cwd: process.cwd(),
        progress,
        modelCacheFolder: cacheFolder,
        environment,
      });
      stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderPlan(report));
    });
}

function addMerge(program: Command, { stdout, stderr }: ProcessSurroundings): void {
  program
    .command('merge')
    .description('join the journals of several machines')
    .argument('<journals...>', 'journals of one benchmark')
    .requiredOption('-o, --output <file>', 'the journal that holds them all')
    .option('--json', 'print the counts as JSON on stdout')
    .addHelpText('after', mergeHelp)
    .action(
      async (journals: readonly string[], { output, json }: { output: string; json?: boolean }) => {
        const { mergeJournals } = await import('../run/merge-journals.ts');
        const merged = await mergeJournals(journals, output);
        for (const line of merged.broken) stderr.write(`${line}; left out\n`);
        const { rows, repeated, differing } = merged;
        stdout.write(
          json
            ? `${JSON.stringify(merged, null, 2)}\n`
            : `${output}: ${rows} requests; ${repeated} were answered more than once, ${differing} of them differently\n`,
        );
      },
    );
}

function addWorker(program: Command, surroundings: ProcessSurroundings): void {
  const { progress, cacheFolder, environment, stderr, exit, onInterrupt } = surroundings;
  const worker = program
    .command('worker')
    .description('answer for the models of a run that another process has queued');
  addBenchOptions(worker)
    .addOption(queueOption('where the run queues').makeOptionMandatory())
    .addOption(deviceOption())
    .option('--models <names>', 'answer only for these, separated by commas')
    .option('--journal <file>', "this worker's own; default: journals/ in the --out-dir")
    .option(
      '--drain',
      'end when nothing is left, or no run has come in two minutes, instead of waiting for more',
    )
    .addHelpText('after', workerHelp)
    .action(async (options: WorkerOptions) => {
      const { workerCommand } = await import('./worker.ts');
      const { workerLines } = await import('./run-summary.ts');
      const interruption = new AbortController();
      const cwd = process.cwd();
      const outcome = await workerCommand(options, {
        cwd,
        progress,
        modelCacheFolder: cacheFolder,
        environment,
        signal: interruption.signal,
        onAsking: () => onInterrupt(() => interruption.abort()),
        log: (line) => stderr.write(`${line}\n`),
      });
      stderr.write(workerLines(outcome, cwd));
      exit(outcome.exitCode);
    });
}

function addBenchOptions(command: Command): Command {
  return command
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
    .option('--out-dir <dir>', 'where run folders and journals go', 'audit-results')
    .option(
      '--seed <n>',
      "seed of every resample and stimulus, wins over the config's",
      wholeNumber,
    )
    .option(
      '--limit <n>',
      'keep only the first n test items; such a run can never pass a gate',
      positiveNumber,
    );
}

function addBatteryOptions(command: Command): Command {
  return command
    .addOption(deviceOption())
    .option('--models <names>', 'ask only these, separated by commas')
    .option('--conditions <names>', 'ask only under these, separated by commas')
    .addOption(
      new Option(
        '--shard <i/n>',
        "ask only this machine's share, such as 3/8, and audit nothing; audit merge joins them",
      ).conflicts(['gate', 'output', 'json', 'redactIds']),
    )
    .option('--journal <file>', 'where answers are kept; default: journals/ in the --out-dir');
}

function queueOption(purpose: string): Option {
  return new Option(
    '--queue <url>',
    `${purpose}: a Redis server, redis://host:6379, or env:NAME for a variable that holds it`,
  );
}

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
