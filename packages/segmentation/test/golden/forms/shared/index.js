export * as ns from '../b/forms.remote.js';
export { arrow as remoteArrow } from '../b/forms.remote.js';
export * from './Point.js';
export { version } from './version.js';
