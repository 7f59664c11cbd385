// The SOP tab: the fields of the identity page as a plain form.
import { find, make, say } from "./halaman.js";
import { processOf, rootOf } from "./pemodel.js";
import { readProperty, writeProperty } from "./sifat.js";

const BAR = " | ";
const LISTS = new Set([
  "sop:dasar-hukum",
  "sop:kualifikasi-pelaksana",
  "sop:keterkaitan",
  "sop:peralatan",
  "sop:peringatan",
  "sop:pencatatan",
  "sop:pengertian",
  "sop:tujuan",
  "sop:referensi",
  "sop:unit-terkait",
  "sop:pertanyaan",
]);

/** Builds the form from our template of the process, and keeps it in step with undo. */
export function startHeader(page) {
  const { modeler, data } = page;
  const template = data.templates.find((one) => one.appliesTo.includes("bpmn:Process"));
  const box = find("#identitas");
  const fields = [];
  const name = field(page, { label: say(page, "nama-sop"), id: "nama" }, false, (text) => rename(page, text));
  name.read = () => processOf(modeler, data.key)?.name ?? "";
  fields.push(name);
  for (const group of template.groups) {
    fields.push({ head: make("h3", {}, group.label) });
    for (const one of template.properties.filter((property) => property.group === group.id)) {
      fields.push(property(page, one));
    }
  }
  box.replaceChildren(...fields.map((one) => one.head ?? one.box));
  const read = () => fields.forEach((one) => one.read && document.activeElement !== one.input && show(one));
  modeler.on("import.done", read);
  modeler.on("commandStack.changed", read);
}

function property(page, template) {
  const key = template.binding.name;
  const list = LISTS.has(key);
  const made = field(page, { label: template.label, help: template.description, id: key.slice(4), choices: template.choices }, list, (text) => {
    const process = processOf(page.modeler, page.data.key);
    const where = { element: rootOf(page.modeler, process), businessObject: process };
    writeProperty(page.modeler, where, key, written(text, list));
  });
  made.read = () => shown(readProperty(processOf(page.modeler, page.data.key), key), list);
  return made;
}

/** A field with its label and help: one line, a text with one item a line, or a choice. */
function field(page, { label, help, id, choices }, list, write) {
  const input = choices ? make("select", { id: `sop-${id}` }) : make(list ? "textarea" : "input", { id: `sop-${id}`, class: "in", rows: 3 });
  if (choices) input.append(...choices.map((one) => make("option", { value: one.value }, one.name)));
  const hint = [help, list ? say(page, "sebaris") : ""].filter(Boolean).join(" ");
  const words = make("label", { for: `sop-${id}` }, label);
  const box = make("div", { class: "isian" }, words, input);
  if (hint) {
    box.append(make("small", { id: `sop-${id}-h` }, hint));
    input.setAttribute("aria-describedby", `sop-${id}-h`);
  }
  input.addEventListener("change", () => write(input.value));
  return { box, input };
}

function show(one) {
  const text = one.read();
  if (one.input.value !== text) one.input.value = text;
}

function shown(value, list) {
  return list ? value.split("|").map((part) => part.trim()).filter(Boolean).join("\n") : value;
}

function written(text, list) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return list ? lines.join(BAR) : lines.join(" ");
}

function rename(page, text) {
  const { modeler, data } = page;
  const process = processOf(modeler, data.key);
  const root = rootOf(modeler, process);
  const modeling = modeler.get("modeling");
  modeling.updateModdleProperties(root, process, { name: text.trim() });
  if (root.type === "bpmn:Participant") modeling.updateProperties(root, { name: text.trim() });
  find("#judul").textContent = text.trim() || data.key;
}
