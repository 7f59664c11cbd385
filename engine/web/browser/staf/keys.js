// Keys for who works through many tasks: single letters, outside of fields, and with a switch (WCAG 2.1.4).
import { element, say } from "./words.js";

const SWITCH = "lajur:tombol"; // kept in this browser
const on = () => localStorage.getItem(SWITCH) !== "mati";

/** Listens for keys on the inbox. */
export function listen() {
  if (!document.getElementById("daftar")) return;
  const help = helpPanel();
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (at.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const done = event.key.startsWith("Arrow") ? arrow(event, at) : on() && letter(event.key, help);
    if (done) event.preventDefault();
  });
}

const rows = () => [...document.querySelectorAll("#daftar .row")];
const here = () => document.activeElement?.closest?.("#daftar .row") || document.querySelector("#daftar .row.now");

/** Arrows move only inside of the list: elsewhere they scroll the page. */
function arrow(event, at) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  return Boolean(way && at.closest?.("#daftar .row") && !at.matches("[type=radio]") && move(way));
}

function letter(key, help) {
  switch (key) {
    case "j":
      return move(1);
    case "k":
      return move(-1);
    case "x":
      return tick();
    case "/":
      return jump();
    case "?":
      return show(help);
    default:
      return false;
  }
}

function move(way) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + way, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("now", row === to);
  to.querySelector(".what a")?.focus(); // Enter then opens it, as it opens any link
  to.scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const box = here()?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function jump() {
  const field = document.getElementById("cari");
  field?.focus();
  return Boolean(field);
}

function show(help) {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
  return true;
}

function helpPanel() {
  const panel = element("details", "keys");
  const list = element("dl", "fact");
  for (const [key, name] of [["J ↓", "key_next"], ["K ↑", "key_before"], ["Enter", "key_open"], ["X", "key_tick"], ["/", "key_search"], ["?", "key_help"]]) {
    const term = element("dt");
    term.append(element("kbd", "", key));
    list.append(term, element("dd", "", say(name)));
  }
  const label = element("label", "opt");
  const box = element("input");
  Object.assign(box, { type: "checkbox", checked: on() });
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "nyala" : "mati"));
  label.append(box, ` ${say("keys_on")}`);
  panel.append(element("summary", "", say("keys")), list, label);
  document.querySelector(".rail")?.append(panel);
  return panel;
}
