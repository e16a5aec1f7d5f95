export { PAGES_ROUTES } from './pages.controller.js';
export { PagesModule } from './pages.module.js';
