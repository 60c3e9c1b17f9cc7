// Makes the pages quicker to use; each works without it.
"use strict";

const status = document.getElementById("status");

function say(text) {
  status.textContent = "";
  // Said anew even when it is the same again.
  window.setTimeout(() => { status.textContent = text; }, 50);
}

async function ask(event) {
  const form = event.target.closest("form[data-ask]");
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
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
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
}

document.addEventListener("submit", ask);
document.addEventListener("click", copy);
prepare();
