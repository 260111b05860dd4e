export * from './recordOrder.remote.js?reporting';
export { default as getMonthData, default } from './getMonthData.remote.js?reporting';
export { OutOfStock } from './OutOfStock.reporting.js';
