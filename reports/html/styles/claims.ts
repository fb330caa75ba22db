/** Doors, claims, leads and the gate. */
export const claimStyles = `
.doors { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; margin-top: 1rem; }
.doors a { display: block; height: 100%; padding: .75rem 1rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; text-decoration: none; color: inherit; }
.doors a:hover { border-color: var(--control); }
.doors b { display: block; color: var(--accent); }
.doors span { display: block; margin-top: .15rem; font-size: .8125rem; line-height: 1.4; color: var(--muted); }

.claim-lines a { grid-template-columns: 8.5rem minmax(0, 1fr); }
.claim-lines .verdict-why { grid-column: 2; }
.claim-lines .verdict-title { font: 1.0625rem/1.4 var(--serif); font-weight: 600; }
.claim-lines + .fine { margin-top: .5rem; }

.claims { margin-top: 1rem; }
.claim { margin-top: 1.25rem; }
.claim > header code { color: var(--muted); margin-left: auto; }
.claim-text { margin-top: .6rem; font: 1.25rem/1.4 var(--serif); max-width: 44rem; text-wrap: pretty; }
.claim-text::before { content: "“"; }
.claim-text::after { content: "”"; }
.claim-text + .fine { margin-top: .25rem; }
.comparison { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); gap: 1rem 2rem; align-items: center; margin-top: 1.1rem; padding: .9rem 1.1rem; background: var(--sunken); border-radius: 4px; }
.comparison dl > div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; align-items: baseline; }
.comparison dl > div + div { margin-top: .25rem; }
.comparison dt { font-size: .8125rem; color: var(--muted); }
.claimed-alone { margin-top: .9rem; }
.claimed { color: var(--accent); }
.comparison-plot { padding: 0 1rem; }
.comparison-plot > svg { display: block; width: 100%; height: 3.7rem; overflow: visible; }
.comparison-plot svg svg { overflow: visible; }
.comparison-plot text { font-size: .75rem; fill: var(--muted); font-variant-numeric: tabular-nums; }
.comparison-plot .found { fill: var(--ink); stroke: var(--sunken); stroke-width: 1.5; }
.claimed-line { stroke: var(--accent); stroke-width: 2.5; stroke-dasharray: 5 3; }
.needs { margin-top: 1rem; max-width: 42rem; font-size: .9375rem; }
.needs h4 { font-size: .8125rem; color: var(--muted); }
.needs ul { padding-left: 1.1rem; }
.bearing { margin-top: .75rem; }

.leads { display: grid; gap: 1.25rem; margin-top: 1.5rem; }
.lead-figure.waterfall { margin-top: 0; }
@media (min-width: 48.01rem) { .lead-figure .plot-row, .lead-figure .plot-axis { grid-template-columns: 14.5rem minmax(0, 1fr) 6rem; } }
.lead-figure .plot-cell { min-height: 2.6rem; }
.lead-figure .measures > div { grid-template-columns: minmax(0, 1fr) auto; }
.lead-figure .measures dd { display: block; font-weight: 600; text-align: right; }
.lead-figure > .fine { margin-top: .75rem; max-width: 48rem; }

.gate-decision { display: flex; align-items: center; gap: .6rem; max-width: none; }
.gate-decision.verdict-pass, .gate-decision.verdict-pass b { color: var(--pass); }
.gate-decision.verdict-fail, .gate-decision.verdict-fail b { color: var(--fail); }
.gate-decision.verdict-inconclusive, .gate-decision.verdict-inconclusive b { color: var(--doubt); }
.gate-decision span { color: var(--ink); }
.checks { margin-top: 1.25rem; border-top: 1px solid var(--rule); }
.checks > li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .25rem 1rem; padding: .8rem 0; border-bottom: 1px solid var(--rule); font-size: .9375rem; }
.checks .badge { align-self: start; padding-top: .2rem; }
.checks code { color: var(--muted); margin-left: .5rem; }
.remedy { margin-top: .35rem; padding-left: .9rem; border-left: 3px solid var(--accent); max-width: 44rem; font-size: .9375rem; }
.answer + .remedy { margin-top: .75rem; }
.reasons { padding-left: 1.1rem; margin-top: .5rem; }
#gate h3 { margin-top: 1.5rem; }

.run-facts { margin-top: 1.25rem; border-top: 1px solid var(--rule); font-size: .9375rem; }
.run-facts > div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .25rem 1rem; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
.run-facts dt { color: var(--muted); }
.run-facts + .fine { margin-top: .75rem; }

@media screen and (max-width: 48rem) {
  .doors { grid-template-columns: minmax(0, 1fr); }
  .comparison { grid-template-columns: minmax(0, 1fr); }
  .claim-lines a, .checks > li, .run-facts > div { grid-template-columns: minmax(0, 1fr); }
  .claim-lines .verdict-why { grid-column: 1; }
}
`;
