// Runs in a frame and returns {json, els}: what a person could see and use of the page, as the JSON form of the contract's
// Page, and the elements its refs stand for (el numbers index els; the host turns them into refs). The page gets nothing to
// hold on to: no attribute, no global. Returns null in a frame that its parent can read, because the parent's run covers it,
// and in one too small to use.
(limits) => {
  try {
    if (window.parent !== window && window.parent.document) return null;
  } catch { /* another origin: this frame reports for itself */ }
  if (window.parent !== window && (innerWidth < 2 || innerHeight < 2)) return null;

  const controlled = 'input,select,textarea,[contenteditable=""],[contenteditable="true"],[contenteditable="plaintext-only"],' +
    '[role=textbox],[role=searchbox],[role=combobox],[role=listbox],[role=checkbox],[role=radio],[role=switch],[role=spinbutton],button[aria-haspopup=listbox]';
  const pressed = 'button,input[type=submit],input[type=button],input[type=reset],input[type=image],[role=button],[onclick]';
  const errorClass = /(^|[-_\s])(error|errors|invalid-feedback|err|validation-message|help-block-error|field-validation-error|form-error|error-message|errormsg)([-_\s]|$)/i;
  const skippedText = new Set(['script', 'style', 'noscript', 'template', 'select', 'textarea', 'option', 'svg', 'head', 'iframe', 'canvas', 'object', 'math']);
  const inline = new Set(['a', 'abbr', 'b', 'bdi', 'cite', 'code', 'em', 'font', 'i', 'kbd', 'mark', 'q', 's', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'label', 'button', 'input', 'img']);

  const fold = (s) => (s || '').replace(/[\s\u200b]+/g, ' ').trim();
  const clip = (s, n = 160) => { s = fold(s); return s.length > n ? s.slice(0, n - 1) + '…' : s; };
  const cut = (s, n = 200) => typeof s === 'string' && s.length > n ? s.slice(0, n) : s; // to the letter, unlike clip
  const set = (o, k, v) => { if (v !== undefined && v !== null && v !== '' && v !== false && v !== 0) o[k] = v; };

  const els = [];
  const hold = (el) => els.push(el) - 1;
  const out = { url: cut(location.href, 4000), title: clip(document.title, 200), lang: cut(document.documentElement.lang || '', 40) };
  for (const k of ['headings', 'forms', 'controls', 'buttons', 'links', 'captchas', 'errors', 'optionSets']) out[k] = [];

  // ---- what can be seen

  // Why a person would not see el: '' if they would.
  const hiddenBy = (el) => {
    if (el.type === 'hidden') return 'hidden';
    if (!el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: false })) return 'css';
    const r = el.getBoundingClientRect(), win = el.ownerDocument.defaultView, root = el.ownerDocument.documentElement;
    if (r.width < 2 || r.height < 2) return 'size';
    const style = win.getComputedStyle(el);
    if (style.clip === 'rect(0px, 0px, 0px, 0px)' || style.clipPath === 'inset(50%)' || style.clipPath === 'inset(100%)') return 'size';
    if (r.right + win.scrollX <= 0 || r.bottom + win.scrollY <= 0 || r.left + win.scrollX >= Math.max(win.innerWidth, root.scrollWidth)) return 'offscreen';
    if (el.closest('[aria-hidden=true],[inert]')) return 'aria-hidden';
    // A box of no size that clips its content hides what is in it, which has a size of its own.
    for (let p = el.parentElement, n = 0; p && n < 6; p = p.parentElement, n++) {
      if ((p.clientHeight < 2 || p.clientWidth < 2) && win.getComputedStyle(p).overflow === 'hidden' && p.localName !== 'body') return 'size';
    }
    return '';
  };
  const seen = new WeakMap();
  const visible = (el) => {
    let v = seen.get(el);
    if (v === undefined) {
      v = el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      seen.set(el, v);
    }
    return v;
  };

  // ---- names

  const textOf = (el, depth = 0) => {
    if (!el || depth > 12) return '';
    let s = '';
    for (const n of el.childNodes) {
      if (n.nodeType === 3) s += n.data;
      else if (n.nodeType === 1) {
        const t = n.localName;
        if (t === 'img') s += ' ' + (n.getAttribute('alt') || '') + ' ';
        else if (t === 'slot') s += n.assignedNodes().map((x) => x.nodeType === 3 ? x.data : textOf(x, depth + 1)).join(' ');
        else if (!skippedText.has(t) && n.getAttribute('aria-hidden') !== 'true' && !n.hidden && t !== 'input') s += inline.has(t) ? textOf(n, depth + 1) : ' ' + textOf(n, depth + 1) + ' ';
      }
    }
    return s;
  };
  const byIDs = (el, attr) => {
    const ids = el.getAttribute(attr);
    if (!ids) return '';
    const root = el.getRootNode();
    return fold(ids.split(/\s+/).map((id) => { const e = root.getElementById?.(id); return e ? e.getAttribute('aria-label') || textOf(e) : ''; }).join(' '));
  };
  // The name that the page itself binds to el; a title or placeholder is not one, they have fields of their own.
  const boundName = (el) => byIDs(el, 'aria-labelledby') || fold(el.getAttribute('aria-label')) ||
    (el.labels ? fold([...el.labels].map((l) => textOf(l)).join(' ')) : '');
  const holdsControl = (n) => n.nodeType === 1 && (n.matches(controlled) && n.type !== 'hidden' || [...n.querySelectorAll(controlled)].some((c) => c.type !== 'hidden'));
  const isLabelled = (n) => n.nodeType === 1 && n.localName === 'label' && n.htmlFor !== '';

  // Text that stands before el, up to the control before it: at each level the siblings before, then one level up.
  const textBefore = (el) => {
    for (let n = el, level = 0; n && level < 5; n = n.parentElement, level++) {
      if (/^(form|body|fieldset|main|section|table|dialog)$/.test(n.localName)) return '';
      let s = '';
      for (let p = n.previousSibling; p; p = p.previousSibling) {
        if (p.nodeType === 3) s = p.data + ' ' + s;
        else if (p.nodeType === 1) {
          if (/^(script|style|template)$/.test(p.localName)) continue;
          if (/^(br|hr)$/.test(p.localName) && fold(s)) break;
          if (holdsControl(p) || isLabelled(p) && !p.control?.isSameNode(el) && p.control) return fold(s) ? fold(s) : '';
          if (!visible(p)) continue;
          if (/^h[1-6]$/.test(p.localName)) { if (!fold(s)) s = textOf(p); break; }
          s = textOf(p) + ' ' + s;
          if (fold(s) && !inline.has(p.localName)) break;
        }
      }
      s = fold(s).replace(/^[|:*\s-]+$/, '');
      if (s) return s.length > 120 ? '' : s;
    }
    return '';
  };
  // Text that follows a box, up to the next control or line: how unbound check boxes are labelled.
  const textAfter = (el) => {
    let s = '';
    for (let n = el.nextSibling; n; n = n.nextSibling) {
      if (n.nodeType === 3) s += n.data;
      else if (n.nodeType === 1) {
        if (/^(br|hr)$/.test(n.localName) || holdsControl(n)) break;
        s += ' ' + textOf(n);
      }
    }
    return fold(s);
  };
  // In a table: the first cell of the row and the head of the column.
  const cellName = (el) => {
    const cell = el.closest('td,th'), row = cell?.parentElement, table = cell?.closest('table');
    if (!cell || !table || row.cells.length < 2) return '';
    const parts = [];
    const first = row.cells[0];
    if (first !== cell && !holdsControl(first)) parts.push(textOf(first));
    const head = table.tHead?.rows[0] || (table.rows[0] !== row && [...table.rows[0].cells].every((c) => c.localName === 'th') ? table.rows[0] : null);
    const above = head?.cells[cell.cellIndex];
    if (above && above !== first) parts.push(textOf(above));
    return fold(parts.join(' '));
  };
  const nameOf = (el) => {
    const bound = boundName(el);
    if (bound) return clip(bound);
    const box = el.type === 'checkbox' || el.type === 'radio' || /^(checkbox|radio|switch)$/.test(el.getAttribute('role') || '');
    return clip(box ? textAfter(el) || textOf(el) || textBefore(el) : cellName(el) || textBefore(el));
  };

  // ---- forms, sections, options

  const forms = new Map();
  const formOf = (el) => {
    const f = el.form || el.closest('form,[role=form]');
    if (!f) return '';
    if (!forms.has(f)) {
      if (out.forms.length >= limits.forms) return '';
      const ref = 'f' + (out.forms.length + 1), x = { ref };
      forms.set(f, ref);
      out.forms.push(x);
      const action = f.getAttribute('action');
      if (action && f.localName === 'form') { try { set(x, 'action', clip(new URL(action, f.baseURI).href, 300)); } catch { set(x, 'action', clip(action, 300)); } }
      set(x, 'method', f.localName === 'form' ? cut(f.getAttribute('method') || 'get', 10).toLowerCase() : '');
      set(x, 'label', clip(byIDs(f, 'aria-labelledby') || f.getAttribute('aria-label'), 80));
      set(x, 'id', cut(f.getAttribute('id'))); // not f.id: a control of that name would stand there
      set(x, 'name', cut(f.getAttribute('name')));
    }
    return forms.get(f);
  };
  const legends = (el) => {
    const s = [];
    for (let g = el.parentElement?.closest('fieldset,[role=group],[role=radiogroup]'); g; g = g.parentElement?.closest('fieldset,[role=group],[role=radiogroup]')) {
      const l = g.querySelector(':scope>legend');
      const t = clip(l ? textOf(l) : byIDs(g, 'aria-labelledby') || g.getAttribute('aria-label'), 80);
      if (t) s.unshift(t);
    }
    return s;
  };
  const optionSets = new Map();
  let optionsLeft = limits.options;
  const optionSet = (list, option) => {
    const shown = list.slice(0, limits.optionSet).map(option), key = list.length + JSON.stringify(shown);
    if (!optionSets.has(key)) {
      const kept = shown.slice(0, optionsLeft);
      optionsLeft -= kept.length;
      out.optionSets.push({ options: kept, total: list.length });
      optionSets.set(key, out.optionSets.length);
    }
    return optionSets.get(key);
  };
  const optionsOf = (el, role) => {
    if (el.localName === 'select') return [[...el.options], (o) => ({ value: cut(o.value), label: clip(o.label || o.text, 80) })];
    if (el.list) return [[...el.list.options], (o) => ({ value: cut(o.value), label: clip(o.label || o.value, 80) })];
    const root = el.getRootNode();
    const box = role === 'listbox' ? el : root.getElementById?.(el.getAttribute('aria-controls') || el.getAttribute('aria-owns') || '');
    if (!box) return [[]];
    return [[...box.querySelectorAll('[role=option]')], (o) => ({ value: cut(o.getAttribute('data-value') || fold(textOf(o))), label: clip(textOf(o), 80) })];
  };

  // The visible widget that stands for a native select which scripts have hidden.
  const widgets = new Set();
  const widgetOf = (el) => {
    const near = [el.nextElementSibling, el.previousElementSibling, el.parentElement];
    for (const n of near) {
      if (!n || n.localName === 'form') continue;
      if (n === el.parentElement) {
        if (!/choices|selectize|select2|chosen|ts-wrapper|bootstrap-select|nice-select|select-wrapper|multiselect/i.test(n.className)) continue;
        return n;
      }
      if ((/select|chosen|choices|ts-wrapper|dropdown|multiselect/i.test(n.className) || n.matches('[role=combobox],[aria-haspopup=listbox]') || n.querySelector('[role=combobox],[aria-haspopup=listbox]')) && visible(n) && n.localName !== 'select' && n.localName !== 'label') return n;
    }
    return null;
  };
  // A box or file field that scripts draw themselves: it is out of sight, its label is not.
  const drawn = (el) => {
    for (const l of el.labels || []) if (l !== el && visible(l) && l.getBoundingClientRect().width > 4 && !hiddenBy(l)) return true;
    if (el.type !== 'file') return false;
    for (let p = el.parentElement, n = 0; p && n < 3; p = p.parentElement, n++) if (p.localName !== 'form' && !hiddenBy(p) && p.getBoundingClientRect().height > 20) return true;
    return false;
  };

  // ---- the walk

  const text = [];
  let line = '', lineAside = false, textSize = 0;
  const breakLine = (aside) => {
    const s = fold(line);
    if (s && textSize < limits.text * 4) { text.push([s, lineAside]); textSize += s.length; }
    line = ''; lineAside = aside;
  };
  const groups = new Map(), groupEls = new Map();
  const shown = new Set(), links = [], asideLinks = [], errorEls = [];
  let errorCount = 0;

  let controls = 0;
  const control = (el, ctx) => {
    if (el.type === 'hidden' || out.controls.length >= limits.controls || controls >= limits.looked) return;
    controls++;
    const tag = el.localName, role = el.getAttribute('role') || '';
    let type = tag === 'select' ? 'select' : tag === 'textarea' ? 'textarea' : tag === 'input' ? el.type : '';
    const editable = el.isContentEditable && tag !== 'input' && tag !== 'textarea' && tag !== 'select';
    if (role === 'combobox' || role === 'listbox') { if (tag !== 'select') type = 'combobox'; }
    else if (role === 'switch' || role === 'checkbox' || role === 'radio') type = role;
    else if (editable) type = 'richtext';
    else if (tag === 'button') type = 'combobox';
    if (!type) type = role || tag;
    if (editable && el.parentElement?.isContentEditable && el !== el.ownerDocument.body) return;
    // The inner field of a combobox is the combobox.
    if (type === 'combobox' && tag !== 'input' && el.querySelector('input[role=combobox],input[aria-autocomplete]')) return;
    if (tag === 'input' && el.closest('[role=combobox]') && el.closest('[role=combobox]') !== el && type !== 'combobox') type = 'combobox';
    if (role === 'listbox' && !visible(el)) return;
    if (role === 'listbox' && el.id && el.getRootNode().querySelector(`[aria-controls="${CSS.escape(el.id)}"],[aria-owns="${CSS.escape(el.id)}"]`)) return;

    let hidden = hiddenBy(el), widget = null;
    if (hidden && tag === 'select') {
      widget = widgetOf(el);
      if (widget && el.options.length > 1) { hidden = ''; widgets.add(widget === el.parentElement ? el.nextElementSibling || widget : widget); } else widget = null;
    }
    if (hidden && (type === 'file' || type === 'checkbox' || type === 'radio') && drawn(el)) hidden = '';
    if (editable && hidden) return;

    const c = { el: hold(el), tag, type: cut(type, 40) };
    set(c, 'name', cut(el.getAttribute('name')));
    set(c, 'id', cut(el.id));
    set(c, 'autocomplete', cut(el.getAttribute('autocomplete'), 100));
    let label = boundName(el);
    if (!label && widget) label = boundName(widget) || boundName(widget.querySelector?.('[aria-label],[aria-labelledby]') || widget);
    if (!label && editable && el.ownerDocument !== document) {
      const frame = el.ownerDocument.defaultView.frameElement;
      const source = frame.id && frame.ownerDocument.getElementById(frame.id.replace(/_ifr$/, ''));
      label = source && source !== frame && boundName(source) || fold(frame.title) || textBefore(frame);
    }
    if (!label && editable) {
      const source = el.parentElement?.parentElement?.querySelector('textarea[id]');
      label = source ? boundName(source) : '';
    }
    set(c, 'label', clip(label) || nameOf(el));
    set(c, 'placeholder', clip(el.getAttribute('placeholder') || el.getAttribute('data-placeholder') || el.getAttribute('aria-placeholder')));
    set(c, 'description', byIDs(el, 'aria-describedby') && clip(byIDs(el, 'aria-describedby')));
    set(c, 'title', clip(el.getAttribute('title')));
    set(c, 'section', clip([...ctx.headings.filter(Boolean), ...legends(el)].filter((x, i, a) => a.indexOf(x) === i).join(' / '), 160));
    set(c, 'form', formOf(el));
    set(c, 'required', el.required || el.getAttribute('aria-required') === 'true');
    set(c, 'maxLength', el.maxLength > 0 ? el.maxLength : 0);
    set(c, 'minLength', el.minLength > 0 ? el.minLength : 0);
    set(c, 'pattern', cut(el.pattern, 500));
    if (tag === 'input') for (const a of ['min', 'max', 'step', 'accept']) set(c, a, cut(el.getAttribute(a)));
    set(c, 'inputMode', cut(el.getAttribute('inputmode'), 40));
    set(c, 'multiple', el.multiple || el.getAttribute('aria-multiselectable') === 'true');
    set(c, 'disabled', el.matches(':disabled') || el.getAttribute('aria-disabled') === 'true');
    set(c, 'readOnly', el.readOnly);
    set(c, 'invalid', el.getAttribute('aria-invalid') === 'true');
    let message = byIDs(el, 'aria-errormessage');
    if (!message && el.validationMessage && (el.value && type !== 'radio' && type !== 'checkbox' || el.matches(':user-invalid'))) message = el.validationMessage;
    set(c, 'message', clip(message));
    const [options, option] = optionsOf(el, role);
    if (options.length) c.options = optionSet(options, option);
    if (type === 'checkbox' || type === 'radio' || type === 'switch') {
      set(c, 'checked', el.checked === true || el.getAttribute('aria-checked') === 'true');
      set(c, 'value', clip(el.getAttribute('value') || el.getAttribute('data-value'), 80));
    } else if (type === 'file') set(c, 'value', cut([...el.files].map((f) => f.name).join(', ')));
    else if (tag === 'select') set(c, 'value', cut([...el.selectedOptions].slice(0, limits.choices).map((o) => o.value).join(', ')));
    else if (editable) set(c, 'value', clip(el.innerText, 200));
    else if (type !== 'password' && 'value' in el && tag !== 'button') set(c, 'value', clip(el.value, 200));
    else if (type === 'combobox') set(c, 'value', clip(textOf(el), 80));
    if (hidden) c.hidden = hidden;
    else {
      const r = (widget || el).getBoundingClientRect(), win = el.ownerDocument.defaultView;
      c.box = { x: Math.round(r.left + win.scrollX + ctx.dx), y: Math.round(r.top + win.scrollY + ctx.dy), width: Math.round(r.width), height: Math.round(r.height) };
    }
    captchaField(c);
    if ((type === 'radio' || type === 'checkbox') && grouped(el, c, type, role)) return;
    out.controls.push(c);
  };

  // One control for radio buttons of a name, and for check boxes of a name. Check boxes alone stay alone.
  const grouped = (el, c, type, role) => {
    const holder = el.closest('[role=radiogroup]');
    if (!c.name && !(type === 'radio' && holder)) return false;
    const key = [c.form, type, c.name || '', c.name ? '' : els.indexOf(holder) < 0 ? hold(holder) : els.indexOf(holder), el.getRootNode() === document ? '' : 'inner'].join('|');
    const choice = { el: c.el, value: c.value || '', label: c.label || '' };
    if (c.checked) choice.checked = true;
    if (!choice.label && choice.value) choice.label = choice.value;
    const g = groups.get(key);
    if (g) {
      if (g.choices.length >= limits.choices) return true;
      g.choices.push(choice);
      g.hidden = g.hidden && c.hidden ? g.hidden : undefined;
      if (!g.box && c.box) g.box = c.box;
      g.required = g.required || c.required;
      g.checked = g.checked || c.checked;
      groupEls.get(g).push(el);
      return true;
    }
    const fresh = { ...c, choices: [choice] };
    groups.set(key, fresh);
    groupEls.set(fresh, [el]);
    out.controls.push(fresh);
    return true;
  };
  const finishGroups = () => {
    for (const [g, members] of groupEls) {
      if (g.choices.length === 1 && g.type === 'checkbox') { delete g.choices; continue; }
      const holder = members[0].closest('fieldset,[role=radiogroup],[role=group]');
      let label = '';
      if (holder && members.every((m) => holder.contains(m))) {
        const others = [...holder.querySelectorAll(controlled)].filter((x) => !members.includes(x) && x.type !== 'hidden' && x.type !== 'text');
        const legend = holder.querySelector(':scope>legend');
        label = byIDs(holder, 'aria-labelledby') || fold(holder.getAttribute('aria-label')) || (legend && others.length < 2 ? fold(textOf(legend)) : '');
      }
      if (!label) {
        let common = members[0].parentElement;
        while (common && !members.every((m) => common.contains(m))) common = common.parentElement;
        if (members.length === 1 && members[0].labels?.[0]) common = members[0].labels[0];
        // Text inside the common box before the first choice, else before the box.
        let first = members[0];
        while (first.parentElement && first.parentElement !== common) first = first.parentElement;
        let s = '';
        if (common && first !== common) for (let p = first.previousSibling; p; p = p.previousSibling) {
          if (holdsControl(p)) { s = ''; break; }
          s = (p.nodeType === 3 ? p.data : p.nodeType === 1 ? textOf(p) : '') + ' ' + s;
        }
        label = fold(s) || (common ? textBefore(common) : '');
      }
      if (label) g.label = clip(label);
      const on = g.choices.filter((c) => c.checked).map((c) => c.value || c.label).join(', ');
      if (on) g.value = cut(on, 1000); else delete g.value;
      if (!g.hidden) delete g.hidden;
      if (!g.required) delete g.required;
      if (!g.checked) delete g.checked;
    }
  };

  const button = (el, ctx) => {
    const tag = el.localName;
    if (tag !== 'button' && tag !== 'input' && el.querySelector(pressed + ',a[href],input,select,textarea')) return;
    if (out.buttons.length >= limits.buttons || hiddenBy(el)) return;
    const b = { el: hold(el) };
    set(b, 'text', clip(byIDs(el, 'aria-labelledby') || el.getAttribute('aria-label') || (tag === 'input' ? el.value || el.alt || (el.type === 'submit' ? 'Submit' : '') : textOf(el)) || el.getAttribute('title'), 100));
    b.type = tag === 'button' || tag === 'input' ? el.type : 'role';
    set(b, 'form', formOf(el));
    set(b, 'disabled', el.matches(':disabled') || el.getAttribute('aria-disabled') === 'true');
    set(b, 'name', cut(el.getAttribute('name')));
    set(b, 'section', clip(ctx.headings.filter(Boolean).join(' / '), 100));
    out.buttons.push(b);
  };
  const link = (el, ctx) => {
    if ((ctx.aside ? asideLinks : links).length >= limits.links || hiddenBy(el)) return;
    const url = el.href, t = clip(el.getAttribute('aria-label') || textOf(el), 80);
    if (!t || typeof url !== 'string' || !/^https?:/.test(url)) return;
    const key = t + ' ' + url;
    if (shown.has(key)) return;
    shown.add(key);
    (ctx.aside ? asideLinks : links).push({ el, text: t, url: clip(url, 300) });
  };

  // ---- captchas and errors

  const captchas = new Set();
  const captcha = (vendor, kind, key) => {
    const k = vendor + '|' + kind + '|' + cut(key || '');
    if (captchas.has(k) || captchas.size >= limits.captchas) return;
    captchas.add(k);
    const c = { vendor, kind };
    set(c, 'siteKey', cut(key));
    out.captchas.push(c);
  };
  const captchaBox = (el) => {
    const key = el.getAttribute('data-sitekey'), cls = el.getAttribute('class') || '';
    if (!key && !/(^|\s)(g-recaptcha|h-captcha|cf-turnstile|frc-captcha|mtcaptcha)(\s|$)/.test(cls)) return;
    const vendor = /h-captcha/.test(cls) ? 'hcaptcha' : /cf-turnstile/.test(cls) || /^0x/.test(key || '') ? 'turnstile' : /g-recaptcha/.test(cls) || /^6L/.test(key || '') ? 'recaptcha' : /^[0-9a-f-]{36}$/.test(key || '') ? 'hcaptcha' : 'unknown';
    captcha(vendor, el.getAttribute('data-size') === 'invisible' || el.localName === 'button' ? 'invisible' : 'widget', key);
  };
  const captchaFrame = (src) => {
    let m;
    if ((m = src.match(/\/recaptcha\/(?:api2|enterprise)\/anchor\?(.*)/))) { const q = new URLSearchParams(m[1]); captcha('recaptcha', q.get('size') === 'invisible' ? 'invisible' : 'widget', q.get('k')); }
    else if (/hcaptcha\.com/.test(src)) captcha('hcaptcha', /frame=challenge/.test(src) ? 'challenge' : 'widget', (src.match(/sitekey=([\w-]+)/) || [])[1]);
    else if (/challenges\.cloudflare\.com/.test(src)) captcha('turnstile', 'widget', (src.match(/\/(0x[\w-]+)/) || [])[1]);
    else if (/arkoselabs|funcaptcha|geetest|captcha-delivery|awswaf|friendlycaptcha|mtcaptcha/.test(src)) captcha('unknown', 'widget');
  };
  const captchaField = (c) => {
    if (c.hidden || !/^(text|number|tel|search)$/.test(c.type)) return;
    const s = [c.name, c.id, c.label, c.placeholder].join(' ');
    if (/captcha|securimage|turing|\bvcode\b|imagecode|security.?code|characters (shown|in the image|you see)|are you human|human check|anti.?spam|\d+\s*[+×x*-]\s*\d+\s*=/i.test(s)) captcha('image', 'image');
  };
  const captchaImage = (el) => {
    if (/captcha|securimage|kaptcha|vcode|imagecode|verifycode/i.test([el.getAttribute('src'), el.id, el.getAttribute('class'), el.alt].join(' ')) && visible(el)) captcha('image', 'image');
  };
  const captchaScript = (el) => {
    const m = (el.getAttribute('src') || '').match(/\/recaptcha\/(?:api|enterprise)\.js.*[?&]render=([\w-]+)/);
    if (m && m[1] !== 'explicit' && m[1] !== 'onload') captcha('recaptcha', 'v3', m[1]);
  };
  const error = (el) => {
    if (errorCount >= limits.errors || !visible(el) || el.querySelector(controlled)) return;
    if (errorEls.some((e) => e.contains(el))) return;
    const t = clip(textOf(el), 200);
    if (!t || t === '*') return;
    errorEls.push(el);
    errorCount++;
    out.errors.push({ text: t, at: el });
  };
  const finishErrors = () => {
    for (const e of out.errors) {
      const at = e.at;
      delete e.at;
      let owner = null;
      if (at.id) owner = at.getRootNode().querySelector(`[aria-describedby~="${CSS.escape(at.id)}"],[aria-errormessage~="${CSS.escape(at.id)}"],[name="${CSS.escape(at.id.replace(/[-_]?(error|err|msg)[-_]?/i, ''))}"]`);
      if (!owner && at.localName === 'label') owner = at.control;
      for (let p = at.parentElement, n = 0; !owner && p && n < 3 && !/^(form|body|main)$/.test(p.localName); p = p.parentElement, n++) {
        const inside = [...p.querySelectorAll(controlled)].filter((c) => c.type !== 'hidden');
        if (inside.length === 1 || inside.length > 1 && inside.every((c) => c.name && c.name === inside[0].name)) owner = inside[0];
        else if (inside.length > 1) break;
      }
      const i = owner ? els.indexOf(owner) : -1;
      if (i >= 0) e.el = i;
    }
  };

  const walk = (node, ctx) => {
    if (node.nodeType === 3) {
      if (ctx.visible && textSize < limits.text * 4) line += node.data;
      return;
    }
    if (node.nodeType !== 1) return;
    const el = node, tag = el.localName;
    if (tag === 'script') { captchaScript(el); return; }
    if (tag === 'style' || tag === 'noscript' || tag === 'template' || tag === 'svg' || tag === 'head') return;
    const vis = ctx.visible && (inline.has(tag) && !el.hidden && !el.hasAttribute('style') && !el.className ? true : visible(el));
    const aside = ctx.aside || tag === 'nav' || tag === 'footer' || el.getAttribute('role') === 'navigation' || el.getAttribute('role') === 'contentinfo';
    const next = { ...ctx, visible: vis, aside };
    const block = !inline.has(tag);
    if (block) breakLine(aside);

    const level = /^h[1-6]$/.test(tag) ? +tag[1] : el.getAttribute('role') === 'heading' ? +(el.getAttribute('aria-level') || 2) : 0;
    if (level && vis) {
      const t = clip(textOf(el), 80);
      if (t) {
        ctx.headings.length = Math.min(ctx.headings.length, level);
        ctx.headings[level] = t;
        for (let i = 0; i < level; i++) ctx.headings[i] = ctx.headings[i] || '';
        if (out.headings.length < limits.headings) out.headings.push(t);
      }
    }
    if (tag === 'iframe' || tag === 'frame') {
      captchaFrame(el.getAttribute('src') || '');
      let inner = null;
      try { inner = el.contentDocument; } catch { /* another origin */ }
      if (inner?.body && !hiddenBy(el)) {
        const r = el.getBoundingClientRect();
        const sub = { ...next, dx: ctx.dx + r.left + scrollX, dy: ctx.dy + r.top + scrollY, headings: [...ctx.headings] };
        walk(inner.body, sub);
        breakLine(aside);
      }
      return;
    }
    if (tag === 'img') captchaImage(el);
    if (el.hasAttribute('data-sitekey') || /captcha|turnstile/.test(el.getAttribute('class') || '')) captchaBox(el);
    const skipped = widgets.has(el);
    if (!skipped && !ctx.inWidget) {
      const isButton = el.matches('input[type=submit],input[type=button],input[type=reset],input[type=image]') || tag === 'button' && !el.matches('[role=combobox],[role=checkbox],[role=switch],[role=radio],[aria-haspopup=listbox]');
      if (isButton) button(el, ctx);
      else if (el.matches(controlled)) control(el, next);
      else if (tag === 'a' && el.hasAttribute('href') && !/^(#|javascript:|$)/.test(el.getAttribute('href')) && el.getAttribute('role') !== 'button') link(el, next);
      else if (el.matches(pressed) || tag === 'a' && vis && fold(textOf(el)) && /^(#$|javascript:)/.test(el.getAttribute('href') || '')) button(el, ctx);
    }
    if (vis && (el.getAttribute('role') === 'alert' || el.getAttribute('aria-live') === 'assertive' || errorClass.test(el.getAttribute('class') || '')) && !el.matches(controlled)) error(el);
    if (!skippedText.has(tag)) {
      const inner = skipped || ctx.inWidget ? { ...next, inWidget: true } : next;
      const kids = el.shadowRoot ? el.shadowRoot.childNodes : tag === 'slot' && el.assignedNodes().length ? el.assignedNodes() : el.childNodes;
      for (const k of [...kids]) walk(k, inner);
    }
    if (tag === 'td' || tag === 'th' || tag === 'br') line += ' ';
    if (block) breakLine(ctx.aside);
  };
  if (document.body) walk(document.body, { visible: true, aside: false, inWidget: false, dx: 0, dy: 0, headings: [] });
  breakLine(false);
  for (const s of document.head?.querySelectorAll('script[src]') || []) captchaScript(s);
  finishGroups();
  finishErrors();

  for (const l of [...links.slice(0, limits.links), ...asideLinks.slice(0, Math.max(10, limits.links - links.length))].slice(0, limits.links)) out.links.push({ el: hold(l.el), text: l.text, url: l.url });
  let body = text.map((t) => t[0]).join('\n');
  if (body.length > limits.text) body = text.filter((t) => !t[1]).map((t) => t[0]).join('\n');
  out.text = body.slice(0, limits.text);
  let json = JSON.stringify(out);
  if (json.length > limits.report) { // nobody's form: say what the page is, and nothing to fill
    for (const k of Object.keys(out)) if (Array.isArray(out[k])) out[k] = [];
    json = JSON.stringify(out);
  }
  return { json, els };
}
