import { describe, expect, it } from 'vitest';
import { audit, baseline, candidate, cold, estimated, ours, rowsOf } from './fixtures/audited.ts';
import {
  plantedBenchmark,
  type Rule,
  right,
  rightOn,
  withModel,
  wrong,
} from './fixtures/planted.ts';

describe('the verdict', () => {
  it('fails a model that answers alike without the image', () => {
    const outcome = audit(ours({ real: rightOn(7, 10), none: rightOn(7, 10) }));
    expect(outcome.verdict).toBe('fail');
    expect(estimated(outcome.measures['closedGain:ours'])).toBe(0);
    expect(estimated(outcome.measures['closedKeptOverGuess:ours'])).toBe(1);
    expect(outcome.summary).toContain(
      'On closed questions ours scores 70% with the image and 70% without (question only, 400 items)',
    );
  });

  it('passes a model that falls to chance without the image', () => {
    const outcome = audit(ours({ real: rightOn(9, 10), none: rightOn(1, 4) }));
    expect(outcome.verdict).toBe('pass');
    // 360 of 400 right with the image, 100 without: 65 points.
    expect(estimated(outcome.measures['closedGain:ours'])).toBeCloseTo(0.65, 12);
    expect(estimated(outcome.measures['closedKeptOverGuess:ours'])).toBeCloseTo(0, 12);
  });

  it('fails a model that gains clearly, but keeps most of its score above chance', () => {
    // 90% and 75%: (.75 - .25) / (.9 - .25) = 77% kept.
    const outcome = audit(ours({ real: rightOn(18, 20), none: rightOn(15, 20) }));
    expect(estimated(outcome.measures['closedGain:ours'])).toBeCloseTo(0.15, 12);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toContain('76.9% of what it has above a guess is kept');
  });

  it.each([
    [100, /The smallest gain that these items could show is [\d.]+ points\./],
    [24, /so few items could show no gain at all\./],
  ])('can not decide on %i items, and says what they could show', (items, said) => {
    // 75% and 50%: half of what is above a guess, at the very limit.
    const outcome = audit(ours({ real: rightOn(3, 4), none: rightOn(2, 4) }, items));
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toMatch(said);
  });

  it('does not pass a refusal off as a gain', () => {
    // Blind it is right on 45% and refuses the rest: at best a guess, .45 + .55 / 4 = 58.75%.
    const refuses: Rule = (item, index) =>
      index % 20 < 9 ? right(item, index) : 'I can not see an image.';
    const outcome = audit(ours({ real: rightOn(9, 10), none: refuses }));
    expect(estimated(outcome.measures['closedGain:ours'])).toBeCloseTo(0.45, 12);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('220 answers without the image could not be read');
  });

  it('does not fail a model for answers that were not read', () => {
    const mute: Rule = () => 'To begin with, the breast tissue in this view is';
    const outcome = audit(ours({ real: mute, none: mute }));
    expect(estimated(outcome.measures['closedGain:ours'])).toBe(0);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain(
      '400 answers with the image and 400 answers without the image could not be read. By the pairs alone it would fail; what is not known could turn that.',
    );
  });

  it('fails a model that would fail though all that was not read were right', () => {
    // 8 of 400 not read: at most 2 points beside the 95% interval of no gain.
    const few =
      (rule: Rule): Rule =>
      (item, index) =>
        index < 8 ? 'Hard to say.' : rule(item, index);
    const outcome = audit(ours({ real: few(rightOn(7, 10)), none: few(rightOn(7, 10)) }));
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toContain('8 answers with the image and 8 answers without the image');
  });

  it.each([
    ['pass', wrong],
    ['fail', right],
  ] as const)('says no %s where most answers under the control are missing', (verdict, rule) => {
    const first =
      (items: number): Rule =>
      (item, index) =>
        index < items ? rule(item, index) : undefined;
    const most = audit(ours({ real: right, none: first(60) }));
    expect(most.verdict).toBe('inconclusive');
    expect(most.summary).toContain(
      `Left out: 340 items without a pair. By the pairs alone it would ${verdict}; what is not known could turn that.`,
    );
    // Of 400 items 4 are a single point.
    const all = audit(ours({ real: right, none: first(396) }));
    expect(all.verdict).toBe(verdict);
    expect(all.summary).toContain('Left out: 4 items without a pair.');
  });

  it('does not miss answers to items that have no image to take away', () => {
    const some: Rule = (item, index) => (index >= 200 ? wrong(item, index) : undefined);
    const planted = plantedBenchmark(400);
    const test = planted.test.map((item, index) => (index < 200 ? { ...item, media: [] } : item));
    const outcome = audit(withModel({ ...planted, test }, candidate, { real: right, none: some }));
    expect(outcome.verdict).toBe('pass');
    expect(outcome.summary).not.toContain('without a pair');
    expect(rowsOf(outcome, 'What the image is worth')[0]).toMatchObject({ missing: 0 });
  });

  it('does not apply without a control, and says how to get one', () => {
    const outcome = audit(ours({ real: right, 'no-image': right }));
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toContain('condition: none');
    expect(outcome.summary).toContain('Recorded under other names: no-image');
  });

  it('is inconclusive where only other models, or too few items, have a control', () => {
    const others = withModel(ours({ real: right }), cold, { real: right, none: right });
    expect(audit(others)).toMatchObject({
      verdict: 'inconclusive',
      summary: 'Nothing to judge: no judged model was asked both with the image and without.',
    });
    const few = audit(ours({ real: right, none: right }, 10));
    expect(few.verdict).toBe('inconclusive');
    expect(few.summary).toContain('no judged model has 20 items');
  });

  it('goes by the control that is asked for, else by the first in order', () => {
    const benchmark = ours({ real: rightOn(9, 10), shuffled: rightOn(9, 10), none: rightOn(1, 4) });
    expect(audit(benchmark).verdict).toBe('pass');
    expect(audit(benchmark, { control: 'shuffled' }).verdict).toBe('fail');
  });

  it('lets the worst of several candidates decide, each by a wider interval', () => {
    const both = withModel(
      ours({ real: rightOn(9, 10), none: rightOn(1, 4) }),
      { name: 'blind', role: 'candidate' },
      { real: rightOn(7, 10), none: rightOn(7, 10) },
    );
    const outcome = audit(both);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toContain('blind scores 70%');
    const worth = outcome.tables.find(({ title }) => title.startsWith('What the image is worth'));
    expect(worth?.note).toContain('2 comparisons are judged, each by intervals at 97.5%');
  });

  it('judges candidates and leaves other models out', () => {
    const outcome = audit(
      withModel(ours({ real: rightOn(9, 10), none: rightOn(1, 4) }), baseline, {
        real: rightOn(7, 10),
        none: rightOn(7, 10),
      }),
    );
    expect(outcome.verdict).toBe('pass');
    expect(rowsOf(outcome, 'What the image is worth').map((row) => row.verdict)).toEqual([
      'pass',
      'not judged',
    ]);
  });

  it('corrects for the prior of the template where that is asked for', () => {
    // Prior 25%, guess 25%: the same share here; a model that only knows the prior has none.
    const prior: Rule = () => 'A';
    const outcome = audit(ours({ real: prior, none: prior }), { chance: 'prior-per-template' });
    expect(outcome.measures['closedKeptOverPrior:ours']).toMatchObject({ kind: 'unavailable' });
    expect(outcome.summary).toContain('no kept share is defined');
  });
});

describe('what would make it pass', () => {
  it('is a larger gain and a smaller kept share, by so much on these items', () => {
    const outcome = audit(ours({ real: rightOn(7, 10), none: rightOn(7, 10) }));
    const gain = outcome.measures['closedGain:ours'];
    if (gain?.kind !== 'estimate') throw new Error('no gain');
    // The smallest gain that counts plus what the interval reaches below the value.
    const wanted = (100 * (0.05 - gain.interval.lower)).toFixed(1);
    expect(outcome.remedy).toContain(
      `Leave out or rewrite questions that ours answers without the image: with 400 closed items the image would have to add about ${wanted} points or more in place of 0 points and about `,
    );
    expect(outcome.remedy).toMatch(/of its score or less could be kept in place of 100%\.$/);
  });

  it('is more items, where the values are on the right side', () => {
    // The image adds 40 points or so, more than counts beyond doubt, and about 40% is kept.
    const outcome = audit(ours({ real: rightOn(9, 10), none: rightOn(2, 4) }, 100));
    expect(outcome.verdict).toBe('inconclusive');
    const kept = outcome.measures['closedKeptOverGuess:ours'];
    if (kept?.kind !== 'estimate') throw new Error('no share');
    // What the interval reaches above the share must shrink to the room below .5.
    const items = Math.ceil(100 * ((kept.interval.upper - kept.value) / (0.5 - kept.value)) ** 2);
    expect(items).toBeGreaterThan(100);
    expect(outcome.remedy).toContain(`Ask about ${items} items both ways in place of 100, which`);
  });

  it('is to read and to have answered what could turn the verdict', () => {
    const mute: Rule = () => 'To begin with, the breast tissue in this view is';
    expect(audit(ours({ real: mute, none: mute })).remedy).toMatch(
      /^Have the 800 unreadable answers asked or read again; leave out or rewrite /,
    );
    const first: Rule = (item, index) => (index < 60 ? wrong(item, index) : undefined);
    expect(audit(ours({ real: right, none: first })).remedy).toBe(
      'Have the 340 items without a pair answered.',
    );
  });

  it('is a judged model asked both ways, where none was', () => {
    const others = withModel(ours({ real: right }), cold, { real: right, none: right });
    expect(audit(others).remedy).toBe(
      'Ask a judged model at least 20 items of one track with the image and under none (question only), on two pictures or patients or more; now it has 0 at most.',
    );
    expect(audit(ours({ real: right, none: right }, 10)).remedy).toContain('now it has 10 at most');
  });
});

describe('pairs', () => {
  it('name a judged model that has too few of them', () => {
    const both = withModel(
      ours({ real: rightOn(9, 10), none: rightOn(1, 4) }),
      { name: 'short', role: 'candidate' },
      { real: right, none: (item, index) => (index < 10 ? right(item, index) : undefined) },
    );
    const outcome = audit(both);
    expect(outcome.verdict).toBe('pass');
    expect(outcome.summary).toContain('Too few to judge: short on closed questions (10 pairs).');
  });

  it('are the items with both answers, and the rest is counted', () => {
    const some: Rule = (item, index) => (index < 300 ? right(item, index) : undefined);
    const outcome = audit(ours({ real: rightOn(9, 10), none: some }));
    expect(outcome.measures['closedGain:ours']).toMatchObject({ n: 300 });
    expect(rowsOf(outcome, 'What the image is worth')[0]).toMatchObject({ missing: 100 });
  });

  it('are tested in one family with all other contrasts', () => {
    const rules = { real: rightOn(10, 20), none: rightOn(9, 20), blank: rightOn(9, 20) };
    const rows = rowsOf(audit(ours(rules)), 'What the image adds, against');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.holmPValue).toBeCloseTo(2 * Number(row.pValue), 2);
  });
});
