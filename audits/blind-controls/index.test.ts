import { describe, expect, it } from 'vitest';
import { audit, baseline, ours, rowsOf } from './fixtures/audited.ts';
import { type Rule, right, rightOn, withModel, wrong } from './fixtures/planted.ts';
import { blindControls } from './index.ts';

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

it('answers with more in the prompt are no control, and change nothing', () => {
  const controls = { real: rightOn(3, 4), none: rightOn(1, 4) };
  const prompted = audit(ours({ ...controls, format: right, 'few-shot': right }));
  expect(prompted).toEqual(audit(ours(controls)));
  expect(audit(ours({ real: right, format: right })).verdict).toBe(
    audit(ours({ real: right })).verdict,
  );
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
