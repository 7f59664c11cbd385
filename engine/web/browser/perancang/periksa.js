// What is wrong: the server's check and our lint, as marks on the elements and as a list.
import { button, find, later, make, say, send } from "./halaman.js";
import { found } from "./kaidah.js";

const WAIT = 900; // ms after the last change
const RANK = { error: 0, warning: 1, info: 2 };
const LINT = { error: "error", warn: "warning", info: "info", "rule-error": "info" };

/** Checks after each change; gives the page `checkNow()`, `show(id)` and `tell(text, kind)`. */
export function startChecking(page) {
  const { modeler } = page;
  const state = { server: [], issues: [] };
  page.tell = (text, kind = "") => tell(text, kind);
  page.show = (id) => show(page, id);
  page.checkNow = async () => {
    const asked = (state.asked = {});
    const { xml } = await modeler.saveXML({ format: true });
    const { status, body } = await send(page.data, page.data.urls.check, { bpmn: xml, forms: page.forms });
    if (state.asked !== asked || status !== 200) return;
    state.server = body.findings;
    remember(page, body.findings);
    modeler.get("linting").update();
  };
  const check = later(page.checkNow, WAIT);
  page.checkSoon = check;
  modeler.on("commandStack.changed", check);
  modeler.on("import.done", check);
  modeler.on("linting.completed", ({ issues }) => {
    state.issues = Object.entries(issues).flatMap(([id, all]) => all.map((issue) => ({ ...issue, shown: id })));
    list(page, state);
  });
}

/** Puts the findings by element, where the lint rules find them. */
function remember(page, findings) {
  found.clear();
  for (const one of findings) {
    if (!one.element) continue;
    const entry = { severity: one.severity, text: one.text };
    found.set(one.element, [...(found.get(one.element) ?? []), entry]);
  }
}

/** Writes the list: the server's findings first by weight, then what only the page sees. */
function list(page, state) {
  const own = state.issues
    .filter((issue) => !issue.rule.startsWith("lajur/server-"))
    .map((issue) => ({
      severity: LINT[issue.category] ?? "info",
      element: issue.actualElementId ?? issue.shown,
      text: page.modeler.get("translate")(issue.message),
    }));
  const all = [...state.server, ...own].sort((one, other) => RANK[one.severity] - RANK[other.severity]);
  const errors = all.filter((one) => one.severity === "error").length;
  const warnings = all.length - errors;
  page.errors = errors;
  find("#jumlah-galat").textContent = say(page, "galat", { n: errors });
  find("#jumlah-galat").className = errors ? "chip late" : "chip ok";
  find("#jumlah-peringatan").textContent = say(page, "peringatan", { n: warnings });
  find("#temuan-kosong").hidden = all.length > 0;
  find("#temuan ul").replaceChildren(...all.map((one) => row(page, one)));
}

function row(page, one) {
  const error = one.severity === "error";
  const chip = make("span", { class: error ? "chip late" : "chip soon" }, say(page, error ? "satu-galat" : "satu-peringatan"));
  const where = nameOf(page, one.element);
  const text = make("span", { class: "teks" }, where && !one.text.includes(where) ? make("b", {}, `${where}: `) : "", one.text);
  const parts = [chip, text];
  if (one.element && page.modeler.get("elementRegistry").get(one.element)) {
    const act = make("button", { type: "button", class: "slim" }, say(page, "tunjukkan"));
    act.append(make("span", { class: "vh" }, ` ${where || one.element}`));
    parts.push(button(act, () => page.show(one.element)));
  }
  return make("li", { "data-element": one.element ?? "" }, ...parts);
}

function nameOf(page, id) {
  const element = id && page.modeler.get("elementRegistry").get(id);
  return element?.businessObject?.name ?? "";
}

/** Selects an element and brings it into view. */
function show(page, id) {
  const element = page.modeler.get("elementRegistry").get(id);
  if (!element) return;
  page.closeForm?.();
  const canvas = page.modeler.get("canvas");
  page.modeler.get("selection").select(element);
  canvas.scrollToElement(element, { top: 120, bottom: 120, left: 120, right: 120 });
  canvas.focus();
}

function tell(text, kind) {
  const box = find("#kabar");
  box.className = `kabar ${kind}`;
  box.textContent = text;
}
