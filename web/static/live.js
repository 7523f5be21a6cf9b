// Keeps a page of listings up to date, and makes it quick to use: news by a stream or by asking, filters without a new page, keys.
(() => {
  const byId = (id) => document.getElementById(id);
  const watch = byId('watch');

  // patch makes a like b and leaves alone what is the same, so that focus, selection and place stay.
  const patch = (a, b) => {
    if (a.nodeName !== b.nodeName) { a.replaceWith(b); return; }
    if (a.nodeType !== 1) { if (a.data !== b.data) a.data = b.data; return; }
    for (const { name } of [...a.attributes]) if (!b.hasAttribute(name)) a.removeAttribute(name);
    for (const { name, value } of b.attributes) if (a.getAttribute(name) !== value) a.setAttribute(name, value);
    const from = [...a.childNodes], to = [...b.childNodes];
    if (from.length === to.length) from.forEach((node, i) => patch(node, to[i]));
    else a.replaceChildren(...to);
  };
  const parse = (html) => new DOMParser().parseFromString(html, 'text/html');

  // Relative times go on, in the words of the server.
  const ago = (since) => {
    const minutes = Math.floor((Date.now() - since) / 60000);
    if (minutes < 1) return 'just now';
    if (minutes < 60) return minutes + ' min ago';
    return minutes < 1440 ? Math.floor(minutes / 60) + ' h ago' : '';
  };
  const age = () => {
    for (const t of document.querySelectorAll('time[data-ago]')) {
      const words = ago(Date.parse(t.dateTime));
      if (words && t.textContent !== words) t.textContent = words;
    }
  };
  setInterval(age, 30000);

  for (const b of document.querySelectorAll('[data-copy]')) {
    b.hidden = false;
    b.addEventListener('click', async () => {
      const words = b.querySelector('span');
      try { await navigator.clipboard.writeText(b.dataset.copy); words.textContent = 'Copied'; } catch { words.textContent = 'Not copied'; }
    });
  }
  if (!watch) return;

  // News.
  const slots = 4, silence = 35000, poll = 5000; // of the six connections that HTTP/1.1 allows a browser, some are left for everything else
  let cursor = watch.dataset.cursor, source = null, letGo = null, last = Date.now(), timer = 0, generation = 0, tries = 0;
  const fresh = new Set();
  const at = (time) => time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: watch.dataset.zone });
  const pill = (state, words) => {
    const p = byId('pill');
    p.hidden = false;
    if (p.dataset.state !== state) { p.dataset.state = state; p.querySelector('b').textContent = words; }
    const small = 'updated ' + at(new Date(last));
    if (p.querySelector('small').textContent !== small) p.querySelector('small').textContent = small;
  };
  const lost = () => navigator.onLine ? pill('reconnecting', 'Reconnecting') : pill('offline', 'Offline');
  const address = (more) => {
    const q = new URLSearchParams(location.search);
    q.set('job', watch.dataset.job);
    q.set('after', cursor);
    return '/portal/events?' + q + more;
  };
  // Parts of the page wait here, by their id, until there is time for them: a machine that is slow must not hang, and of what changed twice
  // meanwhile only the last is drawn.
  const waiting = new Map(), slice = 8; // milliseconds at a stretch
  let working = 0;
  const put = (html) => {
    const box = document.createElement('template');
    box.innerHTML = html;
    const part = box.content.firstElementChild, present = byId(part.id), moved = part.hasAttribute('data-moved');
    part.removeAttribute('data-moved');
    if (present?.isEqualNode(part)) return;
    // Rows stay where they are; what would stand elsewhere waits to be asked for.
    if (part.classList.contains('row') && (present ? moved : !moved)) fresh.add(part.id);
    if (present) patch(present, part);
  };
  const work = () => {
    const until = performance.now() + slice;
    for (const [id, html] of waiting) {
      if (performance.now() > until) break;
      waiting.delete(id);
      put(html);
    }
    working = waiting.size ? setTimeout(work, 0) : 0;
    const note = byId('fresh');
    note.hidden = fresh.size === 0;
    if (fresh.size) note.textContent = fresh.size + ' new. Show';
  };
  const take = (html) => {
    waiting.set(html.match(/ id="([^"]+)"/)[1], html);
    working ||= setTimeout(work, 0);
  };
  const stop = () => {
    generation++;
    clearTimeout(timer);
    source?.close();
    source = null;
    letGo?.();
    letGo = null;
  };
  const ask = async (mine) => {
    try {
      const r = await fetch(address('&poll'), { signal: AbortSignal.timeout(10000), redirect: 'manual' });
      if (mine !== generation) return;
      if (r.type === 'opaqueredirect') return location.reload(); // signed out
      if (!r.ok) throw new Error(r.status);
      const events = (await r.text()).split('\n\n');
      if (mine !== generation) return;
      for (const e of events) if (e.startsWith('data: ')) take(e.slice(6).replaceAll('\ndata: ', '\n'));
      cursor = r.headers.get('Cursor');
      last = Date.now();
      pill('live', 'Live');
    } catch {
      if (mine !== generation) return;
      lost();
    }
    timer = setTimeout(start, poll); // a place or the stream may be there again
  };
  const listen = (mine) => {
    source = new EventSource(address(''));
    const heard = () => { last = Date.now(); tries = 0; pill('live', 'Live'); };
    source.onmessage = (e) => {
      if (e.data) return take(e.data);
      cursor = e.lastEventId; // the end of a message
      heard();
    };
    source.addEventListener('ping', heard);
    source.addEventListener('end', () => location.reload());
    source.onerror = () => {
      if (mine !== generation) return;
      stop();
      if (++tries > 2) return ask(generation); // no stream can be had: ask, and try again after that
      lost();
      timer = setTimeout(start, 500 * 2 ** tries * (.7 + .6 * Math.random()));
    };
  };
  // start takes one of the few places that the tabs of a browser share; a tab without one asks from time to time.
  const start = async () => {
    stop();
    if (document.hidden) return;
    const mine = generation;
    if (!navigator.locks) return listen(mine);
    for (let slot = 0; slot < slots; slot++) {
      const got = await new Promise((settled) => navigator.locks.request('live-' + slot, { ifAvailable: true }, (lock) => {
        if (!lock || mine !== generation) { settled(false); return null; }
        settled(true);
        return new Promise((done) => { letGo = done; });
      }));
      if (mine !== generation) return;
      if (got) return listen(mine);
    }
    ask(mine);
  };
  setInterval(() => { if (source && Date.now() - last > silence) { last = Date.now(); start(); } }, 5000);
  document.addEventListener('visibilitychange', () => document.hidden ? stop() : start());
  addEventListener('pagehide', stop);
  addEventListener('pageshow', (e) => { if (e.persisted) start(); });
  addEventListener('online', start);
  addEventListener('offline', () => { stop(); pill('offline', 'Offline'); });

  // Another choice of rows, without a new page.
  let visits = 0;
  const visit = async (url, remember) => {
    const mine = ++visits;
    try {
      const r = await fetch(url, { redirect: 'error' });
      if (!r.ok) throw new Error(r.status);
      const page = parse(await r.text());
      if (mine !== visits) return;
      if (remember) history[remember]({}, '', url);
      for (const id of ['told', 'progress', 'tasks', 'filters', 'activity', 'rows']) patch(byId(id), page.getElementById(id));
      const form = document.querySelector('.find'), find = byId('find');
      form.querySelectorAll('input[type=hidden]').forEach((i) => i.remove());
      form.prepend(...page.querySelectorAll('.find input[type=hidden]'));
      if (document.activeElement !== find) find.value = page.getElementById('find').value;
      cursor = page.getElementById('watch').dataset.cursor;
      waiting.clear();
      fresh.clear();
      byId('fresh').hidden = true;
      byId('fresh').href = url;
      start();
    } catch { if (mine === visits) location.assign(url); }
  };
  document.addEventListener('click', (e) => {
    const a = e.target.closest('#filters a, #rows .labels a, #fresh, #rows .body a');
    if (!a || e.button || e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    visit(a.href, a.href === location.href ? '' : 'pushState');
  });
  const form = document.querySelector('.find');
  const search = () => {
    const q = new URLSearchParams(new FormData(form));
    if (!q.get('q')) q.delete('q');
    return form.action + (q.size ? '?' + q : '');
  };
  let typing = 0;
  byId('find').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => visit(search(), 'replaceState'), 200); });
  form.addEventListener('submit', (e) => { e.preventDefault(); clearTimeout(typing); visit(search(), 'pushState'); });
  addEventListener('popstate', () => { byId('find').blur(); visit(location.href, ''); });

  // Keys, off while somebody types and for those who switched them off.
  const off = () => localStorage.getItem('keys') === 'off';
  const dialog = byId('keys');
  dialog.addEventListener('close', () => { if (dialog.returnValue === 'off') localStorage.setItem('keys', off() ? 'on' : 'off'); });
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches('input, textarea, select, [contenteditable]') || dialog.open) return;
    if (e.key === '?') {
      byId('keys-off').textContent = off() ? 'Switch the keys on' : 'Switch the keys off';
      dialog.showModal();
      return;
    }
    if (off()) return;
    if (e.key === '/') { e.preventDefault(); byId('find').focus(); }
    if (e.key === 'j' || e.key === 'k') {
      const names = [...document.querySelectorAll('#rows .row .name')], here = names.indexOf(document.activeElement);
      names[Math.max(0, Math.min(names.length - 1, here + (e.key === 'j' ? 1 : -1)))]?.focus();
    }
  });
  start();
})();
