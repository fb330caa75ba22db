import { z } from 'zod';

/** Thresholds of the audit comparator-balance. */
export interface ComparatorBalanceOptions {
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Largest difference of the shares of cut or missing answers at which models count as asked alike; default 0.02. */
  readonly shareMargin: number;
  /** Fewest common items on which a gain is taken apart; default 10. */
  readonly minItems: number;
  /** The cold model that gains start from; default: the one with most steps, of those the best. */
  readonly cold?: string;
}

export const comparatorBalanceOptions: z.ZodType<ComparatorBalanceOptions> = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95),
  shareMargin: z.number().min(0).max(1).default(0.02),
  minItems: z.int().min(2).default(10),
  cold: z.string().min(1).exactOptional(),
});
