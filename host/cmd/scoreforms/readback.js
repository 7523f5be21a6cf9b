// Takes the marks of the evaluation off the page before anything looks at it, and hands over what the marked controls hold once the
// page is left.
(() => {
  const marked = [];
  for (const el of document.querySelectorAll('[data-eval-id]')) {
    marked.push([el.getAttribute('data-eval-id'), el]);
    el.removeAttribute('data-eval-id');
  }
  const read = (el) => ({
    value: el.type === 'checkbox' || el.type === 'radio' ? String(el.checked)
      : el.type === 'file' ? [...el.files].map((f) => f.name).join(', ')
        : el.localName === 'select' ? [...el.selectedOptions].map((o) => o.value + ' ' + o.text).join(', ')
          : el.isContentEditable ? el.innerText : el.value ?? '',
  });
  const place = (el) => {
    const r = el.getBoundingClientRect();
    return { tag: el.localName, type: el.localName === 'input' ? el.type : el.localName, name: el.getAttribute('name') || '', id: el.id || '', x: Math.round(r.left + scrollX), y: Math.round(r.top + scrollY) };
  };
  const before = marked.map(([id, el]) => ({ eval: id, ...place(el), before: read(el).value }));
  addEventListener('pagehide', () => localStorage.setItem('state', JSON.stringify(before.map((b, i) => ({ ...b, after: read(marked[i][1]).value })))));
})();
