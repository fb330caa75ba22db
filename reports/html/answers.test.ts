import { expect, test } from 'vitest';
import type { Subject } from '../../src/audit/audit.ts';
import { answersBlock } from './answers.ts';

const answer = (changes: Partial<Subject> = {}): Subject => ({
  role: 'answer',
  key: 'test/1',
  model: 'one',
  excerpt: 'No effusion.',
  ...changes,
});
const markup = (...answers: Subject[]): string => answersBlock('0123456789ab', answers).text;

test('answers stand in columns with model, text and grades, those of the family first', () => {
  const page = markup(
    answer({ grades: { far: '6 of 10', near: '9 of 10' }, kinGraders: ['near'] }),
    answer({ model: 'two' }),
  );
  expect(page.match(/<article class="answer-card"/g)).toHaveLength(2);
  expect(page).toContain('<h4 id="answer-0123456789ab-0-of">one</h4>');
  expect(page).toContain(
    '<li class="kin"><span>near<em>same family</em></span> <b>9 of 10</b></li><li><span>far</span> <b>6 of 10</b></li>',
  );
  expect(page.match(/class="grades"/g)).toHaveLength(1);
});

test('texts and names are escaped, line breaks kept', () => {
  const page = markup(
    answer({
      model: '<i>m</i>',
      excerpt: 'a\n\n<script>alert(1)</script>',
      grades: { '"g"': '<b>' },
    }),
  );
  expect(page).toContain('>a\n\n&lt;script&gt;alert(1)&lt;/script&gt;</div>');
  expect(page).not.toMatch(/<script|<i>|<b><b>/);
});

test('only a long text gets a button, hidden until the script shows it', () => {
  const isFolded = (excerpt: string) => markup(answer({ excerpt })).includes('class="show-all"');
  expect([600, 601].map((length) => isFolded('x'.repeat(length)))).toEqual([false, true]);
  expect([12, 13].map((lines) => isFolded(Array(lines).fill('x').join('\n')))).toEqual([
    false,
    true,
  ]);
  expect(markup(answer({ excerpt: 'x'.repeat(700) }))).toContain(
    'aria-controls="answer-0123456789ab-0" aria-expanded="false" hidden>',
  );
});

test('an empty answer is said to be empty, an unknown one not to be at hand', () => {
  expect(markup(answer({ excerpt: ' \n' }))).toContain('an empty answer');
  const { excerpt: _, ...without } = answer();
  expect(markup(without)).toContain('answer not at hand');
});
