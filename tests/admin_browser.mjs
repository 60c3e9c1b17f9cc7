// Plays the administrator's scenes in a real browser: node admin_browser.mjs < given.json. Prints what was seen.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

let text = "";
for await (const piece of process.stdin) text += piece;
const { base, password, folder } = JSON.parse(text);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const troubles = [];
const seen = {};

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

async function play(name, options, scene) {
  // The check for readers with other senses needs to run in the page, which our own policy forbids.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => troubles.push(`${name}: ${error}`));
  page.on("request", (request) => { if (!request.url().startsWith(base)) troubles.push(`${name}: outward ${request.url()}`); });
  seen[name] = await scene(page, context);
  await context.close();
}

async function check(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  for (const each of violations) troubles.push(`${name}: ${each.id} ${each.nodes.map((n) => n.target).join(" ")}`);
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  if (wide > 1) troubles.push(`${name}: wider than the window by ${wide}`);
}

async function signIn(page, given) {
  await page.goto(`${base}/admin`);
  await page.fill("#password", given);
  await page.press("#password", "Enter");
  await page.waitForLoadState();
}

const heading = (page) => page.locator("h1").textContent();

await play("refused", {}, async (page, context) => {
  await signIn(page, "not the password at all");
  return { problem: await page.locator("#problem").textContent(), cookies: (await context.cookies()).map((c) => c.name), builds: await page.locator("#build").count() };
});

await play("let in", {}, async (page, context) => {
  await signIn(page, password);
  const cookie = (await context.cookies()).find((each) => each.name === "admin");
  const read = await page.evaluate(() => document.cookie);
  await page.fill("#feedback input[name=resolution]", "Summary put right");
  await page.click("#feedback button");
  await page.waitForLoadState();
  const feedback = (await page.locator("#feedback").textContent()).replace(/\s+/g, " ").trim();
  await page.click("#evaluation a");
  await page.waitForLoadState();
  const drawn = await page.evaluate(() => getComputedStyle(document.querySelector("h1")).fontSize);
  await page.goBack();
  await page.click("form[action='/admin/sign-out'] button");
  await page.waitForLoadState();
  const out = await page.locator("#password").count();
  return { cookie: { httpOnly: cookie.httpOnly, sameSite: cookie.sameSite, expires: cookie.expires > Date.now() / 1000 }, read, feedback, drawn, out };
});

await play("build", { javaScriptEnabled: false }, async (page) => {
  await signIn(page, password);
  await page.click("#build button");
  await page.waitForLoadState();
  const running = await page.locator("#build [role=status]").count();
  for (let tries = 0; tries < 200 && (await page.locator("#build a").count()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await page.click("#build a");
    await page.reload();
  }
  return { running, said: (await page.locator("#build").textContent()).replace(/\s+/g, " ").trim() };
});

for (const colorScheme of ["light", "dark"]) {
  await play(`looks ${colorScheme}`, { colorScheme, bypassCSP: true }, async (page) => {
    await page.goto(`${base}/admin`);
    await check(page, `sign in ${colorScheme}`);
    await signIn(page, password);
    await check(page, `admin ${colorScheme}`);
    if (folder) {
      await page.setViewportSize({ width: colorScheme === "light" ? 1280 : 390, height: 900 });
      await page.screenshot({ path: `${folder}/admin-${colorScheme}.png`, fullPage: true });
    }
    return heading(page);
  });
}
await browser.close();
console.log(JSON.stringify({ seen, troubles }));
