/** Type, page and elements. */
export const baseStyles = `
:root {
  --sans: "Segoe UI", -apple-system, BlinkMacSystemFont, Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Source Serif 4", Cambria, "Noto Serif", "Liberation Serif", Georgia, "Songti SC", "Noto Serif CJK SC", serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: break-word; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure, blockquote, pre { margin: 0; padding: 0; }
ul[role="list"], ol[role="list"] { list-style: none; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.15; letter-spacing: -.012em; text-wrap: balance; }
h1 { font-size: clamp(2rem, 1.4rem + 2vw, 2.75rem); overflow-wrap: anywhere; }
h2 { font-size: 1.875rem; }
h3 { font-size: 1.1875rem; line-height: 1.3; }
h4 { font-size: 1rem; line-height: 1.35; }
small, .fine { font-size: .8125rem; line-height: 1.45; color: var(--muted); }
code, pre, kbd { font-family: var(--mono); font-size: .8125em; }
code { overflow-wrap: anywhere; }
sub { font-size: .75em; line-height: 0; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
[hidden] { display: none !important; }
.definitions { position: absolute; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--surface); padding: .5rem 1rem; }

.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.page { max-width: 78rem; margin: 0 auto; padding: 2.5rem 2.5rem 6rem; display: grid; grid-template-columns: 11.5rem minmax(0, 1fr); column-gap: 4rem; }
main > section { margin-top: 5rem; }
main > section > h2 { padding-top: 1.1rem; border-top: 2px solid var(--ink); }
.lead { max-width: 42rem; margin-top: .75rem; color: var(--muted); text-wrap: pretty; }
.empty { margin-top: 1rem; color: var(--muted); }
.absent { color: var(--muted); font-weight: 400; }

.contents { font-size: .875rem; line-height: 1.35; }
.contents > ul { position: sticky; top: 2.5rem; max-height: calc(100vh - 5rem); overflow-y: auto; }
.contents a { display: flex; gap: .5rem; align-items: baseline; padding: .3rem 0; color: var(--muted); text-decoration: none; }
.contents a:hover { color: var(--ink); text-decoration: underline; }
.contents ul ul { padding: .1rem 0 .5rem .1rem; font-size: .8125rem; }
.contents .icon { width: .8rem; height: .8rem; align-self: center; }
.tally { font-variant-numeric: tabular-nums; font-size: .75rem; border: 1px solid var(--rule); border-radius: 1rem; padding: 0 .45rem; }

.icon { width: 1em; height: 1em; flex: none; overflow: visible; }
.cut { fill: none; stroke: var(--surface); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
.line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
.hatch-line { stroke: var(--surface); stroke-width: 2.2; }

.table { margin-top: 1.75rem; }
.table figcaption { font-weight: 600; margin-bottom: .4rem; }
.table-box { overflow-x: auto; }
.nowrap { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums lining-nums; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1.1rem .45rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 500; font-size: .8125rem; color: var(--muted); vertical-align: bottom; border-bottom: 1px solid var(--control); }
tbody th { font-weight: 400; min-width: 4.5rem; }
tbody td:not(.number) { min-width: 4.5rem; }
tbody th:has(code) { min-width: 13rem; }
td code, tbody th code { font-size: .75rem; }
th.number, td.number { text-align: right; }
td.number, th.number .value { white-space: nowrap; }
td .sample { display: block; }
td small, tbody th small { display: block; white-space: normal; font-weight: 400; }

.hash { color: var(--muted); overflow-wrap: normal; }

@media screen and (max-width: 36rem) {
  .stacks, .stacks tbody, .stacks tr, .stacks tbody th { display: block; }
  .stacks thead { display: none; }
  .stacks tr { padding: .55rem 0; border-bottom: 1px solid var(--rule); }
  .table-box .stacks tbody th, .table-box .stacks tbody td { padding: .1rem 0; border: 0; min-width: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  .stacks tbody th { font-weight: 600; }
  .table-box .stacks tbody td { display: flow-root; padding-left: 9rem; }
  .stacks .hash { overflow-wrap: anywhere; }
  .stacks td::before { content: attr(data-title); float: left; width: 8.5rem; margin-left: -9rem; color: var(--muted); font-size: .8125rem; line-height: 1.5; overflow-wrap: break-word; }
}

details { margin-top: 1rem; }
summary { cursor: pointer; width: fit-content; font-size: .875rem; font-weight: 500; color: var(--accent); }
summary:hover { text-decoration: underline; text-underline-offset: .18em; }
.details-body { padding: .5rem 0 .75rem; max-width: 100%; }
.details-body > .table { margin-top: .25rem; }
.details-body > p, .details-body > ul { max-width: 42rem; font-size: .875rem; }
.details-body > ul { padding-left: 1.1rem; }
.details-body > p + ul { margin-top: .5rem; }
pre { margin-top: 1rem; padding: 1rem 1.125rem; background: var(--sunken); border-radius: 4px; overflow-x: auto; line-height: 1.5; }
pre code { font-size: .8125rem; overflow-wrap: normal; }
`;
