/** The report as a reader's browser sees it. */

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium } from '../../test/browser/chromium.ts';
import { chooseFindings } from '../choose-findings.ts';
import { claimsOnlyRun, namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { sampleThumbnails } from '../fixtures/sample-thumbnails.ts';
import { renderHtml } from './index.ts';

const note = chromiumPath === undefined ? ' (skipped: Chromium not found)' : '';
const run = sampleRun({ findings: 3_000 });
const chosen = chooseFindings(run, 150);
const pages = ['full.html', 'names.html', 'claims.html'] as const;

describe.skipIf(chromiumPath === undefined)(`the HTML report in Chromium${note}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-report-'));
    writeFileSync(
      join(folder, 'full.html'),
      renderHtml(run, { thumbnails: sampleThumbnails(run) }),
    );
    writeFileSync(join(folder, 'names.html'), renderHtml(namesOnlyRun()));
    writeFileSync(join(folder, 'claims.html'), renderHtml(claimsOnlyRun()));
    browser = await launchChromium();
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a report from disk, collecting everything that goes wrong and every address asked for. */
  async function open(
    file: (typeof pages)[number] | 'large.html',
    options: BrowserContextOptions = {},
    fragment = '',
  ): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${pathToFileURL(join(folder, file)).href}${fragment}`);
    return { page, complaints, requests };
  }

  const visible = '.finding:visible';

  test.each(pages)('%s opens from disk without errors, dialogs or requests', async (file) => {
    const { page, complaints, requests } = await open(file);
    await page.locator('#provenance').scrollIntoViewIfNeeded();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([page.url()]);
  });

  test('shows an item that contains a script and does not run it', async () => {
    const { page, complaints } = await open('full.html');
    await expect(page.getByText('<script>alert(1)</script>').isVisible()).resolves.toBe(true);
    await expect(page.locator('script').count()).resolves.toBe(1);
    expect(complaints).toEqual([]);
  });

  test('decodes every thumbnail', async () => {
    const { page } = await open('full.html');
    const images = page.locator('.subject img');
    await expect(images.count()).resolves.toBe(4);
    for (const image of await images.all()) await image.scrollIntoViewIfNeeded();
    await expect(
      page.evaluate(
        '[...document.images].every((image) => image.complete && image.naturalWidth === 48)',
      ),
    ).resolves.toBe(true);
  });

  test('filters by word and by column, says how many match, and clears', async () => {
    const { page } = await open('full.html');
    await page.fill('#filter-text', 'flipped train');
    await expect(page.locator('#finding-count').textContent()).resolves.toBe(
      '1 of 150 listed match',
    );
    await expect(page.locator(visible).count()).resolves.toBe(1);
    await page.fill('#filter-text', '');
    await page.selectOption('[data-filter="modality"]', 'CT');
    await page.selectOption('[data-filter="audit"]', 'image-reuse');
    await expect(page.locator(visible).locator('h3').allTextContents()).resolves.toEqual([
      'Two pictures look alike; alignment can neither prove nor refute it.',
    ]);
    await page.selectOption('[data-filter="severity"]', 'defect');
    await expect(page.locator('#no-match').isVisible()).resolves.toBe(true);
    await page.click('#clear-filters');
    await expect(page.locator('#finding-count').textContent()).resolves.toBe(
      '150 of 150 listed match',
    );
  });

  test('orders by column, those without a value last', async () => {
    const { page } = await open('full.html');
    await page.selectOption('#finding-order', 'task');
    const tasks = (await page.evaluate(
      "[...document.querySelectorAll('.finding')].map((one) => one.dataset.task)",
    )) as string[];
    expect(tasks.slice(-2)).toEqual(['', '']);
    expect(tasks.slice(0, -2)).toEqual(tasks.slice(0, -2).sort());
    await page.selectOption('#finding-order', '');
    const ids = await page.evaluate(
      "[...document.querySelectorAll('.finding')].map((one) => one.id)",
    );
    expect(ids).toEqual(chosen.map(({ finding }) => `finding-${finding.id}`));
  });

  test('shows the list in portions', async () => {
    const { page } = await open('full.html');
    await expect(page.locator(visible).count()).resolves.toBe(25);
    await page.click('#show-more');
    await expect(page.locator(visible).count()).resolves.toBe(50);
    await expect(page.locator('#show-more').textContent()).resolves.toBe('Show 25 more (100 left)');
  });

  test('moves with j and k beyond the first portion, searches with /, clears with Escape', async () => {
    const { page } = await open('full.html');
    const focused = () => page.evaluate('document.activeElement.id');
    const id = (index: number) => `finding-${chosen[index]?.finding.id}`;
    await page.keyboard.press('j');
    await expect(focused()).resolves.toBe(id(0));
    for (let step = 0; step < 26; step += 1) await page.keyboard.press('j');
    await expect(focused()).resolves.toBe(id(26));
    await page.keyboard.press('k');
    await expect(focused()).resolves.toBe(id(25));
    await page.keyboard.press('/');
    await expect(focused()).resolves.toBe('filter-text');
    await page.keyboard.type('jk');
    await expect(page.inputValue('#filter-text')).resolves.toBe('jk');
    await page.keyboard.press('Escape');
    await expect(page.inputValue('#filter-text')).resolves.toBe('');
    await expect(page.locator(visible).count()).resolves.toBe(25);
  });

  test('opens a permalink to a finding that is not in the first portion', async () => {
    const id = `finding-${chosen[120]?.finding.id}`;
    const { page } = await open('full.html', {}, `#${id}`);
    await expect(page.evaluate('document.activeElement.id')).resolves.toBe(id);
    await expect(page.locator(`[id="${id}"]`).isVisible()).resolves.toBe(true);
  });

  test('goes from an audit to its findings', async () => {
    const { page } = await open('full.html');
    await page.click('[data-show-audit="image-reuse"]');
    await expect(page.locator('#finding-count').textContent()).resolves.toBe(
      '5 of 150 listed match',
    );
  });

  test('is complete without its script', async () => {
    const { page } = await open('full.html', { javaScriptEnabled: false });
    await expect(page.locator(visible).count()).resolves.toBe(150);
    await expect(page.locator('#finding-controls').isVisible()).resolves.toBe(false);
    await page.locator('#audit-image-reuse summary').first().click();
    await expect(page.getByText('Files and decoded pixels are compared').isVisible()).resolves.toBe(
      true,
    );
  });

  test.each([320, 390, 768, 1280])('needs no sideways scrolling at %i px', async (width) => {
    const { page } = await open('full.html', { viewport: { width, height: 800 } });
    await expect(page.evaluate('document.documentElement.scrollWidth')).resolves.toBe(width);
  });

  test('cuts no table at 390 px; only heat maps are scrolled sideways', async () => {
    const { page } = await open('full.html', { viewport: { width: 390, height: 800 } });
    const cut = await page.evaluate(`(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
      return [...document.querySelectorAll('.table-box')]
        .filter((box) => box.scrollWidth > box.clientWidth)
        .map((box) => (box.querySelector('.heat') ? 'heat map' : box.ariaLabel));
    })()`);
    expect(new Set(cut as string[])).toEqual(new Set(['heat map']));
  });

  test('unfolds a long answer by key, and folds nothing on paper', async () => {
    const { page } = await open('full.html');
    const button = page.locator('.show-all').first();
    const id = await button.getAttribute('aria-controls');
    const hidden = () =>
      page.evaluate(
        `document.getElementById('${id}').scrollHeight - document.getElementById('${id}').clientHeight`,
      );
    await expect(hidden()).resolves.toBeGreaterThan(100);
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(button.getAttribute('aria-expanded')).resolves.toBe('true');
    await expect(hidden()).resolves.toBe(0);
    await page.keyboard.press('Space');
    await expect(button.textContent()).resolves.toBe('Show all');
    await expect(hidden()).resolves.toBeGreaterThan(100);
    await page.emulateMedia({ media: 'print' });
    await expect(hidden()).resolves.toBe(0);
    await expect(button.isVisible()).resolves.toBe(false);
  });

  test('shows whole answers without its script, markup in them as text', async () => {
    const { page, complaints } = await open('full.html', { javaScriptEnabled: false });
    await expect(page.locator('.show-all:visible').count()).resolves.toBe(0);
    await expect(page.getByText('<img src=x onerror=alert(2)>').isVisible()).resolves.toBe(true);
    await expect(page.locator('.folded').count()).resolves.toBe(0);
    expect(complaints).toEqual([]);
  });

  test.each([
    [390, 1],
    [1280, 2],
  ])('puts answers beside each other at %i px where there is room: %i', async (width, columns) => {
    const { page } = await open('full.html', { viewport: { width, height: 800 } });
    const lefts = await page.evaluate(
      "[...document.querySelector('.answers').children].map((one) => one.getBoundingClientRect().left)",
    );
    expect(new Set(lefts as number[]).size).toBe(columns);
  });

  test('scrolls a heat map inside its own box by key, row labels in sight', async () => {
    const { page } = await open('full.html', { viewport: { width: 390, height: 800 } });
    const box = page.locator('.heat-map .table-box').first();
    const label = box.locator('th[scope="row"]').first();
    const left = async () => Math.round((await label.boundingBox())?.x ?? Number.NaN);
    const before = await left();
    await box.focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.evaluate("document.querySelector('.heat-map .table-box').scrollLeft"))
      .toBeGreaterThan(20);
    await expect(left()).resolves.toBe(before);
  });

  test.each(['light', 'dark'] as const)(
    'has no accessibility violation in %s',
    async (colorScheme) => {
      for (const file of pages) {
        const { page } = await open(file, { colorScheme, bypassCSP: true });
        await page.addScriptTag({ content: axe.source });
        await page.evaluate(
          "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
        );
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
        );
        expect(violations).toEqual([]);
      }
    },
  );

  test('with 100,000 findings stays under 15 MB and is painted within 2 seconds', async () => {
    const text = renderHtml(sampleRun({ findings: 100_000 }), {
      thumbnails: sampleThumbnails(run),
    });
    expect(Buffer.byteLength(text)).toBeLessThan(15_000_000);
    writeFileSync(join(folder, 'large.html'), text);
    const { page } = await open('large.html');
    const painted = await page.evaluate(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
    );
    expect(painted).toBeLessThan(2_000);
    await expect(page.locator('.tally', { hasText: '100,007' }).isVisible()).resolves.toBe(true);
  });

  test('reaches every claim, check and door by name and by link', async () => {
    const { page, complaints } = await open('full.html');
    for (const name of ['Reviewing?', 'Running it?', 'Deciding?']) {
      await page.getByRole('link', { name }).click();
      const target = new URL(page.url()).hash;
      await expect(page.locator(target).count()).resolves.toBe(1);
    }
    const broken = await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.hash.slice(1)).filter((id) => !document.getElementById(id))`);
    expect(broken).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('puts the summary for a reviewer on the first printed page', async () => {
    const { page } = await open('full.html');
    await page.emulateMedia({ media: 'print' });
    const breaks = "getComputedStyle(document.querySelector('.masthead')).breakAfter";
    await expect(page.evaluate(breaks)).resolves.toBe('page');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(100_000);
  });

  test('prints everything: no controls, nothing folded', async () => {
    const { page } = await open('full.html');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await expect(page.locator('#finding-controls').isVisible()).resolves.toBe(false);
    await expect(page.locator(visible).count()).resolves.toBe(150);
    await expect(page.locator('details:not([open])').count()).resolves.toBe(0);
    await expect(page.evaluate('getComputedStyle(document.body).color')).resolves.toBe(
      'rgb(27, 30, 34)',
    );
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await expect(page.locator('details[open]').count()).resolves.toBe(0);
  });

  test.each([
    ['light', 1280, 'light', 'screen'],
    ['dark', 1280, 'dark', 'screen'],
    ['narrow', 400, 'light', 'screen'],
    ['print', 794, 'light', 'print'],
  ] as const)('takes a screenshot: %s', async (name, width, colorScheme, media) => {
    const { page } = await open('full.html', { colorScheme, viewport: { width, height: 1_000 } });
    await page.emulateMedia({ media, colorScheme });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    expect(statSync(path).size).toBeGreaterThan(20_000);
  });
});
