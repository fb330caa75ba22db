import type { Finding } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import { type Assessment, linkedPairs } from './assessment.ts';
import type { Contradiction } from './contradictions.ts';
import type { AssessedPair, Counterpart } from './counterparts.ts';
import { sharedText } from './statement.ts';

/** One finding for each link that can raise the candidate's score and each refuted independence. */
export function kinshipFindings(auditId: string, assessment: Assessment): Finding[] {
  const fails = assessment.verdict === 'fail';
  return [
    ...assessment.contradictions.map((one) => contradictionFinding(auditId, one)),
    ...linkedPairs(assessment.pairs).map((pair) => linkFinding(auditId, pair, fails)),
  ];
}

const severities = { exceeds: 'defect', open: 'suspect', within: 'note' } as const;

const endings = {
  exceeds: 'and it shows: what was measured is above its limit',
  open: 'and what that does is not decided',
  within: 'and what was measured of it is within its limit',
} as const;

function linkFinding(auditId: string, pair: AssessedPair, fails: boolean): Finding {
  const { first, second, effect } = pair;
  const severity = effect === 'exceeds' && !fails ? 'suspect' : severities[effect];
  return makeFinding(auditId, {
    kind: 'shared-origin',
    severity,
    title: `${first.charAt(0).toUpperCase()}${first.slice(1)} and ${second} have a common origin, ${endings[effect]}.`,
    subjects: [{ role: 'subset', key: `${first} and ${second}` }],
    values: { shared: sharedText(pair), ...valuesOf(pair.counterparts) },
  });
}

function contradictionFinding(auditId: string, contradiction: Contradiction): Finding {
  const { kind, severity, declared, counterpart } = contradiction;
  return makeFinding(auditId, {
    kind,
    severity,
    title: `${declared}, and ${counterpart.reading}.`,
    subjects: [{ role: 'subset', key: `train and test: ${counterpart.measure.title}` }],
    values: valuesOf([counterpart]),
  });
}

function valuesOf(counterparts: readonly Counterpart[]): Record<string, number> {
  return Object.fromEntries(counterparts.map(({ measure }) => [measure.title, measure.value]));
}
