/** Paper: no controls, nothing folded, nothing torn apart. */
export const printStyles = `
@media print {
  @page { margin: 16mm 15mm; }
  body { background: none; font-size: 9.5pt; }
  .page { display: block; max-width: none; padding: 0; }
  .contents, .controls, .skip, .more, .permalink, .card-findings a { display: none !important; }
  main > section { margin-top: 2.5rem; }
  .card, .waterfall, .forest, .extractors, .finding { border-color: var(--control); }
  .verdict-banner, .waterfall, .finding, .plot-row, .histogram, .warning, .measures > div, tr { break-inside: avoid; }
  h2, h3, h4, caption, .card > header, .question { break-after: avoid; }
  .verdict-banner, .bar, .bin, .split, .badge, .icon, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { color: var(--ink); list-style: none; }
  .table-box { overflow: visible; }
  table { font-size: 8pt; }
  .plot-row, .plot-axis, .waterfall .plot-row, .waterfall .plot-axis { grid-template-columns: 9rem minmax(0, 1fr) 15rem; column-gap: .75rem; }
  pre { white-space: pre-wrap; }
  .subject.pictured { grid-template-columns: 6rem minmax(0, 1fr); }
  .subject img, .no-picture { width: 6rem; height: 6rem; }
}
`;
