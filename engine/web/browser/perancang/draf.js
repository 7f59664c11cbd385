// The draft: kept in the browser at once, at the server soon after, and never over somebody else's.
import { button, find, later, say, send, settle } from "./halaman.js";
import { openDiagram } from "./pemodel.js";

const SOON = 1500; // ms after the last change
const AGAIN = 8000; // ms until the server is asked again

/** Starts keeping; gives `recover()`, and the page `saved()` and `save()`. */
export function startDraft(page) {
  const { data, modeler } = page;
  const draft = { revision: data.revision, take: false, paused: Boolean(data.held), changes: 0, kept: 0 };
  const store = `lajur.draf.${data.office}.${data.key}`;
  page.draft = draft;

  const keep = later(async () => backUp(page, store), 300);
  const save = later(() => page.save(), SOON);

  page.changed = () => {
    draft.changes += 1;
    say_(page, "belum");
    keep();
    if (!draft.paused) save();
    page.checkSoon();
  };
  page.save = async () => {
    save.stop();
    settle();
    if (draft.changes === draft.kept && draft.revision) return true;
    draft.running = (draft.running ?? Promise.resolve()).then(() => store_(page, store, save));
    return draft.running;
  };
  modeler.on("commandStack.changed", () => page.changed());
  window.addEventListener("beforeunload", (event) => {
    if (draft.changes > draft.kept && !page.leaving) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      page.save();
    }
  });
  disputes(page);
  forcing(page);
  return { recover: () => recover(page, store) };
}

/** Sends the draft; true when it is kept. */
async function store_(page, store, save) {
  const { data, draft } = page;
  const changes = draft.changes;
  const { xml } = await page.modeler.saveXML({ format: true });
  const asked = { bpmn: xml, forms: page.forms, based_on: data.basedOn, revision: draft.revision, take: draft.take };
  const { status, body } = await send(data, data.urls.save, asked);
  if (status === 200) {
    Object.assign(draft, { revision: body.revision, take: false, paused: false, kept: changes });
    if (draft.changes === changes) localStorage.removeItem(store);
    find("#sengketa").hidden = true;
    find("#buang").disabled = false;
    say_(page, "tersimpan", { time: body.at });
    return true;
  }
  if (status === 409) {
    draft.paused = true;
    dispute(page, body.message);
  } else {
    say_(page, status === 0 || status >= 500 ? "ulang" : "gagal", { why: body.message ?? "" });
    if (status === 0 || status >= 500) setTimeout(save, AGAIN);
  }
  return false;
}

/** Keeps what stands here in this browser, for the time when the power goes. */
async function backUp(page, store) {
  const { xml } = await page.modeler.saveXML({ format: true });
  const kept = { revision: page.draft.revision, at: Date.now(), bpmn: xml, forms: page.forms };
  try {
    localStorage.setItem(store, JSON.stringify(kept));
  } catch {
    localStorage.removeItem(store); // too large for this browser: the server has it soon
  }
}

/** Offers what this browser kept and the server never got. */
async function recover(page, store) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(store));
  } catch {
    localStorage.removeItem(store);
  }
  if (!kept || kept.bpmn === page.data.bpmn) return;
  if (kept.revision !== page.draft.revision) {
    localStorage.removeItem(store);
    return;
  }
  const box = find("#pulih");
  box.hidden = false;
  const time = new Date(kept.at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  find("p", box).textContent = say(page, "pulih", { time });
  button(find("#pulihkan"), async () => {
    box.hidden = true;
    page.forms = kept.forms;
    await openDiagram(page.modeler, kept.bpmn);
    page.changed();
  });
  button(find("#abaikan"), () => {
    box.hidden = true;
    localStorage.removeItem(store);
  });
}

function disputes(page) {
  button(find("#ambil-alih"), () => {
    Object.assign(page.draft, { take: true, paused: false });
    page.draft.changes += 1;
    return page.save();
  });
  button(find("#muat-ulang"), () => {
    page.leaving = true;
    localStorage.removeItem(`lajur.draf.${page.data.office}.${page.data.key}`);
    location.reload();
  });
  if (page.data.held) dispute(page, page.data.held);
}

function dispute(page, message) {
  find("#sengketa").hidden = false;
  find("#sengketa p").textContent = message;
  say_(page, "berhenti");
}

/** "Berlakukan" goes to its page once the draft is kept; the same for throwing the draft away. */
function forcing(page) {
  button(find("#berlakukan"), async () => {
    const changed = page.draft.changes || page.draft.revision;
    if (!changed || (await page.save())) {
      page.leaving = true;
      location.assign(page.data.urls.force);
    }
  });
  find("#form-buang").addEventListener("submit", (event) => {
    if (!window.confirm(say(page, "buang"))) {
      event.preventDefault();
      return;
    }
    page.leaving = true;
    localStorage.removeItem(`lajur.draf.${page.data.office}.${page.data.key}`);
    find("[name=revisi]", event.target).value = page.draft.revision;
  });
}

function say_(page, name, values) {
  find("#status").textContent = say(page, name, values);
}
