import { type Command, InvalidArgumentError, Option } from 'commander';
import { deviceOption } from './device-option.ts';

/** Which benchmark, and where its files are. */
export function addBenchOptions(command: Command): Command {
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

/** What is asked of the benchmark's models. */
export function addBatteryOptions(command: Command): Command {
  return command
    .addOption(deviceOption())
    .option('--models <names>', 'ask only these, separated by commas')
    .option('--conditions <names>', 'ask only under these, separated by commas')
    .option(
      '--repeat <k>',
      'draw k answers of each item too, sampled as each checkpoint was published',
      positiveNumber,
    )
    .addOption(
      new Option(
        '--shard <i/n>',
        "ask only this machine's share, such as 3/8, and audit nothing; audit merge joins them",
      ).conflicts(['gate', 'output', 'json', 'redactIds']),
    )
    .option('--journal <file>', 'where answers are kept; default: journals/ in the --out-dir');
}

/** @param purpose what the Redis server is for. */
export function queueOption(purpose: string): Option {
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

/** A whole number above 0 of the command line. */
export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('expected a whole number above 0.');
}
