// What every page needs beside htmx: buttons that show they are busy, copying, and words for what the page cannot show itself.

// toast says something for a while, also to screen readers.
function toast(text) {
  const place = document.getElementById("toasts");
  if (!place || place.lastElementChild?.textContent === text) return;
  const item = document.createElement("div");
  item.className = "toast";
  item.textContent = text;
  place.append(item);
  setTimeout(() => item.remove(), 8000);
}

// A form that was sent by a whole page load is sent once, however often its button is pressed.
addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  if (button.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  button.ariaBusy = "true";
  setTimeout(() => (button.ariaBusy = null), 10000); // the answer may be a file, which leaves the page where it is
});
// Whoever comes back finds the page as it was left, but may send again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.ariaBusy = null;
});

addEventListener("click", async (event) => {
  const button = event.target.closest?.(".copy-button");
  if (!button) return;
  const words = button.querySelector("span");
  const before = words.textContent;
  if (button.classList.contains("done")) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = "Copied";
    button.classList.add("done");
    setTimeout(() => {
      words.textContent = before;
      button.classList.remove("done");
    }, 2000);
  } catch {
    toast("The browser did not let us copy: " + button.dataset.copy);
  }
});

// A choice that only filters needs no button to be pressed.
addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit]")) event.target.form.requestSubmit();
});

// htmx leaves the page as it is when the server is in trouble, so that nothing typed is lost; this says so.
addEventListener("htmx:response:error", (event) => {
  const status = event.detail?.ctx?.response?.status;
  if (status >= 500) toast("That did not work: something broke on our side. Nothing you typed is lost. Please try again in a minute.");
});
addEventListener("htmx:error", () => {
  if (!navigator.onLine) toast("You are offline. Nothing you typed is lost: try again when the connection is back.");
});
addEventListener("offline", () => toast("You are offline. This page stays as it is until the connection is back."));
addEventListener("online", () => toast("You are online again."));
