import type { Measurements } from '../measurements.ts';
import { given, type Observed, type Rule } from './rule.ts';

/** D06: the numbers of items that are given, against the rows that were read and kept. */
export const itemCounts: Rule<'D06'> = ({ testItems, trainItems }, measurements) => [
  { key: 'testItems', said: given(testItems), observed: rowsOf('test', testItems, measurements) },
  {
    key: 'trainItems',
    said: given(trainItems),
    observed: rowsOf('train', trainItems, measurements),
  },
];

function rowsOf(
  split: 'test' | 'train',
  said: number | undefined,
  { ledger }: Measurements,
): Observed {
  const files = ledger.filter(({ role }) => role === split);
  if (files.length === 0) return { missing: `no file of the ${split} split was read` };
  const read = files.reduce((sum, file) => sum + file.read, 0);
  const kept = files.reduce((sum, file) => sum + file.kept, 0);
  return {
    holds: said === undefined ? undefined : said === kept || said === read,
    reading: `${split}: ${read} rows read${kept === read ? '' : `, ${kept} kept`}`,
  };
}
