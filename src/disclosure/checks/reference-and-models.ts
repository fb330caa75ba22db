import type { DisclosureCheck, GuidelineReference } from '../check.ts';

const claim: GuidelineReference = { guideline: 'CLAIM 2024', items: [] };
const tripodAi: GuidelineReference = { guideline: 'TRIPOD+AI', items: [] };
const decideAi: GuidelineReference = { guideline: 'DECIDE-AI', items: [] };
const llm = (...items: string[]): GuidelineReference => ({ guideline: 'TRIPOD-LLM', items });
const stard = (...items: string[]): GuidelineReference => ({ guideline: 'STARD-AI', items });

/** What answers are compared with, and how models were asked: D10 to D19. */
export const referenceAndModels: readonly DisclosureCheck[] = [
  {
    id: 'D10',
    title: 'Sample size',
    question: 'Why are there enough test items for the differences that are claimed?',
    why: 'A lead smaller than the test can show is not a finding.',
    place: 'Methods on statistics',
    references: [stard('22'), tripodAi, claim],
    evidence: 'the smallest difference that the items could show',
  },
  {
    id: 'D11',
    title: 'Reference standard',
    question:
      'What counts as the right answer, who or what wrote it and why, and is it called a reference standard rather than ground truth?',
    why: 'A model’s text as reference rewards models that write like it.',
    place: 'Methods on reference answers or annotation',
    references: [stard('16'), claim],
    evidence: 'the share of references that models wrote, by the config or a column of the rows',
  },
  {
    id: 'D12',
    title: 'Annotators and agreement',
    question:
      'How many annotators of what qualification worked by which guideline, what share was annotated twice, and how far do they, or the graders, agree?',
    why: 'No score can be surer than the references and grades that it rests on.',
    place: 'Methods on annotation and grading',
    references: [llm('7b', '8a', '8b', '8c'), stard('12'), claim],
    evidence: 'Krippendorff’s alpha of the graders',
  },
  {
    id: 'D13',
    title: 'Blinded assessment',
    question:
      'Did those who graded answers know whose they were, and did anybody know the reference who should not?',
    why: 'Who knows whose answer it is can favour it.',
    place: 'Methods on grading; grader prompts in the appendix',
    references: [stard('17')],
  },
  {
    id: 'D14',
    title: 'Model versions',
    question: 'Which version of which model was asked, on what date and by what access?',
    why: 'Served models change under one name; without version and date nobody can ask again.',
    place: 'Methods on models; appendix',
    references: [llm('6a')],
    evidence: 'hashes of the checkpoints that the config names',
  },
  {
    id: 'D15',
    title: 'Decoding',
    question:
      'With which temperature, seed and longest answer was every model asked, and how many times?',
    why: 'What nobody sets is set by each checkpoint, and models are then decoded differently.',
    place: 'Methods on inference; appendix; evaluation code',
    references: [llm('6b')],
    evidence: 'settings that checkpoints carry, and the share of answers that were cut',
  },
  {
    id: 'D16',
    title: 'Prompts',
    question: 'What is the exact prompt, who designed it, and on which data?',
    why: 'A prompt tuned on the test, or for one of the models, is part of the score.',
    place: 'Appendix; evaluation code',
    references: [llm('9a', '9b')],
    evidence: 'whether models were asked with the same prompt',
  },
  {
    id: 'D17',
    title: 'Comparators',
    question:
      'With which models, people or standard of care is the candidate compared, and were those trained on the same data?',
    why: 'A lead over models that never saw such data shows training, not a better model.',
    place: 'Methods on baselines; results table',
    references: [llm('7c'), { guideline: 'STARD-AI', items: [] }, decideAi],
    evidence: 'whether a comparator saw the same training data and was asked alike',
  },
  {
    id: 'D18',
    title: 'Outcome measures',
    question:
      'How is every score computed, what would guessing score, and how are answers read from text?',
    why: 'Two ways to read the same answers can rank models differently.',
    place: 'Methods on metrics',
    references: [llm('7a'), claim],
    evidence: 'ranks under every way to read the answers',
  },
  {
    id: 'D19',
    title: 'Confidence intervals',
    question: 'Does every score, of subgroups too, come with an interval and its method?',
    why: 'Without one nobody can tell a lead from luck; items of one image share their luck.',
    place: 'Results tables; methods on statistics',
    references: [stard('31'), claim],
    evidence: 'intervals that count items of one image, exam or patient together',
  },
];
