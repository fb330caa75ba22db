import type { Command } from 'commander';
import type { GateOptions } from './gate.ts';
import type { ProcessSurroundings } from './model-program.ts';
import { dayOption, today } from './today.ts';

const gateHelp = `
Examples:
  $ audit gate --policy policy.yaml
  $ audit gate --run audit-results/demo-1f2e3d4c --policy policy.yaml --json
  $ audit gate --policy policy.yaml --update-baseline

Decides on what a run recorded and measures nothing. Every check that does not pass says what
would make it pass. docs/gate.md tells what a policy can ask for.

Exit codes:
  0  pass: every check passes or is waived
  1  fail: a check fails
  2  could not run: wrong usage, no such run, or a policy that is none
  3  inconclusive: nothing fails, and something is open: an interval on both sides of its limit,
     a result that is missing, a run that is not complete, an input that changed`;

/** Adds `audit gate`. */
export function addGateCommand(program: Command, surroundings: ProcessSurroundings): void {
  program
    .command('gate')
    .description('decide by a policy whether a recorded run may be published')
    .option(
      '--run <path>',
      "a run's folder, its result.json, or the file latest that names the newest",
      'audit-results/latest',
    )
    .requiredOption('--policy <file>', 'what must hold: policy.yaml')
    .option('--today <day>', 'day on which waivers must still count; default: today', dayOption)
    .option('--update-baseline', "write what is better than ever into the policy's baseline")
    .option('--json', 'print the decision as JSON on stdout')
    .addHelpText('after', gateHelp)
    .action((options: GateOptions & { json?: boolean; today?: string }) =>
      gateAction(options, surroundings),
    );
}

async function gateAction(
  options: GateOptions & { json?: boolean; today?: string },
  { stdout, stderr, exit }: ProcessSurroundings,
): Promise<void> {
  const { gateCommand } = await import('./gate.ts');
  const { gateSummary } = await import('./gate-summary.ts');
  const outcome = await gateCommand(options, {
    cwd: process.cwd(),
    today: options.today ?? today(),
  });
  if (options.json && outcome.baseline) stderr.write(`Baseline: ${outcome.baseline}\n`);
  stdout.write(
    options.json ? `${JSON.stringify(outcome.decision, null, 2)}\n` : gateSummary(outcome),
  );
  exit(outcome.exitCode);
}
