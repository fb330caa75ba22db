import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { sampleThumbnails } from '../fixtures/sample-thumbnails.ts';
import { renderHtml } from './index.ts';
import { reproduce } from './provenance.ts';
import { sourceLink } from './source-link.ts';

test('writes the sample run as the golden file has it', async () => {
  await expect(renderHtml(sampleRun(), { maxRows: 12 })).toMatchFileSnapshot(
    '../fixtures/sample-report.html',
  );
});

test('allows its own style sheet and script by their hashes, and nothing from outside', () => {
  const page = renderHtml(sampleRun(), { thumbnails: sampleThumbnails(sampleRun()) });
  const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const style = page.match(/<style>([\s\S]*?)<\/style>/)?.[1] as string;
  const script = page.match(/<script>([\s\S]*?)<\/script>/)?.[1] as string;
  expect(page).toContain(
    `content="default-src &#39;none&#39;; img-src data:; style-src &#39;${hash(style)}&#39;; script-src &#39;${hash(script)}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
  );
  expect(page).not.toMatch(
    /\s(style|on\w+)="|@import|url\((?!#)|\ssrc="(?!data:image\/png;base64,)/,
  );
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch/);
});

test('shows markup in texts as text', () => {
  const page = renderHtml(sampleRun());
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Is a mass visible?');
  expect(page).not.toContain('<b>architectural');
});

test('escapes every text of a run, wherever it stands', () => {
  const planted = `"'><img src=x onerror=alert(1)>`;
  const poison = (value: unknown): unknown => {
    if (typeof value === 'string') return `${value}${planted}`;
    if (Array.isArray(value)) return value.map(poison);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, coded.has(key) ? one : poison(one)]),
    );
  };
  const coded = new Set([
    'verdict',
    'severity',
    'kind',
    'unit',
    'name',
    'decision',
    'media',
    'track',
    'status',
    'finish',
    'architecture',
    'tolerance',
  ]);
  const page = renderHtml(poison(sampleRun()) as AuditRun);
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain(planted);
});

test('shows as many findings as there is room for and counts the rest', () => {
  const page = renderHtml(sampleRun({ findings: 3_407 }));
  expect(page).toContain('Showing 150 of 3,414; all of them are in findings.jsonl.');
  expect(page.match(/<li class="finding"/g)).toHaveLength(150);
});

describe('a picture', () => {
  const path = 'RSNA/20041_773.png';
  const shown = (uri: string) => renderHtml(sampleRun(), { thumbnails: new Map([[path, uri]]) });

  test('is shown when it is inside the file', () => {
    expect(shown('data:image/png;base64,AAAA')).toContain('<img src="data:image/png;base64,AAAA"');
  });

  test.each(['https://example.org/a.png', 'data:image/svg+xml;base64,AAAA', 'javascript:alert(1)'])(
    'is refused as %s',
    (uri) => {
      const page = shown(uri);
      expect(page).not.toContain(uri);
      expect(page).toContain('no picture available');
    },
  );
});

test('puts the audits that take the image away on one card, the shared figure first', () => {
  const page = renderHtml(sampleRun());
  const [card = ''] = page.match(/<article class="card joined"[\s\S]*?<\/article>/) ?? [];
  const places = [
    '<h3 id="card-without-the-image-title">',
    'Closed questions: with the image, and without',
    'id="audit-question-only"',
    'Closed accuracy of baselines that never see a picture',
    'id="audit-blind-controls"',
  ].map((text) => card.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(page.match(/Closed questions: with the image, and without/g)).toHaveLength(1);
  // The links of the contents and of the first screen still lead somewhere.
  for (const id of ['question-only', 'blind-controls']) {
    expect(page.match(new RegExp(`id="audit-${id}"`, 'g'))).toHaveLength(1);
    expect(page).toContain(`href="#audit-${id}"`);
  }
});

test('gives an audit a card of its own where it is the only one of its kind', () => {
  const run = sampleRun();
  const audits = run.audits.filter(({ id }) => id !== 'blind-controls');
  const page = renderHtml({ ...run, audits });
  expect(page).not.toContain('card joined');
  expect(page).toContain('<article class="card" id="audit-question-only"');
});

test('folds the tables behind the third of an audit', () => {
  const page = renderHtml(sampleRun());
  expect(page).toContain('<summary>Options that change places: 1 row</summary>');
  expect(page).not.toContain('<summary>Reliance: 1 row</summary>');
});

test('shows what the image adds and the lead over the baseline only where some model has them', () => {
  const run = sampleRun();
  expect(renderHtml(run)).toContain('<th scope="col">The image adds</th>');
  const deflation = run.deflation.map((one) => ({ ...one, steps: one.steps.slice(0, 4) }));
  const page = renderHtml({ ...run, deflation });
  expect(page).not.toContain('<th scope="col">The image adds</th>');
  expect(page).not.toContain('The model against itself');
});

test('says what a small run lacks instead of leaving a gap', () => {
  const page = renderHtml(namesOnlyRun());
  for (const text of [
    'Only the first 50 test items were read.',
    'Reuse was judged by name and id only',
    'What test and train share could not be looked at.',
    'there is no score to deflate',
    'Nothing was found.',
    'No predictions were given, so there are no scores.',
    'No row was recorded.',
  ]) {
    expect(page).toContain(text);
  }
});

test('marks a negative remainder as negative and a missing bar with its reason', () => {
  const page = renderHtml(sampleRun());
  expect(page.match(/class="bar bar-remainder negative"/g)).toHaveLength(1);
  expect(page).toContain(
    'Nothing is shown to remain beyond what the text alone reaches: <b>−3.2 points</b> [−5.3, −1.1].',
  );
  expect(page).toContain('No text-only baseline: configure the audit question-only');
});

test('tells on the first screen what survives of each score, and where that may be nothing', () => {
  const run = sampleRun();
  const [headline] =
    renderHtml(run).match(/<table class="headline[ "][^>]*>[\s\S]*?<\/table>/) ?? [];
  const shown = headline?.match(/<tr><th scope="row">/g);
  expect(shown).toHaveLength(Math.min(3, run.deflation.length));
  expect(headline).toContain('[−5.3, −1.1], n = ');
  expect(renderHtml({ ...run, deflation: [] })).not.toContain('<table class="headline">');
});

describe('models', () => {
  const run = sampleRun();
  const page = renderHtml(run);
  const card = (place: number) =>
    page.match(
      new RegExp(`<article class="model-card" id="model-${place}"[\\s\\S]*?</article>`),
    )![0];

  test('have a card each, and every name beside a score leads to it', () => {
    expect(page.match(/<article class="model-card"/g)).toHaveLength(run.models.length);
    for (const id of ['deflation', 'scores']) {
      const [section] = page.match(new RegExp(`<section id="${id}"[\\s\\S]*?</section>`))!;
      expect(section).toContain('<a class="model-link" href="#model-1">thorax-gpt-8b</a>');
    }
    expect(page).toContain('<b><a class="model-link" href="#model-1">thorax-gpt-8b</a></b>');
    expect(page).toContain('from recorded answers: <code>preds/<wbr>thorax-<wbr>gpt-');
  });

  test('show precision, selection and the stage nearest to its tolerance', () => {
    expect(card(1)).toContain('<b>bfloat16-mapped</b>');
    expect(card(1)).toContain(
      'in bfloat16: 64 tokens of an image, 128 of a slide, 128 of a volume; grey levels −160 to 240',
    );
    expect(card(1)).toContain('Worst stage: logits after each token, 1.9e−4 of 1e−3 allowed.');
    expect(card(1)).toContain('do not cover a selector in bfloat16');
    expect(card(3)).not.toContain('Checkpoint');
    expect(card(3)).toContain('is not on record');
  });

  test('mark a failed parity, stage by stage, and a folder that is not there', () => {
    expect(card(4)).toContain('not equal to the reference in: DeepStack features');
    expect(card(4).match(/class="bar bar-clean-items negative"/g)).toHaveLength(1);
    expect(card(4)).toContain('<li class="failed">greedy tokens: 41 differ (72 tokens).</li>');
    expect(card(5)).toContain('NOT RUN');
    expect(card(5)).toContain('is no folder that can be read');
  });

  test('tell a cell that does not apply from an answer and from one that failed', () => {
    const rows = page.match(/<table class="engine-check">[\s\S]*?<\/table>/)![0].split('<tr>');
    expect(rows[4]).toContain('<q class="said" dir="auto">Grade 2.</q>');
    expect(rows[4]).toMatch(
      /NOT APPLICABLE<\/span><small>a Qwen3-VL has no slide branch<\/small>[\s\S]*NOT RUN/,
    );
    expect(rows[6]).toContain('an empty answer');
  });

  test('mark features of an encoder that is not verified, and no others', () => {
    expect(page.match(/<small class="unverified">[^<]*/g)).toEqual([
      '<small class="unverified">1,200 tiles, features made here with conch-v1.5 4b1f0c9a77d2e638, UNVERIFIED',
    ]);
    expect(page).toContain('<small>5,987 tiles, features made elsewhere</small>');
  });

  test('leave no section of an engine check that there was not', () => {
    const { engineCheck: _, ...without } = run;
    expect(renderHtml(without)).not.toContain('engine-check"');
    expect(renderHtml({ ...without, models: [] })).toContain('The config names no model.');
  });
});

describe('a card', () => {
  const columns = [
    { key: 'subset', title: 'Subset' },
    { key: 'note', title: 'Never filled' },
  ];
  const withAudit = (changes: Partial<AuditResult>) => {
    const run = sampleRun();
    const [audit] = run.audits;
    return renderHtml({ ...run, audits: [{ ...(audit as AuditResult), ...changes }] });
  };
  const table = (length: number) => ({
    title: 'Reported subsets',
    columns,
    rows: Array.from({ length }, (_, index) => ({ subset: `subset ${index}`, note: null })),
  });

  test('leaves out a column that no row fills', () => {
    expect(withAudit({ tables: [table(2)] })).not.toContain('Never filled');
  });

  test('says once, under its table, why a column is not available', () => {
    const absent = {
      kind: 'unavailable',
      title: '',
      reason: 'it judged no answer of its kin',
    } as const;
    const rows = [
      { subset: 'a', note: absent },
      { subset: 'b', note: null },
    ];
    const page = withAudit({ tables: [{ ...table(2), rows }] });
    expect(page.match(/Never filled/g)).toHaveLength(1);
    expect(page).toContain('Not available: Never filled (it judged no answer of its kin).');
    const partly = [...rows, { subset: 'c', note: 4 }];
    const kept = withAudit({ tables: [{ ...table(2), rows: partly }] });
    expect(kept).toContain('not available: it judged');
    expect(kept).not.toContain('Not available:');
  });

  test('says of a p-value below 0.001 no more than that', () => {
    const p = { title: 'Tests', columns: [{ key: 'holmPValue', title: 'p after Holm' }] };
    const page = withAudit({
      tables: [{ ...p, rows: [{ holmPValue: 3e-7 }, { holmPValue: 0.04 }] }],
    });
    expect(page).toContain('&lt; 0.001');
    expect(page).toContain('>0.04<');
    expect(page).not.toContain('3e-7');
  });

  test('folds a long table and leaves a short one open', () => {
    const summary = /<summary>Reported subsets: \d+ rows<\/summary>/;
    expect(withAudit({ tables: [table(12)] })).not.toMatch(summary);
    expect(withAudit({ tables: [table(13)] })).toMatch(summary);
  });

  test('folds the measures behind the first six', () => {
    const counts = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, value) => [
          `m${value}`,
          { kind: 'count' as const, title: `Measure ${value}`, value },
        ]),
      );
    expect(withAudit({ measures: counts(6) })).not.toContain('more measure');
    expect(withAudit({ measures: counts(7) })).toContain('<summary>1 more measure</summary>');
  });
});

test('gives the command that repeats the run', () => {
  const run = sampleRun();
  expect(reproduce(run)).toBe('npx touchstone-audit@0.1.0 run --bench ./audit.yaml --seed 0');
  const odd = {
    ...namesOnlyRun(),
    inputs: [{ path: "my bench's/a.yaml", sha256: '', role: 'config' as const }],
  };
  expect(reproduce(odd)).toBe(
    `npx touchstone-audit@0.1.0 run --bench 'my bench'\\''s/a.yaml' --seed 0 --limit 50`,
  );
});

test('links DOIs, arXiv numbers and addresses, and escapes around them', () => {
  expect(sourceLink('A & B 2008, doi:10.1162/rest.90.3.414 (x); arXiv:2403.20330').text).toBe(
    'A &amp; B 2008, <a href="https://doi.org/10.1162/rest.90.3.414" rel="noreferrer">doi:10.1162/rest.90.3.414</a> (x); <a href="https://arxiv.org/abs/2403.20330" rel="noreferrer">arXiv:2403.20330</a>',
  );
  expect(sourceLink('javascript:alert(1)').text).toBe('javascript:alert(1)');
  expect(sourceLink('https://a.org/"onx="1').text).not.toContain('"onx');
});
