import { Option } from 'commander';

/** The option of every command on a recorded run. */
export function runOption(): Option {
  return new Option(
    '--run <path>',
    "a run's folder, its result.json, or the file that names the newest run",
  ).default('audit-results/latest');
}
