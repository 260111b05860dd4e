export const title = 'Report';
