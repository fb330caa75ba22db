import type { AuditRun } from '../../src/audit/audit-run.ts';
import { chooseFindings, countFindings } from '../choose-findings.ts';
import { formatCount } from '../numbers.ts';
import { encoded, type Places, placesOf } from './places.ts';
import { decisionResults, findingResult } from './results.ts';
import { rulesOf } from './rules.ts';
import type { SarifLog, SarifNotification, SarifRun } from './sarif-log.ts';

/** GitHub shows 5,000 results of an upload and refuses more than 25,000. */
const mostResults = 5_000;

/**
 * The run as a SARIF 2.1.0 log: findings at the rows at fault, audits as rules.
 *
 * Failing checks, contradicted claims and failing or open audits without findings are results of
 * their own, at the file that asks for them. A verdict that is open is a warning: viewers hide
 * results of the kind that SARIF has for it.
 *
 * @param options benchFolder: path of the config's folder from the top of the source tree, so
 *   that a viewer finds the rows; without it paths count from the config's folder.
 */
export function renderSarif(
  run: AuditRun,
  options: { readonly benchFolder?: string } = {},
): string {
  const places = placesOf(run, options.benchFolder);
  const rules = rulesOf(run);
  const decisions = decisionResults(run, places);
  const findings = chooseFindings(run, Math.max(0, mostResults - decisions.length)).map((placed) =>
    findingResult(placed, places),
  );
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const results = [...decisions, ...findings].map(({ ruleId, ...result }) => ({
    ruleId,
    ruleIndex: ruleIndex.get(ruleId) as number,
    ...result,
  }));
  const log: SarifLog = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: run.tool.name, version: run.tool.version, rules } },
        automationDetails: { id: `audit/${encoded(run.benchmark.name)}/` },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: leftOut(countFindings(run), findings.length),
          },
        ],
        originalUriBaseIds: {
          [places.base.id]: { description: { text: places.base.description } },
        },
        artifacts: artifactsOf(run, places),
        results,
        columnKind: 'unicodeCodePoints',
        properties: {
          benchmark: run.benchmark.name,
          verdict: run.verdict,
          summary: run.summary,
          seed: run.seed,
          findings: countFindings(run),
          ...(run.gate && { decision: run.gate.decision }),
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Every file that was read, once; media are one digest and no file. */
function artifactsOf(run: AuditRun, places: Places): SarifRun['artifacts'] {
  const files = new Map(
    run.inputs.filter(({ role }) => role !== 'media').map(({ path, sha256 }) => [path, sha256]),
  );
  return Array.from(files, ([path, sha256]) => ({
    location: places.file(path),
    hashes: { 'sha-256': sha256 },
  }));
}

function leftOut(total: number, shown: number): SarifNotification[] {
  if (shown === total) return [];
  const text = `This log holds ${formatCount(shown)} of ${formatCount(total)} findings, defects first; all of them are in findings.jsonl.`;
  return [{ level: 'warning', message: { text } }];
}
