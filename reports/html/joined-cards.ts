/** Audits that ask one question of the benchmark and of the model: one card holds them. */
export interface JoinedCard {
  readonly id: string;
  readonly title: string;
  /** What a reader learns from the two together. */
  readonly lead: string;
  /** Audit ids; the figures of the last one and its first table stand at the top. */
  readonly audits: readonly string[];
}

export const joinedCards: readonly JoinedCard[] = [
  {
    id: 'without-the-image',
    title: 'Without the image',
    lead: 'Two ways to take the image away. Question only asks it of the benchmark: methods that see text alone answer its questions. Blind controls ask it of the models: each answers again without its image, or with another in its place. Where the rows of a model stand one below the other, the image adds nothing to its score; where they stand on the dashed line of text alone, no model is needed for it.',
    audits: ['question-only', 'blind-controls'],
  },
];
