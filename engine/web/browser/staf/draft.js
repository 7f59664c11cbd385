// Keeps what is typed: a while after the last change, and when the page is left.
import { waitFor } from "./guard.js";
import { found, lost } from "./line.js";
import { element, say } from "./words.js";

const QUIET = 2_000; // ms without a change
const LONGEST = 10_000; // ms of typing without a pause
const AGAIN = [4_000, 8_000, 15_000, 30_000]; // ms until the next try
const SMALL = 60_000; // bytes that a browser still sends while it leaves a page

/** Saves the draft of a form by itself. */
export function keepDrafts(form) {
  const button = form.querySelector("button[value=draf]");
  const said = form.querySelector(".draft .said");
  if (!button || !said) return;
  const state = { form, said, url: button.formAction, dirty: 0, saved: 0, tries: 0, timer: 0, since: 0, ended: false };
  said.setAttribute("aria-live", "off"); // each save would be read aloud; a failure is, by alert()
  const changed = () => change(state);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("lajur:changed", changed);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.submitter !== button) end(state);
  });
  button.addEventListener("click", (event) => {
    if (state.out || [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    state.dirty += 1;
    save(state);
  });
  addEventListener("pageshow", () => (state.ended = false));
  addEventListener("online", () => state.dirty > state.saved && save(state));
  document.addEventListener("visibilitychange", () => document.hidden && state.dirty > state.saved && save(state, true));
  addEventListener("pagehide", () => state.dirty > state.saved && !state.ended && save(state, true));
}

function change(state) {
  if (state.text === written(state)) return; // leaving a field says “change” once more
  if (state.dirty === state.saved) {
    state.since = Date.now();
    if (!state.out) tell(state, state.form.dataset.belum, false); // no button may move while it is pressed
  }
  state.dirty += 1;
  const left = Math.max(0, LONGEST - (Date.now() - state.since));
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(state), Math.min(QUIET, left));
}

/** The answer leaves: no draft may come after it. */
function end(state) {
  state.ended = true;
  clearTimeout(state.timer);
}

function save(state, leaving = false) {
  clearTimeout(state.timer);
  if (state.ended || state.saving) return;
  const text = written(state);
  state.saving = send(state, text, state.dirty, leaving && text.length < SMALL).finally(() => {
    state.saving = null;
    if (state.dirty > state.saved && !state.ended && !state.tries) state.timer = setTimeout(() => save(state), QUIET);
  });
  waitFor(state.form, state.saving);
}

/** What the form holds, without its files: they go by themselves. */
function written(state) {
  const texts = [...new FormData(state.form)].filter(([name, value]) => typeof value === "string" && name !== "_revisi");
  return new URLSearchParams(texts).toString();
}

async function send(state, text, mark, keepalive) {
  let answer;
  const body = new URLSearchParams(text);
  body.set("_revisi", state.form.querySelector("[name=_revisi]").value);
  try {
    answer = await fetch(state.url, { method: "POST", body, keepalive, headers: { "X-Lajur-Draf": "1" }, redirect: "manual" });
  } catch {
    lost();
    return retry(state, state.form.dataset.gagal);
  }
  found();
  if (answer.status >= 500) return retry(state, state.form.dataset.gagal);
  const json = answer.headers.get("Content-Type")?.includes("json");
  state.out = !json; // the button then leads through the sign-in page, with all that was typed
  const told = json ? await answer.json() : { said: say("signed_out") };
  if (!answer.ok) {
    state.saved = mark;
    state.text = text;
    return tell(state, told.said, true);
  }
  state.tries = 0;
  state.saved = Math.max(state.saved, mark);
  state.text = text;
  for (const field of state.form.querySelectorAll("[name=_revisi]")) field.value = told.revision;
  if (state.dirty === mark) tell(state, told.said, false);
  if (told.others) compare(state);
}

function retry(state, sentence) {
  tell(state, sentence, true);
  const pause = AGAIN[Math.min(state.tries, AGAIN.length - 1)];
  state.tries += 1;
  state.timer = setTimeout(() => save(state), pause);
}

function tell(state, sentence, wrong) {
  state.said.setAttribute("aria-live", wrong ? "polite" : "off");
  state.said.closest(".draft").classList.toggle("wrong", wrong);
  if (state.said.textContent !== sentence) state.said.textContent = sentence;
}

/** A link that shows both texts; the page is saved by then. */
function compare(state) {
  if (state.form.querySelector(".draft a")) return;
  const link = element("a", "", say("compare"));
  link.href = location.pathname;
  state.said.after(link);
}
