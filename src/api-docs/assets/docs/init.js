// The requests of this page go to where it was loaded from, whatever PUBLIC_URL says: that is the only place that its
// Content-Security-Policy allows, and behind a port mapping the only one that is there.
const home = new URL('.', document.baseURI).href.replace(/\/$/, '');

/** Swagger UI knows a dark form, but follows the system only together with its top bar, which is not used here. */
function followColorScheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', apply);
  apply();
}

async function start() {
  const response = await fetch(`${home}/openapi.json`);
  if (!response.ok) throw new Error(`openapi.json: ${response.status}`);
  const spec = await response.json();

  spec.servers = [{ url: home }];
  const { password } = spec.components.securitySchemes.password.flows;
  password.tokenUrl = home + password.tokenUrl;

  window.SwaggerUIBundle({
    spec,
    dom_id: '#swagger-ui',
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: 'list',
    tryItOutEnabled: true,
    persistAuthorization: false,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
}

followColorScheme();
start().catch((error) => {
  document.querySelector('#swagger-ui .notice').textContent =
    `The description of the API could not be shown. ${error.message}`;
});
