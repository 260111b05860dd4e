import { count } from '../utils/cache.reporting.js';

export const formatMonthReport = async ({ year, orders }: MonthData) => `${year}: ${orders.length} ${count('x')}`;
