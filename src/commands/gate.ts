import { rename, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { audits as knownAudits } from '../../audits/index.ts';
import { counted } from '../audit/wording.ts';
import { AuditError } from '../errors.ts';
import { decideGate } from '../gate/gate.ts';
import { type GateBaseline, tighten } from '../gate/gate-baseline.ts';
import type { GateDecision } from '../gate/gate-decision.ts';
import { type InputCheck, shortfalls } from '../gate/run-checks.ts';
import { type ReadPolicy, readPolicy } from './read-policy.ts';
import { type RecordedRun, readRun } from './read-run.ts';

/** Options of `audit gate`, as the command line gives them. */
export interface GateOptions {
  /** A run's folder, its result.json, or the file `latest`. */
  readonly run: string;
  readonly policy: string;
  readonly updateBaseline?: boolean;
}

/** What `audit gate` is given by the process it runs in. */
export interface GateCommandSurroundings {
  /** Folder against which relative paths of the command line count. */
  readonly cwd: string;
  /** The day on which waivers must still count: `2026-11-25`. */
  readonly today: string;
  /** Compares a run's inputs with what it recorded of them, by its folder; default: they count as not compared. */
  readonly inputsOf?: (folder: string) => Promise<InputCheck>;
}

/** What a gate came to. */
export interface GateOutcome {
  readonly decision: GateDecision;
  /** Name of the run's folder. */
  readonly runName: string;
  /** What became of the baseline file, where it was to be updated. */
  readonly baseline?: string;
  readonly exitCode: 0 | 1 | 3;
}

const exitCodes = { pass: 0, fail: 1, inconclusive: 3 } as const;

const notCompared = async (): Promise<InputCheck> => ({
  changed: [],
  unchecked: 'the run has no manifest',
});

/**
 * `audit gate`: decides on a recorded run; measures nothing.
 *
 * @throws {AuditError} for a run or policy that can't be read.
 */
export async function gateCommand(
  options: GateOptions,
  { cwd, today, inputsOf = notCompared }: GateCommandSurroundings,
): Promise<GateOutcome> {
  const read = await readPolicy(resolve(cwd, options.policy), knownAudits);
  const recorded = await readRun(resolve(cwd, options.run));
  const inputs = await inputsOf(recorded.folder);
  const updated = options.updateBaseline
    ? await updateBaseline(read, recorded, inputs)
    : { baseline: read.baseline };
  const decision = decideGate(recorded.run, read.policy, {
    auditIds: knownAudits.map(({ id }) => id),
    today,
    inputs,
    baseline: updated.baseline,
  });
  return {
    decision,
    runName: basename(recorded.folder),
    ...('told' in updated && { baseline: updated.told }),
    exitCode: exitCodes[decision.decision],
  };
}

/** Nothing is learnt from part of a benchmark, or from inputs that are no longer those of the run. */
async function updateBaseline(
  { policy, baseline, baselineFile }: ReadPolicy,
  { run, folder }: RecordedRun,
  { changed }: InputCheck,
): Promise<{ readonly baseline: GateBaseline | undefined; readonly told: string }> {
  if (baselineFile === undefined)
    throw new AuditError({
      code: 'policy-no-baseline',
      location: '--update-baseline',
      problem: 'the policy names no baseline',
      remedy: 'add "baseline: gate-baseline.json" to it',
    });
  const name = basename(baselineFile);
  if (shortfalls(run).length > 0 || changed.length > 0)
    return {
      baseline,
      told: `${name} stays as it is: the run is not complete or its inputs changed`,
    };
  const next = tighten(baseline, policy, run, basename(folder));
  const text = `${JSON.stringify(next, null, 2)}\n`;
  if (baseline !== undefined && text === `${JSON.stringify(baseline, null, 2)}\n`)
    return { baseline, told: `${name} stays as it is: nothing is better` };
  // A reader never sees half a file.
  await writeFile(`${baselineFile}.unfinished`, text);
  await rename(`${baselineFile}.unfinished`, baselineFile);
  return { baseline: next, told: `${name} written: ${counted(next.values.length, 'value')}` };
}
