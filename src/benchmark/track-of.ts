import type { Track } from './benchmark.ts';

const yesNo = new Set(['yes', 'no', '是', '否']);

/** What decides how an item is scored. */
export interface TrackClues {
  readonly answer: string;
  /** The row's own word for it, such as CLOSED or OPEN. */
  readonly answerType: string | undefined;
  readonly optionCount: number;
  readonly boxCount: number;
}

/**
 * The track of an item. Boxes make it grounding; then the row's own answer type decides, if it is
 * one that is known; then options or a yes/no answer make it closed. All else is open.
 */
export function trackOf(clues: TrackClues): Track {
  if (clues.boxCount > 0) return 'grounding';
  const declared = clues.answerType?.trim().toLowerCase();
  if (declared === 'closed' || declared === 'open') return declared;
  const answer = clues.answer.toLowerCase().replaceAll(/[\s.。]/g, '');
  return clues.optionCount > 0 || yesNo.has(answer) ? 'closed' : 'open';
}
