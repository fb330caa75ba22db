import type { CheckedItem, EngineCheck } from '../engine-check/engine-check.ts';
import type { Finding, Subject } from './audit.ts';
import type { AuditRun } from './audit-run.ts';

/** A run without ids of patients, exams, items and media, and how media were renamed. */
export interface RedactedRun {
  readonly run: AuditRun;
  /** The pseudonym of each media path that findings name. */
  readonly mediaNames: ReadonlyMap<string, string>;
}

/** Whose pseudonym a subject gets: an answer that of its item, so that the two are still seen to belong together. */
const redactedAs: Readonly<Partial<Record<Subject['role'], string>>> = {
  item: 'item',
  answer: 'item',
  media: 'media',
  patient: 'patient',
  exam: 'exam',
};

/**
 * Replaces ids and paths in findings and in the engine check by pseudonyms (`patient-1`,
 * `media-12`, numbered in sorted order) and drops ledger details, which may quote rows. Finding ids stay: they are hashes of the
 * real keys, so whoever holds the benchmark can still find the rows, and could also guess them
 * back: share redacted reports, not finding ids, where that matters. Question
 * texts, answers and names of models and graders stay.
 */
export function redactRun(run: AuditRun): RedactedRun {
  const names = pseudonyms([
    ...run.audits.flatMap((audit) => audit.findings.flatMap((finding) => finding.subjects)),
    ...checkedSubjects(run.engineCheck),
  ]);
  const redact = (finding: Finding): Finding => ({
    ...finding,
    subjects: finding.subjects.map((subject) => redactSubject(subject, names)),
  });
  const mediaNames = new Map(
    [...names]
      .filter(([key]) => key.startsWith('media:'))
      .map(([key, name]) => [key.slice('media:'.length), name]),
  );
  return {
    mediaNames,
    run: {
      ...run,
      ledger: run.ledger.map((entry) => ({
        ...entry,
        notes: entry.notes.map((note) => ({ ...note, detail: 'redacted' })),
      })),
      ...(run.engineCheck && {
        engineCheck: {
          ...run.engineCheck,
          items: run.engineCheck.items.map((checked) => redactChecked(checked, names)),
        },
      }),
      audits: run.audits.map((audit) => ({ ...audit, findings: audit.findings.map(redact) })),
    },
  };
}

function redactSubject(subject: Subject, names: ReadonlyMap<string, string>): Subject {
  const name = names.get(`${redactedAs[subject.role]}:${subject.key}`);
  const media = subject.media === undefined ? undefined : names.get(`media:${subject.media}`);
  return { ...subject, ...(name && { key: name }), ...(media && { media }) };
}

/** What the engine check names, as the subjects that findings would name. */
function checkedSubjects(check: EngineCheck | undefined): Subject[] {
  return (check?.items ?? []).flatMap(({ item, media }) => [
    { role: 'item', key: item },
    ...media.map(({ path }): Subject => ({ role: 'media', key: path })),
  ]);
}

function redactChecked(checked: CheckedItem, names: ReadonlyMap<string, string>): CheckedItem {
  return {
    ...checked,
    item: names.get(`item:${checked.item}`) ?? checked.item,
    media: checked.media.map((medium) => ({
      ...medium,
      path: names.get(`media:${medium.path}`) ?? medium.path,
    })),
  };
}

function pseudonyms(subjects: readonly Subject[]): Map<string, string> {
  const keys = new Map<string, Set<string>>();
  const note = (role: string, key: string) => {
    const known = keys.get(role) ?? new Set();
    known.add(key);
    keys.set(role, known);
  };
  for (const subject of subjects) {
    const role = redactedAs[subject.role];
    if (role !== undefined) note(role, subject.key);
    if (subject.media !== undefined) note('media', subject.media);
  }
  const names = new Map<string, string>();
  for (const [role, known] of keys) {
    for (const [index, key] of [...known].sort().entries())
      names.set(`${role}:${key}`, `${role}-${index + 1}`);
  }
  return names;
}
