import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AuditError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';

/** Benchmarks shipped with the package, by name. */
const builtIns: Readonly<Record<string, string>> = {
  demo: 'examples/demo/audit.yaml',
  breaststage: 'examples/breaststage/audit.yaml',
};

/**
 * The config that `--bench` means. A value that starts with `.` or `/`, or ends in .yaml,
 * .yml or .json, is a path; anything else is a built-in name.
 *
 * @param cwd Folder against which relative paths count.
 * @throws {AuditError} for a name that is no built-in.
 */
export function resolveBench(bench: string, cwd: string): string {
  if (/^[./]/.test(bench) || /\.(ya?ml|json)$/i.test(bench)) return resolve(cwd, bench);
  const builtIn = builtIns[bench];
  if (builtIn) return join(packageRoot(), builtIn);
  const asFolder = existsSync(resolve(cwd, bench))
    ? `./${bench}`
    : 'a path that starts with ./ or /';
  throw new AuditError({
    code: 'bench-unknown',
    location: `--bench ${bench}`,
    problem: `there is no built-in benchmark of that name (${Object.keys(builtIns).join(', ')})`,
    remedy: `for a folder or file write ${asFolder}`,
  });
}
