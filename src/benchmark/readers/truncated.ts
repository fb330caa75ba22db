const cutReasons = new Set(['length', 'max_tokens', 'model_length', 'max_new_tokens']);

/**
 * Whether a recording says that its answer was cut: `finish_reason` or `stop_reason` names a length
 * limit, or `truncated` is set, in the row or its first choice.
 */
export function isTruncated(row: Readonly<Record<string, unknown>>): boolean {
  const choice = Array.isArray(row.choices) ? row.choices[0] : undefined;
  return [row, choice].some((place) => {
    if (typeof place !== 'object' || place === null) return false;
    const { finish_reason, stop_reason, finishReason, truncated } = place as Record<
      string,
      unknown
    >;
    return (
      truncated === true ||
      [finish_reason, stop_reason, finishReason].some((reason) => cutReasons.has(String(reason)))
    );
  });
}
