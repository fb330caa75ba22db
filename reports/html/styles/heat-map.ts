import { heatSteps } from '../palette.ts';

const grounds = ['heat', 'diverging']
  .flatMap((ramp) =>
    Array.from(
      { length: heatSteps },
      (_, step) => `.${ramp}-${step} { background: var(--${ramp}-${step}); }`,
    ),
  )
  .join('\n');

/** Tables with coloured cells; row labels stay in sight while the cells are scrolled sideways. */
export const heatMapStyles: string = `
${grounds}
.heat-key { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; margin: .6rem 0 .9rem; font-size: .8125rem; color: var(--muted); }
.heat-key li { display: flex; flex-wrap: wrap; align-items: center; gap: .45rem; font-variant-numeric: tabular-nums lining-nums; }
.ramp { display: flex; position: relative; width: 10rem; height: .9rem; border: 1px solid var(--control); }
.ramp > span { flex: 1; }
.ramp > b { position: absolute; inset: 0; display: grid; place-items: center; font-size: .75rem; font-weight: 500; line-height: 1; color: var(--ink); }
.swatch { width: 1.5rem; height: .9rem; flex: none; }
.heat { width: auto; border-collapse: separate; border-spacing: 0; line-height: 1.25; }
.heat th, .heat td { padding: .35rem .5rem; border: 1px solid var(--surface); }
.heat tbody td { position: relative; min-width: 5.25rem; text-align: center; vertical-align: middle; color: var(--ink); }
.heat td b { display: block; font-size: 1.0625rem; font-weight: 600; }
.heat td small { margin-top: .05rem; font-size: .75rem; color: inherit; white-space: nowrap; }
.heat tbody th[scope="row"] { min-width: 8rem; max-width: 13rem; vertical-align: middle; }
.heat thead th { text-align: center; min-width: 5.25rem; max-width: 9rem; overflow-wrap: anywhere; color: var(--ink); }
.heat thead .group { color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--control); }
.heat .group-start { border-left-width: .35rem; }
.heat tr.group th { padding: .7rem 0 .2rem; font-size: .8125rem; font-weight: 600; color: var(--muted); }
.heat tr.group span { position: sticky; left: 0; }
.heat tbody th[scope="row"], .heat .corner { position: sticky; left: 0; z-index: 1; background: var(--surface); padding-left: 0; }
.heat .corner { vertical-align: bottom; font-size: .8125rem; color: var(--muted); }
.heat .corner span { display: block; }
.heat .corner span:first-child { text-align: right; }
.marked { box-shadow: inset 0 0 0 2px var(--ink); }
@media (forced-colors: active) { .marked { outline: 2px solid; outline-offset: -3px; } }
.heat .unmeasured { font-size: .75rem; color: var(--none); }
.unmeasured { background: repeating-linear-gradient(135deg, var(--surface) 0 5px, var(--none-tint) 5px 9px); }
.swatch.unmeasured { border: 1px solid var(--control); }

@media screen and (max-width: 36rem) {
  .heat tbody th[scope="row"], .heat .corner { min-width: 6rem; max-width: 7.5rem; font-size: .8125rem; overflow-wrap: anywhere; }
}
@media print {
  .heat td, .heat .group-start, .ramp span, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .heat tbody td, .heat thead th { min-width: 0; padding: .25rem .3rem; }
  .heat tbody th[scope="row"], .heat .corner, .heat tr.group span { position: static; }
}
`;
