import type { AuditRun } from '../../src/audit/audit-run.ts';
import { html, type Insertable } from './escape.ts';

/** The id of a model's card: by its place, since names may hold anything. */
export function modelId(place: number): string {
  return `model-${place + 1}`;
}

/** A model's name as a way to its card. */
export function modelLink({ models }: Pick<AuditRun, 'models'>, name: string): Insertable {
  const place = models.findIndex((card) => card.name === name);
  return place < 0 ? name : html`<a class="model-link" href="#${modelId(place)}">${name}</a>`;
}
