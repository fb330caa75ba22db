import type { RowConverter } from '../../benchmark/readers/reader.ts';
import { AuditError } from '../../errors.ts';
import { passesWhere } from './cells.ts';
import type { FilteredRow, JudgmentContext, JudgmentReader, JudgmentRow } from './judgment-row.ts';

type AnyRow = JudgmentRow | FilteredRow;

/** A reader that passes over the rows that the config's `where` does not want. */
export function wantedRows(reader: JudgmentReader): JudgmentReader<AnyRow> {
  return {
    ...reader,
    open: (context) =>
      Object.keys(context.where).length === 0
        ? reader.open(context)
        : wanting(reader.open(context), context),
  };
}

function wanting(
  inner: RowConverter<JudgmentRow>,
  { file, where }: JudgmentContext,
): RowConverter<AnyRow> {
  const missing = new Set(Object.keys(where));
  let wanted = 0;
  return {
    convert: (record) => {
      for (const name of missing) if (name in record.value) missing.delete(name);
      if (!passesWhere(record.value, where)) return { line: record.line, filtered: true };
      wanted++;
      return inner.convert(record);
    },
    finish: () => {
      if (wanted === 0) throw nothingWanted(file, where, missing);
      return inner.finish?.() ?? [];
    },
  };
}

function nothingWanted(
  file: string,
  where: JudgmentContext['where'],
  missing: ReadonlySet<string>,
): AuditError {
  const [column] = missing;
  const wishes = Object.entries(where).map(([name, values]) => `${name}: ${values.join(' or ')}`);
  return new AuditError({
    code: 'judgments-empty',
    location: file,
    problem:
      column === undefined
        ? `no row has ${wishes.join(', ')}`
        : `no row has the column "${column}" of "where"`,
    remedy: 'mend "where" of this file in the config',
  });
}
