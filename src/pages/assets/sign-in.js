// Signs people in with a provider, as any application would: with PKCE of its own (RFC 7636), and in cookie mode, so
// that no script ever holds the refresh token.
const main = document.querySelector('main');
const heading = document.querySelector('h1');
const message = document.getElementById('message');
const ways = document.getElementById('ways');
const done = document.getElementById('done');
const { home, api } = main.dataset;
const texts = JSON.parse(main.dataset.texts);

// What a tab has begun. Another tab cannot end it, and a link that somebody else has made is nobody's here.
const KEY = 'gatehouse:sign-in';

const answer = new URLSearchParams(location.search);
history.replaceState(null, '', location.pathname);

// Under another name of this machine nobody would come back to what is kept here.
if (new URL(home).origin !== location.origin) location.replace(home);
else if (answer.has('state')) void finish();
else ways.hidden = false;

for (const button of ways.querySelectorAll('button')) {
  button.addEventListener('click', () => begin(button.dataset.start).catch(() => fail('blocked')));
}

async function begin(start) {
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem(KEY, JSON.stringify({ state, verifier }));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    redirect_uri: home,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
    state,
  });
  location.assign(`${start}?${query.toString()}`);
}

async function finish() {
  const begun = takeBegun();
  if (begun?.state !== answer.get('state')) return fail('not_begun_here');
  if (answer.has('error')) return fail(answer.get('error'));
  try {
    const proof = { code: answer.get('code'), code_verifier: begun.verifier, redirect_uri: home };
    const tokens = await call('social/exchange', { method: 'POST', body: JSON.stringify(proof) });
    const me = await call('me', { headers: { authorization: `Bearer ${tokens.access_token}` } });
    welcome(me.full_name ?? me.username);
  } catch (error) {
    fail(error.code ?? 'offline');
  }
}

function welcome(name) {
  title(texts.doneTitle);
  done.hidden = false;
  say(
    texts.done.replace('{name}', () => name),
    'done',
  );
}

document.getElementById('sign-out').addEventListener('click', async () => {
  try {
    // By the cookie: it outlives the access token.
    await call('logout', { method: 'POST' });
  } catch (error) {
    // Ended elsewhere already: that is what is wanted.
    if (error.status !== 401) return say(wordsFor(error.code ?? 'offline'), 'error');
  }
  title(texts.title);
  done.hidden = true;
  ways.hidden = false;
  say(texts.signedOut, 'done');
});

/** Throws the problem that the service tells of. */
async function call(path, init) {
  const headers = {
    ...(init.body && { 'content-type': 'application/json' }),
    'x-token-transport': 'cookie',
    ...init.headers,
  };
  const response = await fetch(api + path, { ...init, headers });
  const body = await response.json();
  if (!response.ok) throw body;
  return body;
}

function takeBegun() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fail(code) {
  ways.hidden = false;
  say(wordsFor(code), 'error');
}

/** Of ours: `code` may come from the address, which anybody can write. */
function wordsFor(code) {
  return Object.hasOwn(texts.errors, code) ? texts.errors[code] : texts.errors.otherwise;
}

function title(text) {
  document.title = document.title.replace(heading.textContent, () => text);
  heading.textContent = text;
}

function say(text, kind) {
  message.textContent = text;
  message.dataset.kind = kind;
  message.focus();
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
