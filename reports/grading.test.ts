import { expect, test } from 'vitest';
import type { GradingSummary } from '../src/grading/grading-summary.ts';
import { sampleGrading } from './fixtures/sample-grading.ts';
import { namesOnlyRun, sampleRun } from './fixtures/sample-run.ts';
import { renderHtml } from './html/index.ts';
import { renderMarkdown } from './markdown/index.ts';

const documents = (grading: GradingSummary): [string, string] => {
  const run = { ...sampleRun(), grading };
  return [renderHtml(run), renderMarkdown(run)];
};

test('both formats say what graders were asked, by which text, and what is missing', () => {
  for (const document of documents(sampleGrading)) {
    expect(document).toContain(
      '2 graders under 1 prompt: 808 requests. Answers with the same text to one item share one request; empty ones need none. Prompts name nobody; a model’s configured name is hidden in its answers. 14 answers of thorax-gpt-8b held it. What an answer says of its maker otherwise stays. Incomplete: 2 not asked, 3 failed, 1 grader could not be asked.',
    );
    for (const text of ['version 1, 0f3a5c7e9b1d', '3 failed: timeout', '2 not asked'])
      expect(document).toContain(text);
  }
});

test('what is open stands beside the verdict of both formats', () => {
  // 1,165 + 17 + 4 + 5 + 9 + 6, 1,206 + 6 and what is open itself.
  const open = 'Grading is not complete: 1,212 of 3,630 judgments are open.';
  const [html, markdown] = documents(sampleGrading);
  const [banner = ''] = html.match(/<div class="verdict-banner[\s\S]*?<ul class="verdicts"/) ?? [];
  expect(banner).toContain(open);
  expect(markdown.slice(0, markdown.indexOf('### Audits'))).toContain(open);
  const { open: _open, ...complete } = sampleGrading;
  for (const document of documents(complete)) expect(document).not.toContain('not complete');
});

test('counts of judgments stand in the order of their titles', () => {
  const [html, markdown] = documents(sampleGrading);
  expect(markdown).toContain(
    '| Grader | Prompt | Requests answered | Scored | Not read | Beyond the scale | Refused | Failed | Empty answers | Gaps |',
  );
  expect(markdown).toMatch(/\| 399 of 404 \| 1,165 \| 17 \| 4 \| 5 \| 9 \| 6 \|/);
  const [section = ''] = html.match(/<section id="grading"[\s\S]*?<\/section>/) ?? [];
  expect(
    [...section.matchAll(/<td[^>]* class="number">(?:<span[^>]*>)?([\d,]+)/g)].map(([, n]) => n),
  ).toEqual(['1,165', '17', '4', '5', '9', '6', '1,206', '0', '0', '0', '0', '6']);
});

test('names of graders and reasons are escaped', () => {
  const [row] = sampleGrading.rows;
  const [html] = documents({
    ...sampleGrading,
    rows: [{ ...row!, grader: '<i>', notApplicable: { '<b>': 2 } }],
    refused: [{ name: '<u>', reason: '<s>' }],
  });
  expect(html).not.toMatch(/<i>|<u>|<s>/);
  expect(html).toContain('2 judgments not applicable: &lt;b&gt;');
});

test('a grading without gaps says so; without a grading nothing is said', () => {
  const [, text] = documents({
    ...sampleGrading,
    refused: [],
    left: 0,
    failed: 0,
    namesHidden: {},
  });
  expect(text).toContain(
    'hidden in its answers. No answer held it. What an answer says of its maker otherwise stays. All were answered.',
  );
  expect(renderMarkdown(namesOnlyRun())).not.toContain('### Grading');
  expect(renderHtml(namesOnlyRun())).not.toContain('id="grading"');
});
