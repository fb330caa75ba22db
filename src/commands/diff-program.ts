import type { Command } from 'commander';
import type { DiffOptions } from './diff.ts';
import type { ProcessSurroundings } from './model-program.ts';

const diffHelp = `
Examples:
  $ audit diff audit-results/demo-1a2b3c4d audit-results/latest
  $ audit diff before/result.json after/result.json -o diff.md

Intervals that overlap show no change and prove none; findings are matched by their ids.

Exit codes:
  0  done, whatever differs
  2  could not: a run that is not there, or runs of two benchmarks`;

/** Adds `audit diff`. */
export function addDiffCommand(program: Command, surroundings: ProcessSurroundings): void {
  program
    .command('diff')
    .description('tell what changed between two recorded runs of one benchmark')
    .argument('<before>', "a run's folder, its result.json, or the file latest")
    .argument('<after>', 'the other run')
    .option('-o, --output <file>', 'write it to a file too: .md or .json')
    .option('--json', 'print it as JSON on stdout')
    .addHelpText('after', diffHelp)
    .action((before: string, after: string, options: DiffOptions & { json?: boolean }) =>
      diffAction(before, after, options, surroundings),
    );
}

async function diffAction(
  before: string,
  after: string,
  options: DiffOptions & { json?: boolean },
  { stdout }: ProcessSurroundings,
): Promise<void> {
  const { diffCommand, diffJson } = await import('./diff.ts');
  const { diffText } = await import('./diff-text.ts');
  const runs = { before, after };
  const diff = await diffCommand(runs, options, process.cwd());
  stdout.write(options.json ? diffJson(diff) : diffText(diff, runs));
}
