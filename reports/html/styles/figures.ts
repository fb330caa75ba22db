/** Waterfall, forest plots, histograms. */
export const figureStyles = `
.plot { margin-top: .75rem; }
.plot-row, .plot-axis { display: grid; grid-template-columns: 13rem minmax(0, 1fr) 17.5rem; column-gap: 1.25rem; }
.plot-heading { padding: .9rem 0 .3rem; font-size: .8125rem; font-weight: 600; color: var(--muted); }
.plot-label { align-self: center; padding: .3rem 0; font-size: .875rem; line-height: 1.3; text-wrap: balance; }
.plot-label small { display: block; font-size: .75rem; }
.plot-cell { position: relative; min-height: 1.6rem; margin: 0 .75rem; }
.plot-cell > svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.plot-cell svg svg { overflow: visible; }
.plot-value { align-self: center; font-size: .875rem; line-height: 1.35; display: flex; flex-wrap: wrap; column-gap: .75rem; align-items: baseline; justify-content: space-between; }
.plot-axis .plot-cell { min-height: 2.6rem; border-top: 1px solid var(--control); margin-top: 0; }
.plot-axis text, .histogram text { font-size: .75rem; fill: var(--muted); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--rule); }
.zero { stroke: var(--control); }
.reference { stroke: var(--ink); stroke-dasharray: 3 3; }
.whisker line, .cap path { stroke: var(--ink); stroke-width: 1.5; fill: none; }
.point use { fill: currentColor; stroke: var(--surface); stroke-width: 1.25; paint-order: stroke; }
.point .whisker line, .point .cap path { stroke: currentColor; }
.span { stroke: currentColor; stroke-width: 2; opacity: .45; }
.axis-title { fill: var(--muted); }

.waterfall, .forest, .extractors { margin-top: 2rem; padding: 1.5rem 2rem 1.25rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; }
.waterfall h3 .track, .forest h3 .track { font-weight: 400; color: var(--muted); }
.waterfall figcaption p { margin-top: .25rem; max-width: 42rem; }
.waterfall .plot-row, .waterfall .plot-axis { grid-template-columns: 14.5rem minmax(0, 1fr) 12rem; }
.waterfall .plot-value .sample { flex-basis: 100%; }
.waterfall .plot-cell { min-height: 3.75rem; }
.waterfall .plot-axis .plot-cell { min-height: 2.6rem; }
.waterfall .plot-value b { font-size: 1.0625rem; }
:is(.step-remainder, .step-image-gain, .step-over-baseline) :is(.plot-label, .value) { font-weight: 600; }
:is(.step-remainder, .step-image-gain, .step-over-baseline) :is(.plot-label small, .interval) { font-weight: 400; }
.bar-all-items { fill: var(--bar-all); }
.bar-clean-items { fill: var(--bar-clean); }
.bar-text-only, .bar-blind { fill: var(--bar-text); }
.bar-remainder, .bar-image-gain, .bar-over-baseline { fill: var(--bar-remainder); }
.bar.negative { fill: var(--bar-negative); }
.gap { fill: none; stroke: var(--bar-remainder); stroke-dasharray: 3 3; }
.drop { stroke: var(--muted); stroke-dasharray: 2 3; }
.note { margin-top: .5rem; font-size: .875rem; }
figure .fine { margin-top: .6rem; }

.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: 1rem; font-size: .9375rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.series-key { width: 1rem; height: 1rem; fill: currentColor; flex: none; }
.plot-value .series-key { width: .8rem; height: .8rem; margin-right: .4rem; vertical-align: -.08em; }
.subset-start { border-top: 1px solid var(--rule); }
.subset-start .plot-label { padding: .2rem 0; }
.plot-heading + .subset-start { border-top-color: var(--control); }
figcaption .legend { margin-top: .4rem; font-size: .875rem; }
.extractors figcaption p { margin-top: .25rem; font-size: .875rem; color: var(--muted); max-width: 42rem; }
.extractors .plot-cell { min-height: 2.5rem; }

.histogram-box { margin: .75rem .75rem 0; }
.histogram-box > svg { display: block; width: 100%; overflow: visible; }
.bin { fill: var(--bar-clean); stroke: var(--surface); stroke-width: 1; }
.baseline { stroke: var(--control); }
.histogram .mark-label { fill: var(--ink); font-size: .8125rem; }

@media screen and (max-width: 62rem) {
  .page { display: block; padding: 1.5rem 1.5rem 4rem; }
  .contents { margin-bottom: 2rem; padding-bottom: .5rem; border-bottom: 1px solid var(--rule); }
  .contents > ul { position: static; max-height: none; display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
  .contents ul ul { display: none; }
}
@media screen and (max-width: 50rem) {
  .plot-row, .waterfall .plot-row { grid-template-columns: 1fr; row-gap: .15rem; padding-top: .6rem; }
  .plot-axis, .waterfall .plot-axis { grid-template-columns: 1fr; }
  .waterfall .plot-value .sample { flex-basis: auto; }
  .plot-axis > span { display: none; }
  .plot-label, .subset-start .plot-label { padding: 0; }
  .plot-value { justify-content: flex-start; }
  .plot-cell { order: 3; min-height: 1.4rem; }
  .waterfall .plot-cell { min-height: 1.9rem; }
  .extractors .plot-cell { min-height: 1.4rem; }
  .plot-axis .plot-cell, .waterfall .plot-axis .plot-cell { min-height: 2.4rem; }
  .subset-more { padding-top: .1rem; }
  .subset-more .plot-label { display: none; }
  .headline, .headline caption, .headline tbody, .headline tr { display: block; }
  .headline thead { display: none; }
  .headline tr { padding: .6rem 0; border-bottom: 1px solid var(--rule); }
  .headline tbody th, .headline td { display: block; padding: .2rem 0; border: 0; }
  .headline tbody th:first-child { width: auto; }
  .headline td::before { content: attr(data-title); float: right; font-size: .8125rem; color: var(--muted); line-height: 1.7; }
  .verdicts a { grid-template-columns: 1fr; }
  .measures > div { grid-template-columns: 1fr; }
  .measures dd { display: flex; flex-wrap: wrap; }
}
@media screen and (max-width: 36rem) {
  .page { padding: 1.5rem 1rem 3rem; }
  main > section { margin-top: 3.5rem; }
  .verdict-banner { padding: 1.25rem; gap: 1rem; }
  .verdict-banner .icon { width: 2.25rem; height: 2.25rem; }
  .verdict-word { font-size: 1.375rem; padding-top: .3rem; }
  .verdict-summary { font-size: 1.0625rem; margin-left: -3.25rem; margin-top: 1rem; }
  .gate { margin-left: -3.25rem; }
  .card, .waterfall, .forest, .extractors { padding: 1.1rem 1rem; }
  .card > header h3 { flex-basis: 100%; order: 3; }
}
`;
