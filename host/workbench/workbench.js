// Shows each new revision of the page without losing the place: what is open stays open, what is being typed stays typed.
async function renew() {
  const response = await fetch('/');
  if (!response.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  const typed = document.querySelector('.keep input')?.value;
  const open = [...document.querySelectorAll('details')].map((d) => d.open);
  document.body.dataset.revision = next.body.dataset.revision;
  document.title = next.title;
  for (const part of ['header.top', 'main']) document.querySelector(part).replaceWith(next.querySelector(part));
  document.querySelectorAll('details').forEach((d, i) => { if (i in open) d.open = open[i]; });
  const field = document.querySelector('.keep input');
  if (field && typed) field.value = typed;
}

const changes = new EventSource('/changes');
changes.onmessage = (e) => { if (e.data !== document.body.dataset.revision) renew(); };
changes.onerror = () => { document.getElementById('link').hidden = false; };
changes.onopen = () => { document.getElementById('link').hidden = true; };

// Orders are sent without leaving the page, which the next revision changes.
document.addEventListener('submit', async (e) => {
  e.preventDefault();
  const body = new URLSearchParams(new FormData(e.target, e.submitter));
  if (e.submitter) e.submitter.disabled = true;
  await fetch(e.target.action, { method: 'POST', body });
  renew();
});
