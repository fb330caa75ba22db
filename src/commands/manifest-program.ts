import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ProcessSurroundings } from './model-program.ts';

const verifyHelp = `
Examples:
  $ audit verify audit-results/latest
  $ audit verify audit-results/demo-6864273c --public-key touchstone.pub.pem
  $ audit verify ./received/run --bench ./my-benchmark --json

Compares the files of a run with its manifest, the files and media that it has read with what
they were, and report.html and findings.jsonl with what result.json gives.

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
    .option('--bench <dir>', "where the benchmark's folder lies now")
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

interface VerifyFlags {
  readonly bench?: string;
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
  { bench, publicKey, json }: VerifyFlags,
  { stdout, progress, exit }: ProcessSurroundings,
): Promise<void> {
  const { renderVerification, verifyRun } = await import('./verify.ts');
  const found = await verifyRun(resolve(run), {
    progress,
    ...(bench !== undefined && { bench: resolve(bench) }),
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

function passphraseOf(
  name: string | undefined,
  environment: ProcessSurroundings['environment'],
): string | undefined {
  return name === undefined ? undefined : (environment[name] ?? '');
}
