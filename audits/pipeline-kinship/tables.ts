import type { EvidenceTable } from '../../src/audit/audit.ts';
import { percent } from '../../src/audit/wording.ts';
import { provenanceParts } from '../../src/benchmark/provenance-config.ts';
import type { Assessment } from './assessment.ts';
import type { Bond } from './options.ts';
import type { Origin } from './origins.ts';
import { standingOf, tiesOf } from './pairs.ts';
import { breakText, sharedText } from './statement.ts';

const readingOf = { exceeds: 'above the limit', within: 'within', open: 'not decided' } as const;

/** Who made what, what the parts share, and what was measured of it. */
export function kinshipTables(assessment: Assessment, bonds: readonly Bond[]): EvidenceTable[] {
  const tables = [
    originTable(assessment),
    matrixTable(assessment, bonds),
    pairTable(assessment),
    counterpartTable(assessment),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function present({ origins }: Assessment): Origin[] {
  return provenanceParts.map((part) => origins.get(part)!).filter(({ exists }) => exists);
}

function originTable(assessment: Assessment): EvidenceTable {
  return {
    title: 'Who and what made each part',
    columns: [
      { key: 'part', title: 'Part' },
      { key: 'team', title: 'Team' },
      { key: 'vendor', title: 'Vendor' },
      { key: 'pipeline', title: 'Pipeline' },
      { key: 'sources', title: 'Source data sets' },
      { key: 'models', title: 'Models' },
      { key: 'family', title: 'Model family' },
    ],
    rows: present(assessment).map(({ part, of, models, inferredFrom }) => ({
      part,
      team: listed(of.team?.names),
      vendor: listed(of.vendor?.names),
      pipeline: listed(of.pipeline?.names),
      sources: listed(of.sources?.names),
      models: `${listed(models)}${inferredFrom === undefined ? '' : ` (from ${inferredFrom})`}`,
      family: listed(of.family?.names),
    })),
    note: 'Declared under provenance in the config; models also as kin, models and judgments name them. Vendors include those of the models. “none”: declared to have none.',
  };
}

/** At most six names in full. */
function listed(names: readonly string[] | undefined): string {
  if (names === undefined) return 'not known';
  if (names.length === 0) return 'none';
  if (names.length <= 6) return names.join(', ');
  return `${names.slice(0, 5).join(', ')}, ${names.length - 5} more`;
}

/** Part by part; a cell names what the two share. */
function matrixTable(assessment: Assessment, bonds: readonly Bond[]): EvidenceTable {
  const parts = present(assessment);
  const cell = (one: Origin, other: Origin): string => {
    if (one === other) return '·';
    const ties = tiesOf(one, other, bonds);
    const standing = standingOf(one, other, ties);
    if (standing === 'linked') return sharedText({ ties });
    return standing === 'independent' ? 'nothing' : 'not known';
  };
  return {
    title: 'What the parts share',
    columns: [
      { key: 'part', title: 'Part' },
      ...parts.map(({ part }) => ({ key: part, title: part })),
    ],
    rows: parts.map((one) => ({
      part: one.part,
      ...Object.fromEntries(parts.map((other) => [other.part, cell(one, other)])),
    })),
    note: '“nothing”: makers and models of both are known and differ. “not known”: too little is declared to say that nothing is shared.',
  };
}

function pairTable({ pairs }: Assessment): EvidenceTable {
  return {
    title: 'Links, whether they show, and what would break them',
    columns: [
      { key: 'pair', title: 'Parts' },
      { key: 'standing', title: 'Kinship' },
      { key: 'shared', title: 'Shared' },
      { key: 'measured', title: 'Measured' },
      { key: 'decides', title: 'Decides' },
      { key: 'break', title: 'What would break the link' },
    ],
    rows: pairs.map((pair) => ({
      pair: `${pair.first} and ${pair.second}`,
      standing: pair.standing,
      shared: sharedText(pair) || null,
      measured: pair.counterparts.map(({ reading }) => reading).join('; ') || 'not measured',
      decides: pair.decides ? 'yes' : 'no',
      break: breakText(pair),
    })),
    note: 'Pairs that do not decide are kin by design (a candidate and its training data, the parts of one benchmark) or can’t raise the candidate’s score alone.',
  };
}

function counterpartTable({ pairs }: Assessment): EvidenceTable {
  const rows = pairs
    .filter(({ decides }) => decides)
    .flatMap((pair) =>
      pair.counterparts.map(({ audit, measure, limit, state }) => ({
        pair: `${pair.first} and ${pair.second}`,
        audit,
        measured: measure.title,
        value: measure,
        limit: measure.kind === 'count' ? limit : percent(limit),
        reading: readingOf[state],
      })),
    );
  return {
    title: 'What other audits measured of it',
    columns: [
      { key: 'pair', title: 'Parts' },
      { key: 'audit', title: 'Audit' },
      { key: 'measured', title: 'Measured' },
      { key: 'value', title: 'Value' },
      { key: 'limit', title: 'Allowed' },
      { key: 'reading', title: 'Reading' },
    ],
    rows,
  };
}
