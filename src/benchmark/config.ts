import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AuditError } from '../errors.ts';
import type { InputFile } from './benchmark.ts';
import { checkConfig } from './config-check.ts';
import { ConfigDocument } from './config-document.ts';
import { configEcho } from './config-echo.ts';
import { type AuditConfig, auditConfigSchema } from './config-schema.ts';

/** A config with everything needed to read the benchmark: folders, overrides, its own fingerprint. */
export interface ResolvedConfig extends AuditConfig {
  /** Absolute folder of the config file: prediction files count from here. */
  readonly folder: string;
  /** Absolute folder that relative `splits.test` patterns count from. */
  readonly testFolder: string;
  /** Absolute folder that relative `splits.train` patterns count from. */
  readonly trainFolder: string;
  /** Absolute folder of the media; undefined with `media: absent`. */
  readonly mediaRoot: string | undefined;
  /** The same for training items: their own where the command line moves the training split to a folder that has one. */
  readonly trainMediaRoot: string | undefined;
  /** Test items to keep, from the first on. */
  readonly limit?: number;
  /** The config file itself. */
  readonly input: InputFile;
  /** The config with defaults and overrides in force, without machine paths and secrets: what the result shows. */
  readonly echo: Readonly<Record<string, unknown>>;
}

/** What the command line adds to a config. */
export interface ConfigOverrides {
  /** Folder that relative test patterns and a relative media root count from; default: the config's folder. */
  readonly data?: string;
  /** Folder that relative train patterns count from, and a relative media root that exists there; default: the config's folder. */
  readonly train?: string;
  readonly seed?: number;
  /** Keep the first `limit` test items. */
  readonly limit?: number;
  /** Ids of all audits: the config may name only these, and runs all of them when it names none. */
  readonly auditIds?: readonly string[];
}

const configNames = ['audit.yaml', 'audit.yml', 'audit.json'];

/**
 * Reads and checks an audit config.
 *
 * @param path A config file (YAML or JSON), or a folder that holds `audit.yaml`, `audit.yml` or `audit.json`.
 * @param overrides Folders, seed and limit of the command line, which win over the file.
 * @returns The config with defaults filled in and folders made absolute.
 * @throws {AuditError} one line naming file and line, for a missing file, broken YAML, an unknown
 *   key ("did you mean"), a wrong value, or keys that contradict each other.
 */
export async function loadConfig(
  path: string,
  overrides: ConfigOverrides = {},
): Promise<ResolvedConfig> {
  const file = await findConfig(path);
  const text = await readFile(file, 'utf8');
  const document = new ConfigDocument(basename(file), text);
  const parsed = auditConfigSchema.safeParse(document.value);
  if (!parsed.success) throw document.errorFor(parsed.error.issues);
  const config = withOverrides(parsed.data, overrides);
  checkConfig(config, document, overrides.auditIds);
  const folder = dirname(file);
  const testFolder = overrides.data === undefined ? folder : resolve(overrides.data);
  const trainFolder = overrides.train === undefined ? folder : resolve(overrides.train);
  const root = config.media === 'absent' ? undefined : config.media.root;
  const mediaRoot = root === undefined ? undefined : resolve(testFolder, root);
  return {
    ...config,
    folder,
    testFolder,
    trainFolder,
    mediaRoot,
    trainMediaRoot: await ownMediaRoot(root, overrides.train, mediaRoot),
    ...(overrides.limit !== undefined && { limit: overrides.limit }),
    input: {
      path: basename(file),
      sha256: createHash('sha256').update(text).digest('hex'),
      role: 'config',
    },
    echo: {
      ...configEcho(config),
      ...(overrides.limit !== undefined && { limit: overrides.limit }),
    },
  };
}

/** The media folder of a training split that was moved, where it has one; else the common one. */
async function ownMediaRoot(
  root: string | undefined,
  train: string | undefined,
  mediaRoot: string | undefined,
): Promise<string | undefined> {
  if (root === undefined || train === undefined) return mediaRoot;
  const own = resolve(train, root);
  const facts = await stat(own).catch(() => undefined);
  return facts?.isDirectory() ? own : mediaRoot;
}

function withOverrides(config: AuditConfig, overrides: ConfigOverrides): AuditConfig {
  const namesNone = Object.keys(config.audits).length === 0;
  const all = Object.fromEntries((overrides.auditIds ?? []).map((id) => [id, {}]));
  return {
    ...config,
    audits: namesNone ? all : config.audits,
    seed: overrides.seed ?? config.seed,
  };
}

async function findConfig(path: string): Promise<string> {
  const absolute = resolve(path);
  const facts = await stat(absolute).catch(() => undefined);
  if (facts?.isFile()) return absolute;
  if (facts?.isDirectory()) {
    for (const name of configNames) {
      const file = join(absolute, name);
      if ((await stat(file).catch(() => undefined))?.isFile()) return file;
    }
    throw new AuditError({
      code: 'config-missing',
      location: path,
      problem: 'the folder holds no audit.yaml',
      remedy: 'write one with "audit init" or name the config file',
    });
  }
  throw new AuditError({
    code: 'config-missing',
    location: path,
    problem: 'there is no such file or folder',
    remedy: 'check the path of the config',
  });
}
