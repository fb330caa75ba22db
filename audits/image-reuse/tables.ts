import type { EvidenceTable, HistogramFigure } from '../../src/audit/audit.ts';
import type { NullCalibration, ReuseEvidence, ReusePair } from '../../src/evidence/evidence.ts';

const layers = ['name', 'bytes', 'content', 'perceptual'] as const;
const verdicts = [
  { verdict: 'exact', title: 'Exact' },
  { verdict: 'verified', title: 'Verified' },
  { verdict: 'candidate', title: 'Undecided' },
  { verdict: 'refuted', title: 'Refuted' },
] as const;
const scopes = [
  { scope: 'train-test', title: 'train x test' },
  { scope: 'within-test', title: 'within test' },
] as const;
/** Distances whose expected false pairs the table tells. */
const toldDistances = [0, 4, 8, 10] as const;
const binBits = 2;

/** Pairs by scope, layer and verdict; where some were found, only the layers that found them. */
export function pairTable({ pairs, mode, notes = [] }: ReuseEvidence): EvidenceTable {
  const number = (wanted: Partial<ReusePair>): number =>
    pairs.filter((pair) =>
      Object.entries(wanted).every(([key, value]) => pair[key as keyof ReusePair] === value),
    ).length;
  const shown = mode === 'names' ? layers.slice(0, 1) : layers;
  const rows = scopes.flatMap(({ scope, title }) =>
    shown.map((layer) => ({
      ...{ scope: title, layer },
      ...Object.fromEntries(
        verdicts.map(({ verdict }) => [verdict, number({ scope, layer, verdict })]),
      ),
    })),
  );
  const found = rows.filter((row) =>
    Object.values(row).some((cell) => typeof cell === 'number' && cell > 0),
  );
  return {
    title: 'Pairs by how they were found and judged',
    columns: [
      { key: 'scope', title: 'Scope' },
      { key: 'layer', title: 'Found by' },
      ...verdicts.map(({ verdict, title }) => ({ key: verdict, title })),
    ],
    rows: found.length > 0 ? found : rows,
    note: [
      'A test medium counts once for each partner; copies of equal content in train count as one partner.',
      ...notes,
    ].join(' '),
  };
}

/** What unrelated pictures of each modality look like to a hash. */
export function calibrationTable(calibration: readonly NullCalibration[]): EvidenceTable {
  return {
    title: 'How alike pictures of different patients look',
    columns: [
      { key: 'modality', title: 'Modality' },
      { key: 'status', title: 'Status' },
      { key: 'nullPairs', title: 'Pairs measured' },
      { key: 'searchedPairs', title: 'Pairs searched' },
      { key: 'thresholdBits', title: 'At most one false pair up to' },
      { key: 'searchRadiusBits', title: 'Compared by pixels up to' },
      ...toldDistances.map((distance) => ({
        key: `expected${distance}`,
        title: `False pairs at ${distance} bits`,
      })),
    ],
    rows: calibration.map((entry) => ({
      modality: entry.modality,
      status: `${entry.status === 'calibrated' ? 'calibrated' : 'not calibrated'}: ${entry.reason}`,
      nullPairs: entry.nullPairs,
      searchedPairs: entry.searchedPairs,
      thresholdBits: entry.thresholdBits < 0 ? 'none' : entry.thresholdBits,
      searchRadiusBits: entry.searchRadiusBits ?? null,
      ...Object.fromEntries(
        toldDistances.map((distance) => [
          `expected${distance}`,
          significant(entry.expectedFalsePairs[distance]),
        ]),
      ),
    })),
    note: 'Distances are in bits of a 64-bit pHash, the smallest over eight symmetries. False pairs: how many look-alikes of different patients the search is expected to meet at that distance or closer. Distances only choose what is compared: the verdict of a pair comes from its pixels.',
  };
}

/** Distances of null pairs, one histogram for each calibrated modality. */
export function nullHistograms(calibration: readonly NullCalibration[]): HistogramFigure[] {
  return calibration
    .filter(({ status }) => status === 'calibrated')
    .map(({ modality, distanceCounts, thresholdBits, searchRadiusBits }) => ({
      kind: 'histogram',
      title: `${modality}: how far apart pictures of different patients are`,
      axis: 'pHash distance in bits',
      bins: Array.from({ length: Math.ceil(distanceCounts.length / binBits) }, (_, bin) => ({
        from: bin * binBits,
        to: (bin + 1) * binBits,
        count: distanceCounts
          .slice(bin * binBits, (bin + 1) * binBits)
          .reduce((sum, at) => sum + at, 0),
      })),
      marks: [
        ...(thresholdBits < 0
          ? []
          : [{ label: 'at most one false pair expected', value: thresholdBits }]),
        ...(searchRadiusBits === undefined
          ? []
          : [{ label: 'compared by pixels up to here', value: searchRadiusBits }]),
      ],
    }));
}

/** Three significant digits: an expectation of 547.05 false pairs is not known better. */
function significant(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(3));
}
