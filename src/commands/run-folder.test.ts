import { expect, test } from 'vitest';
import { formatOf } from './run-folder.ts';

test.each([
  ['report.html', 'html'],
  ['out/Result.JSON', 'json'],
  ['summary.md', 'markdown'],
  ['junit.xml', 'junit'],
  ['r.junit.xml', 'junit'],
  ['audit.sarif', 'sarif'],
  ['audit.sarif.json', 'sarif'],
  ['sarif.json', 'json'],
])('the longest ending that fits makes %s %s', (file, format) => {
  expect(formatOf(file).id).toBe(format);
});

test('an ending that no format has is told with those that there are', () => {
  expect(() => formatOf('report.docx')).toThrow(
    /^-o report\.docx: no report format has the ending "\.docx"; use .*\.sarif/,
  );
});
