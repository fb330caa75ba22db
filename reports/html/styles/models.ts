/** Model cards and the engine check. */
export const modelStyles = `
.model-link { color: inherit; text-decoration-color: var(--control); }
.model-link:hover { color: var(--accent); }
.model-cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1.25rem; margin-top: 1.75rem; }
.model-cards.opened { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.model-cards + .model-cards { margin-top: 1.25rem; }
.model-card { min-width: 0; padding: 1.35rem 1.5rem 1.1rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; scroll-margin: 1rem; }
.model-card:target { border-color: var(--accent); }
.model-card > header { display: flex; flex-wrap: wrap; align-items: center; gap: .1rem .5rem; }
.model-card h3 { font: 600 1.25rem/1.25 var(--serif); overflow-wrap: anywhere; }
.role { margin-left: auto; font-size: .8125rem; color: var(--muted); }
.model-facts { margin-top: .9rem; font-size: .875rem; line-height: 1.45; }
.model-facts > div { display: grid; grid-template-columns: 6.25rem minmax(0, 1fr); gap: 0 .75rem; padding: .4rem 0; border-top: 1px solid var(--rule); }
.model-cards:not(.opened) .model-facts > div { grid-template-columns: 1fr; }
.model-facts dt { color: var(--muted); font-size: .8125rem; line-height: 1.55; }
.model-facts .sample { white-space: normal; }
.model-facts small { display: block; margin-top: .15rem; }
.parity { margin-top: .5rem; padding-top: .8rem; border-top: 1px solid var(--rule); font-size: .875rem; }
.parity h4 { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; font-size: .875rem; }
.parity p { margin-top: .4rem; text-wrap: pretty; }
.parity-note { padding-left: .75rem; border-left: 3px solid var(--doubt); }
.parity-verdict { margin-top: .25rem; }
.parity-plot { margin-top: .9rem; }
.parity-plot figcaption { font-size: .8125rem; color: var(--muted); }
.parity-plot .plot { margin-top: .25rem; }
.parity-plot .plot-row, .parity-plot .plot-axis { grid-template-columns: 8.5rem minmax(0, 1fr) 6.5rem; column-gap: .5rem; }
.parity-plot .plot-label { font-size: .8125rem; padding: .15rem 0; }
.parity-plot .plot-value { font-size: .8125rem; }
.parity-plot .plot-cell { margin: 0 .25rem; min-height: 1.3rem; }
.parity-plot .plot-axis .plot-cell { min-height: 1.5rem; }
.stage-notes li + li { margin-top: .2rem; }
.failed { color: var(--fail); font-weight: 600; }
.passed { color: var(--pass); }
.model-card .small-print { margin-top: .75rem; }
.quirks > div + div { margin-top: .5rem; }
.quirks { font-size: .875rem; }
.sources { display: block; margin-top: .9rem; }
.sources li { align-items: baseline; padding: .15rem 0; }
.sources + .fine { margin-top: .5rem; }
.sources .series-key { align-self: center; }

.engine-check { margin-top: 1.5rem; }
.engine-check th, .engine-check td { min-width: 11rem; }
.engine-check tbody th { min-width: 15rem; }
.engine-check .media-kinds { display: block; font-size: .8125rem; font-weight: 600; color: var(--muted); }
.engine-check .source { color: var(--muted); }
.engine-check .unverified { width: fit-content; padding: .1rem .45rem; border-left: 3px solid var(--doubt); background: var(--doubt-tint); color: var(--ink); font-weight: 600; }
.asked { display: block; text-wrap: pretty; white-space: pre-line; }
.asked-pictures { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: .4rem; }
.asked-pictures img { width: 4.5rem; height: 4.5rem; border-radius: 3px; background: #0b0c0e; object-fit: contain; display: block; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
.engine-check small { display: block; margin-top: .3rem; }
.engine-check thead small { margin-top: .1rem; font-weight: 400; }
.unanswered { padding: .5rem .65rem; border: 1px dashed var(--control); border-radius: 4px; background: var(--none-tint); }
.unanswered small { color: var(--ink); }

@media screen and (max-width: 70rem) {
  .model-cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media screen and (max-width: 50rem) {
  .model-cards, .model-cards.opened { grid-template-columns: minmax(0, 1fr); }
  .engine-check, .engine-check tbody, .engine-check tr, .engine-check tbody th, .engine-check td { display: block; }
  .engine-check thead { display: none; }
  .engine-check tbody th, .engine-check td { padding: .5rem 0 0; border: 0; min-width: 0; }
  .engine-check tr { padding-bottom: .9rem; border-bottom: 1px solid var(--rule); }
  .engine-check td::before { content: attr(data-title); display: block; font-size: .8125rem; color: var(--muted); }
  .parity-plot .plot-row { grid-template-columns: minmax(0, 1fr) auto; row-gap: 0; }
  .parity-plot .plot-cell { grid-column: 1 / -1; min-height: 1rem; margin: 0 1.25rem; }
  .parity-plot .plot-axis { grid-template-columns: minmax(0, 1fr); }
}
@media screen and (max-width: 36rem) {
  .model-card { padding: 1.1rem 1rem; }
}
`;
