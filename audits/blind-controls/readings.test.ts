import { describe, expect, it } from 'vitest';
import { audit, estimated, ours, rowsOf } from './fixtures/audited.ts';
import { type Rule, right, rightOn } from './fixtures/planted.ts';

describe('reliance on the image', () => {
  it('counts answers that change and right ones that stay, whatever the score does', () => {
    // Blank: right on 60% instead of 80%, so a quarter of the right ones is lost.
    const outcome = audit(ours({ real: rightOn(16, 20), blank: rightOn(12, 20) }));
    const [row] = rowsOf(outcome, 'Whether answers change');
    expect(row).toMatchObject({
      control: 'Blank image',
      changed: { value: expect.closeTo(0.2, 12), n: 400 },
      retained: { value: expect.closeTo(0.75, 12), n: 320 },
      unread: 0,
    });
  });

  it('leaves out answers that could not be read, and counts them', () => {
    const mute: Rule = (item, index) =>
      index % 4 === 0 ? 'It is hard to say.' : right(item, index);
    const [row] = rowsOf(audit(ours({ real: right, blank: mute })), 'Whether answers change');
    expect(row).toMatchObject({ changed: { value: 0, n: 300 }, unread: 100 });
  });
});

describe('rotated options', () => {
  const letters = ['A', 'B', 'C', 'D'];
  /** The place of an item's right content after `places` moves. */
  const follows =
    (places: number): Rule =>
    (item) =>
      letters[(letters.indexOf(item.answer) + places) % 4]!;
  const circle = (rule: (places: number) => Rule) => ({
    real: rule(0),
    'rotated-1': rule(1),
    'rotated-2': rule(2),
    'rotated-3': rule(3),
  });

  it('do nothing to a model that follows content', () => {
    const [row] = rowsOf(audit(ours(circle(follows))), 'When the options');
    expect(row).toMatchObject({
      circular: { value: 1, n: 400 },
      flipped: { value: 0 },
      places: '25%, 25%, 25%, 25%',
      pValue: 1,
      // 4^-4.
      chance: '0.4%',
    });
  });

  it('lay open a model that always takes the first place', () => {
    const first = () => () => 'A';
    const [row] = rowsOf(audit(ours(circle(first))), 'When the options');
    expect(row).toMatchObject({
      plain: { value: 0.25 },
      circular: { value: 0 },
      flipped: { value: 1 },
      places: '100%, 0%, 0%, 0%',
      pValue: 0.0005,
    });
  });

  it('count only items with every rotation', () => {
    const rules = {
      ...circle(follows),
      'rotated-2': ((item, index) => (index < 100 ? follows(2)(item, index) : undefined)) as Rule,
    };
    const [row] = rowsOf(audit(ours(rules)), 'When the options');
    expect(row).toMatchObject({ circular: { n: 100 }, incomplete: 300 });
  });
});

describe('generation beside likelihood', () => {
  const likelihoods = (place: (index: number) => number) => (index: number) =>
    ['A', 'B', 'C', 'D'].map((label, at) => ({
      label,
      logLikelihood: at === place(index) ? -0.1 : -3,
    }));
  const truth = (index: number) => Math.floor(index / 4) % 4;

  it('says on how many items they disagree and what that does to the score', () => {
    // By text right on 70%, by likelihood on all: they disagree on the other 30%.
    const rule: Rule = (item, index) => ({
      text: rightOn(7, 10)(item, index) as string,
      optionScores: likelihoods(truth)(index),
    });
    const [row] = rowsOf(
      audit(ours({ real: rule, none: rule })),
      'Closed questions: the generated',
    );
    expect(row).toMatchObject({
      disagreement: { value: expect.closeTo(0.3, 12), n: 400 },
      generated: '70%',
      likelihood: '100%',
      difference: { value: expect.closeTo(0.3, 12) },
    });
  });

  it('judges by likelihood where nothing was generated', () => {
    const real: Rule = (_, index) => ({ optionScores: likelihoods(truth)(index) });
    const none: Rule = (_, index) => ({ optionScores: likelihoods(() => 0)(index) });
    const outcome = audit(ours({ real, none }));
    expect(outcome.verdict).toBe('pass');
    // All right with the image; the first place is right on a quarter.
    expect(estimated(outcome.measures['closedGain:ours'])).toBeCloseTo(0.75, 12);
    expect(rowsOf(outcome, 'Closed questions: the generated')).toEqual([]);
  });
});
