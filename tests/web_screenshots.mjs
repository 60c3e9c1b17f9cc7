// Draws every page at a phone's and a desk's width, light and dark: node web_screenshots.mjs BASE FOLDER [NAME...]
import { chromium } from "playwright-core";

const [base, folder, ...only] = process.argv.slice(2);
const question = "Will independent reviewing officers be scrapped?";
const pages = {
  ask: "/", papers: "/papers", where: "/where", topic: "/where/family-help", changes: "/changes",
  published: "/changes?since=2023", start: "/start", step: "/start/3", glossary: "/glossary", missing: "/nothing",
};
const asked = { answer: question, nothing: "What is the airspeed of a swallow?", urgent: "a child is being hit right now what do I do", personal: "Lena Marsh, DOB 03/04/2015, lives at 12 Hill Road and her mum drinks" };

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme });
    const draw = async (name, fullPage = false) => page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage });
    const wanted = (name) => !only.length || only.includes(name);
    for (const [name, path] of Object.entries(pages)) {
      if (!wanted(name)) continue;
      await page.goto(base + path);
      await draw(name);
    }
    for (const [name, text] of Object.entries(asked)) {
      if (!wanted(name) && !(name === "answer" && wanted("paper"))) continue;
      await page.goto(base);
      await page.fill("#question", text);
      await page.click("button.main");
      await page.waitForSelector(".answer");
      if (wanted(name)) await draw(name, true);
    }
    if (wanted("paper")) {
      await page.goto(base);
      await page.fill("#question", question);
      await page.click("button.main");
      await page.click(".card .links a");
      await page.waitForSelector(".passage.cited");
      await draw("paper");
    }
    await page.close();
  }
}
await browser.close();
