// Draws docs/teams/*.png: node tests/teams_screenshots.mjs PLAYGROUND FOLDER FORM, with the bot behind the playground
// and the feedback form (bot/teams/pages.py, feedback_card) as JSON in the file FORM. The client has no dark colours and
// shows no form of ours: these are drawn by Adaptive Cards' own renderer in colours like Teams'.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const [base, folder, form] = process.argv.slice(2);
const WIDTH = 705;

const LIGHT = { ground: "#f5f5f5", bubble: "#ffffff", box: "#f5f5f5", text: "#242424", subtle: "#616161", line: "#d1d1d1" };
const DARK = { ground: "#1f1f1f", bubble: "#292929", box: "#333333", text: "#ffffff", subtle: "#adadad", line: "#666666" };

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

// Asks in a conversation that is empty as yet; gives the page, and what was said.
async function asked(question) {
  const page = await browser.newPage({ viewport: { width: 1040, height: 2400 } });
  const heard = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => heard.push(JSON.parse(payload).message)),
  );
  // The page asks for fonts elsewhere; nothing leaves this machine.
  await page.route("**/*", (route) => (route.request().url().startsWith(base) ? route.continue() : route.abort()));
  await page.goto(base);
  await page.waitForTimeout(2500);
  await page.getByPlaceholder("Type a message...").or(page.locator("[contenteditable=true]")).first().click();
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
  await page.locator(".ac-adaptiveCard").first().waitFor({ timeout: 30_000 });
  await page.waitForTimeout(1000);
  const said = heard.filter((message) => message?.from.id.startsWith("28:"));
  return {
    page,
    text: said.map((message) => message.text).find(Boolean),
    card: said.flatMap((message) => message.attachments).map((attachment) => attachment.content)[0],
  };
}

async function shoot(page, name) {
  const cards = await page.locator(".ac-adaptiveCard").evaluateAll((all) => all.map((card) => card.getBoundingClientRect().bottom));
  const clip = { x: 0, y: 48, width: WIDTH, height: Math.max(...cards) - 30 };
  await page.screenshot({ path: `${folder}/${name}.png`, clip });
}

function drawn({ text, card, colours }) {
  const style = { default: colours.text, subtle: colours.subtle };
  const foreground = { default: style, dark: style, light: style, accent: style, good: style, warning: style, attention: style };
  const look = (ground) => ({ backgroundColor: ground, foregroundColors: foreground });
  const host = new AdaptiveCards.HostConfig({
    fontFamily: "Segoe UI, Open Sans, Arial, sans-serif",
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
    containerStyles: { default: look(colours.bubble), emphasis: look(colours.box) },
    actions: { maxActions: 6, actionsOrientation: "horizontal", buttonSpacing: 8, actionAlignment: "left" },
  });
  const made = new AdaptiveCards.AdaptiveCard();
  made.hostConfig = host;
  made.parse(card);
  const words = document.createElement("div");
  for (const line of (text ?? "").split("\n\n").filter(Boolean)) {
    const paragraph = document.createElement("p");
    const plain = line.replaceAll(/\\(.)/g, "$1").replaceAll("**", "");
    for (const part of plain.split(/(\[\d+\])/)) {
      const piece = document.createElement(/^\[\d+\]$/.test(part) ? "b" : "span");
      piece.textContent = part.replaceAll(/^\[(\d+)\]$/g, "$1");
      paragraph.append(piece);
    }
    words.append(paragraph);
  }
  document.body.replaceChildren(...(text ? [words] : []), made.render());
}

async function redraw(said, name, colours) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 400 } });
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ path: require.resolve("adaptivecards/dist/adaptivecards.js") });
  await page.addStyleTag({
    content: `body{background:${colours.ground};color:${colours.text};font:14px/20px "Segoe UI","Open Sans",Arial,sans-serif;
      margin:16px} body>div{background:${colours.bubble};border-radius:8px;padding:6px 14px;margin-bottom:8px}
      p b{background:${colours.line};border-radius:3px;font-size:11px;padding:0 5px} p{margin:6px 0}
      .ac-container{border-radius:6px} .ac-textRun,.ac-textBlock{white-space:normal}
      .ac-pushButton{background:transparent;color:${colours.text};border:1px solid ${colours.line};border-radius:4px;
      font:600 14px/20px inherit;padding:5px 12px} textarea{width:100%;min-height:70px;box-sizing:border-box;
      background:${colours.ground};color:${colours.text};border:1px solid ${colours.line};border-radius:4px}
      .ac-choiceSetInput-expanded label{margin-left:6px}`,
  });
  await page.evaluate(drawn, { text: said.text, card: said.card, colours });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await page.close();
}

const answer = await asked("will IROs be scrapped?");
await shoot(answer.page, "answer");
await redraw(answer, "answer-dark", DARK);
const number = answer.page.getByText("1", { exact: true }).first();
await number.hover();
await answer.page.waitForTimeout(1200);
await answer.page.screenshot({ path: `${folder}/citation.png`, clip: { x: 0, y: 48, width: WIDTH, height: 240 } });

const none = await asked("how many looked after kids did leics actually have in 2024");
await shoot(none.page, "nothing-found");
await redraw(none, "nothing-found-dark", DARK);

const ledger = await asked("where kinship care");
await shoot(ledger.page, "ledger");
await redraw(ledger, "ledger-dark", DARK);

const feedback = { card: JSON.parse(readFileSync(form, "utf8")) };
await redraw(feedback, "feedback", LIGHT);
await redraw(feedback, "feedback-dark", DARK);
await browser.close();
