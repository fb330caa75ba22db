/**
 * Makes the demo benchmark anew: pictures, slide, volume, data, predictions, SOURCES.md and the planted truth.
 *
 *     npx tsc --outDir dist && node dist/examples/demo/make-demo.js <dist-packages folder>
 *
 * README.md beside this file says how to get the source pictures.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersOf, controlAnswersOf } from './generator/answers.ts';
import { drawCopy, drawPicture } from './generator/draw.ts';
import { expectedFindings } from './generator/expected-findings.ts';
import { makeItems } from './generator/items.ts';
import { judgmentsOf } from './generator/judgments.ts';
import { pictures, testCopy, trainCopies } from './generator/pictures.ts';
import { phantom, slide, writePhantom, writeSlide } from './generator/slide-and-volume.ts';
import { openSources } from './generator/sources.ts';
import { sourcesPage } from './generator/sources-page.ts';
import { controlFiles, dataFiles, judgmentFile, predictionFiles } from './generator/write-files.ts';

const [sourceFolder, targetFolder] = process.argv.slice(2);
if (sourceFolder === undefined) {
  console.error('usage: node make-demo.js <dist-packages folder> [target folder]');
  process.exit(2);
}
const compiled = dirname(fileURLToPath(import.meta.url));
const target = targetFolder ?? compiled.replace(/([\\/])dist\1(?=examples)/, '$1');

const sources = await openSources(sourceFolder);
for (const folder of ['images', 'data', 'predictions'])
  await rm(join(target, folder), { recursive: true, force: true });

const drawn = new Map<string, Buffer>();
for (const { path, cut } of pictures) drawn.set(path, await drawPicture(sources, cut));
for (const { path, original, kind } of [...trainCopies, testCopy])
  drawn.set(path, await drawCopy(drawn.get(original) as Buffer, kind));
for (const [path, bytes] of drawn) await save(join('images', path), bytes);

await writeSlide(join(target, 'images', slide.path));
await writePhantom(join(target, 'images', phantom.path));

const items = makeItems();
const files = [
  ...dataFiles(items),
  ...predictionFiles(answersOf(items)),
  ...controlFiles(controlAnswersOf(items)),
  judgmentFile(judgmentsOf(answersOf(items))),
];
for (const { path, text } of files) await save(path, text);
await save('expected-findings.json', `${JSON.stringify(expectedFindings(items), undefined, 2)}\n`);

const page = await readFile(join(target, 'SOURCES.md'), 'utf8');
await save('SOURCES.md', sourcesPage(page.split('\n## File by file')[0] as string));
console.log(`${drawn.size} pictures and ${items.length} items in ${target}`);

async function save(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(target, path)), { recursive: true });
  await writeFile(join(target, path), content);
}
