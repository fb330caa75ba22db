import type { AuditRun } from '../../src/audit/audit-run.ts';
import {
  auditCase,
  claimCase,
  gateCase,
  type Outcome,
  runCases,
  type TestCase,
} from './test-cases.ts';
import { attributes, escapeText } from './xml.ts';

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** Ant's schema requires a time and a host: a result has none, and equal results are equal bytes. */
const nowhere = { timestamp: '1970-01-01T00:00:00', hostname: 'localhost' };

/**
 * The run for test viewers: one suite each for audits, claims, gate checks and run facts.
 *
 * A failing verdict is a failure. What could not be decided is an error, never skipped: it must
 * not look green. What does not apply, or is waived, is skipped. Valid by the schemas of Ant's
 * JUnit tasks and of Jenkins.
 */
export function renderJunit(run: AuditRun): string {
  const suites: TestSuite[] = [
    { name: 'audits', cases: run.audits.map(auditCase) },
    { name: 'claims', cases: (run.claims?.claims ?? []).map(claimCase) },
    { name: 'gate', cases: (run.gate?.checks ?? []).map(gateCase) },
    { name: 'run', cases: runCases(run) },
  ].filter(({ cases }) => cases.length > 0);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap((suite, index) => suiteLines(suite, index, run)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines({ name, cases }: TestSuite, index: number, run: AuditRun): string[] {
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length;
  return [
    `  <testsuite${attributes({
      name,
      package: run.benchmark.name,
      id: index,
      ...nowhere,
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: 0,
    })}>`,
    '    <properties>',
    ...Object.entries(facts(run)).map(
      ([key, value]) => `      <property${attributes({ name: key, value })}/>`,
    ),
    '    </properties>',
    ...cases.map((one) => caseLine(one, name)),
    `    <system-out>${escapeText(cases.map(logLine).join('\n'))}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
  ];
}

function facts(run: AuditRun): Readonly<Record<string, string | number>> {
  return {
    tool: `${run.tool.name} ${run.tool.version}`,
    schemaVersion: run.schemaVersion,
    benchmark: run.benchmark.name,
    seed: run.seed,
    verdict: run.verdict,
    ...(run.gate && { decision: run.gate.decision }),
  };
}

function caseLine(one: TestCase, suite: string): string {
  const { name, outcome, type, message, details } = one;
  const opening = `    <testcase${attributes({ name, classname: suite, time: 0 })}`;
  if (outcome === 'passed') return `${opening}/>`;
  const text = escapeText([message, ...details].join('\n'));
  return `${opening}><${outcome}${attributes({ type, message })}>${text}</${outcome}></testcase>`;
}

/** Passes have no place for a text of their own in a viewer: the suite's log tells of all. */
function logLine({ name, type, message, details }: TestCase): string {
  return [`${type.toUpperCase()} ${name}`, message, ...details].join('\n  ');
}
