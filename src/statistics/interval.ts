/** A confidence interval in the units of its estimate. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Nominal coverage in (0, 1): 0.95. */
  readonly level: number;
  /** What made it, as a reader would cite it: `Wilson`, `cluster bootstrap BCa (B = 9999)`. */
  readonly method: string;
}
