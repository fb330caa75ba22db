import type { Audit, AuditOutcome, Count, EvidenceTable, Finding } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import {
  type AssessedCheck,
  assessDisclosure,
  type DisclosureStatus,
  saidText,
} from '../../src/disclosure/assess-disclosure.ts';
import { referenceText } from '../../src/disclosure/check.ts';
import type { Disclosure } from '../../src/disclosure/disclosure.ts';
import { checklistVersion } from '../../src/disclosure/guidelines.ts';
import { measuredText } from '../../src/disclosure/measured-side.ts';
import { measurementsOf } from '../../src/disclosure/measurements.ts';
import { judge } from './judgement.ts';
import { type DisclosureOptions, disclosureOptions } from './options.ts';

const id = 'disclosure';

/** What the authors say, check by check, beside what was measured. */
export const disclosure: Audit<DisclosureOptions> = {
  id,
  title: 'Disclosure',
  question:
    'Does the paper say what a reviewer has to know, and does what was measured agree with it?',
  method:
    '33 checks gather what TRIPOD+AI, TRIPOD-LLM, CLAIM 2024, STARD-AI and DECIDE-AI ask for, and what a benchmark of models needs beyond them. disclosure.yaml quotes what is said on each, with its place, and repeats it as facts that can be compared. The status is derived, never typed in: met (quoted, with its place, and nothing measured against it), declared only (said without a quote and its place), contradicted (what other audits, rows, checkpoints or answers show disagrees), not found, not applicable (with the reason). Fails where a check is contradicted; inconclusive while a required check is not found, declared only, left open by its measurement or not said in a form that can be compared, or while a check that has to be measured was not.',
  limits:
    'Quotes are taken at their word: that they stand in the paper is for the reader to see. A check that is met says that something is disclosed, not that it is well done. Where no measurement is at hand, met means said and no more. The list of required checks is a starting point. The texts of the checks are our own; the guidelines decide what they ask for.',
  sources: [
    'TRIPOD+AI: Collins et al. 2024, doi:10.1136/bmj-2023-078378',
    'TRIPOD-LLM: Gallifant et al. 2025, doi:10.1038/s41591-024-03425-5',
    'CLAIM 2024: Tejani et al. 2024, doi:10.1148/ryai.240300',
    'STARD-AI: Sounderajah et al. 2025, Nature Medicine',
    'DECIDE-AI: Vasey et al. 2022, doi:10.1038/s41591-022-01772-9',
    'MI-CLAIM: Norgeot et al. 2020, doi:10.1038/s41591-020-1041-y',
  ],
  requires: ['benchmark', 'cards', 'scores'],
  joins: [
    ...['image-reuse', 'template-leakage', 'blind-controls', 'grader-bias', 'small-subsets'],
    ...['comparator-balance', 'pipeline-kinship', 'numerical-stability', 'subset-selection'],
  ],
  options: disclosureOptions,
  audit(evidence, options, { resultOf = () => undefined }): AuditOutcome {
    const { disclosure: said } = evidence.benchmark;
    if (said === undefined) return withoutFile;
    const checks = assessDisclosure(said, measurementsOf(evidence, resultOf));
    return {
      ...judge(checks, options),
      measures: measuresOf(checks),
      tables: [tableOf(checks, said)],
      figures: [],
      findings: [
        ...checks.filter(isContradicted).map((check) => contradictedFinding(check, said)),
        ...checks.filter(isMissing).map((check) => missingFinding(check, said)),
      ],
    };
  },
};

const withoutFile = emptyOutcome(
  'not-applicable',
  'Nothing says what the authors disclose; write it with "audit disclosure init" and name the file under "disclosure" in the config.',
);

function measuresOf(checks: readonly AssessedCheck[]): Record<string, Count> {
  const count = (wanted: DisclosureStatus): number =>
    checks.filter(({ status }) => status === wanted).length;
  const of = checks.length - count('not-applicable');
  const measure = (title: string, value: number, total: number): Count => ({
    ...{ kind: 'count', title, value, of: total },
  });
  const said = checks.filter(({ status }) => status === 'met' || status === 'declared-only');
  const unseen = said.filter(({ measured }) => measured.state === 'not-at-hand');
  const open = said.filter(({ measured }) => measured.state === 'not-compared');
  return {
    met: measure('Checks that are met', count('met'), of),
    declaredOnly: measure(
      'Checks that are declared without a quoted place',
      count('declared-only'),
      of,
    ),
    contradicted: measure('Checks that what is measured contradicts', count('contradicted'), of),
    notFound: measure('Checks of which nothing is found', count('not-found'), of),
    notApplicable: measure(
      'Checks that are said not to apply',
      count('not-applicable'),
      checks.length,
    ),
    unmeasured: measure('Said, and could be measured, and was not', unseen.length, said.length),
    notCompared: measure('Said, in no form that can be compared', open.length, said.length),
  };
}

const statusText: Readonly<Record<DisclosureStatus, string>> = {
  met: 'met',
  'declared-only': 'declared only',
  contradicted: 'contradicted',
  'not-found': 'not found',
  'not-applicable': 'not applicable',
};

function tableOf(checks: readonly AssessedCheck[], said: Disclosure): EvidenceTable {
  return {
    title: `What ${said.source} says, and what was measured`,
    columns: [
      { key: 'id', title: 'Check' },
      { key: 'title', title: 'What is asked for' },
      { key: 'status', title: 'Status' },
      { key: 'said', title: 'What is said' },
      { key: 'location', title: 'Where' },
      { key: 'measured', title: 'What was measured' },
      { key: 'guidelines', title: 'Guideline items' },
    ],
    rows: checks.map(({ check, status, entry, measured }) => ({
      id: check.id,
      title: check.title,
      status: statusText[status],
      said: saidText(entry),
      location: entry?.location ?? '–',
      measured: measuredText(measured),
      guidelines: referenceText(check.references),
    })),
    note: `A status is derived from what is said and measured. A dash under guideline items: no guideline asks for it; under measured: nothing here measures it. Version ${checklistVersion} of the checks.`,
  };
}

function isContradicted({ status }: AssessedCheck): boolean {
  return status === 'contradicted';
}

function isMissing({ status }: AssessedCheck): boolean {
  return status === 'not-found';
}

function contradictedFinding({ check, entry, measured }: AssessedCheck, said: Disclosure): Finding {
  return makeFinding(id, {
    kind: 'contradicted-check',
    severity: 'defect',
    title: `${check.title}: what is said is contradicted by what was measured.`,
    subjects: [
      {
        role: 'file',
        key: `${said.file}: ${check.id}`,
        ...(entry && { source: { file: said.file, line: entry.line } }),
        excerpt: saidText(entry),
      },
    ],
    values: {
      check: check.id,
      measured: measured.text,
      facts: measured.keys.join(', '),
      guidelines: referenceText(check.references),
    },
  });
}

function missingFinding({ check }: AssessedCheck, said: Disclosure): Finding {
  return makeFinding(id, {
    kind: 'missing-check',
    severity: 'note',
    title: `${check.title}: nothing is found. ${check.question}`,
    subjects: [{ role: 'file', key: `${said.file}: ${check.id}` }],
    values: { check: check.id, guidelines: referenceText(check.references) },
  });
}
