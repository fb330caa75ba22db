import { AuditError } from '../errors.ts';
import type { CollectedEvidence } from '../evidence/collect-evidence.ts';
import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import type { Audit, AuditContext, AuditOutcome, AuditResult } from './audit.ts';
import { emptyOutcome } from './empty-outcome.ts';

/** An audit with the options it will run under. */
export interface PlannedAudit {
  readonly audit: Audit<unknown>;
  readonly options: unknown;
}

/**
 * Checks the config's `audits` section against the known audits.
 *
 * @param known All audits that exist.
 * @param configured Audit id to raw options, from the config.
 * @param overrides Audit id to options that win over the config's, from a policy.
 * @throws {AuditError} for an unknown audit or an option that its schema refuses.
 */
export function planAudits(
  known: readonly Audit<unknown>[],
  configured: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): PlannedAudit[] {
  return Object.entries(configured).map(([id, raw]) => {
    const audit = known.find((candidate) => candidate.id === id);
    if (!audit) {
      throw new AuditError({
        code: 'audit-unknown',
        location: `audits.${id}`,
        problem: 'there is no such audit',
        remedy: `choose from ${known.map((one) => one.id).join(', ')}`,
      });
    }
    const parsed = audit.options.safeParse({ ...(raw as object | null), ...overrides[id] });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const [option] = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? []);
      const section = String(option) in (overrides[id] ?? {}) ? 'thresholds' : 'audits';
      throw new AuditError({
        code: 'audit-option',
        location: [section, id, ...(issue?.path ?? [])].join('.'),
        problem: issue?.message ?? 'not valid',
        remedy: `see audits/${id}/README.md for the options of this audit`,
      });
    }
    return { audit, options: parsed.data };
  });
}

/**
 * Runs each audit on the evidence it asked for, those that join the results of others last. An
 * audit whose evidence is missing, or that throws, is `not-run` with the reason; the others go on.
 */
export function runAudits(
  planned: readonly PlannedAudit[],
  collected: CollectedEvidence,
  { seed }: { readonly seed: number },
): AuditResult[] {
  const results = new Map<PlannedAudit, AuditResult>();
  const joins = ({ audit }: PlannedAudit): boolean => (audit.joins ?? []).length > 0;
  for (const one of [...planned.filter((each) => !joins(each)), ...planned.filter(joins)]) {
    const { audit, options } = one;
    const { id, title, question, method, limits, sources } = audit;
    const resultOf = (other: string): AuditResult | undefined => {
      if (!audit.joins?.includes(other))
        throw new Error(`audit ${id} asks for the result of ${other}; add it to joins`);
      return [...results.values()].find((result) => result.id === other);
    };
    results.set(one, {
      ...{ id, title, question, method, limits, sources },
      options: options as Record<string, unknown>,
      ...outcomeOf(audit, options, collected, { seed, resultOf }),
    });
  }
  return planned.map((one) => results.get(one)!);
}

function outcomeOf(
  audit: Audit<unknown>,
  options: unknown,
  collected: CollectedEvidence,
  context: AuditContext,
): AuditOutcome {
  const missing = audit.requires.find((name) => collected.failures[name] !== undefined);
  if (missing)
    return emptyOutcome(
      'not-run',
      `${missing} could not be collected: ${collected.failures[missing]?.message}`,
    );
  try {
    return audit.audit(onlyRequired(collected.evidence, audit), options, context);
  } catch (error) {
    return emptyOutcome('not-run', error instanceof Error ? error.message : String(error));
  }
}

/** Evidence that throws when an audit reads what it did not declare. */
function onlyRequired(evidence: Partial<Evidence>, audit: Audit<unknown>): Evidence {
  return new Proxy(evidence, {
    get(target, name) {
      if (
        typeof name === 'string' &&
        name in target &&
        !audit.requires.includes(name as EvidenceName)
      ) {
        throw new Error(`audit ${audit.id} reads ${name} without requiring it; add it to requires`);
      }
      return Reflect.get(target, name);
    },
  }) as Evidence;
}
