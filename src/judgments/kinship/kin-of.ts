import { withoutOrganisation } from './canonical-name.ts';
import { type NameEntry, nameEntries } from './families.ts';
import type { Kin, KinshipDeclaration } from './kinship.ts';

/** Who made a model, and where that is known from. */
export type KnownKin = Kin & {
  /** `config`: declared; `name`: told by the name; `unknown`: neither. */
  readonly source: 'config' | 'name' | 'unknown';
};

/** Names of benchmarks that hold a model's name. */
const notModels = /alpaca[-_ ]?(?:eval|farm)|vicuna[-_ ]?bench/g;

const matchers = nameEntries.map((entry) => ({
  entry,
  expression: new RegExp(`(?<![a-z])(?:${entry.word})(?![a-z])`, 'g'),
}));

/**
 * Family and vendor of a model, a grader or an author.
 *
 * What the config declares wins, key by key; then the name counts, whole words only. Where words of
 * a name fit several entries, the longest of those that overlap counts, and then
 * 1. the family is that of the last base with open weights (`deepseek-r1-distill-qwen-7b` is a
 *    Qwen trained on DeepSeek's answers), else what a derived model is known to be made from, else
 *    that of a closed one (`gpt4-x-vicuna` is no GPT: nobody else has those weights);
 * 2. the vendor is that of a derived model, else of the first base named (DeepSeek published it).
 *
 * @returns Lower-case names; neither for people and for models that the table does not know.
 */
export function kinOf(name: string, declaration: Pick<KinshipDeclaration, 'models'>): KnownKin {
  const declared = lowered(declaration.models[name] ?? {});
  const told = kinByName(name);
  if (Object.keys(declared).length > 0) return { ...told, ...declared, source: 'config' };
  return { ...told, source: Object.keys(told).length > 0 ? 'name' : 'unknown' };
}

/** What a name alone tells: its part behind the organisation first, then all of it. */
export function kinByName(name: string): Kin {
  const full = name.normalize('NFKC').toLowerCase();
  const own = kinOfWords(withoutOrganisation(full));
  return Object.keys(own).length > 0 ? own : kinOfWords(full);
}

function kinOfWords(name: string): Kin {
  const entries = entriesIn(name.replaceAll(notModels, ' '));
  const ofKind = (kind: NameEntry['kind']): readonly NameEntry[] =>
    entries.filter((entry) => entry.kind === kind);
  const [open, derived, closed] = [ofKind('open'), ofKind('derived'), ofKind('closed')];
  const family = [...closed, ...derived, ...open].findLast((entry) => entry.family)?.family;
  const vendor =
    derived.length > 0
      ? derived.find((entry) => entry.vendor)?.vendor
      : entries.find((entry) => entry.vendor)?.vendor;
  return { ...(family !== undefined && { family }), ...(vendor !== undefined && { vendor }) };
}

/** The entries that a name's words fit, in the order of the name; of overlapping ones the longest. */
function entriesIn(name: string): readonly NameEntry[] {
  const found = matchers
    .flatMap(({ entry, expression }) =>
      [...name.matchAll(expression)].map((match) => ({
        entry,
        start: match.index,
        end: match.index + match[0].length,
      })),
    )
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: typeof found = [];
  for (const one of found)
    if (kept.every(({ start, end }) => one.end <= start || one.start >= end)) kept.push(one);
  return kept.sort((a, b) => a.start - b.start).map(({ entry }) => entry);
}

function lowered({ family, vendor }: Kin): Kin {
  return {
    ...(family !== undefined && { family: family.trim().toLowerCase() }),
    ...(vendor !== undefined && { vendor: vendor.trim().toLowerCase() }),
  };
}
