/**
 * The page's script: filters, order and keys for the findings, long answers
 * folded, details opened for printing.
 * It moves and hides what is there and sets `textContent`; it never makes markup.
 */
export const clientScript: string = `(() => {
  'use strict';
  const batch = 25;
  const byId = (id) => document.getElementById(id);

  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) {
      one.open = true;
      one.dataset.opened = '';
    }
  });
  addEventListener('afterprint', () => {
    for (const one of document.querySelectorAll('details[data-opened]')) {
      one.open = false;
      delete one.dataset.opened;
    }
  });

  for (const button of document.querySelectorAll('.show-all')) {
    const text = byId(button.getAttribute('aria-controls'));
    const fold = (folded) => {
      text.classList.toggle('folded', folded);
      button.setAttribute('aria-expanded', String(!folded));
      button.textContent = folded ? 'Show all' : 'Show less';
    };
    button.addEventListener('click', () => fold(!text.classList.contains('folded')));
    button.hidden = false;
    fold(true);
  }

  const list = byId('finding-list');
  if (!list) return;
  const controls = byId('finding-controls');
  const text = byId('filter-text');
  const order = byId('finding-order');
  const more = byId('show-more');
  const selects = [...controls.querySelectorAll('select[data-filter]')];
  const findings = [...list.children].map((element, place) => ({
    element, place, words: (element.textContent + ' ' + element.id).toLowerCase(),
  }));
  let matching = findings;
  let limit = batch;

  const matches = ({ element, words }) =>
    text.value.toLowerCase().split(/\\s+/).every((word) => words.includes(word)) &&
    selects.every((select) => !select.value || element.dataset[select.dataset.filter] === select.value);

  const compare = (a, b) => {
    const [left, right] = [a, b].map(({ element }) => element.dataset[order.value] ?? '');
    if (left === right) return a.place - b.place;
    if (!left || !right) return left ? -1 : 1;
    return left < right ? -1 : 1;
  };

  const show = () => {
    const rank = new Map(matching.map((finding, index) => [finding, index]));
    for (const finding of findings) {
      finding.element.hidden = !rank.has(finding);
      finding.element.classList.toggle('later', (rank.get(finding) ?? 0) >= limit);
    }
    byId('finding-count').textContent = matching.length + ' of ' + findings.length + ' listed match';
    byId('no-match').hidden = matching.length > 0;
    const rest = matching.length - limit;
    more.hidden = rest <= 0;
    more.textContent = 'Show ' + Math.min(rest, batch) + ' more (' + rest + ' left)';
  };

  const apply = () => {
    matching = findings.filter(matches).sort(compare);
    limit = batch;
    list.append(...[...matching].map(({ element }) => element));
    show();
  };

  const clear = () => {
    controls.reset();
    apply();
  };

  const select = (index) => {
    const finding = matching[index];
    if (!finding) return;
    while (index >= limit) limit += batch;
    show();
    finding.element.focus({ preventScroll: true });
    finding.element.scrollIntoView({ block: 'nearest' });
  };

  const openPermalink = () => {
    const target = location.hash.startsWith('#finding-') && byId(location.hash.slice(1));
    if (!target) return;
    if (target.hidden) clear();
    select(matching.findIndex(({ element }) => element === target));
    target.scrollIntoView({ block: 'start' });
  };

  const move = (step) => {
    const current = matching.findIndex(({ element }) => element.contains(document.activeElement));
    select(current < 0 ? 0 : Math.min(matching.length - 1, Math.max(0, current + step)));
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      clear();
      document.activeElement?.blur();
      return;
    }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === '/') {
      event.preventDefault();
      text.focus();
      controls.scrollIntoView({ block: 'nearest' });
    }
  });

  for (const link of document.querySelectorAll('[data-show-audit]')) {
    link.addEventListener('click', () => {
      controls.reset();
      controls.querySelector('[data-filter="audit"]').value = link.dataset.showAudit;
      apply();
    });
  }
  controls.addEventListener('submit', (event) => event.preventDefault());
  controls.addEventListener('input', apply);
  byId('clear-filters').addEventListener('click', clear);
  more.addEventListener('click', () => {
    const first = matching[limit];
    limit += batch;
    show();
    first?.element.focus({ preventScroll: true });
  });
  addEventListener('hashchange', openPermalink);
  controls.hidden = false;
  apply();
  openPermalink();
})();
`;
