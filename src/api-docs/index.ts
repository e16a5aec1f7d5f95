export { API_DOCS_ROUTES, ApiDocsModule } from './api-docs.module.js';
export { buildOpenApi } from './open-api.js';
export { OpenApiDocument } from './open-api-document.js';
