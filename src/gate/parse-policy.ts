import { ConfigDocument } from '../benchmark/config-document.ts';
import { AuditError } from '../errors.ts';
import { type GatePolicy, gatePolicyJsonSchema, gatePolicySchema } from './policy-schema.ts';

/**
 * Reads a policy, and checks that what it names exists.
 *
 * @param name File name for messages.
 * @param text YAML or JSON.
 * @param auditIds Ids of all audits that exist.
 * @throws {AuditError} naming file and line, for an unknown key, audit or check ("did you mean"),
 *   a wrong value, or keys that contradict each other.
 */
export function parsePolicy(name: string, text: string, auditIds: readonly string[]): GatePolicy {
  const document = new ConfigDocument(name, text, {
    jsonSchema: gatePolicyJsonSchema,
    docs: 'docs/gate.md',
  });
  const parsed = gatePolicySchema.safeParse(document.value);
  if (!parsed.success) throw document.errorFor(parsed.error.issues);
  const policy = parsed.data;
  checkAudits(policy, auditIds, document);
  checkLimits(policy, auditIds, document);
  checkClaims(policy, document);
  checkWaivers(policy, auditIds, document);
  return policy;
}

/** Audits that must pass: those named, else all there are; without those excepted. */
export function requiredAudits(
  { required, exempt }: Pick<GatePolicy, 'required' | 'exempt'>,
  auditIds: readonly string[],
): readonly string[] {
  return [...new Set(required ?? auditIds)].filter((id) => !Object.hasOwn(exempt, id));
}

function checkAudits(
  { required = [], exempt, thresholds }: GatePolicy,
  auditIds: readonly string[],
  document: ConfigDocument,
): void {
  for (const [index, id] of required.entries()) {
    if (!auditIds.includes(id))
      throw document.unknownKey(['required', index], id, auditIds, 'unknown audit');
    if (Object.hasOwn(exempt, id))
      throw contradiction(
        document.locate(['exempt'], id),
        `"${id}" is both required and exempt`,
        'name it in one of the two',
      );
  }
  for (const [key, named] of Object.entries({ exempt, thresholds })) {
    for (const id of Object.keys(named)) {
      if (!auditIds.includes(id)) throw document.unknownKey([key], id, auditIds, 'unknown audit');
    }
  }
}

function checkLimits(
  { limits }: GatePolicy,
  auditIds: readonly string[],
  document: ConfigDocument,
): void {
  for (const [index, { measure }] of limits.entries()) {
    const path = ['limits', index, 'measure'];
    const [source = '', ...rest] = measure.split('/');
    const sources = [...auditIds, 'score'];
    if (!sources.includes(source))
      throw document.unknownKey(path, source, sources, 'unknown audit');
    if (rest.join('/') === '')
      throw contradiction(
        document.locate(path),
        `"${measure}" names no quantity`,
        'write <audit>/<measure> or score/<model>/<track>',
      );
    if (limits.findIndex((one) => one.measure === measure) < index)
      throw contradiction(
        document.locate(path),
        `"${measure}" is limited twice`,
        'leave one limit of it',
      );
  }
}

function checkClaims({ claims, baseline }: GatePolicy, document: ConfigDocument): void {
  if (claims?.require !== 'all' || baseline !== undefined) return;
  throw contradiction(
    document.locate(['claims', 'require']),
    '"all" does not notice a claim that is taken out of the ledger',
    'list the ids, or add "baseline: gate-baseline.json", which remembers them',
  );
}

/** Of the claims under "all" only the run knows the ids. */
function checkWaivers(
  policy: GatePolicy,
  auditIds: readonly string[],
  document: ConfigDocument,
): void {
  const { limits, claims, baseline, waivers } = policy;
  const named = claims === undefined || claims.require === 'all' ? [] : claims.require;
  const known = [
    ...requiredAudits(policy, auditIds).map((id) => `audit:${id}`),
    ...limits.map(({ measure }) => `limit:${measure}`),
    ...(baseline === undefined ? [] : limits.map(({ measure }) => `ratchet:${measure}`)),
    ...named.map((id) => `claim:${id}`),
  ];
  for (const [index, { check }] of waivers.entries()) {
    if (known.includes(check)) continue;
    if (claims?.require === 'all' && check.startsWith('claim:')) continue;
    throw document.unknownKey(['waivers', index, 'check'], check, known, 'unknown check');
  }
}

function contradiction(location: string, problem: string, remedy: string): AuditError {
  return new AuditError({ code: 'policy-contradicts', location, problem, remedy });
}
