// The form tab: the selected step's form as a list, its editor, and its preview as staff will see it.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { button, download, find, make, say, send, settle } from "./halaman.js";
import { draftForm } from "./formulir_baru.js";
import { dressed } from "./kata_formulir.js";

const ASKING = ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:ReceiveTask", "bpmn:StartEvent", "bpmn:IntermediateCatchEvent"];
const PREFIX = /^(camunda-forms:(deployment:|app:)?|deployment:|app:)/;

/** Shows the form of what is selected; gives the page `closeForm()`. */
export function startForms(page) {
  const state = { element: null, editor: null, name: "" };
  page.closeForm = () => close(page, state);
  const refresh = () => {
    state.element = asking(page);
    write(page, state);
  };
  page.modeler.on("selection.changed", refresh);
  page.modeler.on("commandStack.changed", refresh);
  page.modeler.on("import.done", refresh);
  button(find("#form-buat"), () => create(page, state));
  button(find("#form-ubah"), () => edit(page, state));
  button(find("#form-selesai"), () => close(page, state));
  for (const id of ["#form-lihat", "#form-lihat-2"]) button(find(id), () => preview(page, state));
  button(find("#form-unduh"), () => download(nameOf(page, state.element), "application/json", page.forms[nameOf(page, state.element)]));
  const input = find("#form-berkas");
  button(find("#form-impor"), () => input.click());
  input.addEventListener("change", () => bring(page, state, input));
  button(find("#pratinjau-tutup"), () => find("#pratinjau").close());
  find("#pratinjau-isi").addEventListener("submit", (event) => event.preventDefault());
}

/** The selected element when it may have a form. */
function asking(page) {
  const [chosen] = page.modeler.get("selection").get();
  const element = chosen?.labelTarget ?? chosen;
  return element && ASKING.includes(element.type) ? element : null;
}

/** The name of the form file of an element, "" for none: found as the server finds it. */
export function nameOf(page, element) {
  if (!element) return "";
  const { businessObject } = element;
  const [ref, key] = [businessObject.get("camunda:formRef"), businessObject.get("camunda:formKey")];
  const names = Object.keys(page.forms);
  if (ref) return names.find((name) => parsed(page.forms[name])?.id === ref) ?? "";
  const path = key ? key.replace(PREFIX, "").replace(/^\/+/, "") : `${businessObject.id}.form`;
  return names.find((name) => name === path) ?? names.find((name) => name.endsWith(`/${path}`)) ?? "";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function write(page, state) {
  const name = nameOf(page, state.element);
  find("#form-tanpa-langkah").hidden = Boolean(state.element);
  find("#form-tidak-ada").hidden = !state.element || Boolean(name);
  find("#form-ada").hidden = !name;
  if (state.element) find("#form-langkah").textContent = state.element.businessObject.name || state.element.id;
  find("#form-langkah").hidden = !state.element;
  find("#form-impor").hidden = !state.element;
  const fields = name ? leaves(parsed(page.forms[name])?.components ?? []) : [];
  find("#form-isian").replaceChildren(...fields.map((one) => line(page, one)));
}

function leaves(components) {
  return components.flatMap((one) => (one.components ? leaves(one.components) : [one])).filter((one) => one.key);
}

function line(page, one) {
  const said = [one.key, one.validate?.required ? say(page, "wajib") : "", one.readonly ? say(page, "tampil") : ""];
  return make("li", {}, make("b", {}, one.label || one.key), make("small", {}, said.filter(Boolean).join(" · ")));
}

/** Makes a form for a step that has none; before a decision it asks for it. */
function create(page, state) {
  const { modeler } = page;
  const { element } = state;
  const name = `${element.id}.form`;
  const { schema, conditions } = draftForm(element, page.data.words);
  page.forms = { ...page.forms, [name]: JSON.stringify(schema, null, 2) };
  const modeling = modeler.get("modeling");
  modeling.updateProperties(element, { "camunda:formKey": undefined, "camunda:formRef": element.id, "camunda:formRefBinding": "deployment" });
  for (const { flow, body } of conditions) {
    const condition = modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body });
    modeling.updateProperties(modeler.get("elementRegistry").get(flow.id), { conditionExpression: condition });
  }
  page.changed();
  edit(page, state);
}

async function edit(page, state) {
  settle();
  const name = nameOf(page, state.element);
  if (!name) return;
  state.name = name;
  find("#perancang").dataset.formulir = "ya";
  find("#ruang-formulir").hidden = false;
  find("#judul-formulir").textContent = find("#form-langkah").textContent;
  // Without a delay of its own: what was typed last counts when the editor closes.
  const editor = (state.editor = new FormEditor({ container: find("#penyusun"), debounce: false }));
  dressed(find("#penyusun"), page.data.lang);
  await editor.importSchema(parsed(page.forms[name]) ?? { type: "default", components: [] });
  editor.on("commandStack.changed", () => {
    const { exporter, ...schema } = editor.saveSchema();
    const before = parsed(page.forms[name]) ?? {};
    const kept = { ...schema, schemaVersion: before.schemaVersion ?? schema.schemaVersion };
    page.forms = { ...page.forms, [name]: `${JSON.stringify(kept, null, 2)}\n` };
    page.changed();
  });
  find("#form-selesai").focus();
}

function close(page, state) {
  if (!state.editor) return;
  state.editor.destroy();
  state.editor = null;
  find("#penyusun").replaceChildren();
  find("#ruang-formulir").hidden = true;
  delete find("#perancang").dataset.formulir;
  write(page, state);
  find("#form-ubah").focus();
}

async function preview(page, state) {
  settle();
  const { xml } = await page.modeler.saveXML({ format: true });
  const asked = { key: page.data.key, office: page.data.office, element: state.element.id, bpmn: xml, forms: page.forms };
  const { status, body } = await send(page.data, page.data.urls.preview, asked);
  find("#pratinjau-isi").innerHTML = "";
  if (status === 200) find("#pratinjau-isi").innerHTML = body.text; // made by the server's own templates
  else find("#pratinjau-isi").textContent = body.message ?? say(page, "putus");
  find("#pratinjau").showModal();
}

/** Takes a .form file as the form of the selected step. */
async function bring(page, state, input) {
  const [file] = input.files;
  input.value = "";
  const schema = file && parsed(await file.text());
  if (!schema || !Array.isArray(schema.components)) {
    page.tell(say(page, "bukan-formulir"), "late");
    return;
  }
  const { element } = state;
  const name = nameOf(page, element) || `${element.id}.form`;
  const id = element.businessObject.get("camunda:formRef") ?? element.id;
  page.forms = { ...page.forms, [name]: `${JSON.stringify({ ...schema, id }, null, 2)}\n` };
  page.modeler.get("modeling").updateProperties(element, { "camunda:formRef": id, "camunda:formRefBinding": "deployment" });
  page.changed();
  write(page, state);
}
