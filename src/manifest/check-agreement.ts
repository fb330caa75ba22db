import type { AuditRun } from '../audit/audit-run.ts';
import { worstVerdict } from '../audit/worst-verdict.ts';
import { AuditError } from '../errors.ts';
import type { Change } from './change.ts';
import { hashBytes } from './hash-file.ts';
import type { Manifest, ManifestInput } from './manifest.ts';
import { readMediaListing } from './read-manifest.ts';
import { checkpointsOf } from './write-manifest.ts';

/** Whether result.json agrees with itself, with the manifest and with the list of media. */
export async function checkAgreement(
  folder: string,
  manifest: Manifest,
  run: AuditRun,
): Promise<readonly Change[]> {
  const worst = worstVerdict(run.audits.map(({ verdict }) => verdict));
  const statements: readonly (readonly [holds: boolean, otherwise: string])[] = [
    [
      same(run.inputs.map(named), manifest.inputs.map(named)),
      'It names other inputs than the manifest.',
    ],
    [
      same([run.config, run.seed], [manifest.config, manifest.seed]),
      'It holds another config or seed than the manifest.',
    ],
    [
      same([run.tool, run.schemaVersion], [manifest.tool, manifest.schemaVersion]),
      'It names another version of the tool or of its format than the manifest.',
    ],
    [
      same(
        checkpointsOf(run).map(({ path: _path, ...checkpoint }) => checkpoint),
        manifest.checkpoints.map(({ folder: _folder, ...checkpoint }) => checkpoint),
      ),
      'It names other checkpoints than the manifest.',
    ],
    [worst === run.verdict, `Its verdict is ${run.verdict}; the worst of its audits is ${worst}.`],
  ];
  const broken = statements.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise]));
  return [...broken, ...(await mediaDisagreement(folder, manifest, run))].map((detail) => ({
    part: 'result',
    kind: 'contradicts',
    file: 'result.json',
    detail,
  }));
}

function named({ path, role, sha256 }: ManifestInput | AuditRun['inputs'][number]): string[] {
  return [path, role, sha256];
}

/** Equal whatever the order of keys: two formats may write them differently. */
function same(first: unknown, second: unknown): boolean {
  return JSON.stringify(first, sortedKeys) === JSON.stringify(second, sortedKeys);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function mediaDisagreement(
  folder: string,
  { media }: Manifest,
  run: AuditRun,
): Promise<readonly string[]> {
  const input = run.inputs.find(({ role }) => role === 'media');
  if (input === undefined) return [];
  if (media === undefined) return ['It has a digest of media; the manifest has no media.'];
  if (media.listedIn === undefined) return [];
  try {
    const lines = (await readMediaListing(folder, media.listedIn)).flatMap(({ path, sha256 }) =>
      sha256 === undefined ? [] : [`${path}\t${sha256}\n`],
    );
    return hashBytes(lines.sort().join('')) === input.sha256
      ? []
      : [`Its digest of the media is not that of ${media.listedIn}.`];
  } catch (error) {
    // That the list is gone or broken is told of the list itself.
    if (error instanceof AuditError) return [];
    throw error;
  }
}
