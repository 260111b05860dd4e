export * from './recordOrder.remote.js';
export { default as getMonthData, default } from './getMonthData.remote.js';
export { OutOfStock } from './OutOfStock.js';
