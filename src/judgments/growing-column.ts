type Numbers = Uint8Array | Uint32Array | Float64Array;

/** A column of numbers that doubles its room as it grows. */
export class GrowingColumn<Values extends Numbers> {
  readonly #Values: new (
    length: number,
  ) => Values;
  #values: Values;
  #length = 0;

  constructor(Values: new (length: number) => Values) {
    this.#Values = Values;
    this.#values = new Values(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new this.#Values(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy of the values so far, with no room to spare. */
  values(): Values {
    return this.#values.slice(0, this.#length) as Values;
  }
}
