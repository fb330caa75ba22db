import { describe, expect, it } from 'vitest';
import {
  audit,
  baseline,
  cold,
  estimated,
  mostProbable,
  ours,
  rowsOf,
} from './fixtures/audited.ts';
import { right, rightOn, withModel } from './fixtures/planted.ts';

describe('the lead over the fine-tuned baseline', () => {
  it('is split into what is there without the image and what the image carries', () => {
    const outcome = audit(
      withModel(ours({ real: rightOn(16, 20), none: rightOn(12, 20) }), baseline, {
        real: rightOn(10, 20),
        none: rightOn(9, 20),
      }),
    );
    const [real, none] = rowsOf(outcome, 'ours minus tuned');
    // 80 - 50 = 30 points with the image, 60 - 45 = 15 without: half is kept, 15 points carried.
    expect(real?.difference).toMatchObject({ value: expect.closeTo(0.3, 12), n: 400 });
    expect(none?.difference).toMatchObject({ value: expect.closeTo(0.15, 12) });
    expect(none?.kept).toMatchObject({ value: expect.closeTo(0.5, 12), unit: 'proportion' });
    expect(none?.carried).toMatchObject({ value: expect.closeTo(0.15, 12) });
  });

  it('is not taken between models that are read in different ways', () => {
    const outcome = audit(
      withModel(ours({ real: mostProbable, none: mostProbable }), baseline, {
        real: rightOn(10, 20),
        none: rightOn(9, 20),
      }),
    );
    const reason =
      'they are not read alike: ours by accuracy (likelihood), tuned by accuracy (lenient)';
    const rows = rowsOf(outcome, 'ours minus tuned');
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.difference).toMatchObject({ kind: 'unavailable', reason });
      expect(row).toMatchObject({ pValue: null, kept: null, carried: null });
    }
    expect(outcome.measures['closedLead:ours:tuned:real']).toMatchObject({ reason });
  });

  it('has no kept share where there is no lead', () => {
    const same = { real: rightOn(10, 20), none: rightOn(9, 20) };
    const outcome = audit(withModel(ours(same), baseline, same));
    expect(rowsOf(outcome, 'ours minus tuned')[1]?.kept).toBeNull();
  });
});

describe('leakage', () => {
  const rules = { real: rightOn(16, 20), none: rightOn(12, 20) };

  it('is what fine-tuning added without the image, against the cold model of the family', () => {
    const outcome = audit(withModel(ours(rules), cold, { none: rightOn(6, 20) }));
    expect(rowsOf(outcome, 'Leakage')).toMatchObject([
      {
        model: 'ours',
        origin: 'cold',
        difference: { value: expect.closeTo(0.3, 12) },
        leakage: '+30 points',
      },
    ]);
  });

  it('is 0 where the difference is negative, which stays as it is', () => {
    const outcome = audit(withModel(ours(rules), cold, { none: rightOn(13, 20) }));
    const [row] = rowsOf(outcome, 'Leakage');
    expect(row?.leakage).toBe('0 points');
    expect(row?.difference).toMatchObject({ value: expect.closeTo(-0.05, 12) });
  });

  it('names what is missing where no backbone is known, or it was not asked', () => {
    expect(audit(ours(rules)).measures['closedLeakage:ours:backbone']).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('no backbone is known'),
    });
    const silent = withModel(ours(rules), cold, { real: right });
    expect(
      audit(silent, { backbone: 'cold' }).measures['closedLeakage:ours:backbone'],
    ).toMatchObject({ reason: 'cold has no closed answers under the condition none' });
  });

  it('is not measured against a model that is read in another way', () => {
    const outcome = audit(
      withModel(ours({ real: mostProbable, none: mostProbable }), cold, { none: right }),
    );
    expect(outcome.measures['closedLeakage:ours:backbone']).toMatchObject({
      kind: 'unavailable',
      reason: 'they are not read alike: ours by accuracy (likelihood), cold by accuracy (lenient)',
    });
  });

  it('is measured against the language model that is named', () => {
    const outcome = audit(
      withModel(ours(rules), { name: 'llm', role: 'other' }, { none: rightOn(4, 20) }),
      { languageModel: 'llm' },
    );
    expect(estimated(outcome.measures['closedLeakage:ours:language-model'])).toBeCloseTo(0.4, 12);
  });
});
