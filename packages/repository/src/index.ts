export { createRepository } from './repository.js';
export type { RepositoryOptions } from './repository.js';
