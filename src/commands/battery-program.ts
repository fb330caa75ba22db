import type { Command } from 'commander';
import type { BatteryOptions } from './battery/battery-options.ts';
import type { WorkerOptions } from './battery/worker.ts';
import { addBatteryOptions, addBenchOptions, queueOption } from './bench-options.ts';
import { deviceOption } from './device-option.ts';
import type { ProcessSurroundings } from './model-program.ts';
import type { BenchOptions } from './read-benchmark.ts';

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

/** Adds the commands around a battery: `audit plan`, `audit merge` and `audit worker`. */
export function addBatteryCommands(program: Command, surroundings: ProcessSurroundings): void {
  addPlan(program, surroundings);
  addMerge(program, surroundings);
  addWorker(program, surroundings);
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
      const { planCommand } = await import('./battery/plan.ts');
      const { renderPlan } = await import('./battery/render-plan.ts');
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
      const { workerCommand } = await import('./battery/worker.ts');
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
