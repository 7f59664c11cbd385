// Files in and out: .bpmn, .form and SVG.
import { button, download, find, say, send, settle } from "./halaman.js";
import { fitWidth, processOf } from "./pemodel.js";

/** Lets the entries of the menu act. */
export function startFiles(page) {
  const { data, modeler } = page;
  button(find("#unduh-bpmn"), async () => {
    settle();
    const { xml } = await modeler.saveXML({ format: true });
    download(data.resource, "application/xml", xml);
  });
  button(find("#unduh-svg"), async () => {
    settle();
    const { svg } = await modeler.saveSVG();
    download(data.resource.replace(/\.bpmn$/, ".svg"), "image/svg+xml", svg);
  });
  button(find("#unduh-form"), () => {
    for (const [name, text] of Object.entries(page.forms)) download(name, "application/json", text);
  });
  const input = find("#impor-berkas");
  button(find("#impor"), () => input.click());
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    try {
      await take(page, files);
    } catch (error) {
      page.tell(say(page, "bukan", { why: String(error?.message ?? error) }), "late");
    }
    find("#menu-berkas").open = false;
  });
}

/** Takes diagrams and forms in place of those that stand here. */
async function take(page, files) {
  const forms = {};
  for (const file of files.filter((one) => one.name.toLowerCase().endsWith(".form"))) {
    const text = await file.text();
    JSON.parse(text);
    forms[file.name] = text;
  }
  const diagram = files.find((one) => !one.name.toLowerCase().endsWith(".form"));
  let warnings = [];
  if (diagram) warnings = await open(page, await diagram.text());
  page.forms = { ...page.forms, ...forms };
  page.changed();
  const read = files.map((one) => one.name).join(", ");
  page.tell(say(page, "terimpor", { files: read, n: warnings.length }), warnings.length ? "soon" : "ok");
}

/** Opens a file under the key of this SOP: what it calls its process counts elsewhere only. */
async function open(page, xml) {
  const { modeler, data } = page;
  const { rootElement } = await modeler.get("moddle").fromXML(xml);
  const processes = rootElement.rootElements.filter((one) => one.$type === "bpmn:Process");
  const chosen = processes.find((one) => one.id === data.key) ?? processes.find((one) => one.isExecutable) ?? processes[0];
  if (!chosen) throw new Error(say(page, "tanpa-proses"));
  chosen.id = data.key;
  const renamed = await modeler.get("moddle").toXML(rootElement, { format: true });
  const { warnings } = await modeler.importXML(await drawn(page, rootElement, renamed.xml));
  fitWidth(modeler);
  return warnings.concat(processOf(modeler, data.key) ? [] : [{}]);
}

/** The file with a drawing: the server lays out one that has none. */
async function drawn(page, rootElement, xml) {
  if (rootElement.diagrams?.length) return xml;
  const { status, body } = await send(page.data, page.data.urls.tidy, { bpmn: xml });
  if (status !== 200) throw new Error(body.message ?? say(page, "putus"));
  return body.bpmn;
}
