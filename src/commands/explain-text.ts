import { gradesOf } from '../../reports/answers-wording.ts';
import { formatCell, formatCount, formatPlainNumber } from '../../reports/numbers.ts';
import { capitalised, plural, spaced, verdictWords } from '../../reports/wording.ts';
import type { AuditResult, Finding, Measure, Subject } from '../audit/audit.ts';
import type { CheckedClaim } from '../claims/checked-claims.ts';
import type { ExplainedAudit, Explanation } from '../explain/explain-run.ts';
import type { GateCheck } from '../gate/gate-decision.ts';
import { printable } from './printable.ts';

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** An explanation as a person reads it in a terminal. */
export function explanationText(explanation: Explanation): string {
  const { heading, sections } = partsOf(explanation);
  const blocks = sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n'));
  return printable(`${[heading.join('\n'), ...blocks].join('\n\n')}\n`);
}

function partsOf(explanation: Explanation): {
  readonly heading: readonly string[];
  readonly sections: readonly Section[];
} {
  switch (explanation.kind) {
    case 'finding':
      return findingParts(explanation);
    case 'audit':
      return auditParts(explanation.audit);
    case 'check':
      return checkParts(explanation.check, explanation.audit);
    case 'claim':
      return claimParts(explanation.claim, explanation.audits, explanation.check);
  }
}

const weights: Readonly<Record<Finding['severity'], string>> = {
  defect: 'A defect counts towards a failing verdict.',
  suspect: 'A suspect wants a look: it alone proves nothing.',
  note: 'A note is for information and counts towards no verdict.',
};

function findingParts({
  finding,
  audit,
  others,
  mending,
}: Extract<Explanation, { kind: 'finding' }>): ReturnType<typeof partsOf> {
  const { id, severity, kind, title, subjects, values, modality, task } = finding;
  const about = [audit.id, spaced(kind), modality, task].filter((part) => part !== undefined);
  return {
    heading: [`${severity.toUpperCase()} ${id}: ${about.join(', ')}`, title],
    sections: [
      { title: 'Where', lines: subjects.flatMap(subjectLines) },
      { title: 'Values', lines: valueLines(values) },
      {
        title: 'Why it counts',
        lines: [
          ...askedLines(audit),
          weights[severity],
          verdictLine(audit),
          ...(others > 0
            ? [
                `${plural(others, formatCount(others), 'more finding')} of this audit in findings.jsonl.`,
              ]
            : []),
        ],
      },
      { title: 'What does not follow', lines: [audit.limits] },
      { title: 'What would make it go away', lines: [mending, ...verdictRemedy(audit.remedy)] },
    ],
  };
}

function auditParts(audit: AuditResult): ReturnType<typeof partsOf> {
  const counts = (['defect', 'suspect', 'note'] as const).flatMap((severity) => {
    const count = audit.findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [plural(count, formatCount(count), severity)];
  });
  return {
    heading: [`${verdictWords[audit.verdict]} ${audit.id}: ${audit.title}`, audit.summary],
    sections: [
      { title: 'What is asked', lines: askedLines(audit) },
      { title: 'Measured', lines: Object.values(audit.measures).map(measureLine) },
      {
        title: 'Findings',
        lines:
          counts.length === 0
            ? []
            : [`${counts.join(', ')}; findings.jsonl lists them, audit explain <id> tells of one.`],
      },
      { title: 'What does not follow', lines: [audit.limits] },
      { title: 'Sources', lines: audit.sources },
      { title: 'What would make it pass', lines: audit.remedy === undefined ? [] : [audit.remedy] },
    ],
  };
}

function checkParts(
  check: GateCheck,
  audit: ExplainedAudit | undefined,
): ReturnType<typeof partsOf> {
  const { id, title, decision, reason, remedy, waiver } = check;
  return {
    heading: [`${decision.toUpperCase()} ${id}: ${title}`, reason],
    sections: [
      { title: 'Why it counts', lines: audit ? [...askedLines(audit), verdictLine(audit)] : [] },
      { title: 'What does not follow', lines: audit ? [audit.limits] : [] },
      {
        title: 'Waived',
        lines: waiver ? [`By ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`] : [],
      },
      { title: 'What would make it pass', lines: remedy === undefined ? [] : [remedy] },
    ],
  };
}

function claimParts(
  claim: CheckedClaim,
  audits: readonly ExplainedAudit[],
  check: GateCheck | undefined,
): ReturnType<typeof partsOf> {
  const { id, text, location, status, basis, why, needs } = claim;
  const place = location === undefined ? '' : ` (${location})`;
  return {
    heading: [`${spaced(status).toUpperCase()} claim:${id}`, `“${text}”${place}`],
    sections: [
      {
        title: 'Why',
        lines: [
          why,
          basis === 'run'
            ? 'It was derived again from the measurements of this run.'
            : 'It was tested on published figures alone: nothing was measured for it.',
        ],
      },
      { title: 'Measured', lines: Object.values(claim.measures).map(measureLine) },
      {
        title: 'Audits that bear on it',
        lines: audits.map((audit) => `${audit.id}: ${verdictLine(audit)}`),
      },
      {
        title: 'The gate',
        lines: check ? [`${check.decision.toUpperCase()}: ${check.reason}`] : [],
      },
      { title: 'What would make it firmer', lines: needs },
    ],
  };
}

/** `test media  data/test.json:88  images/a.png`, then what the row says. */
function subjectLines(subject: Subject): string[] {
  const { role, key, split, source, excerpt, model } = subject;
  const named = [split, role].filter((part) => part !== undefined).join(' ');
  const place = source === undefined ? '' : `${source.file}:${source.line}  `;
  const said = excerpt === undefined ? [] : [`  “${excerpt.replaceAll(/\s+/g, ' ').trim()}”`];
  const grades = gradesOf(subject).map(
    ({ grader, text, kin }) => `  ${grader}${kin ? ', same family' : ''}: ${text}`,
  );
  return [
    `${named}  ${place}${model === undefined ? key : `${model} on ${key}`}`,
    ...said,
    ...grades,
  ];
}

function valueLines(values: Finding['values']): string[] {
  const names = Object.keys(values).map(spaced);
  const width = Math.max(0, ...names.map((name) => name.length));
  return Object.values(values).map(
    (value, index) =>
      `${names[index]?.padEnd(width)}  ${typeof value === 'number' ? formatPlainNumber(value) : value}`,
  );
}

function measureLine(measure: Measure): string {
  return `${measure.title}: ${formatCell(measure)}`;
}

function askedLines({ title, question, method, options }: ExplainedAudit): string[] {
  const inForce = Object.entries(options).map(([name, value]) => `${name} ${optionText(value)}`);
  return [
    `${title}: ${question}`,
    method,
    ...(inForce.length > 0 ? [`Options in force: ${inForce.join(', ')}.`] : []),
  ];
}

function optionText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function verdictLine({ verdict, summary }: ExplainedAudit): string {
  return `${capitalised(spaced(verdict))}: ${summary}`;
}

function verdictRemedy(remedy: string | undefined): string[] {
  return remedy === undefined ? [] : [`For the audit to pass: ${remedy}`];
}
