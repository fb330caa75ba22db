/** Verdict banner, audit cards and numbers. */
export const sectionStyles = `
.eyebrow { font-size: .8125rem; font-weight: 600; letter-spacing: .09em; text-transform: uppercase; color: var(--muted); margin-bottom: .6rem; }
.verdict-pass { color: var(--pass); --tint: var(--pass-tint); }
.verdict-fail { color: var(--fail); --tint: var(--fail-tint); }
.verdict-inconclusive { color: var(--doubt); --tint: var(--doubt-tint); }
.verdict-not-applicable, .verdict-not-run { color: var(--none); --tint: var(--none-tint); }
.badge { display: inline-flex; align-items: center; gap: .4rem; font-size: .75rem; font-weight: 700; letter-spacing: .05em; line-height: 1.2; white-space: nowrap; }
.badge .icon { width: 1.05rem; height: 1.05rem; }

.verdict-banner { display: flex; gap: 1.5rem; align-items: flex-start; margin-top: 1.5rem; padding: 1.4rem 1.75rem; background: var(--tint); border-radius: 6px; }
.verdict-banner .icon { width: 3.25rem; height: 3.25rem; margin-top: .1rem; }
.verdict-banner .cut { stroke: var(--tint); }
.verdict-word { font-size: 1.75rem; line-height: 1.1; font-weight: 750; letter-spacing: .03em; }
.verdict-summary { margin-top: .3rem; color: var(--ink); font: 1.1875rem/1.45 var(--serif); max-width: 40rem; text-wrap: pretty; }
.gate { margin-top: .75rem; color: var(--ink); font-size: .875rem; max-width: 40rem; }
.warning { margin-top: .75rem; padding: .7rem 1rem; border-left: 4px solid var(--doubt); background: var(--doubt-tint); font-size: .9375rem; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; margin-top: .5rem; color: var(--muted); font-variant-numeric: lining-nums; }
.facts b { color: var(--ink); font-weight: 600; }
.headline { margin-top: 1.75rem; table-layout: fixed; }
.headline caption { text-align: left; font-weight: 600; font-size: 1rem; padding-bottom: .3rem; }
.headline th, .headline td { padding: .55rem 1.5rem .55rem 0; }
.headline th:first-child { width: 20%; }
.headline th:last-child { width: 23%; }
.headline thead th { padding-block: .2rem; }
.headline td small { margin-top: .2rem; font-variant-numeric: tabular-nums lining-nums; }
.headline tbody b { font-size: 1rem; font-weight: 650; }
.headline td { min-width: 0; }
.headline td > b { font-size: 1.375rem; line-height: 1.15; }
.headline.crowded th, .headline.crowded td { padding-right: 1rem; }
.headline.crowded th:first-child, .headline.crowded th:last-child { width: auto; }
.headline.crowded td > b { font-size: 1.125rem; }
.meter { display: block; width: 100%; height: .4rem; margin-top: .3rem; background: var(--sunken); }
.verdicts { margin-top: 1.75rem; border-top: 1px solid var(--rule); }
.verdicts a { display: grid; grid-template-columns: 8.5rem 9.5rem minmax(0, 1fr); gap: .25rem 1rem; align-items: baseline; padding: .6rem 0; border-bottom: 1px solid var(--rule); color: inherit; text-decoration: none; }
.verdicts a:hover .verdict-title { text-decoration: underline; }
.verdicts .badge { align-self: start; padding-top: .15rem; }
.verdict-title { font-weight: 600; }
.verdict-why { font-size: .875rem; line-height: 1.45; color: var(--muted); text-wrap: pretty; }

.card { margin-top: 2rem; padding: 1.75rem 2rem 1.5rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; }
.card > header { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1rem; }
.card > header h3 { font-size: 1.375rem; font-family: var(--serif); }
.card > header code, .member > header code { color: var(--muted); margin-left: auto; }
.member { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--control); }
.member > header { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1rem; }
.member > header h4 { font-size: 1.1875rem; font-family: var(--serif); }
.question { margin-top: .5rem; font: italic 1.0625rem/1.45 var(--serif); color: var(--muted); max-width: 42rem; }
.answer { margin-top: .75rem; max-width: 42rem; font-size: 1.0625rem; text-wrap: pretty; }
.measures { margin-top: 1.25rem; border-top: 1px solid var(--rule); font-size: .9375rem; }
.measures > div { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: .1rem 1.5rem; align-items: baseline; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
.measures dd { display: grid; grid-template-columns: 12rem 1fr; column-gap: 1rem; align-items: baseline; }
.measures + details { margin-top: .75rem; }
.details-body > .measures { margin-top: 0; }
.card > details:has(> .details-body > .table) { margin-top: 1.5rem; }
.measures dd > .absent { grid-column: 1 / -1; font-size: .875rem; }
.value { font-variant-numeric: tabular-nums lining-nums; }
.value b { font-weight: 650; white-space: nowrap; }
.interval, .sample { color: var(--muted); font-variant-numeric: tabular-nums lining-nums; }
.interval { white-space: nowrap; }
.sample { font-size: .8125rem; white-space: nowrap; }
.card figure { margin-top: 2rem; }
.card-findings { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; margin-top: 1.75rem; padding: .8rem 1rem; background: var(--sunken); border-radius: 4px; font-size: .875rem; }
.card-findings ul { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; }
.small-print { display: flex; flex-wrap: wrap; gap: 0 1.75rem; margin-top: 1.25rem; }
.small-print details { margin-top: .25rem; }
.small-print details[open] { flex-basis: 100%; }
.options { font-size: .8125rem; font-family: var(--mono); }
.options > div { display: flex; flex-wrap: wrap; gap: 0 .75rem; }
.options dt::after { content: ":"; }
.options dt { color: var(--muted); }

.severity { display: inline-flex; align-items: baseline; gap: .35rem; font-size: .8125rem; font-weight: 600; text-transform: capitalize; }
.severity .icon { width: .8rem; height: .8rem; align-self: center; }
.severity-defect { color: var(--fail); }
.severity-suspect { color: var(--doubt); }
.severity-note { color: var(--none); }
`;
