/** How much knowing one label tells about another. */
export interface AnswerEntropy {
  readonly n: number;
  readonly templates: number;
  readonly answers: number;
  /** H(A) in bits. */
  readonly entropyBits: number;
  /** H(A|T) in bits. */
  readonly conditionalBits: number;
  /** U = 1 - H(A|T) / H(A); 0 when all answers are equal, because then nothing is left to tell. */
  readonly uncertaintyCoefficient: number;
}

/**
 * Entropy of the answer, and what is left of it once the template is known.
 *
 * H(A|T) = sum over t of p(t) H(A | T = t). Every plug-in entropy gets Miller and Madow's
 * correction + (K - 1) / (2n) nats for its K observed values, because small samples look
 * too orderly. Where most templates have one row the correction is not enough: compare
 * with the same number after the answers were shuffled.
 *
 * Sources: Miller 1955 (Information Theory in Psychology, pp. 95-100); Theil 1970,
 * doi:10.1086/224909 (uncertainty coefficient).
 *
 * @param templates The template of each row.
 * @param answers The answer of each row, same length.
 * @throws {RangeError} if lengths differ or there is no row.
 * @example
 * answerEntropy(['s', 's', 't', 't'], ['yes', 'yes', 'no', 'no']);
 * // H(A|T) is 0 and U is 1: the template settles the answer
 */
export function answerEntropy<Label>(
  templates: ArrayLike<Label>,
  answers: ArrayLike<Label>,
): AnswerEntropy {
  const n = templates.length;
  if (answers.length !== n || n === 0) {
    throw new RangeError(
      `answerEntropy: got ${n} templates and ${answers.length} answers; give one of each for every row`,
    );
  }
  const total = new Map<Label, number>();
  const byTemplate = new Map<Label, Map<Label, number>>();
  for (let row = 0; row < n; row++) {
    const counts = byTemplate.get(templates[row]!) ?? new Map<Label, number>();
    byTemplate.set(templates[row]!, counts);
    countOne(counts, answers[row]!);
    countOne(total, answers[row]!);
  }
  const entropyBits = entropy(total);
  let conditionalBits = 0;
  for (const counts of byTemplate.values()) {
    conditionalBits += (sumOf(counts) / n) * entropy(counts);
  }
  return {
    n,
    templates: byTemplate.size,
    answers: total.size,
    entropyBits,
    conditionalBits,
    uncertaintyCoefficient: entropyBits === 0 ? 0 : 1 - conditionalBits / entropyBits,
  };
}

/**
 * Entropy in bits of counted labels, with the Miller-Madow correction.
 *
 * @param counts Rows of each label, all above 0; no label at all has entropy 0.
 */
export function entropy(counts: ReadonlyMap<unknown, number>): number {
  if (counts.size === 0) return 0;
  const n = sumOf(counts);
  let nats = (counts.size - 1) / (2 * n);
  for (const count of counts.values()) nats -= (count / n) * Math.log(count / n);
  return nats / Math.LN2;
}

/** Counts one more of a label. */
export function countOne<Label>(counts: Map<Label, number>, label: Label): void {
  counts.set(label, (counts.get(label) ?? 0) + 1);
}

function sumOf(counts: ReadonlyMap<unknown, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
