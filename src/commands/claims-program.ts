import type { Command } from 'commander';
import type { ClaimsCheckOptions } from './claims-check.ts';
import { collectFiles } from './collect-files.ts';
import type { ProcessSurroundings } from './model-program.ts';

const checkHelp = `
Examples:
  $ audit claims check claims.yaml
  $ audit claims check claims.yaml --run audit-results/latest
  $ audit claims check claims.yaml -o report.html -o claims.md

Each claim is supported, fragile (it holds, and a few answers or another reasonable choice undo
it), inconclusive, contradicted or not testable. With --run it is derived again from what was
measured; without, or where the run lacks it, it is tested by its published figures alone.
docs/claims.md describes the file.

Exit codes:
  0  done, whatever the claims are worth: this is no gate
  2  could not: wrong usage, or a file or run that can not be read`;

/** Adds `audit claims check`. */
export function addClaimsCommands(
  program: Command,
  { stdout, exit }: Pick<ProcessSurroundings, 'stdout' | 'exit'>,
): void {
  program
    .command('claims')
    .description('what the claims that are made of scores are worth')
    .command('check')
    .description('check every claim of a ledger, by a recorded run or by published figures alone')
    .argument('<file>', 'a claims.yaml')
    .option('--run <path>', 'a recorded run: its folder, its result.json or audit-results/latest')
    .option(
      '-o, --output <file>',
      'write a report, by its ending: .html, .json, .md; may be repeated',
      collectFiles,
    )
    .option('--json', 'print the checked claims as JSON on stdout')
    .addHelpText('after', checkHelp)
    .action(async (file: string, options: ClaimsCheckOptions) => {
      const { claimsCheck } = await import('./claims-check.ts');
      stdout.write(await claimsCheck(file, options, process.cwd()));
      exit(0);
    });
}
