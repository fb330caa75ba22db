import type { EvidenceTable } from '../../src/audit/audit.ts';
import { conditionTitle } from './conditions.ts';
import type { Contrast } from './contrasts.ts';
import type { ConditionScore } from './figures.ts';
import type { Question } from './sides.ts';
import type { SubsetGain } from './subset-gains.ts';
import { chanceTitle, type Decision, familyLevel } from './verdict.ts';
import { percent, points, shortP } from './wording.ts';

/** The contrast that decides for each model, and what is kept of its score. */
export function decisionTable(decisions: readonly Decision[], question: Question): EvidenceTable {
  const judged = decisions.filter(({ contrast }) => contrast.side.judged).length;
  const { minGain, maxShare, chance } = question.options;
  const over = chanceTitle[chance];
  return {
    title: 'What the image is worth to each model',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'gain', title: 'The image adds' },
      { key: 'overGuess', title: 'Kept of the score above a guess' },
      { key: 'overPrior', title: 'Kept above the template’s usual answer' },
      { key: 'missing', title: 'Items without a pair' },
      { key: 'verdict', title: 'Verdict' },
    ],
    rows: decisions.map(({ contrast, overGuess, overPrior, verdict }) => ({
      track: contrast.side.track,
      model: contrast.side.model,
      control: conditionTitle(contrast.control),
      gain: contrast.gain,
      overGuess,
      overPrior,
      missing: contrast.pairs.missing,
      verdict: contrast.side.judged ? verdict : 'not judged',
    })),
    note: `Fails when the gain’s upper bound is below ${points(minGain)} or the lower bound of what is kept above ${over} exceeds ${percent(maxShare)}; passes when both are decided the other way. Either must hold for answers that were not read or are missing, too. ${judged > 1 ? `${judged} comparisons are judged, each by intervals at ${percent(familyLevel(judged, question.options))}.` : ''}`.trim(),
  };
}

/** Every model against every control: gain with its test, all in one family. */
export function contrastTable(contrasts: readonly Contrast[], question: Question): EvidenceTable {
  const { power, level } = question.options;
  return {
    title: 'What the image adds, against every control',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'gain', title: 'The image adds' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
      { key: 'detectable', title: 'Smallest detectable gain' },
      { key: 'unreadReal', title: 'Answers not read with the image' },
      { key: 'unread', title: 'Answers not read under it' },
      { key: 'missing', title: 'Items without a pair' },
    ],
    rows: contrasts.map((contrast) => ({
      track: contrast.side.track,
      model: contrast.side.model,
      control: conditionTitle(contrast.control),
      gain: contrast.gain,
      pValue: shortP(contrast.difference.pValue),
      holmPValue: shortP(contrast.holmPValue),
      detectable: detectable(contrast),
      unreadReal: contrast.pairs.unread.real,
      unread: contrast.pairs.unread.control,
      missing: contrast.pairs.missing,
    })),
    note: `Paired on the items answered both ways; against “${conditionTitle('none')}” it is MMStar’s multi-modal gain. p: sign flips of whole clusters; Holm’s family holds all rows of this table. Detectable with ${percent(power)} power at ${percent(1 - level)}, unadjusted. A refusal without the image scores 0 and looks like a gain: before anything passes, an answer not read under the control counts as a guess and a missing one as right. Before anything fails, one not read with the image counts as right and one missing under the control as wrong.`,
  };
}

/** Scores under every condition, options only among them. */
export function scoreTable(scores: readonly ConditionScore[]): EvidenceTable {
  return {
    title: 'Score under every condition',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'condition', title: 'Condition' },
      { key: 'score', title: 'Score' },
      { key: 'unread', title: 'Not read' },
      { key: 'unanswered', title: 'Not answered' },
    ],
    rows: scores.map(({ side, condition, estimate, unread, unanswered }) => ({
      track: side.track,
      model: side.model,
      condition: conditionTitle(condition),
      score: estimate,
      unread,
      unanswered,
    })),
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

function detectable({ detectable: found }: Contrast): string {
  return found.detectable ? points(found.difference).replace('+', '') : 'none';
}
