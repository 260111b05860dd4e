import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function getMonthReport(year, month) { return __run('reporting/getMonthReport', '0.0.0', { 'year': year, 'month': month }, this); }
