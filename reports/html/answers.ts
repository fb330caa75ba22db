import type { Subject } from '../../src/audit/audit.ts';
import { gradesOf, lackingAnswer } from '../answers-wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';

/** Lengths above which an answer is folded where there is a script to unfold it. */
const longCharacters = 600;
const longLines = 12;

/** Answers of several models to one item, beside each other, with what each grader gave. */
export function answersBlock(findingId: string, answers: readonly Subject[]): Markup {
  return html`<div class="answers">${answers.map((answer, index) => answerBlock(answer, `answer-${findingId}-${index}`))}</div>`;
}

function answerBlock(answer: Subject, id: string): Markup {
  const { model, excerpt = '' } = answer;
  const name = model ?? 'unnamed model';
  const isLong = excerpt.length > longCharacters || excerpt.split('\n').length > longLines;
  return html`<article class="answer-card" aria-labelledby="${id}-of">
<h4 id="${id}-of">${name}</h4>
${
  excerpt.trim() === ''
    ? html`<p class="absent">${lackingAnswer(answer.excerpt)}</p>`
    : html`<div class="answer-text${isLong && ' long'}" id="${id}" dir="auto">${excerpt}</div>`
}${isLong && html`<button type="button" class="show-all" aria-controls="${id}" aria-expanded="false" hidden>Show all</button>`}
${grades(answer, name)}
</article>`;
}

function grades(answer: Subject, name: string): Insertable {
  const given = gradesOf(answer);
  if (given.length === 0) return false;
  return html`<ul class="grades" role="list" aria-label="Grades of ${name}">${given.map(
    ({ grader, text, kin }) =>
      html`<li${kin && html` class="kin"`}><span>${grader}${kin && html`<em>same family</em>`}</span> <b>${text}</b></li>`,
  )}</ul>`;
}
