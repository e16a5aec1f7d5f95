export { type ClientCode, type ErrorCode, type ProblemCode, SESSION_ENDED, type SocialCode } from './codes.js';
export { type ErrorMembers, GatehouseError, type InputFault } from './gatehouse-error.js';
