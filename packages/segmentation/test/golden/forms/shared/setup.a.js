import { log } from './log.a.js';

log();
