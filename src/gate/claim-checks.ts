import type { AuditRun } from '../audit/audit-run.ts';
import { didYouMean } from '../benchmark/did-you-mean.ts';
import type { CheckedClaim, ClaimStatus } from '../claims/checked-claims.ts';
import { type Examined, nothingMeasured } from './examined.ts';
import type { GateBaseline } from './gate-baseline.ts';
import type { GateClaims, GatePolicy } from './policy-schema.ts';

/**
 * Every required claim by its status. A contradicted one fails. One that published figures alone
 * support stays open: it would pass by taking the answers away that speak against it.
 */
export function claimChecks(
  policy: GatePolicy,
  { claims }: Pick<AuditRun, 'claims'>,
  baseline: GateBaseline | undefined,
): Examined[] {
  if (policy.claims === undefined) return [];
  const { require } = policy.claims;
  const checked = claims?.claims ?? [];
  const ids = requiredClaims(policy, checked, baseline);
  return [
    ...ids.map((id) => {
      const claim = checked.find((one) => one.id === id);
      return claim === undefined ? absent(id, checked) : checkOf(claim, policy.claims!);
    }),
    ...(require === 'all' && baseline?.claims === undefined ? [unremembered(checked)] : []),
  ];
}

/** Under "all" every claim of the run, those the baseline remembers, and those that a waiver names. */
function requiredClaims(
  { claims, waivers }: GatePolicy,
  checked: readonly CheckedClaim[],
  baseline: GateBaseline | undefined,
): readonly string[] {
  const require = claims?.require ?? [];
  if (require !== 'all') return [...new Set(require)];
  const waived = waivers.flatMap(({ check }) =>
    check.startsWith('claim:') ? [check.slice('claim:'.length)] : [],
  );
  return [...new Set([...checked.map(({ id }) => id), ...(baseline?.claims ?? []), ...waived])];
}

function absent(id: string, checked: readonly CheckedClaim[]): Examined {
  const guess = didYouMean(
    id,
    checked.map((one) => one.id),
  );
  const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
  return nothingMeasured({
    id: `claim:${id}`,
    kind: 'claim',
    title: id,
    reason: `The run checked no claim of this id${hint || '.'}`,
    remedy: 'Put it into the ledger that "claims" in the config names, and run again.',
  });
}

/** Without ids that are remembered a claim could leave the ledger unseen. */
function unremembered(checked: readonly CheckedClaim[]): Examined {
  return nothingMeasured({
    id: 'ratchet:claims',
    kind: 'ratchet',
    title: 'Claims seen so far',
    reason: `The baseline remembers no claims; the run has ${checked.length}.`,
    remedy: 'Record them with audit gate --update-baseline.',
  });
}

const verbs: Readonly<Record<ClaimStatus, string>> = {
  supported: 'Supported',
  fragile: 'Fragile',
  inconclusive: 'Inconclusive',
  contradicted: 'Contradicted',
  'not-testable': 'Not testable',
};

function checkOf(claim: CheckedClaim, { accept }: GateClaims): Examined {
  const { id, text, status, basis, why, needs } = claim;
  const facts = { id: `claim:${id}`, kind: 'claim', title: text.replace(/\.$/, '') } as const;
  const byPaper = basis === 'paper' ? ' by published figures alone' : '';
  const reason = `${verbs[status]}${byPaper}: ${why}`;
  const isAccepted = status === 'supported' || (accept as readonly string[]).includes(status);
  if (isAccepted && basis === 'run')
    return { check: { ...facts, decision: 'pass', reason }, waivable: true };
  const decision = status === 'contradicted' ? 'fail' : 'inconclusive';
  const remedy = needs.length > 0 ? needs.join(' ') : remedyOf(claim, isAccepted);
  return { check: { ...facts, decision, reason, remedy }, waivable: true };
}

function remedyOf({ status, measures }: CheckedClaim, isAccepted: boolean): string {
  if (isAccepted) return 'Have a run measure it: give the config the answers behind the figure.';
  if (status === 'contradicted') return 'Withdraw the claim, or state what was measured instead.';
  if (status === 'fragile')
    return 'Add items until a few answers no longer undo it, or add "fragile" to "accept".';
  const counts = Object.values(measures).flatMap((one) => (one.kind === 'estimate' ? [one.n] : []));
  const now = counts.length > 0 ? `; ${Math.max(...counts)} do not decide` : '';
  return `Add items until its interval decides${now}.`;
}
