import { darkPalette, lightPalette, paletteCss } from '../palette.ts';
import { baseStyles } from './base.ts';
import { batteryStyles } from './battery.ts';
import { claimStyles } from './claims.ts';
import { figureStyles } from './figures.ts';
import { findingStyles } from './findings.ts';
import { heatMapStyles } from './heat-map.ts';
import { modelStyles } from './models.ts';
import { printStyles } from './print.ts';
import { sectionStyles } from './sections.ts';

/** The whole style sheet. Screens follow the system's light or dark setting; paper is light. */
export const styles: string = `
:root {
  color-scheme: light dark;
  ${paletteCss(lightPalette)}
}
@media screen and (prefers-color-scheme: dark) {
:root {
  ${paletteCss(darkPalette)}
}
}
${lightPalette.series.map((_, index) => `.series-${index} { color: var(--series-${index}); }`).join('\n')}
${baseStyles}${sectionStyles}${figureStyles}${findingStyles}${modelStyles}${batteryStyles}${claimStyles}${heatMapStyles}${printStyles}`;
