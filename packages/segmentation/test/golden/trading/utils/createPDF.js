import { title } from './title.js';

export function createPDF(lines: string[]): string { return [title, ...lines].join('\n'); }
