/** Colours by role. `palette.test.ts` computes the contrast of every pair that meets on the page. */
export interface Palette {
  readonly paper: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly control: string;
  readonly accent: string;
  readonly pass: string;
  readonly passTint: string;
  readonly fail: string;
  readonly failTint: string;
  readonly doubt: string;
  readonly doubtTint: string;
  readonly none: string;
  readonly noneTint: string;
  /** Bars: 3:1 against the surface and against the whisker in ink that crosses them. */
  readonly barAll: string;
  readonly barClean: string;
  readonly barText: string;
  readonly barRemainder: string;
  readonly barNegative: string;
  /** One colour a model; hues from Okabe & Ito's set for colour-blind readers, darkened or lightened to 3:1. */
  readonly series: readonly string[];
  /** Nine grounds of heat-map cells from low to high, even steps in Oklab; ink is read on each at 4.5:1. */
  readonly heat: readonly string[];
  /** The same, from below a middle (orange) over it to above (blue). */
  readonly diverging: readonly string[];
}

/** Grounds that a heat map tells apart. */
export const heatSteps = 9;

export const lightPalette: Palette = {
  paper: '#f8f7f3',
  surface: '#ffffff',
  sunken: '#f1efe9',
  ink: '#1b1e22',
  muted: '#595e66',
  rule: '#dcd8ce',
  control: '#80858d',
  accent: '#1a5794',
  pass: '#0a6749',
  passTint: '#e4f2eb',
  fail: '#a91f18',
  failTint: '#fbe9e6',
  doubt: '#7d5000',
  doubtTint: '#faefd6',
  none: '#545a63',
  noneTint: '#edebe6',
  barAll: '#8a96a4',
  barClean: '#64839f',
  barText: '#b8842c',
  barRemainder: '#3b82cc',
  barNegative: '#d0564a',
  series: ['#0068a8', '#b84a00', '#00795a', '#9c4a83', '#796400', '#3b3f46'],
  heat: [
    '#f6f3e6',
    '#e3ebe3',
    '#d0e2df',
    '#bddadc',
    '#a9d1d8',
    '#93c4d7',
    '#7db6d5',
    '#67a9d3',
    '#4f9bd0',
  ],
  diverging: [
    '#d98a3d',
    '#e1a46e',
    '#e8be99',
    '#eed8c3',
    '#f3f1ec',
    '#cbdce6',
    '#a4c6e0',
    '#7bb1d8',
    '#4f9bd0',
  ],
};

export const darkPalette: Palette = {
  paper: '#131519',
  surface: '#1b1e23',
  sunken: '#22262c',
  ink: '#e9e7e2',
  muted: '#a9adb5',
  rule: '#353a43',
  control: '#7b818b',
  accent: '#8fbdf3',
  pass: '#62cba3',
  passTint: '#16302a',
  fail: '#ff9686',
  failTint: '#3b1e1b',
  doubt: '#e9bb5e',
  doubtTint: '#352a15',
  none: '#adb1b9',
  noneTint: '#272b32',
  barAll: '#78838f',
  barClean: '#5f83a6',
  barText: '#a1762a',
  barRemainder: '#4484cc',
  barNegative: '#c95a4e',
  series: ['#5ab6ea', '#ff9f60', '#38c79b', '#e292c7', '#e3cf4f', '#d4d5d8'],
  heat: [
    '#23272d',
    '#25303a',
    '#263847',
    '#274155',
    '#274a63',
    '#285172',
    '#2a5882',
    '#2b5f92',
    '#2c66a2',
  ],
  diverging: [
    '#95591c',
    '#794f29',
    '#5e4430',
    '#443933',
    '#2a2e34',
    '#2d3c4e',
    '#2e4a69',
    '#2e5885',
    '#2c66a2',
  ],
};

/** Custom properties of a palette: `--fail-tint: #fbe9e6;`, `--series-0: #0068a8;`. */
export function paletteCss(palette: Palette): string {
  return Object.entries(palette)
    .flatMap(([name, value]: [string, string | readonly string[]]) =>
      typeof value === 'string'
        ? `--${kebab(name)}: ${value};`
        : value.map((colour, index) => `--${kebab(name)}-${index}: ${colour};`),
    )
    .join('\n  ');
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
