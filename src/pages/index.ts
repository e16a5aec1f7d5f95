export { framed } from './framed.js';
export { wayOn } from './hosted.page.js';
export { PageAssets } from './page-assets.js';
export { PAGES_ROUTES } from './pages.controller.js';
export { PagesModule } from './pages.module.js';
export { type Texts, textsFor } from './pages.texts.js';
