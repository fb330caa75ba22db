/** The key order of checked claims and of a gate's decision. */

import type {
  CheckedClaim,
  CheckedClaims,
  TakenApartLead,
} from '../../src/claims/checked-claims.ts';
import type { GateCheck, GateDecision, Waiver } from '../../src/gate/gate-decision.ts';
import { figure, measure, table } from './measure-order.ts';
import { asIs, list, type Order, object, record } from './order.ts';

export const claims: Order = object<CheckedClaims>({
  title: asIs,
  source: asIs,
  claims: list(
    object<CheckedClaim>({
      id: asIs,
      kind: asIs,
      text: asIs,
      location: asIs,
      status: asIs,
      basis: asIs,
      why: asIs,
      claimed: object<NonNullable<CheckedClaim['claimed']>>({ value: asIs, unit: asIs }),
      measures: record(measure),
      tables: list(table),
      figures: list(figure),
      needs: asIs,
      audits: asIs,
    }),
  ),
  leads: list(
    object<TakenApartLead>({
      claim: asIs,
      track: asIs,
      model: asIs,
      baseline: asIs,
      cold: asIs,
      scores: object<TakenApartLead['scores']>({
        cold: measure,
        baseline: measure,
        model: measure,
      }),
      advertised: measure,
      fair: measure,
      notArchitecture: measure,
      caveat: asIs,
    }),
  ),
});

export const gate: Order = object<GateDecision>({
  decision: asIs,
  reasons: asIs,
  checks: list(
    object<GateCheck>({
      id: asIs,
      kind: asIs,
      title: asIs,
      decision: asIs,
      reason: asIs,
      remedy: asIs,
      waiver: object<Waiver>({ reason: asIs, owner: asIs, expires: asIs }),
    }),
  ),
  exempt: asIs,
});
