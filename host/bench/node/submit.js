// The same submission, written by hand for one site with playwright-core: what our engine is compared with. It fills the form
// in one go, blocks what the engine blocks, and takes the same evidence. One browser for all submissions, a context for each.
//
// usage: node submit.js CONFIG-JSON; then one line of JSON with the values of a submission on stdin for each, answered by one
// line: "ok", or what went wrong.
'use strict';
const readline = require('node:readline');

const config = JSON.parse(process.argv[2]);
const { chromium } = require(config.playwright);

// Runs in the page. React keeps its own idea of a control's value, so the value is set through the element's own setter.
function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const el = document.querySelector(`[name="${name}"]`);
    const proto = { INPUT: HTMLInputElement, TEXTAREA: HTMLTextAreaElement, SELECT: HTMLSelectElement }[el.tagName].prototype;
    el.focus({ preventScroll: true });
    Object.getOwnPropertyDescriptor(proto, 'value').set.call(el, value);
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    el.blur();
  }
  return Object.fromEntries(Object.keys(values).map((name) => [name, document.querySelector(`[name="${name}"]`).value]));
}

async function submit(browser, values) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', reducedMotion: 'reduce', serviceWorkers: 'block', acceptDownloads: false });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setBlockedURLs', { urls: config.blocked });
    await page.goto(config.start, { waitUntil: 'domcontentloaded' });
    await page.waitForSelector('[name="name"]');
    const kept = await page.evaluate(fill, values);
    for (const [name, value] of Object.entries(values)) {
      if (kept[name] !== value) throw new Error(`${name} holds ${JSON.stringify(kept[name])}`);
    }
    await page.setInputFiles(`[name="${config.upload}"]`, { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(config.image, 'base64') });
    const before = await page.screenshot({ type: 'jpeg', quality: 70 });
    await page.getByRole('button', { name: config.button }).click();
    await page.getByText(config.answer).waitFor();
    const text = await page.innerText('body');
    const after = await page.screenshot({ type: 'jpeg', quality: 70 });
    if (!before.length || !after.length || !text.includes(config.answer)) throw new Error('the evidence is not complete');
  } finally {
    await context.close();
  }
}

async function main() {
  const browser = await chromium.launch({ executablePath: config.executable, chromiumSandbox: true, args: config.args, env: config.env });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const outcome = await submit(browser, JSON.parse(line)).then(() => 'ok', (e) => String(e.message).replaceAll('\n', ' '));
    process.stdout.write(outcome + '\n');
  }
  await browser.close();
}

main();
