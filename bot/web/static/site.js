// Makes the pages quicker to use; each works without it.
"use strict";

const status = document.getElementById("status");

function say(text) {
  status.textContent = "";
  // Said anew even when it is the same again.
  window.setTimeout(() => { status.textContent = text; }, 50);
}

async function send(event) {
  const form = event.target.closest("form[data-ask], form[data-here]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  document.documentElement.classList.add("busy");
  say(status.dataset.working);
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const response = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
    if (!(response.headers.get("content-type") || "").startsWith("text/html")) throw new Error("no page");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if ("here" in form.dataset) showHere(page, form); else show(page);
  } catch {
    say(status.dataset.failed);
  } finally {
    delete form.dataset.busy;
    document.documentElement.classList.remove("busy");
  }
}

function show(page) {
  const fresh = page.getElementById("content");
  document.getElementById("content").replaceChildren(...document.adoptNode(fresh).childNodes);
  document.title = page.title;
  prepare();
  const first = document.querySelector("#content [aria-invalid], #content h1");
  if (first.tagName === "H1") first.tabIndex = -1;
  window.scrollTo(0, 0);
  first.focus();
  say((document.querySelector("#problem, .opening, .sentences, .lead")?.textContent ?? "").replace(/\s+/g, " "));
}

function showHere(page, form) {
  const fresh = document.adoptNode(page.querySelector(".here") ?? page.querySelector("#content > *"));
  for (const heading of fresh.querySelectorAll("h1")) {
    // Within the answer's page it is a part of it.
    const lower = document.createElement("h2");
    lower.append(...heading.childNodes);
    lower.tabIndex = -1;
    heading.replaceWith(lower);
  }
  form.replaceWith(fresh);
  fresh.querySelector("h2")?.focus();
  say(fresh.querySelector("p")?.textContent ?? "");
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    say(button.dataset.copied);
    button.textContent = button.dataset.copied;
  } catch {
    say(button.dataset.failed);
  }
}

function prepare() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  // Beside the paper there is room for it.
  const isWide = window.matchMedia("(min-width: 75rem)").matches;
  for (const list of document.querySelectorAll(".contents")) list.open = isWide;
}

document.addEventListener("submit", send);
document.addEventListener("click", copy);
prepare();
