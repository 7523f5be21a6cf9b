// Carries out a run of simple steps on observed elements of one frame, in order, and reads back what each control holds once
// the page has reacted. Stops at the first step that did not keep, so that the host can try it another way before it goes on.
// text: JSON of [{el, kind: fill | choose | check | uncheck, values, hidden, choices: [{el, value, label}]}] -> [{error, value}]
// hidden says that the control was out of sight when it was observed.
async (held, text) => {
  const ops = JSON.parse(text);
  const fold = (s) => (s || '').replace(/\s+/g, ' ').trim();
  const same = (a, b) => fold(a).toLowerCase() === fold(b).toLowerCase();
  const tick = () => new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
  const native = (el) => {
    const win = el.ownerDocument.defaultView;
    const proto = { input: win.HTMLInputElement, textarea: win.HTMLTextAreaElement, select: win.HTMLSelectElement }[el.localName].prototype;
    return Object.getOwnPropertyDescriptor(proto, 'value').set;
  };
  const fire = (el, type, init) => {
    const T = { input: 'InputEvent', focus: 'FocusEvent', focusin: 'FocusEvent', blur: 'FocusEvent', focusout: 'FocusEvent' }[type] || 'Event';
    el.dispatchEvent(new el.ownerDocument.defaultView[T](type, { bubbles: type !== 'focus' && type !== 'blur', composed: true, ...init }));
  };
  const focus = (el) => {
    const active = () => el.getRootNode().activeElement === el;
    if (!active()) el.focus({ preventScroll: true });
    if (!active()) { fire(el, 'focus'); fire(el, 'focusin'); }
  };
  const blur = (el) => {
    if (el.getRootNode().activeElement === el) el.blur(); else { fire(el, 'blur'); fire(el, 'focusout'); }
  };
  const checked = (el) => el.checked === true || el.getAttribute('aria-checked') === 'true';
  const read = (el, op) => {
    if (op.kind === 'check' || op.kind === 'uncheck') return checked(el) ? 'true' : 'false';
    if (op.choices) return op.choices.filter((c) => checked(held.els[c.el])).map((c) => c.value || c.label).join(', ');
    if (el.localName === 'select') return [...el.selectedOptions].map((o) => o.value).join(', ');
    if (el.isContentEditable) return el.innerText.trim();
    return el.value;
  };
  const usable = (el) => {
    if (!el || !el.isConnected) return 'not_found';
    if (el.matches(':disabled') || el.readOnly || el.getAttribute('aria-disabled') === 'true') return 'disabled';
    return '';
  };
  const click = (el) => { focus(el); el.click(); blur(el); };
  const one = (el, op) => {
    if (op.kind === 'check' || op.kind === 'uncheck') {
      if (checked(el) !== (op.kind === 'check')) click(el);
      return '';
    }
    if (op.choices) {
      for (const v of op.values) {
        const c = op.choices.find((c) => c.value === v) || op.choices.find((c) => same(c.label, v));
        if (!c) return 'no_option';
        const box = held.els[c.el], bad = usable(box);
        if (bad) return bad;
        if (!checked(box)) click(box);
      }
      return '';
    }
    if (op.kind === 'choose') {
      if (el.localName !== 'select') return 'not_kept';
      const chosen = [];
      for (const v of op.values) {
        const list = [...el.options].filter((o) => !o.disabled);
        const o = list.find((o) => o.value === v) || list.find((o) => same(o.label || o.text, v)) || list.find((o) => same(o.value, v));
        if (!o) return 'no_option';
        chosen.push(o);
      }
      focus(el);
      if (el.multiple) { for (const o of el.options) o.selected = chosen.includes(o); } else native(el).call(el, chosen[0].value), chosen[0].selected = true;
      fire(el, 'input');
      fire(el, 'change');
      blur(el);
      return '';
    }
    if (el.isContentEditable) {
      const doc = el.ownerDocument;
      focus(el);
      doc.getSelection().selectAllChildren(el);
      if (!doc.execCommand('insertText', false, op.values[0])) return 'not_kept';
      fire(el, 'change');
      blur(el);
      return '';
    }
    if (!/^(input|textarea)$/.test(el.localName)) return 'not_kept';
    focus(el);
    native(el).call(el, op.values[0]);
    fire(el, 'input', { inputType: 'insertText', data: op.values[0] });
    fire(el, 'change');
    blur(el);
    return '';
  };
  const kept = (op, got) => {
    if (op.kind === 'check') return got === 'true';
    if (op.kind === 'uncheck') return got === 'false';
    if (op.kind === 'choose') return true;
    return fold(got) === fold(op.values[0]);
  };
  const done = [];
  for (const op of ops) {
    const el = held.els[op.el];
    let error = usable(op.choices ? held.els[op.choices[0].el] : el);
    if (!error && op.hidden && !el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) {
      await tick(); // an earlier step of this run may have brought it up
      if (!el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) error = 'not_visible';
    }
    if (!error) {
      try { error = one(el, op); } catch (e) { error = 'not_kept'; }
    }
    done.push({ error, value: '' });
    if (error) break;
    // A script that runs on the event may have put the value back already; then what follows must wait for the other way.
    if (!kept(op, read(el, op))) { await tick(); if (!kept(op, read(el, op))) { done.at(-1).error = 'not_kept'; done.at(-1).value = read(el, op); break; } }
  }
  await tick();
  await tick();
  done.forEach((d, i) => {
    const op = ops[i], el = held.els[op.el];
    if (d.error && d.error !== 'not_kept') return;
    d.value = read(el, op);
    if (!d.error && el.isConnected && !kept(op, d.value)) d.error = 'not_kept';
    if (!d.error && op.kind === 'choose') {
      const want = op.choices ? op.choices : [...el.options].map((o) => ({ value: o.value, label: o.label || o.text, on: o.selected, o }));
      for (const v of op.values) {
        const c = want.find((c) => c.value === v) || want.find((c) => same(c.label, v)) || want.find((c) => same(c.value, v));
        if (!(c && (op.choices ? checked(held.els[c.el]) : c.on))) d.error = 'not_kept';
      }
    }
  });
  return JSON.stringify(done);
}
