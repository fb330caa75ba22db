import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { percent } from '../../src/audit/wording.ts';
import { type ReportedSubset, reportedSubsets } from '../../src/benchmark/reported-subsets.ts';
import { mean, meanEstimate, pairedMeanDifference } from '../../src/statistics/index.ts';
import { conditionTitle } from './conditions.ts';
import type { Contrast } from './contrasts.ts';
import type { Question } from './sides.ts';

/** Pairs below which nothing is said about a subset or a template. */
const fewestPairs = 5;

/** What the image adds on a part of a track. */
export interface SubsetGain {
  readonly contrast: Contrast;
  readonly subset: ReportedSubset;
  readonly real: number;
  readonly control: Estimate;
  readonly gain: Estimate;
}

/** Gains by task, modality and every reported subset: exploratory, adjusted for nothing. */
export function subsetGains(contrasts: readonly Contrast[], question: Question): SubsetGain[] {
  const { benchmark } = question.evidence;
  const columns = [...new Set(['task', 'modality', ...benchmark.subsets])];
  const subsets = reportedSubsets(benchmark, columns).filter(({ column }) => column !== 'all');
  return contrasts.flatMap((contrast) =>
    subsets
      .filter(({ track }) => track === contrast.side.track)
      .flatMap((subset) => {
        const found = gainOn(contrast, subset.itemKeys, subset.label, question);
        return found === undefined ? [] : [{ contrast, subset, ...found }];
      }),
  );
}

/** The gain on some of a contrast's items; undefined below five pairs. */
export function gainOn(
  { side, pairs }: Contrast,
  keys: ReadonlySet<string>,
  label: string,
  { options }: Question,
): Pick<SubsetGain, 'real' | 'control' | 'gain'> | undefined {
  const inside = [...pairs.itemKeys.keys()].filter((item) => keys.has(pairs.itemKeys[item]!));
  if (inside.length < fewestPairs) return undefined;
  const [real, control] = [pairs.real, pairs.control].map((column) =>
    inside.map((item) => column[item]!),
  ) as [number[], number[]];
  const clusterIds = inside.map((item) => pairs.clusterIds[item]!);
  const { level } = options;
  return {
    real: mean(real),
    control: estimateOf(
      `${side.model}, ${label}: score without the image`,
      'score',
      meanEstimate(control, clusterIds, { level }),
    ),
    gain: estimateOf(
      `${side.model}, ${label}: what the image adds`,
      'points',
      pairedMeanDifference(real, control, clusterIds, { level }),
    ),
  };
}

export function subsetTable(gains: readonly SubsetGain[]): EvidenceTable {
  return {
    title: 'What the image adds by task, modality and subset',
    columns: [
      { key: 'subset', title: 'Subset' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'real', title: 'With the image' },
      { key: 'blind', title: 'Without' },
      { key: 'gain', title: 'The image adds' },
    ],
    rows: gains.map(({ contrast, subset, real, control, gain }) => ({
      subset: subset.label,
      model: contrast.side.model,
      control: conditionTitle(contrast.control),
      real: percent(real),
      blind: control,
      gain,
    })),
    note: 'Exploratory: adjusted for nothing, and no part of the verdict. Subsets with fewer than five pairs are left out.',
  };
}
