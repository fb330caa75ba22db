import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import { packageRoot } from '../package-root.ts';

/** Name and version of what makes a run. */
export async function toolFacts(): Promise<AuditRun['tool']> {
  const { name, version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  return { name, version };
}
