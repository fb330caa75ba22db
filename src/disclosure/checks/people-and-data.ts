import type { DisclosureCheck, GuidelineReference } from '../check.ts';

const claim: GuidelineReference = { guideline: 'CLAIM 2024', items: [] };
const tripodAi: GuidelineReference = { guideline: 'TRIPOD+AI', items: [] };
const llm = (...items: string[]): GuidelineReference => ({ guideline: 'TRIPOD-LLM', items });
const stard = (...items: string[]): GuidelineReference => ({ guideline: 'STARD-AI', items });

/** Who made the study, and what data it rests on: D01 to D09. */
export const peopleAndData: readonly DisclosureCheck[] = [
  {
    id: 'D01',
    title: 'Funding',
    question: 'Who paid for the work, and what part did the funder have in it?',
    why: 'Who pays can decide what is compared, and what is published.',
    place: 'Acknowledgements, funding statement',
    references: [
      llm('14a'),
      { guideline: 'TRIPOD+AI', items: [], part: 'open science' },
      stard('38'),
      claim,
    ],
  },
  {
    id: 'D02',
    title: 'Competing interests',
    question:
      'Which authors gain from the result, such as employees of the vendor of a model, grader or data set?',
    why: 'A vendor that tests its own product has an interest in how the test comes out.',
    place: 'Affiliations, statement of competing interests',
    references: [llm('14b'), stard('39')],
    evidence: 'whether test, references and graders were made by the candidate’s makers',
  },
  {
    id: 'D03',
    title: 'Who made which part',
    question:
      'Were training data, test data, references, grader and model made by one team, or with one family of models?',
    why: 'A test made like the training data, by the same people and models, rewards likeness.',
    place: 'Methods on data and evaluation; authors’ contributions',
    references: [],
    evidence: 'whether test, references and graders were made by the candidate’s makers',
  },
  {
    id: 'D04',
    title: 'Source of every split',
    question: 'Which data sets, sites and devices does each split come from?',
    why: 'Scores carry over to other places only as far as the data reach.',
    place: 'Methods on data; table of data sets',
    references: [llm('5a'), stard('11'), claim],
    evidence: 'pictures and source data sets that train and test share',
  },
  {
    id: 'D05',
    title: 'Dates of data and knowledge',
    question:
      'From when to when were the data collected, and until when does each model’s knowledge reach?',
    why: 'A model can have learned published data that are older than its cut-off.',
    place: 'Methods on data; model cards',
    references: [llm('5c', '6a')],
    evidence: 'the dates themselves, compared with the cut-offs',
  },
  {
    id: 'D06',
    title: 'Eligibility and flow',
    question:
      'Which cases could enter, which were left out and why, and how many remain in each split?',
    why: 'Hard cases that drop out on the way raise a score unseen.',
    place: 'Methods on data; flow diagram',
    references: [stard('7', '24'), { guideline: 'CLAIM 2024', items: ['13'] }, llm('16a')],
    evidence: 'rows read and kept of each split',
  },
  {
    id: 'D07',
    title: 'Split level',
    question: 'By what were the data split (patient, exam, image), and do the parts share any?',
    why: 'A patient in both splits can be recognised instead of diagnosed.',
    place: 'Methods on data splits',
    references: [
      { guideline: 'CLAIM 2024', items: [], part: 'partitions and their level' },
      stard('15b'),
    ],
    evidence: 'patients, exams and pictures that are in both splits',
  },
  {
    id: 'D08',
    title: 'External testing',
    question:
      'Was the model tested on data of another site, vendor or country, and is that called testing, internal or external, rather than validation?',
    why: 'Scores usually fall at another site; “validation” can mean that the data chose the model.',
    place: 'Methods on data; results on external data',
    references: [stard('29'), claim, tripodAi],
    evidence: 'pictures and patients that are in both splits',
  },
  {
    id: 'D09',
    title: 'Representative test set',
    question: 'How do the cases of each split compare with those the model is meant for?',
    why: 'A score on an unusual mixture of cases is a score of that mixture.',
    place: 'Table of patient and case characteristics',
    references: [stard('25', '28'), llm('16b', '16c')],
    evidence: 'the composition of the test split against what it was drawn from',
  },
];
