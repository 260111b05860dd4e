export { default } from '@tooling/eslint/application';
