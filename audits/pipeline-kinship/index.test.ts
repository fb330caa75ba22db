import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditOutcome, AuditResult, Estimate, Measure } from '../../src/audit/audit.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import { type Provenance, provenanceParts } from '../../src/benchmark/provenance-config.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Judgments } from '../../src/judgments/judgments.ts';
import { testItem } from '../../test/test-item.ts';
import { pipelineKinship } from './index.ts';

const empty = { summary: '', tables: [], figures: [], findings: [] };
const facts = { title: '', question: '', method: '', limits: '', sources: [] };

function result(
  id: string,
  verdict: AuditResult['verdict'],
  measures: Record<string, Measure>,
  options: Record<string, number>,
): AuditResult {
  return { ...facts, ...empty, id, verdict, measures, options };
}

function estimate(title: string, value: number, lower: number, upper: number): Estimate {
  const interval = { lower, upper, level: 0.95, method: 'by hand' };
  return { kind: 'estimate', title, value, unit: 'proportion', n: 100, effectiveN: 100, interval };
}

/** 64.3% of questions verbatim in train where 5% are allowed, or 1%. */
const templates = (leak: boolean): AuditResult =>
  result(
    'template-leakage',
    leak ? 'fail' : 'pass',
    {
      verbatimShare: leak
        ? estimate('Test questions found verbatim in train', 0.643, 0.6, 0.68)
        : estimate('Test questions found verbatim in train', 0.01, 0, 0.03),
      answeredShare: leak
        ? estimate('Test rows whose question and answer stand together in train', 0.2, 0.15, 0.25)
        : estimate('Test rows whose question and answer stand together in train', 0, 0, 0.02),
    },
    { maxVerbatimShare: 0.05 },
  );

const media = (reused: number, patients = 0): AuditResult =>
  result(
    'image-reuse',
    reused + patients > 0 ? 'fail' : 'pass',
    {
      reusedMedia: { kind: 'count', title: 'Test media in train', value: reused, of: 50 },
      sharedPatients: { kind: 'count', title: 'Patients in both splits', value: patients },
    },
    { maxReusedMedia: 0, maxSharedPatients: 0 },
  );

const favour = (name: string, value: number, verdict: AuditResult['verdict']): AuditResult =>
  result(
    'grader-bias',
    verdict,
    {
      [`scoresFavour:${name}`]: estimate('Favour', value, value - 0.01, value + 0.01),
      scoresReference: { kind: 'unavailable', title: 'Author', reason: 'one author' },
    },
    { maxFavour: 0.02, maxPreference: 0.05 },
  );

interface Setting {
  readonly provenance?: Provenance;
  readonly joined?: readonly AuditResult[];
  readonly graders?: readonly string[];
  readonly benchmark?: Partial<Benchmark>;
  readonly options?: object;
}

function run({
  provenance,
  joined = [],
  graders,
  benchmark = {},
  options = {},
}: Setting): AuditOutcome {
  const judgments = graders && ({ graders, scores: [], pairs: [] } as unknown as Judgments);
  const whole: Benchmark = {
    ...{ name: 'b', media: 'absent', responses: [], subsets: [], ledger: [], inputs: [] },
    test: [testItem()],
    train: [testItem({ key: 'train/1', split: 'train' })],
    models: [{ name: 'ours', role: 'candidate' }],
    ...(provenance && { provenance }),
    ...(judgments && { judgments }),
    ...benchmark,
  };
  return pipelineKinship.audit(
    { benchmark: whole } as Evidence,
    pipelineKinship.options.parse(options),
    { seed: 0, resultOf: (id) => joined.find((one) => one.id === id) },
  );
}

const house = { team: ['House'], vendor: ['Acme'], pipeline: ['Mill'], models: ['Qwen3-Max'] };
const hospital = { team: ['Hospital'], vendor: [], pipeline: [], models: [] };
const ownHouse: Provenance = {
  train: { ...house, sources: ['A', 'B'] },
  test: { ...house, sources: ['A', 'B'] },
  references: house,
  graders: house,
  candidate: { team: ['House'], vendor: ['Acme'], models: ['Qwen3-VL-8B'] },
};
const independent: Provenance = {
  train: { ...house, sources: ['A'] },
  test: { ...hospital, sources: ['C'] },
  references: hospital,
  graders: { team: ['Other'], vendor: ['openai'], models: ['gpt-4o'] },
  candidate: { team: ['House'], vendor: ['Acme'], models: ['Qwen3-VL-8B'] },
};

const rowsOf = ({ tables }: AuditOutcome, title: string) =>
  tables.find((table) => table.title.startsWith(title))?.rows ?? [];

describe('one house that makes everything', () => {
  const outcome = run({
    provenance: ownHouse,
    joined: [templates(true), media(0), favour('family/qwen', 0.06, 'fail')],
  });

  test('fails where it shows, with a statement that can be quoted', () => {
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toBe(
      'Test, references and graders share team House, vendors Acme and alibaba and model family qwen with the candidate; ' +
        'train and test share team House, vendors Acme and alibaba, pipeline Mill, source data sets A and B and model family qwen; ' +
        'train and references share team House, vendors Acme and alibaba, pipeline Mill and model family qwen; ' +
        'references and graders share team House, vendors Acme and alibaba, pipeline Mill and model family qwen; ' +
        'measured: 64.3% of test questions recur verbatim in train (95% interval 60% to 68%; 5% allowed), ' +
        '20% of test rows have their question with their answer in train (95% interval 15% to 25%; 5% allowed) and ' +
        '+6 points of the scale more from graders of its kind (95% interval 5% to 7%; 2% allowed); ' +
        'not measured: what kinship of references with graders and references with candidate does.',
    );
  });

  test('lists ten pairs, what they share, and what would break each link', () => {
    const rows = rowsOf(outcome, 'Links');
    expect(rows).toHaveLength(10);
    expect(rows.find(({ pair }) => pair === 'graders and candidate')).toEqual({
      pair: 'graders and candidate',
      standing: 'linked',
      shared: 'team House, vendors Acme and alibaba and model family qwen',
      measured:
        '+6 points of the scale more from graders of its kind (95% interval 5% to 7%; 2% allowed)',
      decides: 'yes',
      break: 'graders chosen without team House, vendors Acme and alibaba and model family qwen',
    });
    expect(rows.filter(({ decides }) => decides === 'yes')).toHaveLength(6);
  });

  test('counts who made what judges it, and finds one defect for each link that shows', () => {
    expect(outcome.measures).toMatchObject({
      linkedPairs: { value: 6, of: 6 },
      ownJudges: { value: 3, of: 3 },
      unknownJudges: { value: 0, of: 3 },
      sharedSources: { value: 2, of: 2 },
    });
    expect(outcome.findings.map(({ severity, subjects }) => [severity, subjects[0]?.key])).toEqual([
      ['defect', 'train and test'],
      ['defect', 'train and references'],
      ['defect', 'test and candidate'],
      ['suspect', 'references and graders'],
      ['suspect', 'references and candidate'],
      ['defect', 'graders and candidate'],
    ]);
  });

  test('says what would make it pass, with numbers', () => {
    expect(outcome.remedy).toContain(
      'Bring “Test questions found verbatim in train” from 64.3% to 5% at most, its interval included; ',
    );
    expect(outcome.remedy).toMatch(
      /; have graders and references made by others, or grader-bias measure what their kinship does, all within its limits\.$/,
    );
  });
});

test('kinship that nobody measured is inconclusive, never a pass', () => {
  const outcome = run({ provenance: ownHouse });
  expect(outcome.verdict).toBe('inconclusive');
  expect(outcome.findings.map(({ severity }) => severity)).toEqual(Array(6).fill('suspect'));
  expect(outcome.remedy).toBe(
    'Have test, references and graders made by others, or template-leakage, image-reuse and grader-bias measure what their kinship does, all within its limits.',
  );
});

test('a joined audit that was not run or does not apply measures nothing', () => {
  const joined = [
    { ...templates(true), verdict: 'not-run' as const },
    { ...media(3), verdict: 'not-applicable' as const },
  ];
  expect(run({ provenance: ownHouse, joined }).verdict).toBe('inconclusive');
});

describe('makers that are others than the candidate’s', () => {
  test('pass, whatever train has: that is for the other audits to judge', () => {
    const outcome = run({ provenance: independent, joined: [templates(false), media(0)] });
    expect([outcome.verdict, outcome.remedy]).toEqual(['pass', undefined]);
    expect(outcome.summary).toBe(
      'Test, references and graders were made by others than the candidate.',
    );
    expect(outcome.findings).toEqual([]);
  });

  test('are not independent as long as their people or their models are not known', () => {
    for (const references of [{ team: ['Hospital'] }, { models: [] }]) {
      const outcome = run({ provenance: { ...independent, references } });
      expect(outcome.verdict).toBe('inconclusive');
      expect(outcome.summary).toContain(
        'It is not known whether references are independent of the candidate',
      );
      expect(outcome.remedy).toBe(
        'Say under "provenance" which teams or vendors, and which models if any, made references and candidate.',
      );
    }
  });

  test('without graders in the evaluation there is nothing to say of them', () => {
    const { graders: _, ...others } = independent;
    const outcome = run({ provenance: others });
    expect(outcome.verdict).toBe('pass');
    expect(outcome.summary).toBe('Test and references were made by others than the candidate.');
  });
});

describe('measured effects within their limits', () => {
  test('let kinship of grader and candidate pass', () => {
    const graders = { team: ['Other'], models: ['Qwen3-Max'] };
    const outcome = run({
      provenance: { ...independent, graders },
      joined: [favour('family/qwen', 0, 'pass')],
    });
    expect(outcome.verdict).toBe('pass');
    expect(outcome.findings.map(({ severity, title }) => [severity, title])).toEqual([
      [
        'note',
        'Graders and candidate have a common origin, and what was measured of it is within its limit.',
      ],
    ]);
  });

  test('do not where grader-bias itself can’t decide', () => {
    const graders = { team: ['Other'], models: ['Qwen3-Max'] };
    const outcome = run({
      provenance: { ...independent, graders },
      joined: [favour('family/qwen', 0, 'inconclusive')],
    });
    expect(outcome.verdict).toBe('inconclusive');
  });

  test('of another family’s graders say nothing of the candidate', () => {
    const graders = { team: ['Other'], models: ['Qwen3-Max'] };
    const outcome = run({
      provenance: { ...independent, graders },
      joined: [favour('family/gpt', 0.2, 'fail')],
    });
    expect(outcome.verdict).toBe('inconclusive');
  });
});

describe('a declared independence', () => {
  test('of sources is refuted by media in both splits', () => {
    const outcome = run({ provenance: independent, joined: [media(4)] });
    expect(outcome.verdict).toBe('fail');
    expect(outcome.findings.map(({ kind, severity, title }) => [kind, severity, title])).toEqual([
      [
        'contradicted-independence',
        'defect',
        'Train and test are declared to come from different source data sets, and 4 of 50 test media are in train (0 allowed).',
      ],
    ]);
    expect(outcome.remedy).toBe('Bring “Test media in train” from 4 to 0 at most.');
  });

  test('of sources is only doubted by equal patient ids, of pipelines by equal questions', () => {
    const ids = run({ provenance: independent, joined: [media(0, 2)] });
    expect([ids.verdict, ids.findings[0]?.severity]).toEqual(['inconclusive', 'suspect']);
    const questions = run({
      provenance: { ...independent, test: { ...hospital, pipeline: ['Ward'], sources: ['C'] } },
      joined: [templates(true)],
    });
    expect([questions.verdict, questions.findings[0]?.severity]).toEqual([
      'inconclusive',
      'suspect',
    ]);
  });

  test('that leaves out what the splits share is doubted where they overlap', () => {
    const { sources: _, ...test } = independent.test!;
    const outcome = run({ provenance: { ...independent, test }, joined: [media(4)] });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['unexplained-overlap', 'suspect'],
    ]);
  });

  test('is not refuted by what stays within the limit', () => {
    expect(run({ provenance: independent, joined: [media(0), templates(false)] }).findings).toEqual(
      [],
    );
  });
});

describe('nothing declared', () => {
  test('does not apply, and says what to write', () => {
    const outcome = run({});
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toContain('write it under "provenance" in the config');
  });

  test('still sees a grader of the candidate’s family', () => {
    const benchmark = { models: [{ name: 'ours', role: 'candidate', family: 'Qwen' }] as const };
    const outcome = run({ graders: ['qwen-max', 'gpt-4o'], benchmark });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('Graders share model family qwen with the candidate');
    expect(rowsOf(outcome, 'Who')).toContainEqual(
      expect.objectContaining({ part: 'graders', models: 'qwen-max, gpt-4o (from the judgments)' }),
    );
    expect(run({ graders: ['gpt-4o'], benchmark }).verdict).toBe('not-applicable');
  });

  test('takes the candidate grading itself for kin, whatever its family', () => {
    expect(run({ graders: ['house/Ours'] }).summary).toContain(
      'Graders share model family model ours',
    );
  });

  test('reads the authors of references from kin', () => {
    const kinship = { models: {}, references: ['qwen-max'], data: [] };
    const benchmark = { models: [{ name: 'Qwen3-VL', role: 'candidate' }] as const, kinship };
    expect(run({ benchmark }).summary).toContain(
      'References share vendor alibaba and model family qwen with the candidate',
    );
  });
});

test('a bond that is not counted links nothing', () => {
  const graders = { team: ['Other'], models: ['Qwen3-Max'] };
  const provenance = { ...independent, graders };
  expect(run({ provenance, options: { bonds: ['team', 'sources'] } }).verdict).toBe('pass');
});

test('names that differ in case, width and spaces are one name', () => {
  const provenance = { ...independent, references: { ...hospital, team: [' ｈｏｕｓｅ '] } };
  expect(run({ provenance }).summary).toContain('References share team');
});

test('declaring less never turns another verdict into a pass', () => {
  const part = fc.constantFrom(...provenanceParts);
  const bond = fc.constantFrom('team', 'vendor', 'pipeline', 'sources', 'models');
  fc.assert(
    fc.property(fc.constantFrom(ownHouse, independent), part, bond, (provenance, where, what) => {
      const joined = [templates(true), media(2), favour('family/qwen', 0.06, 'fail')];
      const { [what as 'team']: _, ...rest } = provenance[where] ?? {};
      const before = run({ provenance, joined }).verdict;
      const after = run({ provenance: { ...provenance, [where]: rest }, joined }).verdict;
      if (before !== 'pass') expect(after).not.toBe('pass');
    }),
  );
});
