import { ConfigDocument } from '../benchmark/config-document.ts';
import type {
  Measured,
  WrittenClaim,
  WrittenComparator,
  WrittenGap,
  WrittenScore,
  WrittenSubset,
} from './claims-file.ts';
import { claimsJsonSchema, claimsSchema } from './claims-schema.ts';
import type {
  Claim,
  ClaimsLedger,
  ComparatorClaim,
  FigureFacts,
  LeadClaim,
  PublishedFigure,
  ScoreClaim,
} from './ledger.ts';

/** How far the true score may lie below a claimed one, unless the claim says otherwise. */
const defaultMargin = 0.05;

/** Metrics by which an answer is right or wrong, nothing between. */
const rightOrWrong: ReadonlySet<string> = new Set(['accuracy', 'exact-match']);

/**
 * Reads a claims file.
 *
 * @param name File name for messages.
 * @param text YAML or JSON.
 * @throws {AuditError} one line naming file and line, for broken YAML, an unknown key ("did you
 *   mean") or a wrong value.
 */
export function readLedger(name: string, text: string): ClaimsLedger {
  const format = { jsonSchema: claimsJsonSchema, docs: 'docs/claims.md' };
  const document = new ConfigDocument(name, text, format);
  const parsed = claimsSchema.safeParse(document.value);
  if (!parsed.success) throw document.errorFor(parsed.error.issues);
  const { title, source, claims } = parsed.data;
  return {
    title,
    source,
    claims: Object.entries(claims).map(([id, claim]) => claimOf(id, claim, document)),
  };
}

function claimOf(id: string, claim: WrittenClaim, document: ConfigDocument): Claim {
  switch (claim.kind) {
    case 'qualitative':
      return { ...claim, id, asks: 'conditions' };
    case 'comparator':
      return comparatorOf(id, claim, document);
    case 'gap':
      return leadOf(id, claim, document);
    case 'score':
      return scoreOf(id, claim, document);
    case 'subset':
      return claim.over === undefined
        ? scoreOf(id, claim, document)
        : leadOf(id, { ...claim, over: claim.over }, document);
  }
}

function scoreOf(
  id: string,
  claim: WrittenScore | WrittenSubset,
  document: ConfigDocument,
): ScoreClaim {
  const { atLeast, margin = defaultMargin } = claim;
  const value = figureAt(document, id, claim, ['value'], claim.value);
  const suppose = figureAt(document, id, claim, ['suppose'], claim.suppose);
  return {
    ...factsOf(id, claim),
    asks: 'score',
    margin,
    ...(value && { value }),
    ...(atLeast !== undefined && { atLeast }),
    ...(suppose && { suppose }),
  };
}

function leadOf(
  id: string,
  claim: WrittenGap | (WrittenSubset & { readonly over: string }),
  document: ConfigDocument,
): LeadClaim {
  const { over, atLeast, scores } = claim;
  const value = figureAt(document, id, claim, ['value'], claim.value);
  return {
    ...factsOf(id, claim),
    asks: 'lead',
    over,
    ...(value && { value }),
    ...(atLeast !== undefined && { atLeast }),
    ...(scores && {
      scores: {
        model: figureAt(document, id, claim, ['scores', 'model'], scores.model),
        over: figureAt(document, id, claim, ['scores', 'over'], scores.over),
      },
    }),
  };
}

function comparatorOf(
  id: string,
  claim: WrittenComparator,
  document: ConfigDocument,
): ComparatorClaim {
  const { track, baseline, cold, scores } = claim;
  const facts = { ...factsOf(id, claim), asks: 'comparators', track, baseline, cold } as const;
  if (scores === undefined) return facts;
  const figure = (key: 'model' | 'baseline' | 'cold'): PublishedFigure =>
    figureAt(document, id, claim, ['scores', key], scores[key]);
  const backbone = figureAt(document, id, claim, ['scores', 'backbone'], scores.backbone);
  return {
    ...facts,
    scores: {
      model: figure('model'),
      baseline: figure('baseline'),
      cold: figure('cold'),
      ...(backbone && { backbone }),
    },
  };
}

function factsOf(id: string, claim: Exclude<WrittenClaim, { kind: 'qualitative' }>): FigureFacts {
  const { kind, text, location, unclear, model, track, metric, subset, n } = claim;
  const binary = metric === undefined ? track === 'closed' : rightOrWrong.has(metric);
  return {
    id,
    kind,
    text,
    ...(location !== undefined && { location }),
    ...(unclear !== undefined && { unclear }),
    model,
    ...(track !== undefined && { track }),
    ...(metric !== undefined && { metric }),
    graded: claim.graded ?? !binary,
    ...(subset && { subset }),
    ...(n !== undefined && { n }),
  };
}

function figureAt<Value extends number | undefined>(
  document: ConfigDocument,
  id: string,
  { rounding }: Measured,
  path: readonly string[],
  value: Value,
): Value extends number ? PublishedFigure : PublishedFigure | undefined {
  type Figure = Value extends number ? PublishedFigure : PublishedFigure | undefined;
  if (value === undefined) return undefined as Figure;
  const written = document.writtenAs(['claims', id, ...path]) ?? String(value);
  return { value, rounding: rounding ?? halfUnit(written) } as Figure;
}

/** Half a unit of the last digit written; a whole number stands for whole percents. */
function halfUnit(written: string): number {
  const [mantissa = '', exponent = '0'] = written.toLowerCase().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  const places = Math.max(2, fraction.length - Number(exponent));
  return Number(`5e-${places + 1}`);
}
