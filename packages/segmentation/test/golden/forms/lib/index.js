import { label } from './deep/label.js';

export { label as default };
