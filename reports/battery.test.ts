import { expect, test } from 'vitest';
import type { BatterySummary } from '../src/run/battery-summary.ts';
import { sampleRun } from './fixtures/sample-run.ts';
import { renderHtml } from './html/index.ts';
import { renderMarkdown } from './markdown/index.ts';

const battery: BatterySummary = {
  conditions: [
    { id: 'real', title: 'As it is', shows: 'The item as it is.' },
    { id: 'none', title: 'Question only', shows: 'Media are taken out.' },
  ],
  rows: [
    {
      model: 'thorax-gpt-8b',
      condition: 'real',
      items: 1210,
      planned: 1204,
      answered: 1200,
      cut: 3,
      left: 1,
      failed: { 'medium-unreadable': 3 },
      notApplicable: {},
    },
    {
      model: 'thorax-gpt-8b',
      condition: 'none',
      items: 50,
      planned: 50,
      answered: 50,
      cut: 0,
      left: 0,
      failed: {},
      notApplicable: { 'the item has no <media>': 12 },
    },
  ],
  refused: [{ name: 'broken-build', reason: 'parity failed' }],
  left: 1,
  failed: 3,
};

test('both formats say what was asked and what is missing', () => {
  const run = { ...sampleRun(), battery };
  const html = renderHtml(run);
  const text = renderMarkdown(run);
  for (const document of [html, text]) {
    expect(document).toContain(
      '1 model under 2 conditions: 1,254 requests, decoded greedily, or as a server does by default where endpoint.body takes its temperature out. Items that ask a model the same share one request. 3 answers were cut off at the longest length. Incomplete: 1 not asked, 3 failed, 1 model could not be asked.',
    );
    expect(document).toMatch(/3 failed: medium unreadable/);
    expect(document).toContain('3 cut off at the longest length');
    expect(document).toContain('for 1,210 items');
    expect(document).toContain('parity failed');
  }
  expect(html).toContain('<a href="#battery">Battery</a>');
  expect(html).toContain('12 items not applicable: the item has no &lt;media&gt;');
  expect(html).not.toContain('no <media>');
});

test('a battery without gaps says so; without a battery nothing is said', () => {
  const [, whole] = battery.rows;
  const complete = { ...battery, rows: [whole!], refused: [], left: 0, failed: 0 };
  expect(renderMarkdown({ ...sampleRun(), battery: complete })).toContain('All were answered.');
  expect(renderMarkdown(sampleRun())).not.toContain('### Battery');
  expect(renderHtml(sampleRun())).not.toContain('id="battery"');
});
