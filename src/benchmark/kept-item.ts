import type { Item } from './benchmark.ts';

/** An item without its key. */
export type ItemFields = Omit<Item, 'key'>;

/**
 * An item as the benchmark keeps it: a class, because training splits have millions of rows and
 * fields set in one order in a constructor take about half the memory of a literal with spreads.
 */
export class KeptItem implements Item {
  readonly key: string;
  readonly id: Item['id'];
  readonly split: Item['split'];
  readonly source: Item['source'];
  readonly contentHash: Item['contentHash'];
  readonly track: Item['track'];
  readonly prompt: Item['prompt'];
  readonly options: Item['options'];
  readonly answer: Item['answer'];
  readonly boxes: Item['boxes'];
  readonly media: Item['media'];
  readonly attributes: Item['attributes'];
  declare readonly system?: string;
  declare readonly alternatives?: readonly string[];
  declare readonly task?: string;
  declare readonly modality?: string;
  declare readonly stage?: string;
  declare readonly patient?: string;
  declare readonly exam?: string;

  constructor(key: string, fields: ItemFields) {
    this.key = key;
    this.id = fields.id;
    this.split = fields.split;
    this.source = fields.source;
    this.contentHash = fields.contentHash;
    this.track = fields.track;
    this.prompt = fields.prompt;
    this.options = fields.options;
    this.answer = fields.answer;
    this.boxes = fields.boxes;
    this.media = fields.media;
    this.attributes = fields.attributes;
    if (fields.system !== undefined) this.system = fields.system;
    if (fields.alternatives !== undefined) this.alternatives = fields.alternatives;
    if (fields.task !== undefined) this.task = fields.task;
    if (fields.modality !== undefined) this.modality = fields.modality;
    if (fields.stage !== undefined) this.stage = fields.stage;
    if (fields.patient !== undefined) this.patient = fields.patient;
    if (fields.exam !== undefined) this.exam = fields.exam;
  }
}
