export type { SiteVerifyConfig } from './challenge-config.js';
export { Config } from './config.js';
export { ConfigModule } from './config.module.js';
export type { RedisConfig } from './redis-config.js';
export { describeSettings, InvalidConfiguration } from './read-environment.js';
export { SETTINGS } from './settings.js';
export { PROVIDER_SETTINGS } from './social/provider-settings.js';
export { SIGN_IN_PATH, type SocialProviderConfig } from './social/social-config.js';
