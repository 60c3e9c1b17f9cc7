// Opens every page of hostile papers and says what ran, was obeyed or broke: node hostile_pages.mjs < given.json
import { chromium } from "playwright-core";

let text = "";
for await (const piece of process.stdin) text += piece;
const { base, paths, questions, password, bypass } = JSON.parse(text);
const troubles = [];
let opened = 0;

// Runs in the page.
const look_at = () => {
  const all = [...document.querySelectorAll("*")];
  const own = (address) => new URL(address, location.href).origin === location.origin;
  const links = [...document.querySelectorAll("[href], [src], [action], [formaction]")];
  return {
    ran: window.ran ?? null,
    violated: window.violated,
    handlers: all.flatMap((e) => [...e.attributes].filter((a) => /^on|^style$|^srcdoc$/.test(a.name)).map((a) => `${e.tagName} ${a.name}`)),
    scripts: [...document.scripts].filter((s) => s.textContent.trim() || !own(s.src)).length,
    strange: document.querySelectorAll("main iframe, main base, main style, main object, main embed, main link, body meta, main title:not(svg title), base").length,
    runs: links.flatMap((e) => ["href", "src", "action", "formaction"].map((n) => e.getAttribute(n) ?? "")).filter((a) => /^\s*(javascript|data|vbscript):/i.test(a)),
    widest: all.filter((e) => e.closest("main") && e.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 3).map((e) => `${e.tagName}.${e.className}`).join(" "),
    wide: document.documentElement.scrollWidth - window.innerWidth,
    hidden: getComputedStyle(document.body).display === "none" || document.querySelector("main").getBoundingClientRect().height < 20,
    turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText + document.title),
    heading: document.querySelectorAll("h1").length,
  };
};

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const width of [390, 1280]) {
  const context = await browser.newContext({ bypassCSP: bypass, viewport: { width, height: 800 } });
  const page = await context.newPage();
  const trouble = (what) => troubles.push(`${width} ${page.url().slice(0, 120)}: ${what}`);
  page.on("dialog", (dialog) => { trouble(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("pageerror", (error) => trouble(`error ${error.message}`));
  page.on("request", (request) => { if (!request.url().startsWith(base)) trouble(`asked ${request.url()}`); });
  await page.addInitScript(() => {
    window.violated = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violated.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${base}/admin`);
  await page.fill("#password", password);
  await page.click("button.main");

  const look = async () => {
    opened += 1;
    // What listens to the mouse or the focus had its chance.
    await page.mouse.move(width / 2, 300);
    await page.keyboard.press("Tab");
    const found = await page.evaluate(look_at).catch((error) => ({ broken: error.message.split("\n")[0] }));
    if (found.broken) return trouble(`broken: ${found.broken}`);
    const good = { ran: null, violated: "", handlers: "", scripts: 0, strange: 0, runs: "", hidden: false, turned: false, heading: 1 };
    for (const [name, value] of Object.entries(good)) {
      const seen = Array.isArray(found[name]) ? found[name].join("; ") : found[name];
      if (seen !== value) trouble(`${name} ${seen}`);
    }
    if (found.wide > 1) trouble(`wider than the window by ${found.wide}: ${found.widest}`);
  };
  for (const path of paths) {
    await page.goto(base + path);
    await look();
  }
  for (const question of questions) {
    await page.goto(base);
    await page.fill("#question", question.replace(/\0/g, ""));
    await page.click("main button.main");
    await page.waitForSelector(".answer, .problem");
    await look();
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ opened, troubles }));
