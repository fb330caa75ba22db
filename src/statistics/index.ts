// biome-ignore-all assist/source/organizeImports: the list is by subject
/** Statistics of benchmark scores, by subject. One public function a file. */

// Random numbers
export { createRandom, type RandomSource } from './create-random.ts';
export { deriveSeed } from './derive-seed.ts';

// Distributions
export { betaQuantile } from './beta-quantile.ts';
export { incompleteBeta } from './incomplete-beta.ts';
export { normalCumulative } from './normal-cumulative.ts';
export { normalQuantile } from './normal-quantile.ts';
export { studentQuantile } from './student-quantile.ts';
export { studentTwoTails } from './student-two-tails.ts';

// Proportions
export { clopperPearsonInterval } from './clopper-pearson-interval.ts';
export type { Interval } from './interval.ts';
export { wilsonInterval } from './wilson-interval.ts';

// Clusters
export { clusterRobustError } from './cluster-robust-error.ts';
export { effectiveClusters } from './effective-clusters.ts';
export { type DesignEffect, designEffect } from './design-effect.ts';
export { intraclassCorrelation } from './intraclass-correlation.ts';

// Means
export { mean, sampleVariance } from 'simple-statistics';

// Estimates with the default interval
export { type EstimateOptions, type MeanEstimate, meanEstimate } from './mean-estimate.ts';
export { type PairedDifference, pairedDifference } from './paired-difference.ts';
export { type PairedMeanDifference, pairedMeanDifference } from './paired-mean-difference.ts';

// Bootstrap
export { basicInterval } from './basic-interval.ts';
export { bcaAcceleration, bcaInterval } from './bca-interval.ts';
export { bootstrapMean, type BootstrapMeanOptions } from './bootstrap-mean.ts';
export { bootstrapRatios, type Ratio, type RatioEstimate } from './bootstrap-ratios.ts';
export {
  bootstrapStatistic,
  type StatisticEstimate,
  type SumStatistic,
} from './bootstrap-statistic.ts';
export { fewClusters, fewClustersInterval, hasWidth } from './few-clusters-interval.ts';
export { percentileInterval } from './percentile-interval.ts';
export { shareAboveChance } from './share-above-chance.ts';
export { studentizedInterval } from './studentized-interval.ts';

// Regression
export {
  type GroupEffectsRegression,
  groupEffectsRegression,
  type RegressionData,
  type RegressionTerm,
  type TermEstimate,
} from './group-effects-regression.ts';

// Agreement of raters
export {
  type AgreementEstimate,
  agreementEstimate,
} from './agreement-estimate.ts';
export type { AgreementMeasure } from './agreement-sums.ts';
export { cohenKappa, type KappaWeights } from './cohen-kappa.ts';
export { fleissKappa } from './fleiss-kappa.ts';
export { gwetAc1 } from './gwet-ac1.ts';
export { krippendorffAlpha, type MeasurementLevel } from './krippendorff-alpha.ts';

// Scores corrected by labels
export {
  type PredictionPoweredMean,
  predictionPoweredMean,
} from './prediction-powered-mean.ts';
export { type CorrectedShare, type GraderErrors, roganGladen } from './rogan-gladen.ts';

// Tests of a proportion
export { binomialTest } from './binomial-test.ts';

// Draws without replacement
export { compositionTest } from './composition-test.ts';
export {
  type HypergeometricDesign,
  type HypergeometricTest,
  hypergeometricTest,
} from './hypergeometric-test.ts';
export { type DrawStratum, redrawSums } from './redraw-sums.ts';
export { type RedrawTails, redrawTails } from './redraw-tails.ts';

// Tests of paired models
export { mcnemarTest } from './mcnemar-test.ts';
export { pairedBootstrapTest } from './paired-bootstrap-test.ts';
export { signFlipTest, type TestResult } from './sign-flip-test.ts';

// Choices among options
export {
  type CircularChoices,
  type PlacePreference,
  placePreferenceTest,
} from './place-preference-test.ts';

// Several tests at once
export { benjaminiHochbergAdjusted } from './benjamini-hochberg-adjusted.ts';
export { holmAdjusted } from './holm-adjusted.ts';

// What a sample size can show
export { type Fragility, fragility } from './fragility.ts';
export {
  type DetectableDifference,
  pairedDetectableDifference,
} from './paired-detectable-difference.ts';
export { pairedItemsNeeded } from './paired-items-needed.ts';
export { type DiscordanceRange, discordanceRange } from './discordance-range.ts';
export { unpairedDetectableDifference } from './unpaired-detectable-difference.ts';
