import { SIGN_IN_PATH } from '#config/index.js';

export { SocialModule } from './social.module.js';

/** The path of this room that stays at the root, outside the global prefix. */
export const SOCIAL_ROUTES = [SIGN_IN_PATH];
