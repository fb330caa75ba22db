/** The battery's grid of models and conditions, and the grading. */
export const batteryStyles = `
.battery { margin-top: 1.5rem; }
.battery th, .battery td { min-width: 10rem; }
.battery tbody th { min-width: 14rem; }
.battery small { display: block; margin-top: .2rem; font-weight: 400; }
.battery-bar { display: block; width: 100%; height: .4rem; margin-bottom: .35rem; background: var(--none-tint); border: 1px solid var(--rule); border-radius: 2px; }
.battery-bar .answered { fill: var(--accent); }
.battery-bar .lost { fill: var(--fail); }
.battery-refused { margin-top: .75rem; padding: .6rem .75rem; border: 1px dashed var(--control); border-radius: 4px; background: var(--none-tint); }

.prompts { margin-top: 1rem; font-size: .875rem; }
.prompts code { color: var(--muted); }

@media screen and (max-width: 50rem) {
  .battery, .battery tbody, .battery tr, .battery tbody th, .battery td { display: block; }
  .battery thead { display: none; }
  .battery tbody th, .battery td { padding: .5rem 0 0; border: 0; min-width: 0; }
  .battery tr { padding-bottom: .9rem; border-bottom: 1px solid var(--rule); }
  .battery td::before { content: attr(data-title); display: block; font-size: .8125rem; color: var(--muted); }
}
`;
