import type { Audit, AuditOutcome, Measure } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { type Assessment, assess, linkedPairs, unknownPairs } from './assessment.ts';
import { joinedAudits } from './counterparts.ts';
import { kinshipFindings } from './findings.ts';
import { type PipelineKinshipOptions, pipelineKinshipOptions } from './options.ts';
import { judgingParts } from './pairs.ts';
import { remedyOf, statementOf } from './statement.ts';
import { kinshipTables } from './tables.ts';

const id = 'pipeline-kinship';

/** Who made train, test, references, graders and candidate, and whether it shows. */
export const pipelineKinship: Audit<PipelineKinshipOptions> = {
  id,
  title: 'Kinship of benchmark and candidate',
  question:
    'Were test, references and graders made by the candidate’s own makers, and does it show in what was measured?',
  method:
    'For train, test, references, graders and candidate the config says which teams, vendors, pipelines, source data sets and models made them; family and vendor of models are told by their names, by kin and by the judgments. Every two parts are compared: they are kin if they share any of these, independent if people (team or vendor) and models of both are known and differ, else not known. Beside each link stands what other audits measured of its effect: questions and media of test that recur in train, favour of graders for the candidate’s kin, favour for kin of the references’ author. Fails where the candidate’s makers made what judges it and a measured effect is surely above its audit’s limit, and where train and test are declared to be of different sources but share media. Kinship whose effect is not measured or not decided, and unknown makers, are inconclusive.',
  limits:
    'Declarations are taken at their word except where a measurement refutes them. Kinship is no proof of bias and independence none of quality. What a model has learned from another’s answers does not show in its name. The measured effects are those that other audits know: a liking for the style of references that no grader at hand is kin to shows in none of them.',
  sources: [
    'Gebru et al. 2021, doi:10.1145/3458723 (datasheets: who made a data set, and how)',
    'Panickssery et al. 2024, arXiv:2404.13076 (graders favour their own answers)',
    'arXiv:2508.06709 (favour for a family’s answers)',
    'Kapoor & Narayanan 2023, doi:10.1016/j.patter.2023.100804 (leakage)',
  ],
  requires: ['benchmark'],
  joins: joinedAudits,
  options: pipelineKinshipOptions,
  audit({ benchmark }, options, { resultOf = () => undefined }): AuditOutcome {
    const assessment = assess(benchmark, options, resultOf);
    const summary = statementOf(assessment);
    if (assessment.verdict === 'not-applicable') return emptyOutcome('not-applicable', summary);
    const remedy = remedyOf(assessment);
    return {
      verdict: assessment.verdict,
      summary,
      measures: measuresOf(assessment),
      tables: kinshipTables(assessment, options.bonds),
      figures: [],
      findings: kinshipFindings(id, assessment),
      ...(remedy !== undefined && { remedy }),
    };
  },
};

function measuresOf({ pairs, origins }: Assessment): Record<string, Measure> {
  const count = (title: string, value: number, of: number): Measure => ({
    ...{ kind: 'count', title, value, of },
  });
  const existing = pairs.filter(({ decides, standing }) => decides && standing !== 'absent');
  const judging = existing.filter(
    ({ first, second }) => second === 'candidate' && judgingParts.some((part) => part === first),
  );
  const [train, test] = [origins.get('train')!.of.sources, origins.get('test')!.of.sources];
  const splits = pairs.find(({ first, second }) => first === 'train' && second === 'test')!;
  const shared = splits.ties.find(({ bond }) => bond === 'sources')?.shared ?? [];
  return {
    linkedPairs: count('Pairs of parts that are kin', linkedPairs(pairs).length, existing.length),
    ownJudges: count(
      'Of test, references and graders, those made by the candidate’s makers',
      judging.filter(({ standing }) => standing === 'linked').length,
      judging.length,
    ),
    unknownJudges: count(
      'Of test, references and graders, those of which that is not known',
      unknownPairs(pairs).length,
      judging.length,
    ),
    sharedSources:
      train && test
        ? count('Source data sets of test that train has too', shared.length, test.names.length)
        : {
            kind: 'unavailable',
            title: 'Source data sets of test that train has too',
            reason: 'the config does not name the sources of both (provenance)',
          },
  };
}
