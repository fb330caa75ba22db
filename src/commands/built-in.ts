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
 * The config that `--bench` means: a built-in by its name, else a path.
 *
 * @param cwd Folder against which relative paths count.
 * @throws {AuditError} for a name that is neither.
 */
export function resolveBench(bench: string, cwd: string): string {
  const builtIn = builtIns[bench];
  if (builtIn) return join(packageRoot(), builtIn);
  const path = resolve(cwd, bench);
  if (existsSync(path) || /[./]/.test(bench)) return path;
  throw new AuditError({
    code: 'bench-unknown',
    location: `--bench ${bench}`,
    problem: 'is neither a file or folder here nor a built-in benchmark',
    remedy: `check the path, or name one of ${Object.keys(builtIns).join(', ')}`,
  });
}
