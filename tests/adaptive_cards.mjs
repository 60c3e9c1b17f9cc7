// Puts cards to Teams' own library: a card as JSON on each line of standard input, what came of it on each of standard
// output: the library's complaints, and every text that it understood, in the order of the card.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const AC = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
const VERSION = new AC.Version(1, 5);
const TEAMS = new AC.HostConfig({ actions: { maxActions: 6 } });

function texts(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

function check(json) {
  // The library's pattern for languages remembers where its last match ended, and then misses every second one.
  AC.CardElement.langProperty.regEx.lastIndex = 0;
  const context = new AC.SerializationContext(VERSION);
  const card = new AC.AdaptiveCard();
  card.hostConfig = TEAMS;
  card.parse(json, context);
  const complaints = card.validateProperties().validationEvents.map((event) => event.message);
  for (let i = 0; i < context.eventCount; i++) complaints.push(context.getEventAt(i).message);
  return { complaints, texts: texts(card.toJSON(new AC.SerializationContext(VERSION))) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let found;
  try {
    found = check(JSON.parse(line));
  } catch (error) {
    found = { complaints: [`not read: ${error.message}`], texts: [] };
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
