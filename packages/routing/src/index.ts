export { createAdmission } from './admission.js';
export type { Admission } from './admission.js';
export type { Balancer, BalancingName, Candidate } from './balancing.js';
export type { DispatchOptions } from './dispatch.js';
export { createFailover } from './failover.js';
export type { Failover, Place } from './failover.js';
export type { Member, MemberChange, MemberStatus } from './member.js';
export { createRouter } from './router.js';
export type { Router, RouterOptions } from './router.js';
