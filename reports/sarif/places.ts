import type { Subject } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { InputFile, SourceLocation } from '../../src/benchmark/benchmark.ts';
import type { SarifArtifactLocation, SarifLocation } from './sarif-log.ts';

/** How paths of a run become places in a log. */
export interface Places {
  /** The base that relative paths count against, and what it stands for. */
  readonly base: { readonly id: string; readonly description: string };
  readonly file: (path: string) => SarifArtifactLocation;
  readonly row: (source: SourceLocation) => SarifLocation;
  /** The first input with one of these roles, at its first line. */
  readonly input: (...roles: readonly InputFile['role'][]) => readonly SarifLocation[];
}

/**
 * @param benchFolder path of the config's folder from the top of the source tree; where it is not
 *   known, paths count from the config's folder.
 */
export function placesOf(run: AuditRun, benchFolder: string | undefined): Places {
  const base =
    benchFolder === undefined
      ? { id: 'BENCH', description: 'The folder of the benchmark’s config.' }
      : { id: '%SRCROOT%', description: 'The top of the source tree.' };
  const prefix = benchFolder === undefined || benchFolder === '' ? '' : `${benchFolder}/`;
  const file = (path: string): SarifArtifactLocation =>
    isAbsolute(path)
      ? { uri: absoluteUri(path) }
      : { uri: relativeUri(`${prefix}${path}`), uriBaseId: base.id };
  const row = ({ file: path, line }: SourceLocation): SarifLocation => ({
    physicalLocation: {
      artifactLocation: file(path),
      // A region starts at line 1; a file without lines is named as a whole.
      ...(line >= 1 && { region: { startLine: line } }),
    },
  });
  const input = (...roles: readonly InputFile['role'][]): SarifLocation[] => {
    const found = roles
      .map((role) => run.inputs.find((one) => one.role === role))
      .find((one) => one !== undefined);
    return found ? [row({ file: found.path, line: 1 })] : [];
  };
  return { base, file, row, input };
}

/** Places of a finding's rows: the first is where it is, the others are related. */
export function rowsOf(subjects: readonly Subject[], places: Places): SarifLocation[] {
  const rows = new Map<string, SarifLocation>();
  for (const { role, split, source } of subjects) {
    if (source === undefined) continue;
    const name = `${source.file}:${source.line}`;
    const text = [split, role].filter((word) => word !== undefined).join(' ');
    if (!rows.has(name)) rows.set(name, { ...places.row(source), message: { text } });
  }
  return [...rows.values()];
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** `.` and `..` are resolved as far as they can be, every part is percent-encoded. */
function relativeUri(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.map(encoded).join('/');
}

function absoluteUri(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').filter(Boolean);
  const [first = '', ...others] = parts;
  const drive = /^[A-Za-z]:$/.test(first) ? first : encoded(first);
  return `file:///${[drive, ...others.map(encoded)].join('/')}`;
}

/** Percent-encoded; half of a surrogate pair, which no URI can hold, becomes U+FFFD. */
export function encoded(part: string): string {
  return encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}
