/** The list of findings and its controls. */
export const findingStyles = `
.controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr)); gap: .75rem 1rem; margin-top: 1.5rem; }
.controls label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--muted); }
.controls .search, .hint { grid-column: 1 / -1; }
input, select, button { font: inherit; font-size: .875rem; color: var(--ink); background: var(--surface); border: 1px solid var(--control); border-radius: 4px; padding: .4rem .6rem; min-height: 2.25rem; max-width: 100%; }
.controls select { width: 100%; }
button { cursor: pointer; color: var(--accent); border-color: var(--accent); padding: .4rem 1rem; }
button:hover { background: var(--sunken); }
input::placeholder { color: var(--muted); opacity: 1; }
.hint { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1.5rem; font-size: .8125rem; color: var(--muted); }
kbd { display: inline-block; min-width: 1.6em; text-align: center; padding: .05em .35em; line-height: 1.35; border: 1px solid var(--control); border-bottom-width: 2px; border-radius: 3px; color: var(--ink); background: var(--surface); }

.findings { margin-top: 1rem; }
.finding { padding: 1.25rem 1.5rem; margin-top: .75rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; scroll-margin: 1rem; }
.finding:focus { outline: 3px solid var(--accent); outline-offset: -1px; }
.finding:target { border-color: var(--accent); }
.finding header { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .25rem 1rem; align-items: center; }
.finding h3 { font-size: 1rem; }
.finding .severity { min-width: 4.75rem; }
.permalink { font: .75rem var(--mono); color: var(--muted); text-decoration: none; }
.permalink:hover { text-decoration: underline; }
.subjects { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem .75rem; margin-top: .9rem; }
.subject { min-width: 0; }
.subject.pictured { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 1rem; }
.subject.pictured:has(+ .pictured) { grid-template-columns: minmax(0, 1fr) 9rem; }
.subject.pictured:has(+ .pictured) > :first-child { order: 1; }
.subject img, .no-picture { width: 9rem; height: 9rem; border-radius: 3px; background: #0b0c0e; object-fit: contain; display: block; }
.subjects:has(.pictured) > .subject:not(.pictured) { grid-column: 1 / -1; }
.no-picture { display: grid; place-items: center; text-align: center; padding: .75rem; background: var(--sunken); border: 1px dashed var(--control); color: var(--muted); font-size: .75rem; line-height: 1.35; }
.subject figcaption { font-size: .875rem; line-height: 1.45; min-width: 0; }
.origin { display: block; font-size: .8125rem; color: var(--muted); }
.split { display: inline-block; margin-right: .45rem; padding: 0 .4rem; border-radius: 3px; font-weight: 600; color: var(--ink); border: 1px solid var(--control); }
.split-test { background: var(--ink); border-color: var(--ink); color: var(--paper); }
blockquote { margin-top: .4rem; text-wrap: pretty; }
blockquote::before { content: "“"; }
blockquote::after { content: "”"; }
.key, .source { display: block; margin-top: .35rem; font-size: .75rem; }
.source { color: var(--muted); margin-top: .1rem; }
.subjects:has(+ .answers) { grid-template-columns: minmax(0, 1fr); }
.subjects:has(+ .answers) blockquote { white-space: pre-line; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; margin-top: .9rem; }
.answer-card { min-width: 0; display: flex; flex-direction: column; padding: .8rem 1rem; background: var(--sunken); border-radius: 4px; }
.answer-card h4 { font-size: .875rem; overflow-wrap: anywhere; padding-bottom: .35rem; border-bottom: 1px solid var(--rule); }
.answer-text { margin-top: .5rem; font-size: .9375rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.answer-card > .absent { margin-top: .5rem; font-style: italic; }
.show-all { align-self: flex-start; margin-top: .5rem; padding: .2rem .7rem; min-height: 1.9rem; }
.grades { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: auto; padding-top: .75rem; font-size: .8125rem; line-height: 1.35; }
.grades li { display: flex; flex-wrap: wrap; gap: 0 .5rem; padding: .15rem .5rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 3px; font-variant-numeric: tabular-nums lining-nums; }
.grades span { color: var(--muted); overflow-wrap: anywhere; }
.grades em { font-style: normal; margin-left: .4rem; color: var(--ink); }
.grades .kin { border-color: var(--ink); box-shadow: inset 3px 0 0 var(--ink); padding-left: .7rem; }
.finding footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .35rem 1.5rem; margin-top: .9rem; padding-top: .6rem; border-top: 1px solid var(--rule); font-size: .8125rem; }
.values { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; }
.values > div { display: flex; gap: .4rem; }
.values dt { color: var(--muted); }
.values dd { font-weight: 600; font-variant-numeric: tabular-nums; }
.labels { display: flex; flex-wrap: wrap; gap: .15rem .5rem; color: var(--muted); margin-left: auto; }
.labels span + span::before { content: "· "; }
.more { margin-top: 1.25rem; }
@media screen {
  .finding.later { display: none; }
  .folded { max-height: 13.5rem; overflow: hidden; mask-image: linear-gradient(#000 75%, transparent); }
}

@media screen and (max-width: 62rem) {
  .subject.pictured, .subject.pictured:has(+ .pictured) { grid-template-columns: 1fr; gap: .6rem; align-content: start; }
  .subject.pictured:has(+ .pictured) > :first-child { order: 0; }
  .subject img, .no-picture { width: 100%; height: auto; aspect-ratio: 1; max-height: 16rem; }
}
@media screen and (max-width: 36rem) {
  .finding { padding: 1rem; }
  .finding header { grid-template-columns: minmax(0, 1fr) auto; }
  .finding header h3 { grid-row: 2; grid-column: 1 / -1; }
  .subjects { gap: .75rem; }
  .labels { margin-left: 0; }
  .keys { display: none; }
}
`;
