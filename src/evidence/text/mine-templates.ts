import { anySlot, isSlot } from './mask-slots.ts';

/** A pattern and the texts that it covers. */
export interface MinedTemplate {
  /** Fixed words and slots, one a position. */
  readonly shape: readonly string[];
  /** Indexes of the texts that it covers, ascending. */
  readonly members: readonly number[];
}

/** How alike texts must be to share a template. */
export interface MiningOptions {
  /**
   * Smallest share of positions that hold the same fixed word; default 0.6. Drain's 0.4
   * suits log lines; on short questions it ends in patterns like "is the <*> <*>".
   */
  readonly similarity?: number;
  /** Words of a text that choose its branch; default 2 (Drain's depth 4: root, length, two words). */
  readonly leadingWords?: number;
  /** Children of one branch, after which new words share a branch; default 100. */
  readonly maxChildren?: number;
}

interface Group {
  shape: string[];
  members: number[];
}

/**
 * Templates of masked texts by a fixed-depth tree: texts of one length and with the same
 * leading words are compared position by position; where a text joins a template, the
 * positions that differ become slots.
 *
 * Drain learns from a stream, so its templates depend on the order of lines. Here the
 * caller gives distinct shapes; they are worked off in sorted order, and the result is
 * the same whatever the order of rows.
 *
 * Sources: He et al. 2017, doi:10.1109/ICWS.2017.13 (Drain).
 *
 * @param shapes string[texts][words], masked texts; equal ones are taken together.
 * @param options How alike texts must be.
 * @returns Templates in the order in which sorting first met them. Empty texts belong to none.
 */
export function mineTemplates(
  shapes: readonly (readonly string[])[],
  options: MiningOptions = {},
): MinedTemplate[] {
  const { similarity = 0.6, leadingWords = 2, maxChildren = 100 } = options;
  const leafOf = branching(leadingWords, maxChildren);
  const leaves = new Map<string, Leaf>();
  const templates: Group[] = [];
  for (const { shape, members } of distinctShapes(shapes)) {
    const path = leafOf(shape);
    const leaf = leaves.get(path) ?? new Leaf(similarity);
    leaves.set(path, leaf);
    const group = leaf.mostSimilar(shape);
    if (group) {
      generalise(group.shape, shape);
      for (const member of members) group.members.push(member);
    } else {
      const founded = { shape: [...shape], members: [...members] };
      leaf.add(founded);
      templates.push(founded);
    }
  }
  for (const template of templates) template.members.sort((a, b) => a - b);
  return templates;
}

function distinctShapes(shapes: readonly (readonly string[])[]): Group[] {
  const byText = new Map<string, Group>();
  shapes.forEach((shape, index) => {
    if (shape.length === 0) return;
    const text = shape.join(' ');
    const known = byText.get(text);
    if (known) known.members.push(index);
    else byText.set(text, { shape: [...shape], members: [index] });
  });
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Chooses a shape's leaf; the branches that exist so far decide which words still get their own. */
function branching(
  leadingWords: number,
  maxChildren: number,
): (shape: readonly string[]) => string {
  const children = new Map<string, Set<string>>();
  const childrenOf = (path: string): Set<string> => {
    const known = children.get(path) ?? new Set();
    children.set(path, known);
    return known;
  };
  return (shape) => {
    let path = String(shape.length);
    for (const word of shape.slice(0, leadingWords)) {
      const known = childrenOf(path);
      if (!known.has(word) && known.size < maxChildren) known.add(word);
      path += ` ${known.has(word) ? word : anySlot}`;
    }
    return path;
  };
}

/** The templates of one branch. All have the same length. */
class Leaf {
  readonly #similarity: number;
  readonly #groups: Group[] = [];
  /** Numbers of the groups that held a word at a position when they were added. */
  readonly #holders = new Map<string, number[]>();

  constructor(similarity: number) {
    this.#similarity = similarity;
  }

  add(group: Group): void {
    const number = this.#groups.push(group) - 1;
    group.shape.forEach((word, position) => {
      const key = `${position} ${word}`;
      const holders = this.#holders.get(key);
      if (holders) holders.push(number);
      else this.#holders.set(key, [number]);
    });
  }

  /** The group with most equal positions, if they are enough; of equals, the oldest. */
  mostSimilar(shape: readonly string[]): Group | undefined {
    const needed = Math.max(1, Math.ceil(this.#similarity * shape.length - 1e-9));
    let best: number | undefined;
    let bestEqual = needed - 1;
    for (const number of this.#candidates(shape, needed)) {
      const equal = equalWords(this.#groups[number]!.shape, shape);
      if (equal < bestEqual || equal < needed) continue;
      if (equal === bestEqual && number > best!) continue;
      best = number;
      bestEqual = equal;
    }
    return best === undefined ? undefined : this.#groups[best];
  }

  /**
   * Groups that can have enough equal positions: one that has must be equal in one of any
   * length - needed + 1 positions, so only the rarest are looked at. Groups only lose
   * words, so that nothing is missed.
   */
  #candidates(shape: readonly string[], needed: number): Set<number> {
    const holders = shape.map((word, position) => this.#holders.get(`${position} ${word}`) ?? []);
    holders.sort((a, b) => a.length - b.length);
    return new Set(holders.slice(0, shape.length - needed + 1).flat());
  }
}

function equalWords(template: readonly string[], shape: readonly string[]): number {
  let equal = 0;
  for (let position = 0; position < shape.length; position++) {
    if (template[position] === shape[position] && template[position] !== anySlot) equal++;
  }
  return equal;
}

function generalise(template: string[], shape: readonly string[]): void {
  for (let position = 0; position < shape.length; position++) {
    if (template[position] !== shape[position]) template[position] = anySlot;
  }
}

/** Words of a template that are not slots. */
export function fixedWords(shape: readonly string[]): string[] {
  return shape.filter((word) => !isSlot(word));
}
