import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audits } from '../../audits/index.ts';
import { reportFormats } from '../../reports/index.ts';
import { auditBenchmark } from '../audit/audit-benchmark.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { auditRunSchema } from '../audit/audit-run-schema.ts';
import { planAudits } from '../audit/run-audits.ts';
import { loadConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import { decideGate } from '../gate/gate.ts';
import { parsePolicy } from '../gate/parse-policy.ts';
import { silentProgress } from '../progress.ts';

let folder: string;
let run: AuditRun;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judgments-only-'));
  await writeFile(
    join(folder, 'votes.csv'),
    'q,judge,won,round\n1,j,1,1\n1,k,2,1\n2,j,tie,1\n2,k,,1\n3,j,1,2\n',
  );
  await writeFile(
    join(folder, 'audit.yaml'),
    `version: 1
name: judgments-only
judgments:
  - path: votes.csv
    columns: { item: q, grader: judge, winner: won }
    where: { round: 1 }
`,
  );
  const config = await loadConfig(folder, { auditIds: audits.map(({ id }) => id) });
  const benchmark = await loadBenchmark(config, {
    progress: silentProgress,
    mediaCacheDir: join(folder, 'cache'),
  });
  run = await auditBenchmark(benchmark, {
    audits: planAudits(audits, config.audits),
    config: config.echo,
    scoring: config.scoring,
    seed: 0,
    cacheDir: join(folder, 'cache'),
    tool: { name: 'touchstone', version: '0.0.0' },
  });
});
afterAll(() => rm(folder, { recursive: true }));

test('without a test split the audits of items say that they do not apply, and none passes', () => {
  const ofItems = run.audits.filter(({ id }) => id !== 'grader-bias');
  expect(Object.fromEntries(ofItems.map(({ id, verdict }) => [id, verdict]))).toEqual({
    'image-reuse': 'not-applicable',
    'template-leakage': 'not-applicable',
    'question-only': 'not-applicable',
    'blind-controls': 'not-applicable',
    'small-subsets': 'not-applicable',
  });
  expect(auditRunSchema.safeParse(run).error).toBeUndefined();
});

test('what "where" left out is in the result and no fault', () => {
  expect(run.ledger).toMatchObject([
    { role: 'judgments', read: 5, kept: 4, filtered: 1, dropped: {} },
  ]);
});

test.each(reportFormats.map((format) => [format.id, format] as const))(
  'the %s report is written',
  (_id, format) => {
    expect(format.render(run, {}).length).toBeGreaterThan(0);
  },
);

test('a gate does not pass where every audit that ran does not apply', () => {
  const audits = run.audits.filter(({ verdict }) => verdict === 'not-applicable');
  const policy = parsePolicy('policy.yaml', 'version: 1', []);
  const auditIds = audits.map(({ id }) => id);
  const surroundings = { auditIds, today: '2026-11-25', inputs: { changed: [] } };
  expect(decideGate({ ...run, audits }, policy, surroundings).decision).toBe('inconclusive');
});
