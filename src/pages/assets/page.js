// The token stands behind the # of the address, which no server and no Referer ever sees. It is taken out of the
// address at once, so that it is not left in the history or in a screenshot.
const form = document.querySelector('form');
const message = document.getElementById('message');
const button = form.querySelector('button[type=submit]');
const takeOver = document.getElementById('take-over');
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined;
history.replaceState(null, '', location.pathname + location.search);

const say = (text, kind) => {
  message.textContent = text;
  message.dataset.kind = kind;
};

if ('needsToken' in form.dataset && !token) {
  say(form.dataset.noToken, 'error');
  button.disabled = true;
}

for (const show of document.querySelectorAll('.show')) {
  const input = document.getElementById(show.getAttribute('aria-controls'));
  show.setAttribute('aria-pressed', 'false');
  show.addEventListener('click', () => {
    const visible = input.type === 'password';
    input.type = visible ? 'text' : 'password';
    show.setAttribute('aria-pressed', String(visible));
  });
}

takeOver?.addEventListener('change', () => {
  const password = document.getElementById('password');
  password.disabled = takeOver.checked;
  if (takeOver.checked) password.value = '';
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});

async function send() {
  // Without a password the account is taken over; that must be said, not be left out.
  const password = form.elements.namedItem('password');
  if (password && !password.disabled && password.value === '') {
    password.focus();
    return;
  }
  const entered = [...new FormData(form)].filter(([, value]) => value !== '');
  button.disabled = true;
  say(form.dataset.working, 'working');
  try {
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...(token && { token }), ...Object.fromEntries(entered) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail ?? answer.title);
    if (answer.password_reset_token) {
      location.assign(`reset-password#token=${answer.password_reset_token}`);
      return;
    }
    for (const part of form.querySelectorAll('p:not(#message), button')) part.hidden = true;
    say(form.dataset.done, 'done');
  } catch (error) {
    button.disabled = false;
    const offline = error instanceof TypeError || error instanceof SyntaxError;
    say(offline ? form.dataset.offline : error.message, 'error');
  }
}
