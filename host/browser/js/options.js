// Finds the visible option of an open select widget that has one of the texts wanted; null while there is none.
(el, wanted) => {
  const fold = (s) => (s || '').replace(/\s+/g, ' ').trim().toLowerCase();
  const shown = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getBoundingClientRect().height > 1;
  const doc = el.ownerDocument, root = el.getRootNode();
  const own = root.getElementById?.(el.getAttribute('aria-controls') || el.getAttribute('aria-owns') || '');
  const groups = [];
  if (own) groups.push(own.querySelectorAll('[role=option],li,[data-value]'));
  groups.push(root.querySelectorAll('[role=option]'), doc.querySelectorAll('[role=option]'));
  groups.push(doc.querySelectorAll('.select2-results__option,.chosen-results li,.ts-dropdown .option,.choices__item--choice,.selectize-dropdown .option,.dropdown-menu li,.dropdown-item,[role=menuitem],[role=menuitemradio],.autocomplete li,[class*=option],[class*=dropdown] li,[class*=suggestion]'));
  for (const list of groups) {
    const usable = [...list].filter((o) => o !== el && !o.contains(el) && shown(o) && o.getAttribute('aria-disabled') !== 'true' && !o.closest('select'));
    for (const same of [(a, b) => a === b, (a, b) => a.split(/[\n(,]/)[0].trim() === b]) {
      const hit = usable.find((o) => same(fold(o.textContent), fold(wanted)) || same(fold(o.getAttribute('aria-label')), fold(wanted)) || o.getAttribute('data-value') !== null && same(fold(o.getAttribute('data-value')), fold(wanted)));
      if (hit) return hit;
    }
  }
  return null;
}
