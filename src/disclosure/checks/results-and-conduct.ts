import type { DisclosureCheck, GuidelineReference } from '../check.ts';

const claim: GuidelineReference = { guideline: 'CLAIM 2024', items: [] };
const tripodAi: GuidelineReference = { guideline: 'TRIPOD+AI', items: [] };
const llm = (...items: string[]): GuidelineReference => ({ guideline: 'TRIPOD-LLM', items });
const stard = (...items: string[]): GuidelineReference => ({ guideline: 'STARD-AI', items });

/** How results hold, how the study was conducted, and how its test came about: D20 to D33. */
export const resultsAndConduct: readonly DisclosureCheck[] = [
  {
    id: 'D20',
    title: 'Failure analysis',
    question:
      'Which answers are wrong, crossed with what was right, and what do failures look like?',
    why: 'Two models with one score can fail in ways of very different harm.',
    place: 'Results; appendix',
    references: [stard('30'), claim],
  },
  {
    id: 'D21',
    title: 'Missing and unclear answers',
    question: 'How were answers counted that are missing, cut off, refused or unreadable?',
    why: 'Leaving them out raises a score; counting them as wrong lowers a rival’s.',
    place: 'Methods on evaluation',
    references: [stard('19', '20')],
    evidence: 'answers that are missing or can’t be read',
  },
  {
    id: 'D22',
    title: 'Robustness',
    question: 'How much do scores vary over repeats, orders of options and small changes of input?',
    why: 'One run of a sampling model is one draw.',
    place: 'Results; appendix',
    references: [stard('21'), claim],
    evidence: 'answers of the same items under other conditions',
  },
  {
    id: 'D23',
    title: 'Subgroups and fairness',
    question: 'How do scores differ between groups of patients, sites, devices and modalities?',
    why: 'A good mean can hide a group for whom the model is of no use.',
    place: 'Results on subgroups',
    references: [stard('23'), tripodAi],
    evidence: 'scores of every subset with their intervals',
  },
  {
    id: 'D24',
    title: 'Preprocessing and quality control',
    question:
      'How were images and texts changed before use, and how were duplicates, unreadable files and cut texts handled?',
    why: 'What is resized, cut or left double changes what is tested.',
    place: 'Methods on data; preprocessing code',
    references: [llm('5d'), claim],
    evidence: 'repeated rows and media, unreadable media, answers that were cut',
  },
  {
    id: 'D25',
    title: 'Compute',
    question: 'On what hardware, and for how long, was the model trained and asked?',
    why: 'It says who could repeat the work, and at what cost.',
    place: 'Methods on training; appendix',
    references: [llm('12')],
  },
  {
    id: 'D26',
    title: 'Ethics and permission',
    question: 'Who approved the use of patients’ data, with what consent, under which licences?',
    why: 'Data used without permission can’t be published, nor can what rests on them.',
    place: 'Ethics statement; methods on data',
    references: [llm('13'), stard('6')],
  },
  {
    id: 'D27',
    title: 'Protocol and registration',
    question: 'Was it written down before the test what would be compared, and where is that kept?',
    why: 'Of many comparisons some look good by chance; a protocol shows which were meant.',
    place: 'Methods; registry entry',
    references: [llm('14c', '14d'), stard('36', '37')],
  },
  {
    id: 'D28',
    title: 'Data and code',
    question:
      'Where are data, code and weights, in which version, and can somebody else audit the result?',
    why: 'What nobody else can run has to be believed.',
    place: 'Availability statement',
    references: [llm('14e', '14f'), stard('40a', '40b'), claim],
    evidence: 'hashes of the files that the audit read',
  },
  {
    id: 'D29',
    title: 'Patients and public',
    question: 'Were patients or the public involved in the study, and how?',
    why: 'They can tell which errors matter.',
    place: 'Methods',
    references: [{ guideline: 'TRIPOD+AI', items: ['19'] }, llm('15')],
  },
  {
    id: 'D30',
    title: 'Limitations and intended use',
    question: 'For which use, setting and supervision is the model meant, and what is not shown?',
    why: 'A quiz score is no diagnostic accuracy; readers need to know what was not tested.',
    place: 'Discussion',
    references: [
      llm('19a', '19b', '19c', '19d', '19e', '19f', '19g'),
      stard('33'),
      { guideline: 'DECIDE-AI', items: [] },
    ],
  },
  {
    id: 'D31',
    title: 'Contamination',
    question:
      'Was it checked whether test pictures or texts are among what the models were trained on?',
    why: 'Public pictures are in many training sets; what was learned is not tested.',
    place: 'Methods on data; appendix',
    references: [],
    evidence: 'pictures and whole rows of test that are in train',
  },
  {
    id: 'D32',
    title: 'Selection of the test items',
    question: 'How were the test items chosen from all that there were, by whom, with which seed?',
    why: 'A chosen subset can be an easy one.',
    place: 'Methods on the benchmark; names of the files',
    references: [],
    evidence: 'whether the test split looks like a random draw of what it was taken from',
  },
  {
    id: 'D33',
    title: 'Same questions to all',
    question:
      'Were all models asked in the same format, with the same images, resolution and worked examples?',
    why: 'A rival that is asked in an unfamiliar way loses points that say nothing of it.',
    place: 'Methods on baselines; evaluation code',
    references: [],
    evidence: 'facts of how each model was asked, compared',
  },
];
