import type { Command } from 'commander';
import { collectFiles } from './collect-files.ts';
import type { GateOptions } from './gate.ts';
import type { ProcessSurroundings } from './model-program.ts';
import { dayOption, today } from './today.ts';

const gateHelp = `
Examples:
  $ audit gate --policy policy.yaml
  $ audit gate --run audit-results/demo-1f2e3d4c --policy policy.yaml --json
  $ audit gate --policy policy.yaml --update-baseline
  $ audit gate --policy policy.yaml -o gate.junit.xml -o gate.sarif

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
    .option(
      '-o, --output <file>',
      'a report that holds the decision, by its ending: .html, .json, .junit.xml, .sarif, .md; may be repeated',
      collectFiles,
    )
    .option('--json', 'print the decision as JSON on stdout')
    .addHelpText('after', gateHelp)
    .action((options: GateFlags) => gateAction(options, surroundings));
}

interface GateFlags extends GateOptions {
  readonly json?: boolean;
  readonly today?: string;
  readonly output?: readonly string[];
}

async function gateAction(
  options: GateFlags,
  { stdout, stderr, environment, exit }: ProcessSurroundings,
): Promise<void> {
  const { gateCommand } = await import('./gate.ts');
  const { gateSummary } = await import('./gate-summary.ts');
  const { changedInputs } = await import('../manifest/changed-inputs.ts');
  const { reportCommand } = await import('./report.ts');
  const { tellGitHub } = await import('./github-actions.ts');
  const cwd = process.cwd();
  const day = options.today ?? today();
  const outcome = await gateCommand(options, { cwd, today: day, inputsOf: changedInputs });
  if (options.json && outcome.baseline) stderr.write(`Baseline: ${outcome.baseline}\n`);
  stdout.write(
    options.json ? `${JSON.stringify(outcome.decision, null, 2)}\n` : gateSummary(outcome),
  );
  const written = await reportCommand({ ...options, gate: outcome.decision }, cwd, environment);
  await tellGitHub(written, { environment, stderr });
  exit(outcome.exitCode);
}
