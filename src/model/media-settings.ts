/** In which numbers BreastGPT's selector computes. */
export type SelectorPrecision = 'float32' | 'bfloat16';

/** Tokens that each image, slide or volume is cut down to. */
export interface TokenBudgets {
  readonly image: number;
  readonly slide: number;
  readonly volume: number;
}

/** Grey levels that are kept apart, in the units of the volume: level - width / 2 to level + width / 2. */
export interface VolumeWindow {
  readonly width: number;
  readonly level: number;
}

/** How a model with a selector takes its media in. Part of the record of every answer. */
export interface MediaSettings {
  readonly selectorPrecision: SelectorPrecision;
  readonly tokenBudgets: TokenBudgets;
  /** Undefined: all grey levels, as in the authors' script. */
  readonly volumeWindow: VolumeWindow | undefined;
}

/** What a user may ask for in place of the defaults; only for models with a selector. */
export interface MediaOptions {
  /** Arithmetic of the selector; default 'float32', the authors' is 'bfloat16'. */
  readonly selectorPrecision?: SelectorPrecision | undefined;
  /** Default those of config.json. */
  readonly tokenBudgets?: Partial<TokenBudgets> | undefined;
  /** The authors' WINDOW_WIDTH and WINDOW_LEVEL; default none. */
  readonly volumeWindow?: VolumeWindow | undefined;
}
