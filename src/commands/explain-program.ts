import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProcessSurroundings } from './model-program.ts';
import { runOption } from './run-option.ts';

const explainHelp = `
Examples:
  $ audit explain 8c1f0a           # a finding, by the beginning of its id
  $ audit explain image-reuse      # an audit
  $ audit explain claim:closed-accuracy
  $ audit explain limit:question-only/closedShare --json

Exit codes:
  0  done
  2  could not: no such run, or nothing or several things with this id`;

/** Adds `audit explain`. */
export function addExplainCommand(program: Command, surroundings: ProcessSurroundings): void {
  program
    .command('explain')
    .description('tell one finding, audit, claim or check of a recorded run in full')
    .argument('<id>', 'its id, or a beginning of it that nothing else has')
    .addOption(runOption())
    .option('--json', 'print it as JSON on stdout')
    .addHelpText('after', explainHelp)
    .action((id: string, options: { run: string; json?: boolean }) =>
      explainAction(id, options, surroundings),
    );
}

async function explainAction(
  id: string,
  options: { run: string; json?: boolean },
  { stdout }: ProcessSurroundings,
): Promise<void> {
  const { explain } = await import('../explain/explain-run.ts');
  const { explanationText } = await import('./explain-text.ts');
  const { readRun } = await import('./read-run.ts');
  const { run } = await readRun(resolve(options.run));
  const explanations = explain(run, id, options.run);
  stdout.write(
    options.json
      ? `${JSON.stringify(explanations, null, 2)}\n`
      : explanations.map(explanationText).join('\n'),
  );
}
