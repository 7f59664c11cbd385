// The modeler page of a process owner: brings its parts together.
import "./gaya.css";
import { dress } from "./nonce.js";
import { startChecking } from "./periksa.js";
import { startDraft } from "./draf.js";
import { startFiles } from "./berkas.js";
import { startForms } from "./formulir.js";
import { startHeads } from "./kepala.js";
import { startHeader } from "./identitas.js";
import { createModeler, openDiagram } from "./pemodel.js";
import { startTabs } from "./tab.js";
import { startTidying } from "./rapi.js";
import { button, find } from "./halaman.js";

dress(document.currentScript?.nonce);

const WIDE = "(min-width: 900px)";

async function start() {
  const data = JSON.parse(find("#rancangan").textContent);
  const modeler = createModeler(data);
  const page = { data, modeler, forms: { ...data.forms }, changed: () => {} };
  startTabs();
  startHeads(page);
  startHeader(page);
  startForms(page);
  startChecking(page);
  startFiles(page);
  startTidying(page);
  const warnings = await openDiagram(modeler, data.bpmn);
  const draft = startDraft(page);
  await draft.recover();
  undoing(modeler);
  modeler.on("selection.changed", ({ newSelection }) => {
    find("#petunjuk").hidden = newSelection.length > 0; // a listener that gives something back stops the others
  });
  select(page, decodeURIComponent(location.hash.slice(1)));
  page.warnings = warnings;
  window.perancang = page; // for tests and for who looks into it
  find("#perancang").dataset.siap = "ya";
}

/** Buttons for undo and redo; the keys are those of bpmn-js. */
function undoing(modeler) {
  const stack = modeler.get("commandStack");
  const [undo, redo] = [find("#urungkan"), find("#ulangi")];
  button(undo, () => stack.undo());
  button(redo, () => stack.redo());
  const show = () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  };
  modeler.on("commandStack.changed", show);
  show();
}

/** Selects what a link names: /perancang/<key>#langkah_4. */
function select(page, id) {
  if (id) page.show(id);
}

if (window.matchMedia(WIDE).matches && document.querySelector("#rancangan")) {
  start().catch((error) => {
    const box = find("#gagal");
    box.hidden = false;
    find("pre", box).textContent = String(error?.message ?? error);
    throw error;
  });
}
