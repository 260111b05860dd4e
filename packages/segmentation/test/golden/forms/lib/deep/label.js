export type Label = string;
export const label: Label = 'label';
