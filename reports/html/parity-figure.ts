import { type ParityStage, stageText } from '../model-wording.ts';
import { formatCount } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { type Axis, logAxis, plotRows } from './plot.ts';

/** Errors below this share of their tolerance are drawn as this. */
const smallestShare = 1e-4;

/** Each stage's largest error as a share of what is allowed: bars that end before the line pass. */
export function parityFigure(stages: readonly ParityStage[]): Insertable {
  const drawn = stages.filter(({ tolerance }) => typeof tolerance === 'number');
  if (drawn.length === 0) return false;
  const axis = logAxis([smallestShare, 10, ...drawn.map(shareOf)], shareText);
  const rows = drawn.map((stage) => ({
    label: stage.name,
    value: html`<span class="${stage.passed ? 'value' : 'value failed'}">${stageText(stage)}</span>`,
    description: `${stage.name}: ${stageText(stage)}, ${stage.passed ? 'passed' : 'failed'}`,
    marks: html`${bar(stage, axis)}<line class="reference" x1="${axis.place(1)}" x2="${axis.place(1)}" y1="0" y2="100%"/>`,
  }));
  return html`<figure class="parity-plot"><figcaption>Largest error against what is allowed, logarithmic</figcaption>
${plotRows(rows, axis)}</figure>`;
}

function shareOf({ largestError, tolerance }: ParityStage): number {
  if (largestError === null || typeof tolerance !== 'number') return smallestShare;
  return Math.max(smallestShare, largestError / tolerance);
}

function bar(stage: ParityStage, axis: Axis): Markup | false {
  if (stage.largestError === null || stage.largestError === 0) return false;
  const shape = html`x="0" width="${axis.place(shareOf(stage))}" y="-5" height="10"`;
  const failed = !stage.passed;
  return html`<svg y="50%" class="bar bar-clean-items${failed && ' negative'}"><rect ${shape}/>${failed && html`<rect ${shape} fill="url(#hatch)"/>`}</svg>`;
}

function shareText(share: number): string {
  if (share === 1) return 'allowed';
  return share > 1 ? `× ${formatCount(share)}` : `1/${formatCount(1 / share)}`;
}
