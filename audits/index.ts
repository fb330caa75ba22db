import type { Audit } from '../src/audit/audit.ts';
import { blindControls } from './blind-controls/index.ts';
import { comparatorBalance } from './comparator-balance/index.ts';
import { disclosure } from './disclosure/index.ts';
import { graderBias } from './grader-bias/index.ts';
import { imageReuse } from './image-reuse/index.ts';
import { numericalStability } from './numerical-stability/index.ts';
import { pipelineKinship } from './pipeline-kinship/index.ts';
import { questionOnly } from './question-only/index.ts';
import { smallSubsets } from './small-subsets/index.ts';
import { subsetSelection } from './subset-selection/index.ts';
import { templateLeakage } from './template-leakage/index.ts';

/** Every audit, in the order in which a report shows them. */
export const audits: readonly Audit<unknown>[] = [
  imageReuse,
  templateLeakage,
  questionOnly,
  blindControls,
  comparatorBalance,
  numericalStability,
  graderBias,
  smallSubsets,
  pipelineKinship,
  subsetSelection,
  disclosure,
];
