import type { Finding } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import type { Balance } from './balance.ts';
import { type Comparison, type Contradiction, decisiveFacts, furtherFacts } from './parity.ts';
import { factNames, sideText, trainingTitles } from './wording.ts';

const auditId = 'comparator-balance';

/** What is unequal, and what is said otherwise than it is seen. */
export function findingsOf(
  balances: readonly Balance[],
  contradictions: readonly Contradiction[],
): Finding[] {
  return [
    ...balances.flatMap((balance) => [
      ...untrained(balance),
      ...balance.headline.flatMap((one) => unequal(one, balance)),
      ...balance.others.flatMap((one) => [...training(one), ...unequal(one, balance)]),
    ]),
    ...contradictions.map(contradicted),
  ];
}

/** No comparator shares the candidate's training, and that is known. */
function untrained({ candidate, headline, verdict, others }: Balance): Finding[] {
  if (headline.length > 0 || verdict !== 'fail') return [];
  return [
    makeFinding(auditId, {
      kind: 'no-trained-comparator',
      severity: 'defect',
      title: `No model that ${candidate.name} is compared with was trained on the same data.`,
      subjects: [{ role: 'subset', key: `${candidate.name}: comparators` }],
      values: { comparators: others.length, trainedOn: trainingTitles[candidate.trainedOn] },
    }),
  ];
}

/** A comparator of another training is labelled as such. */
function training({ candidate, comparator, trainedOn }: Comparison): Finding[] {
  const isKnown = trainedOn === 'different';
  return [
    makeFinding(auditId, {
      kind: isKnown ? 'unequal-training' : 'unknown-training',
      severity: isKnown ? 'note' : 'suspect',
      title: isKnown
        ? `${candidate.name} and ${comparator.name} were trained on different data: the gap between them shows more than the models.`
        : `Whether ${candidate.name} and ${comparator.name} both saw data of the test distribution is not known.`,
      subjects: [
        { role: 'subset', key: `${candidate.name} and ${comparator.name}: training data` },
      ],
      values: {
        [candidate.name]: trainingTitles[candidate.trainedOn],
        [comparator.name]: trainingTitles[comparator.trainedOn],
      },
    }),
  ];
}

/** Facts that differ; a defect where a claim rests on the comparison. */
function unequal(comparison: Comparison, { headline, verdict }: Balance): Finding[] {
  const { candidate, comparator, facts } = comparison;
  const decides = headline.includes(comparison) && verdict === 'fail';
  return [...decisiveFacts, ...furtherFacts]
    .filter((fact) => facts[fact] === 'different')
    .map((fact) => {
      const [own, other] = [sideText(candidate, fact), sideText(comparator, fact)];
      const isDecisive = decisiveFacts.some((one) => one === fact);
      return makeFinding(auditId, {
        kind: 'unequal-asking',
        severity: decides && isDecisive ? 'defect' : 'suspect',
        title: `${candidate.name} and ${comparator.name} differ in their ${factNames[fact]}: ${own}; ${other}.`,
        subjects: [
          { role: 'subset', key: `${candidate.name} and ${comparator.name}: ${factNames[fact]}` },
        ],
        values: { fact: factNames[fact], [candidate.name]: own, [comparator.name]: other },
      });
    });
}

function contradicted({ model, fact, declared, seen, by }: Contradiction): Finding {
  const isCertain = by === 'asking';
  return makeFinding(auditId, {
    kind: 'declared-contradicted',
    severity: isCertain ? 'defect' : 'suspect',
    title: isCertain
      ? `The ${factNames[fact]} of ${model.name} is declared as ${declared}; its answers here were given with ${seen}.`
      : `The ${factNames[fact]} of ${model.name} is declared as ${declared}; its checkpoint asks for ${seen}, unless whoever asked set it.`,
    subjects: [{ role: 'subset', key: `${model.name}: declared ${factNames[fact]}` }],
    values: { fact: factNames[fact], declared, seen },
  });
}
