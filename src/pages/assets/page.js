// The token stands behind the # of the address, which no server and no Referer ever sees. It is taken out of the
// address at once, so that it is not left in the history or in a screenshot.
const form = document.querySelector('form');
const heading = document.querySelector('h1');
const message = document.getElementById('message');
const button = form.querySelector('[type=submit]');
const takeOver = document.getElementById('take-over');
const texts = JSON.parse(form.dataset.texts);
const tokenInAddress = () => new URLSearchParams(location.hash.slice(1)).get('token');

const token = 'needsToken' in form.dataset ? tokenInAddress() : undefined;
history.replaceState(null, '', location.pathname + location.search);

// The link of another letter, opened in this tab: the browser does not load a page again that it shows already.
addEventListener('hashchange', () => tokenInAddress() && location.reload());

form.hidden = false;
if (token === null) end('void', texts.noTokenTitle, texts.noToken);

for (const show of document.querySelectorAll('.show')) {
  const input = document.getElementById(show.getAttribute('aria-controls'));
  show.addEventListener('click', () => {
    const visible = input.type === 'text';
    input.type = visible ? 'password' : 'text';
    show.textContent = visible ? texts.show : texts.hide;
  });
}

takeOver?.addEventListener('change', () => {
  const { password } = form.elements;
  for (const part of password.parentElement.children) part.disabled = takeOver.checked;
  if (takeOver.checked) password.value = '';
  say('');
});

form.addEventListener('input', ({ target }) => target.removeAttribute('aria-invalid'));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  // A button that is disabled would drop the focus, so it only says that it is.
  if (button.getAttribute('aria-disabled') !== 'true') void send();
});

async function send() {
  // Without a password the account is taken over; that must be said, not be left out.
  if (takeOver && !takeOver.checked && form.elements.password.value === '') {
    say(texts.passwordOrBox, 'error', form.elements.password);
    return;
  }
  const label = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = texts.working;
  try {
    const entered = [...new FormData(form)].filter(([, value]) => value !== '');
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...(token && { token }), ...Object.fromEntries(entered) }),
    });
    const answer = await response.json();
    if (answer.password_reset_token) {
      location.assign(`reset-password#token=${answer.password_reset_token}`);
      return;
    }
    if (response.ok) end('done', texts.doneTitle, texts.done);
    else refused(answer, Number(response.headers.get('retry-after')));
  } catch {
    say(texts.offline, 'error');
  }
  button.removeAttribute('aria-disabled');
  button.textContent = label;
}

// In words of ours by the codes: those of the answer are for developers.
function refused({ code, errors = [] }, retryAfter) {
  if (code === 'invalid_token' || errors.some(({ pointer }) => pointer === '/token')) {
    end('void', texts.voidTitle, texts.errors.invalid_token);
    return;
  }
  const faults = errors.map((error) => texts.errors[error.code]).filter(Boolean);
  const text = faults.length > 0 ? [...new Set(faults)].join(' ') : (texts.errors[code] ?? texts.errors.otherwise);
  const name = code === 'invalid_credentials' ? 'password' : errors[0]?.pointer.slice(1);
  say(text.replace('{when}', when(retryAfter)), 'error', form.elements.namedItem(name));
}

function when(seconds) {
  if (!(seconds > 0)) return texts.errors.later;
  const [size, unit] = seconds < 100 ? [1, 'second'] : seconds < 6000 ? [60, 'minute'] : [3600, 'hour'];
  return new Intl.RelativeTimeFormat(document.documentElement.lang).format(Math.ceil(seconds / size), unit);
}

function say(text, kind = '', field = null) {
  message.textContent = text;
  message.dataset.kind = kind;
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
}

// There is nothing to fill in any more: what is left is the message, and where to go on from here.
function end(kind, title, text) {
  form.reset();
  for (const part of form.children) part.hidden = part !== message;
  document.title = document.title.replace(heading.textContent, () => title);
  heading.textContent = title;
  document.getElementById(kind)?.removeAttribute('hidden');
  say(text, kind);
  message.focus();
}
