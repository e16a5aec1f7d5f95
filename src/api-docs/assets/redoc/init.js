// As in Swagger UI: the addresses shown are those of the place this page was loaded from.
const home = new URL('.', document.baseURI).href.replace(/\/$/, '');

const LIGHT = {
  colors: { primary: { main: '#3451b2' }, text: { primary: '#1c2033', secondary: '#5a6079' } },
  sidebar: { backgroundColor: '#f6f7fb', textColor: '#1c2033' },
  rightPanel: { backgroundColor: '#1c2033' },
  codeBlock: { backgroundColor: '#12141c' },
};

const DARK = {
  colors: {
    primary: { main: '#9db1ff' },
    success: { main: '#5fd38d' },
    error: { main: '#ff8a80' },
    text: { primary: '#e9ebf5', secondary: '#a2a8c0' },
    border: { light: '#2d3144', dark: '#2d3144' },
    gray: { 50: '#1b1e2a', 100: '#232738' },
  },
  schema: { nestedBackground: '#1b1e2a', linesColor: '#3d4359', typeNameColor: '#a2a8c0' },
  sidebar: { backgroundColor: '#171a24', textColor: '#c6cbdd' },
  rightPanel: { backgroundColor: '#0c0e14' },
  codeBlock: { backgroundColor: '#171a24' },
};

const typography = (code) => ({
  fontFamily: 'system-ui, sans-serif',
  headings: { fontFamily: 'system-ui, sans-serif', fontWeight: '600' },
  code: { fontFamily: 'ui-monospace, monospace', ...code },
});

async function start() {
  const response = await fetch(`${home}/openapi.json`);
  if (!response.ok) throw new Error(`openapi.json: ${response.status}`);
  const spec = await response.json();
  spec.servers = [{ url: home }];

  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = {
    ...(dark ? DARK : LIGHT),
    spacing: { sectionVertical: 8 },
    typography: typography(
      dark ? { color: '#e9ebf5', backgroundColor: '#232738' } : { color: '#1c2033', backgroundColor: '#eef1fb' },
    ),
  };
  const options = { theme, scrollYOffset: 'nav', hideDownloadButtons: true, sortRequiredPropsFirst: true };
  window.Redoc.init(spec, options, document.querySelector('#redoc'));
}

start().catch((error) => {
  const text = `The description of the API could not be shown. ${error.message}`;
  document.querySelector('#redoc .notice').textContent = text;
});
