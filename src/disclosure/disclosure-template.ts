import { type CheckId, type DisclosureCheck, referenceText } from './check.ts';
import { checkOf, disclosureChecks } from './checks/index.ts';
import { factDescriptions } from './fact-descriptions.ts';

/** A `disclosure.yaml` to fill in: every check with its question, where the answer usually stands, and its facts. */
export function disclosureTemplate(): string {
  const facts = factDescriptions();
  const sections = disclosureChecks.map((check) => section(check, facts.get(check.id) ?? {}));
  return `${head}${sections.join('\n')}`;
}

const head = `# What a paper says on each of ${disclosureChecks.length} checks. Take the # away from what you found; leave the rest.
# An entry is one of
#   { quote: "the paper's own words", location: "Section 3.2" }   met, unless a measurement contradicts it
#   { statement: "what it says, in other words" }                 declared only
#   { notApplicable: "why the check makes no sense here" }
# and can repeat what is said as facts, which are compared with what was measured. What a check comes to
# is derived from that, never written. docs/disclosure.md explains it.
version: 1
source: "the paper, with its version"
checks:
`;

function section(check: DisclosureCheck, known: Readonly<Record<string, string>>): string {
  const { id, title, question, why, place, references } = check;
  const facts = factLines(id, known);
  return [
    `  # ${id} ${title}. ${question}`,
    `  # Why: ${why}`,
    `  # Usually in: ${place}`,
    `  # Guidelines: ${references.length === 0 ? 'none asks for it' : referenceText(references)}`,
    ...facts,
    `  # ${id}:`,
    '  #   quote: ""',
    '  #   location: ""',
    ...(facts.length > 0 ? ['  #   facts: {}'] : []),
    '',
  ].join('\n');
}

function factLines(id: CheckId, known: Readonly<Record<string, string>>): string[] {
  const facts = Object.entries(known);
  if (facts.length === 0) return [];
  return [
    `  # A measurement can contradict it: ${checkOf(id).evidence}. Facts:`,
    ...facts.map(([key, description]) => `  #   ${key}: ${description}`),
  ];
}
