import { type AuditRun, schemaVersion } from '../audit/audit-run.ts';
import { freezeRun } from '../audit/freeze-run.ts';
import type { InputFile } from '../benchmark/benchmark.ts';
import type { CheckedClaims } from './checked-claims.ts';
import { claimsSentence } from './claims-sentence.ts';

/**
 * A run that holds checked claims and nothing else: what reports show of claims that were tested on
 * paper. Nothing was audited in it, so it has no verdict.
 */
export function runOfClaims(
  claims: CheckedClaims,
  input: InputFile,
  tool: AuditRun['tool'],
): AuditRun {
  return freezeRun({
    schemaVersion,
    tool,
    benchmark: {
      name: claims.title,
      testItems: 0,
      trainItems: 0,
      distinctMedia: 0,
      media: 'absent',
    },
    verdict: 'not-applicable',
    summary: `No benchmark is at hand: the claims are tested by their published figures alone. ${claimsSentence(claims)}`,
    config: {},
    seed: 0,
    inputs: [input],
    models: [],
    ledger: [],
    scores: [],
    extractors: [],
    deflation: [],
    audits: [],
    claims,
  });
}
