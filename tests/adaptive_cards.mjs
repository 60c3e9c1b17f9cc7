// Puts cards to Teams' own library: one JSON array of cards on standard input, one array of findings on standard output.
// Each finding: the library's complaints, and every text that it understood, in the order of the card.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AC = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
// Teams knows schema 1.5; what a later one brought would be dropped there without a word.
const TEAMS = new AC.Version(1, 5);

function texts(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

function check(json) {
  const context = new AC.SerializationContext(TEAMS);
  const card = new AC.AdaptiveCard();
  const complaints = [];
  try {
    card.parse(json, context);
  } catch (error) {
    return { complaints: [`not parsed: ${error.message}`], texts: [] };
  }
  for (let i = 0; i < context.eventCount; i++) complaints.push(context.getEventAt(i).message);
  complaints.push(...card.validateProperties().validationEvents.map((event) => event.message));
  return { complaints, texts: texts(card.toJSON(new AC.SerializationContext(TEAMS))) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(check)));
