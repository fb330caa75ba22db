/** Paper: no controls, nothing folded, nothing torn apart. */
export const printStyles = `
@media print {
  @page { margin: 16mm 15mm; }
  html { font-size: 9pt; }
  body { background: none; }
  .page { display: block; max-width: none; padding: 0; }
  .contents, .controls, .skip, .more, .show-all, .permalink, .card-findings a { display: none !important; }
  .masthead { break-after: page; }
  .doors { display: none; }
  main > section { margin-top: 2.5rem; }
  .claim, .comparison, .checks > li, .lead-figure { break-inside: avoid; }
  .claim, .comparison { border-color: var(--control); }
  .comparison, .claimed-line, .found { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .card, .model-card, .waterfall, .forest, .extractors, .finding { border-color: var(--control); }
  .verdict-banner, .waterfall, .finding, .plot-row, .histogram, .warning, .measures > div, tr { break-inside: avoid; }
  h2, h3, h4, caption, .card > header, .question { break-after: avoid; }
  .verdict-banner, .meter, .bar, .bin, .split, .badge, .icon, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { color: var(--ink); list-style: none; }
  .table-box { overflow: visible; }
  .sample { white-space: normal; }
  pre { white-space: pre-wrap; }
  .subject.pictured { grid-template-columns: 7rem minmax(0, 1fr); }
  .subject.pictured:has(+ .pictured) { grid-template-columns: minmax(0, 1fr) 7rem; }
  .subject img, .no-picture { width: 7rem; height: 7rem; }
  .model-cards, .model-cards.opened { grid-template-columns: minmax(0, 1fr); }
  .engine-check th, .engine-check td, .engine-check tbody th { min-width: 0; }
  .unanswered, .parity-plot .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
