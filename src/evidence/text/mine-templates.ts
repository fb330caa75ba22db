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
  const leaves = new Map<string, Group[]>();
  const templates: Group[] = [];
  for (const { shape, members } of distinctShapes(shapes)) {
    const leaf = leafOf(shape);
    let groups = leaves.get(leaf);
    if (!groups) {
      groups = [];
      leaves.set(leaf, groups);
    }
    const group = mostSimilar(groups, shape, similarity);
    if (group) {
      generalise(group.shape, shape);
      for (const member of members) group.members.push(member);
    } else {
      const founded = { shape: [...shape], members: [...members] };
      groups.push(founded);
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

function mostSimilar(
  groups: readonly Group[],
  shape: readonly string[],
  similarity: number,
): Group | undefined {
  const needed = Math.max(1, Math.ceil(similarity * shape.length));
  let best: Group | undefined;
  let bestEqual = needed - 1;
  for (const group of groups) {
    const equal = equalWords(group.shape, shape);
    if (equal > bestEqual) {
      best = group;
      bestEqual = equal;
    }
  }
  return best;
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
