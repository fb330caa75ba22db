import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AuditError } from '../errors.ts';
import type { MovedFolders } from '../manifest/places.ts';
import type { ProcessSurroundings } from './model-program.ts';

const verifyHelp = `
Examples:
  $ audit verify audit-results/latest
  $ audit verify audit-results/demo-6864273c --public-key touchstone.pub.pem
  $ audit verify ./received/run --bench ./my-benchmark --json
  $ audit verify audit-results/latest --data ./BreastStage-Bench --train ./BreastStage

Compares the files of a run with its manifest, what it has read (data files, media, checkpoints)
with what that was, and report.html and findings.jsonl with what result.json gives. Without
--bench, --data and --train files are looked for where they lay as seen from the run's folder.

Exit codes:
  0    unchanged
  1    something has changed, or the signature that --public-key asks for is not there or wrong
  2    could not: no run, no manifest, a key that can't be used`;

const signHelp = `
Examples:
  $ audit keygen --out touchstone.pem
  $ audit sign audit-results/latest --key touchstone.pem
  $ TOUCHSTONE_PASS=… audit sign audit-results/latest --key touchstone.pem --passphrase-env TOUCHSTONE_PASS

The signature is Ed25519 over the bytes of manifest.json, in manifest.sig beside it. It says who
vouches for the run; whoever has the public key checks it with audit verify --public-key.

Exit codes:
  0    signed
  2    could not`;

const keygenHelp = `
Example:
  $ audit keygen --out touchstone.pem

Writes the private key to the file, readable by you alone, and the public key beside it as
touchstone.pub.pem. A file that is there is never overwritten.

Exit codes:
  0    done
  2    could not`;

/** Adds `audit verify`, `audit sign` and `audit keygen`. */
export function addManifestCommands(program: Command, surroundings: ProcessSurroundings): void {
  program
    .command('verify')
    .description('tell whether a run, its reports and the files behind it are as they were')
    .argument('<run>', 'a run folder, its result.json, or audit-results/latest')
    .option('--bench <dir>', "where the config's folder lies now")
    .option('--data <dir>', 'where the folder lies now that audit run was given as --data')
    .option('--train <dir>', 'where the folder lies now that audit run was given as --train')
    .option('--public-key <file>', 'demand a signature by the owner of this public key')
    .option('--json', 'print what was found as JSON on stdout')
    .addHelpText('after', verifyHelp)
    .action((run: string, options: VerifyFlags) => verifyAction(run, options, surroundings));
  program
    .command('sign')
    .description("sign a run's manifest with your own key")
    .argument('<run>', 'a run folder, its result.json, or audit-results/latest')
    .requiredOption('--key <file>', 'your private key, Ed25519 in PEM')
    .option('--passphrase-env <name>', "environment variable with the key's passphrase")
    .addHelpText('after', signHelp)
    .action((run: string, options: SignFlags) => signAction(run, options, surroundings));
  program
    .command('keygen')
    .description('make a pair of keys to sign runs with')
    .requiredOption('--out <file>', 'where the private key goes')
    .option('--passphrase-env <name>', 'environment variable with a passphrase to encrypt it by')
    .addHelpText('after', keygenHelp)
    .action((options: KeygenFlags) => keygenAction(options, surroundings));
}

interface VerifyFlags extends MovedFolders {
  readonly publicKey?: string;
  readonly json?: boolean;
}

interface SignFlags {
  readonly key: string;
  readonly passphraseEnv?: string;
}

interface KeygenFlags {
  readonly out: string;
  readonly passphraseEnv?: string;
}

async function verifyAction(
  run: string,
  { publicKey, json, ...flags }: VerifyFlags,
  { stdout, progress, cacheFolder, exit }: ProcessSurroundings,
): Promise<void> {
  const { renderVerification, verifyRun } = await import('./verify.ts');
  const places = ['bench', 'data', 'train'] as const;
  const moved = places.flatMap((place) => {
    const folder = flags[place];
    return folder === undefined ? [] : [[place, resolve(folder)]];
  });
  const found = await verifyRun(resolve(run), {
    progress,
    modelCacheFolder: cacheFolder,
    moved: Object.fromEntries(moved),
    ...(publicKey !== undefined && { publicKey: resolve(publicKey) }),
  });
  stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : renderVerification(found));
  exit(found.unchanged ? 0 : 1);
}

async function signAction(
  run: string,
  { key, passphraseEnv }: SignFlags,
  { stdout, environment, exit }: ProcessSurroundings,
): Promise<void> {
  const { signRun } = await import('./sign.ts');
  const passphrase = passphraseOf(passphraseEnv, environment);
  const keyId = await signRun(resolve(run), resolve(key), passphrase);
  stdout.write(`Signed with key ${keyId}.\n`);
  exit(0);
}

async function keygenAction(
  { out, passphraseEnv }: KeygenFlags,
  { stdout, environment, exit }: ProcessSurroundings,
): Promise<void> {
  const { writeKeyPair } = await import('./sign.ts');
  const passphrase = passphraseOf(passphraseEnv, environment);
  const { publicKeyFile, keyId } = await writeKeyPair(resolve(out), passphrase);
  stdout.write(`Key ${keyId}: private in ${resolve(out)}, public in ${publicKeyFile}\n`);
  exit(0);
}

/** @throws {AuditError} for a variable that is not set: a key must not be encrypted with nothing. */
function passphraseOf(
  name: string | undefined,
  environment: ProcessSurroundings['environment'],
): string | undefined {
  if (name === undefined) return undefined;
  const passphrase = environment[name];
  if (passphrase) return passphrase;
  throw new AuditError({
    code: 'passphrase-missing',
    location: `--passphrase-env ${name}`,
    problem: passphrase === undefined ? 'the variable is not set' : 'the variable is empty',
    remedy: 'set it to the passphrase, or leave the option out for a key without one',
  });
}
