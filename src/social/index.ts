export { SOCIAL_ROUTES } from './pages/sign-in-page.controller.js';
export { SocialModule } from './social.module.js';
