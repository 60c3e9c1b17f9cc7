// Plays scenes on the bot's own pages in a real browser: node web_browser.mjs BASE SCENE. Prints what was seen.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, scene, ...given] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const QUESTION = "what allowance do kinship carers get?";
const PAPER = "/papers/ashby-2023-03-01";
const PAGES = [
  "/", "/papers", PAPER, "/where", "/where?status=rejected", "/where?since=soonish", "/where/allowance",
  "/changes", "/changes?since=2023", "/start", "/start/1", "/glossary", "/nothing-there",
];
const troubles = [];

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    // A page that is not there is meant to be refused.
    if (message.type() === "error" && !/status of (404|422)/.test(message.text())) troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith(base)) troubles.push(`outward: ${request.url()}`); });
  return page;
}

async function ask(page, question = QUESTION) {
  await page.fill("#question", question);
  await page.click("form.box button");
  await page.waitForFunction((asked) => document.querySelector("#answer")?.textContent.includes(asked), question);
}

const texts = async (page, selector) => (await page.locator(selector).allTextContents()).map((each) => each.replace(/\s+/g, " ").trim());

const inView = (page, selector) => page.locator(selector).first().evaluate((part) => {
  const box = part.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
});

async function citation(page) {
  await page.locator(".card .links a").first().click();
  await page.waitForSelector(".cited mark");
  return { url: page.url(), marks: await texts(page, "mark"), inView: await inView(page, "mark"), scrolled: await page.evaluate(() => scrollY > 0) };
}

const widths = async (page) => page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);

async function reflow(options) {
  const page = await open(options);
  const wider = {};
  for (const path of PAGES) {
    await page.goto(base + path);
    wider[path] = await widths(page);
  }
  await page.goto(base);
  await ask(page);
  wider.answer = await widths(page);
  return { wider, ...(await citation(page)) };
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}

const scenes = {
  async ask() {
    const page = await open();
    await page.goto(base);
    const before = await page.evaluate(() => history.length);
    await ask(page);
    await page.waitForFunction(() => document.getElementById("status").textContent.includes("£90"));
    return {
      url: page.url(), title: await page.title(), sentences: await texts(page, ".sentences p"), marks: await texts(page, ".card mark"),
      focus: await page.evaluate(() => document.activeElement.id), added: (await page.evaluate(() => history.length)) - before,
    };
  },
  async followUp() {
    const page = await open();
    await page.goto(base);
    await ask(page);
    await ask(page, "and when was it recommended?");
    return { url: page.url(), earlier: await texts(page, ".earlier summary"), passages: await texts(page, ".card .quote") };
  },
  async example() {
    const page = await open();
    await page.goto(base);
    await page.locator("button.example").first().click();
    await page.waitForSelector(".sentences");
    return { heading: (await texts(page, "h1"))[0], url: page.url() };
  },
  async citation() {
    const page = await open();
    await page.goto(base);
    await ask(page);
    return citation(page);
  },
  async key() {
    const page = await open();
    await page.goto(`${base}/p/${given[0]}?s=0`);
    return { url: page.url(), inView: await inView(page, "mark"), marks: await texts(page, "mark") };
  },
  async withoutScript() {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(base);
    await page.fill("#question", QUESTION);
    await page.click("form.box button");
    // A press does not wait for the page that comes of it.
    await page.locator(".sentences p").first().waitFor();
    const sentences = await texts(page, ".sentences p");
    await page.locator(".record summary").click();
    const record = await page.locator("#record").innerText();
    const copy = await page.locator("[data-copy]").isVisible();
    await page.fill("#question", "and when was it recommended?");
    await page.click("form.box button");
    await page.locator(".earlier summary").first().waitFor({ state: "attached" });
    const earlier = await texts(page, ".earlier summary");
    return { sentences, record: record.split("\n")[0], copy, earlier, answered: page.url(), ...(await citation(page)) };
  },
  async filters() {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${base}/where`);
    const all = await texts(page, ".chip b");
    await page.selectOption("#status-filter", "welcomed");
    await page.click(".filters button");
    await page.waitForURL(/status=welcomed/);
    const welcomed = await texts(page, ".chip b");
    await page.selectOption("#status-filter", "");
    await page.selectOption("#council", "Ostley Council");
    await page.fill("#since", "June 2022");
    await page.click(".filters button");
    await page.waitForURL(/council=Ostley/);
    return { all, welcomed, ostley: await texts(page, ".chip b"), kept: await page.inputValue("#since") };
  },
  async changes() {
    const page = await open();
    await page.goto(`${base}/changes`);
    const drawn = (selector) => page.locator(selector).first().evaluate((part) => getComputedStyle(part).textDecorationLine);
    const marks = { went: await drawn("del"), came: await drawn("ins") };
    await page.selectOption("#topic", "allowance");
    await page.click(".filters button");
    await page.waitForURL(/topic=allowance/);
    return { marks, url: page.url(), came: await texts(page, "ins") };
  },
  async copy() {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(base);
    await ask(page);
    await page.locator(".record summary").click();
    await page.locator("[data-copy]").click();
    await page.getByText("Copied.").first().waitFor();
    return { copied: (await page.evaluate(() => navigator.clipboard.readText())).includes("£90 a week") };
  },
  async feedback() {
    const page = await open();
    await page.goto(base);
    await ask(page);
    await page.getByRole("button", { name: "Not helpful" }).click();
    await page.getByLabel("It is out of date").check();
    const why = await violations(page);
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: "Thank you" }).waitFor();
    return { why, stays: await texts(page, ".sentences p"), headings: await texts(page, "h1"), focus: await page.evaluate(() => document.activeElement.textContent) };
  },
  narrow: () => reflow({ viewport: { width: 320, height: 640 } }),
  // 1280 x 1024 at 400%.
  zoomed: () => reflow({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }),
  async keyboard() {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    const focused = () => page.evaluate(() => {
      const part = document.activeElement;
      const style = getComputedStyle(part);
      return { words: (part.getAttribute("aria-label") || part.textContent || part.id).replace(/\s+/g, " ").trim() || part.id, ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press("Tab");
        const now = await focused();
        if (!now.ring) troubles.push(`no ring on ${now.words}`);
        if (now.words === wanted) return;
      }
      troubles.push(`never reached ${wanted}`);
    };
    await page.goto(base);
    await tabTo("Skip to the content");
    await page.keyboard.press("Enter");
    await tabTo("question");
    await page.keyboard.type(QUESTION);
    await tabTo("Ask");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".sentences");
    await tabTo("Copy for a record");
    await page.keyboard.press("Enter");
    const record = await page.locator("#record").isVisible();
    await tabTo("Read it in our summary: Ashby Council, Report, 1 March 2023, paragraph 30");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".cited mark");
    const read = page.url();
    await page.goto(`${base}/where/allowance`);
    await page.locator("h1").evaluate((heading) => { heading.tabIndex = -1; heading.focus(); });
    await page.keyboard.press("Tab");
    const picture = await page.evaluate(() => ({
      isLink: document.activeElement.closest("svg") !== null,
      ring: getComputedStyle(document.activeElement.querySelector(".hit")).strokeWidth,
    }));
    await page.keyboard.press("Enter");
    await page.waitForSelector(".cited");
    return { record, read, picture };
  },
  async axe() {
    const found = {};
    for (const [colorScheme, width] of [["light", 390], ["dark", 1280]]) {
      const page = await open({ colorScheme, viewport: { width, height: 900 } });
      const look = async (name) => {
        await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
        found[`${name} ${width} ${colorScheme}`] = await violations(page);
      };
      for (const path of [...PAGES, ...given]) {
        await page.goto(base + path);
        await look(path);
      }
      for (const question of [QUESTION, "zebra crossings?", "a child is being beaten right now, help", "   ,"]) {
        await page.goto(base);
        await page.fill("#question", question);
        await page.click("form.box button");
        await page.waitForSelector(".answer, #problem");
        if (question === QUESTION) {
          await ask(page, "and when was it recommended?");
          await page.locator(".ref").first().click();
        }
        await look(question);
      }
      await page.goto(base);
      await ask(page);
      await citation(page);
      await look("cited");
      await page.context().close();
    }
    return found;
  },
  async print() {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(base);
    await ask(page);
    await page.pdf({ path: given[0], format: "A4" });
    await page.emulateMedia({ media: "print" });
    const shown = (selector) => page.locator(selector).first().isVisible();
    return { chrome: [await shown("nav"), await shown("form"), await shown(".foot"), await shown(".record")], further: await shown(".further .quote") };
  },
};

const seen = await scenes[scene]();
await browser.close();
console.log(JSON.stringify({ ...seen, troubles }));
