import type { Command } from 'commander';
import type { ProcessSurroundings } from './model-program.ts';

const initHelp = `
Example:
  $ audit disclosure init --out disclosure.yaml`;

const checkHelp = `
Examples:
  $ audit disclosure check disclosure.yaml
  $ audit disclosure check disclosure.yaml --run audit-results/latest --json

A check is met (quoted, with its place), declared only, contradicted by what the run measured,
not found or not applicable. Without --run nothing is measured. This command decides nothing:
the audit "disclosure" of audit run does.

Exit codes:
  0    done, whatever the checks come to
  2    could not: wrong usage, or a file or run that can not be read`;

/** Adds `audit disclosure ...`. */
export function addDisclosureCommands(
  program: Command,
  { stdout }: Pick<ProcessSurroundings, 'stdout'>,
): void {
  const disclosure = program
    .command('disclosure')
    .description('what a paper says of its benchmark, check by check, beside what was measured');
  disclosure
    .command('init')
    .description('write a commented disclosure.yaml with every check and its question')
    .option('--out <file>', 'where to write it', 'disclosure.yaml')
    .option('--force', 'overwrite a file that is there')
    .addHelpText('after', initHelp)
    .action(async ({ out, force }: { out: string; force?: boolean }) => {
      const { initDisclosure } = await import('./disclosure.ts');
      stdout.write(await initDisclosure(out, { cwd: process.cwd(), force: force === true }));
    });
  disclosure
    .command('check')
    .description('say what every check comes to')
    .argument('<file>', 'a disclosure.yaml')
    .option('--run <run>', 'a run folder, its result.json or audit-results/latest')
    .option('--json', 'print the checks as JSON on stdout')
    .addHelpText('after', checkHelp)
    .action(async (file: string, options: { run?: string; json?: boolean }) => {
      const { checkDisclosure } = await import('./disclosure.ts');
      const { run, json } = options;
      stdout.write(
        await checkDisclosure(file, {
          cwd: process.cwd(),
          json: json === true,
          ...(run !== undefined && { run }),
        }),
      );
    });
}
