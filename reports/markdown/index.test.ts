import { expect, test } from 'vitest';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { escapeMarkdown } from './escape.ts';
import { renderMarkdown } from './index.ts';

test('writes the sample run as the golden file has it', async () => {
  await expect(renderMarkdown(sampleRun())).toMatchFileSnapshot('../fixtures/sample-report.md');
});

test('says what is limited and absent, and leaves out what there is not', () => {
  const text = renderMarkdown(namesOnlyRun());
  expect(text).toContain('**Limited run:** only the first 50 test items were read.');
  expect(text).toContain('**Media absent:**');
  expect(text).not.toMatch(/### (What the score is worth|Findings|Rows)/);
});

test('tells of every model in one line, and what does not apply', () => {
  const text = renderMarkdown(sampleRun());
  expect(text).toMatch(/\| thorax-gpt-8b \| candidate \|.*\| bfloat16-mapped \| in bfloat16: 64/);
  expect(text).toMatch(/\| broken-build .*\| FAIL: Worst stage: logits after the prompt/);
  expect(text).toContain('NOT APPLICABLE: a Qwen3-VL has no slide branch');
  expect(text).toContain(
    '1 slide; 1,200 tiles, features made here with conch-v1.5 4b1f0c9a77d2e638, UNVERIFIED',
  );
  expect(text).toContain('It is outside every score and verdict.');
});

test('escapes pipes, line breaks, markup, HTML and mentions', () => {
  expect(escapeMarkdown('a|b\nc *d* <img src=x> `e` [f](g) @team #12 \\')).toBe(
    'a\\|b c \\*d\\* &lt;img src=x&gt; \\`e\\` \\[f\\](g) @\u200bteam \\#12 \\\\',
  );
});

test('keeps every table row on one line with the columns of its head', () => {
  const lines = renderMarkdown(sampleRun()).split('\n');
  const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
  let head = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('|')) continue;
    if (!lines[index - 1]?.startsWith('|')) head = cells(line);
    expect(cells(line), line).toBe(head);
  }
});
