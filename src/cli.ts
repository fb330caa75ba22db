#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addBatteryCommands } from './commands/battery-program.ts';
import { addClaimsCommands } from './commands/claims-program.ts';
import { addDiffCommand } from './commands/diff-program.ts';
import { addDisclosureCommands } from './commands/disclosure-program.ts';
import { addExplainCommand } from './commands/explain-program.ts';
import { addGateCommand } from './commands/gate-program.ts';
import { addGradeCommand } from './commands/grade-program.ts';
import { addManifestCommands } from './commands/manifest-program.ts';
import { addModelCommands, type ProcessSurroundings } from './commands/model-program.ts';
import { addReportCommand } from './commands/report-program.ts';
import { addRunCommand } from './commands/run-program.ts';
import { addSlideCommands } from './commands/slide-program.ts';
import { terminalProgress } from './commands/terminal-progress.ts';
import { AuditError } from './errors.ts';
import { packageRoot } from './package-root.ts';

const initExamples = `
Examples:
  $ audit init ./my-benchmark
  $ audit run --bench ./my-benchmark/audit.yaml`;

const modelCacheFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'touchstone',
);

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

const program = new Command('audit')
  .description('Tells a reviewer what a multimodal benchmark score is really worth.')
  .version(version())
  .exitOverride()
  .showHelpAfterError('(audit --help shows the options)');

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
// Schedulers stop what they preempt with SIGTERM.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt());

const surroundings: ProcessSurroundings = {
  stdout: process.stdout,
  stderr: process.stderr,
  progress: terminalProgress(process.stderr),
  cacheFolder: modelCacheFolder,
  environment: process.env,
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
addRunCommand(program, surroundings);
addReportCommand(program, surroundings);
addExplainCommand(program, surroundings);
addDiffCommand(program, surroundings);
addGateCommand(program, surroundings);
addGradeCommand(program, surroundings);
addBatteryCommands(program, surroundings);
addManifestCommands(program, surroundings);
addClaimsCommands(program, surroundings);
addDisclosureCommands(program, surroundings);
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
  else if (isSystemError(error))
    process.stderr.write(
      `audit: ${error.path}: the system refuses it (${error.message}); check the path and its rights\n`,
    );
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}

/** A file or folder that can not be read or written. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { path: string } {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined && path !== undefined;
}
