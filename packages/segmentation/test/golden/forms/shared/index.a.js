export * as ns from '../b/forms.remote.js?a';
export { arrow as remoteArrow } from '../b/forms.remote.js?a';
export * from './Point.js';
export { version } from './version.js';
