/** Words right before a mention that deny it: "not A", "rather than B", "no mass". */
const denial = new RegExp(
  "(?:\\b(?:no|not|isn['’]?t|never|neither|nor|except|without|unlike|rather than|instead of" +
    '|exclud(?:e|es|ed|ing)|eliminat(?:e|es|ed|ing)|rul(?:e|es|ed|ing) out)' +
    '|不\\s*是|非|排\\s*除)' +
    '\\s*(?:(?:an?|the|option|choice)\\s+)*["\'([]*$',
  'iu',
);

/** How far back a denial can stand; a bound keeps the search linear. */
const reach = 60;

/**
 * Whether the text before a mention denies it.
 *
 * @param before Everything in the response before the mention.
 */
export function isNegated(before: string): boolean {
  return denial.test(before.slice(-reach));
}
