// Draws docs/slack/*.png with the local client's own page: node slack_screenshots.mjs BASE FOLDER THREAD THREAD
// The page draws neither rich text nor Slack's thumbs, nor App Home's
// question box, so these are put to it as sections, buttons and a field that say the same.
import { chromium } from "playwright-core";

const [base, folder, answered, notFound] = process.argv.slice(2);
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const lines = (text, around) => text.split("\n").map((line) => (line.trim() ? around(line) : line)).join("\n");

function run(part) {
  if (part.type === "link") return `<${part.url}|${escape(part.text)}>`;
  const style = part.style ?? {};
  const mark = style.bold ? "*" : style.italic ? "_" : style.code ? "`" : "";
  return lines(escape(part.text), (line) => {
    const [, before, words, after] = line.match(/^(\s*)(.*?)(\s*)$/);
    return `${before}${mark}${words}${mark}${after}`;
  });
}

function text(element) {
  const words = (element.elements ?? []).map((part) => (part.elements ? text(part) : run(part)));
  if (element.type === "rich_text_quote") return words.join("").split("\n").map((line) => `> ${line}`).join("\n");
  if (element.type === "rich_text_list") return words.map((line) => `• ${line}`).join("\n");
  if (element.type === "rich_text_preformatted") return "```" + words.join("") + "```";
  return words.join("");
}

function block(given) {
  if (given.type === "rich_text") {
    const joined = given.elements.map(text);
    const words = given.elements.every((e) => e.type === "rich_text_section") ? joined.join("") : joined.reduce(
      (before, after) => before + (/^>/.test(before.split("\n").at(-1)) ? "\n" : before && "\n") + after, "");
    return { type: "section", text: { type: "mrkdwn", text: words } };
  }
  if (given.type === "context_actions") {
    const thumbs = given.elements[0];
    const button = (b) => ({
      type: "button", action_id: thumbs.action_id, value: b.value, text: { type: "plain_text", text: b.text.text },
    });
    return { type: "actions", elements: [button(thumbs.positive_button), button(thumbs.negative_button)] };
  }
  return given;
}

function drawn(value) {
  if (Array.isArray(value)) return value.map(drawn);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
      [key, key === "blocks" && Array.isArray(inner) ? inner.map(block) : drawn(inner)]));
  }
  return value;
}

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1020 } });
await page.routeWebSocket(/\/ui$/, (socket) => {
  const server = socket.connectToServer();
  socket.onMessage((message) => server.send(message));
  server.onMessage((message) => socket.send(JSON.stringify(drawn(JSON.parse(message)))));
});
await page.goto(base);
await page.waitForSelector(".thread-summary");
const widen = () => page.addStyleTag({ content: ".thread-pane{width:760px!important;min-width:760px!important} .blocks{max-width:none!important}" });
await widen();

async function thread(place, name) {
  await page.locator(".thread-summary").nth(place).click();
  await page.waitForTimeout(500);
  await page.locator(".thread-body").evaluate((body) => (body.scrollTop = 0));
  await page.locator(".thread-pane").screenshot({ path: `${folder}/${name}.png` });
}

await thread(1, "nothing-found");
await thread(0, "answer");
await page.getByText("Not helpful").first().click();
await page.waitForSelector(".modal");
await page.locator(".modal").screenshot({ path: `${folder}/feedback.png` });
await page.locator(".modal-x").click();
await page.locator(".thread-pane").getByText("Show more passages").first().click();
await page.waitForSelector(".modal");
await page.waitForTimeout(300);
await page.locator(".modal").screenshot({ path: `${folder}/more.png` });
await page.locator(".modal-x").click();
await page.locator(".thread-x").click();
await page.setViewportSize({ width: 1100, height: 1180 });
await page.getByText("🏠").first().click();
await page.waitForTimeout(1500);
await page.locator(".bk-unknown").evaluateAll((found) => found.forEach((place) => {
  place.outerHTML = '<input class="bk-plain-input" placeholder="What is a regional care cooperative?">';
}));
await page.screenshot({ path: `${folder}/app-home.png` });
await browser.close();
