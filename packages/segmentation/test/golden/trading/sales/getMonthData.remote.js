import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export default async function getMonthData(year, month) { return __run('sales/getMonthData', '0.0.0', { 'year': year, 'month': month }, this); }
