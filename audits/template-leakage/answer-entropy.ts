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
 * @param templates i32[rows] or string[rows], the template of each row.
 * @param answers The answer of each row, same length.
 * @throws {RangeError} if lengths differ or there is no row.
 * @example
 * answerEntropy(['s', 's', 't', 't'], ['yes', 'yes', 'no', 'no']);
 * // H(A|T) is 0 and U is 1: the template settles the answer
 */
export function answerEntropy(
  templates: readonly string[],
  answers: readonly string[],
): AnswerEntropy {
  if (templates.length !== answers.length || templates.length === 0) {
    throw new RangeError(
      `answerEntropy: got ${templates.length} templates and ${answers.length} answers; give one of each for every row`,
    );
  }
  const n = templates.length;
  const byTemplate = new Map<string, string[]>();
  templates.forEach((template, row) => {
    const known = byTemplate.get(template);
    if (known) known.push(answers[row]!);
    else byTemplate.set(template, [answers[row]!]);
  });
  const entropyBits = entropy(answers);
  let conditionalBits = 0;
  for (const own of byTemplate.values()) conditionalBits += (own.length / n) * entropy(own);
  return {
    n,
    templates: byTemplate.size,
    answers: new Set(answers).size,
    entropyBits,
    conditionalBits,
    uncertaintyCoefficient: entropyBits === 0 ? 0 : 1 - conditionalBits / entropyBits,
  };
}

/** Entropy in bits with the Miller-Madow correction; 0 for no labels. */
export function entropy(labels: readonly string[]): number {
  const n = labels.length;
  const counts = countLabels(labels);
  let nats = n === 0 ? 0 : (counts.size - 1) / (2 * n);
  for (const count of counts.values()) nats -= (count / n) * Math.log(count / n);
  return nats / Math.LN2;
}

/** How often each label occurs, in order of first occurrence. */
export function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
