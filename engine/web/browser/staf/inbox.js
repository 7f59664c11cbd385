// The inbox renews itself while somebody looks at it and is not about to choose.
import { found, lost } from "./line.js";
import { ticked } from "./ticks.js";
import { element, say, several } from "./words.js";

const EVERY = 20_000; // ms
const LIST = "daftar";

const list = () => document.getElementById(LIST);
const tasks = (root) => new Map([...root.querySelectorAll(".row[data-tugas]")].map((row) => [row.dataset.tugas, row]));

/** Asks for the list now and then and says what is new. */
export function watchInbox(htmx) {
  if (!list()) return;
  const news = element("p", "vh");
  news.setAttribute("role", "status");
  document.getElementById("isi").append(news);
  let asked = Date.now();
  const due = () => !document.hidden && Date.now() - asked >= EVERY && !busy();
  const ask = () => {
    if (!due()) return;
    asked = Date.now();
    htmx.ajax("GET", location.href, { source: list(), target: list(), swap: "outerHTML", select: `#${LIST}` });
  };
  setInterval(ask, 1_000);
  document.addEventListener("visibilitychange", ask);
  let before = new Map();
  let focused = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    found();
    if (!event.detail.serverResponse.includes(`id="${LIST}"`) || busy()) {
      event.detail.shouldSwap = false; // signed out meanwhile, or somebody has just begun to choose
      return;
    }
    before = tasks(list());
    focused = document.activeElement?.closest?.(".row[data-tugas]")?.dataset.tugas || null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!list()) return;
    const now = tasks(list());
    if (focused) now.get(focused)?.querySelector(".what a")?.focus({ preventScroll: true });
    const fresh = [...now].filter(([id]) => !before.has(id)).map(([, row]) => row);
    for (const row of fresh) row.classList.add("fresh");
    if (fresh.length) news.textContent = several("new_tasks", fresh.length, { first: title(fresh[0]) });
    document.dispatchEvent(new Event("change"));
  });
  document.addEventListener("htmx:sendError", lost);
}

const title = (row) => row.querySelector(".what a")?.textContent.trim() || say("task");

/** True while a tick, an open menu or a field that is being typed in would be lost or moved. */
function busy() {
  const open = [...document.querySelectorAll("details[open]")].some((one) => one.contains(document.activeElement) || one.closest(`#${LIST}, .me`));
  const typing = document.activeElement?.matches?.(`#${LIST} input:not([type=checkbox]), #${LIST} select, #${LIST} textarea`);
  return ticked() > 0 || open || Boolean(typing);
}
