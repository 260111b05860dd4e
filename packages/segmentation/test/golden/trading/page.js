import { getMonthReport } from './reporting/getMonthReport.remote.js';

document.title = await getMonthReport(2024, 1);
