import type { AuditResult } from '../src/audit/audit.ts';
import type { AuditRun, Score } from '../src/audit/audit-run.ts';
import { checkClaims } from '../src/claims/check-claims.ts';
import type { CheckedClaim, CheckedClaims } from '../src/claims/checked-claims.ts';
import type { ClaimsLedger } from '../src/claims/ledger.ts';
import { readLedger } from '../src/claims/read-ledger.ts';
import { estimateAt, measuredRun, resultOf, scoreOf } from './measured-run.ts';

/** Ledgers of one claim, checked by runs of two models. */

export function ledger(...keys: readonly string[]): ClaimsLedger {
  return readLedger(
    'claims.yaml',
    `version: 1\ntitle: T\nsource: S\nclaims:\n  c:\n${keys.map((key) => `    ${key}\n`).join('')}`,
  );
}

export function checkAll(run: AuditRun, ...keys: readonly string[]): CheckedClaims {
  return checkClaims(ledger('text: T.', 'model: ours', 'track: closed', ...keys), run);
}

export function check(run: AuditRun, ...keys: readonly string[]): CheckedClaim {
  return checkAll(run, ...keys).claims[0]!;
}

/** Comparisons of small-subsets: `ours` minus `theirs` on all closed questions. */
export function comparison(
  bounds: readonly [number, number],
  {
    holmPValue = 0.001,
    conclusive = true,
    flips = 20,
    subset = 'closed, all',
    part = '',
  }: {
    readonly holmPValue?: number;
    readonly conclusive?: boolean;
    readonly flips?: number;
    readonly subset?: string;
    readonly part?: string;
  } = {},
): AuditResult {
  const count = (value: number) => ({ kind: 'count', title: 'flips', value, of: 100 }) as const;
  return resultOf(
    'small-subsets',
    {
      [`closedDifference:ours:theirs${part}`]: estimateAt((bounds[0] + bounds[1]) / 2, bounds),
      [`closedFlipsToTie:ours:theirs${part}`]: count(2 * flips),
      [`closedFlipsUntilNotSignificant:ours:theirs${part}`]: count(flips),
    },
    {
      tables: [
        {
          title: 'Comparisons',
          columns: [{ key: 'holmPValue', title: 'p after Holm' }],
          rows: [
            {
              subset,
              first: 'ours',
              second: 'theirs',
              holmPValue,
              verdict: conclusive ? 'conclusive' : 'inconclusive',
            },
          ],
        },
      ],
    },
  );
}

export const ours: Score = scoreOf('ours', 0.8, [0.76, 0.84]);
export const theirs: Score = scoreOf('theirs', 0.7, [0.66, 0.74]);

export function scored(...rows: readonly Score[]): AuditRun {
  return measuredRun({ scores: rows });
}
