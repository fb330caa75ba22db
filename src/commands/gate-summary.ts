import { counted } from '../audit/wording.ts';
import type { GateCheck } from '../gate/gate-decision.ts';
import type { GateOutcome } from './gate.ts';

/** What needs a look comes first. */
const order: readonly GateCheck['decision'][] = ['fail', 'inconclusive', 'waived', 'pass'];

const margin = ' '.repeat(14);

/** What people read of a gate: failures, what is open, what is waived or excepted, what passed. */
export function gateSummary({ decision: gate, runName, baseline }: GateOutcome): string {
  const blocks = order.flatMap((decision) => {
    const own = gate.checks.filter((check) => check.decision === decision);
    const lines = own.flatMap(checkLines);
    return decision === 'waived' ? [...lines, ...exemptLines(gate.exempt)] : lines;
  });
  const counts = order.flatMap((decision) => {
    const count = gate.checks.filter((check) => check.decision === decision).length;
    return count === 0 ? [] : [`${count} ${said[decision]}`];
  });
  const exempt = Object.keys(gate.exempt).length;
  const lines = [
    ...blocks,
    '',
    ...(baseline === undefined ? [] : [`Baseline: ${baseline}`]),
    `GATE ${gate.decision.toUpperCase()}: ${runName}: ${counts.join(', ')}${exempt === 0 ? '' : `, ${counted(exempt, 'audit')} excepted`}`,
  ];
  return `${lines.join('\n')}\n`;
}

const said: Readonly<Record<GateCheck['decision'], string>> = {
  fail: 'failed',
  inconclusive: 'open',
  waived: 'WAIVED',
  pass: 'passed',
};

function checkLines({ decision, id, title, kind, reason, remedy, waiver }: GateCheck): string[] {
  const isNamed = kind === 'audit' || kind === 'run' || title === id.slice(kind.length + 1);
  const named = isNamed ? '' : `${title}: `;
  return [
    `${decision.toUpperCase().padEnd(margin.length)}${id}`,
    `${margin}${named}${reason}`,
    ...(remedy === undefined ? [] : [`${margin}To pass: ${remedy}`]),
    ...(waiver === undefined
      ? []
      : [
          `${margin}Waived until ${waiver.expires}; ${waiver.owner} answers for it: ${waiver.reason}`,
        ]),
  ];
}

function exemptLines(exempt: Readonly<Record<string, string>>): string[] {
  return Object.entries(exempt).flatMap(([id, reason]) => [
    `${'EXEMPT'.padEnd(margin.length)}audit:${id}`,
    `${margin}${reason}`,
  ]);
}
