import type { Command } from 'commander';
import { collectFiles } from './collect-files.ts';
import type { ProcessSurroundings } from './model-program.ts';
import type { ReportCommandOptions } from './report.ts';
import { runOption } from './run-option.ts';

const reportHelp = `
Examples:
  $ audit report -o report.html -o result.json -o junit.xml -o audit.sarif -o summary.md
  $ audit report --run audit-results/demo-1a2b3c4d -o audit.sarif --bench ./my-benchmark
  $ audit report                              # says where report.html is

Formats by ending: .html, .json, .md, .xml or .junit.xml, .sarif or .sarif.json. Neither the
benchmark nor its pictures are needed; docs/reports.md says what each format is for.

Exit codes:
  0  done
  2  could not`;

/** Adds `audit report`. */
export function addReportCommand(program: Command, surroundings: ProcessSurroundings): void {
  program
    .command('report')
    .description('write a recorded run in other formats')
    .addOption(runOption())
    .option(
      '-o, --output <file>',
      'a file, in the format of its ending; may be repeated',
      collectFiles,
    )
    .option('--bench <folder>', "folder of the benchmark's config: where SARIF places rows")
    .option('--annotate', "in GitHub Actions, write the step's summary and annotations too")
    .addHelpText('after', reportHelp)
    .action((options: ReportCommandOptions & { annotate?: boolean }) =>
      reportAction(options, surroundings),
    );
}

async function reportAction(
  options: ReportCommandOptions & { annotate?: boolean },
  { environment, stdout, stderr }: ProcessSurroundings,
): Promise<void> {
  const { reportCommand } = await import('./report.ts');
  const written = await reportCommand(options, process.cwd(), environment);
  for (const remark of written.remarks) stderr.write(`${remark}\n`);
  const lines = written.files.length > 0 ? written.files : [`Report: ${written.fullReport}`];
  stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (!options.annotate) return;
  const { tellGitHub } = await import('./github-actions.ts');
  await tellGitHub(written, { environment, stderr });
}
