export { formatDiagnostic } from '@jitar/segmentation';
export type { Diagnostic, FormatOptions } from '@jitar/segmentation';
export type { BuildProgress, BuildResult, BuiltApplication, FailedBuild } from './build-result.js';
export { buildApplication, createBuilder } from './builder.js';
export type { BuildOptions, Builder } from './builder.js';
export { describeSegment } from './segment-summary.js';
export type { SegmentSummary } from './segment-summary.js';
export { watchApplication } from './watch.js';
export type { WatchOptions, WatchOutcome } from './watch.js';
