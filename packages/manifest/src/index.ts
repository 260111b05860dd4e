export { findApplicationUrl } from './application-url.js';
export { createBuildId, hashContent } from './hash.js';
export type { Manifest, ManifestProcedure, ManifestReference, OuterFile, OuterManifest, SegmentManifest } from './manifest.js';
export { formatManifest, readManifest, writeManifest } from './manifest-file.js';
export { parseManifest } from './parse-manifest.js';
export { classTablePath, clientModulePath, isSafePath, manifestPath, modulePath, remoteModulePath, runModulePath, segmentBundlePath, segmentModulePath } from './path.js';
