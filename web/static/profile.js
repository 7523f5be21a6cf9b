// The profile form saves itself while it is typed in. Without this, its buttons do the same.
(() => {
  const form = document.getElementById('profile');
  const wait = 1500; // ms after the last key
  let timer, saving = null, again = false, stale = false, leaving = false;

  form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
  document.getElementById('problems')?.focus();

  function typed() {
    const data = new FormData(form);
    for (const input of form.querySelectorAll('input[type=file]')) data.delete(input.name);
    return new URLSearchParams(data);
  }

  function say(words) {
    const saved = document.getElementById('saved');
    for (const node of [...saved.childNodes]) if (node.nodeName !== 'INPUT') node.remove();
    saved.append(words);
  }

  // The answer has the parts of the page that follow from what was saved, the next revision among them.
  function show(html) {
    const parts = new DOMParser().parseFromString(html, 'text/html');
    for (const id of ['saved', 'progress', 'preview']) {
      const part = parts.getElementById(id);
      if (part) document.getElementById(id).replaceWith(document.adoptNode(part));
    }
  }

  // One at a time: the next one goes by the revision that this one makes.
  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (stale || leaving) return;
    if (saving) { again = true; return; }
    saving = send();
    await saving;
    saving = null;
    if (again) { again = false; save(); }
  }

  async function send() {
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: typed(), keepalive: document.hidden });
      stale = answer.status === 409;
      if (answer.ok || stale) show(await answer.text());
      else say('Not saved just now. We try again with your next change.');
    } catch {
      say('Not saved: no connection. We try again with your next change.');
    }
  }

  form.addEventListener('input', e => {
    if (e.target.type === 'file') return;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
    say('Not saved yet');
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden && timer) save(); });
  form.addEventListener('submit', e => {
    leaving = true;
    clearTimeout(timer);
    if (!saving) return;
    e.preventDefault();
    saving.then(() => { saving = null; form.requestSubmit(e.submitter); });
  });
  window.addEventListener('pageshow', () => { leaving = false; });

  form.addEventListener('change', e => {
    if (e.target.type === 'file' && e.target.files.length) form.requestSubmit(form.querySelector(`[data-upload="${e.target.id}"]`));
  });

  // The server looks at a field as soon as it has changed. Only the message comes back: what is typed meanwhile stays. Without an answer the
  // field is looked at when the form is saved.
  form.addEventListener('change', async e => {
    const address = e.target.closest('[data-check]')?.dataset.check;
    if (!address) return;
    try {
      const answer = await fetch(address, { method: 'POST', body: typed() });
      if (!answer.ok) return;
      const message = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.wrong');
      document.getElementById(message.id).replaceWith(document.adoptNode(message));
    } catch { /* left, or no connection */ }
  });

  form.addEventListener('click', e => {
    if (!e.target.closest('[data-copy-hours]')) return;
    e.preventDefault();
    const day = name => form.querySelectorAll(`[name="hours.${name}"]`);
    for (const name of ['Tu', 'We', 'Th', 'Fr']) day(name).forEach((input, i) => { input.value = day('Mo')[i].value; });
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // A message that came from the server belongs to the control beside it.
  new MutationObserver(() => {
    for (const p of form.querySelectorAll('.wrong')) {
      for (const control of p.parentElement.querySelectorAll('[aria-describedby]')) {
        if (p.childElementCount) control.setAttribute('aria-invalid', 'true'); else control.removeAttribute('aria-invalid');
      }
    }
  }).observe(form, { childList: true, subtree: true });
})();
