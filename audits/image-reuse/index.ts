import type { Audit, AuditOutcome } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { reuseFindings } from './findings.ts';
import { reuseMeasures } from './measures.ts';
import { type ImageReuseOptions, imageReuseOptions } from './options.ts';
import { tallyReuse } from './reuse-tally.ts';
import { calibrationTable, nullHistograms, pairTable } from './tables.ts';
import { judgeReuse } from './verdict.ts';

/** Whether test pictures, or their patients, were there to learn from in train. */
export const imageReuse: Audit<ImageReuseOptions> = {
  id: 'image-reuse',
  title: 'Image reuse',
  question: 'Has the model seen the test pictures, or their patients, in train?',
  method:
    'Media are compared by name, by bytes and by decoded content. Pictures are also searched by 64-bit hashes of their content box under the eight rotations and flips, whole and as crops of 70 to 95%; every look-alike is then aligned with its partner and judged by the correlation of all its pixels and of its fine detail, patch by patch. Exact: same bytes or same decoded content. Verified: overall correlation of at least .97 and detail of at least .85. Candidate: agreement that pixels cannot decide. Refuted: a look-alike that is another picture. Distances of pictures of different patients show, for each modality, how many false pairs a hash alone would flag. Patients and exams are compared by id.',
  limits:
    'Copies turned by other angles than quarter turns, warped, inverted, stitched together or cropped below 70% of a side may be missed, and so are different pictures of one patient whose ids differ. Very smooth or tiny pictures stay candidates because they have no detail to compare. Volumes, feature bags, videos and sounds are compared by bytes and content only. Equal ids in different sources count as one patient.',
  sources: [
    'Zauner 2010, phash.org/docs/pubs/thesis_zauner.pdf (perceptual hashes)',
    'Yang, Gu & Niu 2006, doi:10.1109/IIH-MSP.2006.265125 (block mean hash)',
    'Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd (alignment)',
    'Karlin & Altschul 1990, doi:10.1073/pnas.87.6.2264 (expected false matches)',
  ],
  requires: ['benchmark', 'reuse', 'clusters'],
  options: imageReuseOptions,
  audit(evidence, options): AuditOutcome {
    const { reuse, clusters } = evidence;
    if (reuse.media.length === 0) return withoutMedia;
    const tally = tallyReuse(reuse, clusters);
    return {
      ...judgeReuse(tally, reuse.mode, options),
      measures: reuseMeasures(evidence, tally, options),
      tables: [
        pairTable(reuse),
        ...(reuse.calibration.length > 0 ? [calibrationTable(reuse.calibration)] : []),
      ],
      figures: nullHistograms(reuse.calibration),
      findings: reuseFindings(evidence, tally),
    };
  },
};

const withoutMedia = emptyOutcome('not-applicable', 'No item shows a picture or another medium.');
