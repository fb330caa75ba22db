/**
 * Length of the longest common subsequence of two token sequences.
 * O(|a| x |b|) time, O(|b|) memory.
 *
 * @param a i32[tokens], token ids.
 * @param b i32[tokens], token ids.
 */
export function longestCommonSubsequence(a: Int32Array, b: Int32Array): number {
  const row = new Int32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const token = a[i]!;
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      if (b[j - 1] === token) row[j] = diagonal + 1;
      else if (row[j - 1]! > above) row[j] = row[j - 1]!;
      diagonal = above;
    }
  }
  return row[b.length]!;
}

/**
 * ROUGE-L F1 of two token sequences: the harmonic mean of the shares of each that their
 * longest common subsequence covers, 2 LCS / (|a| + |b|).
 *
 * Sources: Lin 2004, https://aclanthology.org/W04-1013 (there with a weight on recall).
 *
 * @returns F1 in [0, 1]; 0 when both are empty.
 */
export function rougeLOfTokens(a: Int32Array, b: Int32Array): number {
  const length = a.length + b.length;
  return length === 0 ? 0 : (2 * longestCommonSubsequence(a, b)) / length;
}
