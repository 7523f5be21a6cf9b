// Resolves when the document has been still for quiet milliseconds, or after limit milliseconds: true if it is still.
([quiet, limit]) => new Promise((done) => {
  let timer;
  const end = (still) => { clearTimeout(timer); clearTimeout(last); watch.disconnect(); done(still); };
  const arm = () => { clearTimeout(timer); timer = setTimeout(() => end(document.readyState !== 'loading'), quiet); };
  const watch = new MutationObserver(arm);
  const last = setTimeout(() => end(false), limit);
  watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class', 'hidden', 'style', 'disabled', 'aria-invalid', 'open'] });
  arm();
})
