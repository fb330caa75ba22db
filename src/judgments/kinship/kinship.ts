/** Who made a model. Unknown stays unknown. */
export interface Kin {
  /** Models trained from or with one another: `qwen`, `gpt`. */
  readonly family?: string;
  /** Who publishes them: `alibaba`, `openai`. */
  readonly vendor?: string;
}

/** What a config says of who made what: its `kin` section with the families named under models and graders. */
export interface KinshipDeclaration {
  /** By name of a candidate, grader, author or generator; wins over what its name tells. */
  readonly models: Readonly<Record<string, Kin>>;
  /** Who wrote the reference answers: names of models, or of people, who have no family. */
  readonly references: readonly string[];
  /** A column of the test items that names the author of each reference, where they differ. */
  readonly referenceColumn?: string;
  /** Who generated training or test data. */
  readonly data: readonly string[];
}
