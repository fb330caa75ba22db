import { describe, expect, it } from 'vitest';
import type { AuditOutcome, Measure } from '../../src/audit/audit.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import {
  evidenceOf,
  plantedBenchmark,
  type Rule,
  right,
  rightOn,
  withModel,
  wrong,
} from './fixtures/planted.ts';
import { blindControls } from './index.ts';

const candidate = { name: 'ours', role: 'candidate', family: 'alder' } as const;
const baseline = { name: 'tuned', role: 'baseline', family: 'alder' } as const;
const cold = { name: 'cold', role: 'cold', family: 'alder' } as const;

function audit(benchmark: Benchmark, options: object = {}): AuditOutcome {
  const parsed = blindControls.options.parse(options);
  return blindControls.audit(evidenceOf(benchmark), parsed, { seed: 0 });
}

function ours(rules: Readonly<Record<string, Rule>>, items = 400): Benchmark {
  return withModel(plantedBenchmark(items), candidate, rules);
}

function rowsOf(outcome: AuditOutcome, title: string) {
  return outcome.tables.find((table) => table.title.startsWith(title))?.rows ?? [];
}

/** Right by likelihood alone; nothing was generated. */
const mostProbable: Rule = ({ answer, options }) => ({
  optionScores: options.map(({ label }) => ({
    label,
    logLikelihood: label === answer ? -0.1 : -3,
  })),
});

function estimated(measure: Measure | undefined): number {
  if (measure?.kind !== 'estimate') throw new Error('no estimate');
  return measure.value;
}

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

describe('findings', () => {
  it('name templates on which the image adds nothing', () => {
    // On view a the model is right either way, elsewhere only with the image.
    const none: Rule = (item, index) => (index % 4 === 0 ? right : wrong)(item, index);
    const outcome = audit(ours({ real: right, none }));
    const templates = outcome.findings.filter(({ kind }) => kind === 'idle-image-template');
    expect(templates.map(({ subjects }) => subjects[0]?.key)).toEqual([
      'Which finding is seen in view a?',
    ]);
    expect(templates[0]?.values).toMatchObject({
      items: 100,
      scoreWithImage: 1,
      scoreWithoutImage: 1,
    });
    expect(outcome.measures.idleTemplates).toMatchObject({ value: 1, of: 4 });
  });

  it('name items that every model answers right with another patient’s image too', () => {
    const some: Rule = (item, index) => (index < 3 ? right : wrong)(item, index);
    const one = ours({ real: right, shuffled: some }, 40);
    expect(audit(one).findings.filter(({ kind }) => kind === 'image-free-item')).toEqual([]);
    const two = audit(withModel(one, baseline, { real: right, shuffled: right }));
    const items = two.findings.filter(({ kind }) => kind === 'image-free-item');
    expect(items.map(({ subjects }) => subjects[0]?.key)).toEqual(['test/0', 'test/1', 'test/2']);
    expect(items[0]?.values).toEqual({ models: 2 });
  });
});

describe('the card', () => {
  it('draws every condition on one axis beside text alone and chance', () => {
    const rules = { none: rightOn(1, 4), real: rightOn(9, 10), 'options-only': rightOn(1, 4) };
    const [figure] = audit(ours(rules)).figures;
    if (figure?.kind !== 'intervals') throw new Error('no figure');
    expect(figure.rows.map(({ group, label }) => [group, label])).toEqual([
      ['No model: text alone', 'Most frequent train answer of the same template'],
      ['ours', 'With the image'],
      ['ours', 'Question only'],
      ['ours', 'Options only'],
    ]);
    expect(figure.references).toEqual([
      { label: 'a guess', value: 0.25 },
      { label: 'text alone', value: 0.25 },
    ]);
  });

  it('breaks the gain down by modality, leaving out columns that tell nothing apart', () => {
    const outcome = audit(ours({ real: right, none: rightOn(1, 2) }));
    expect(rowsOf(outcome, 'What the image adds by').map(({ subset }) => subset)).toEqual([
      'closed, modality CT',
      'closed, modality MRI',
    ]);
  });

  it('is the same for the same seed, and refuses options it does not know', () => {
    const benchmark = ours({ real: rightOn(9, 10), none: rightOn(1, 4) });
    expect(audit(benchmark)).toEqual(audit(benchmark));
    expect(() => blindControls.options.parse({ minimumGain: 0.1 })).toThrow();
    expect(() => blindControls.options.parse({ control: 'real' })).toThrow();
  });
});
