// A modeler with its properties panel and our element templates, as process owners have it in a desktop program.
import BpmnModeler from "bpmn-js/lib/Modeler";
import { ElementTemplatesPropertiesProviderModule } from "bpmn-js-element-templates";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  CamundaPlatformPropertiesProviderModule,
} from "bpmn-js-properties-panel";
import behaviors from "camunda-bpmn-js-behaviors/lib/camunda-platform";
import dialect from "camunda-bpmn-moddle/resources/camunda.json";

const GROUP = ".bio-properties-panel-group-header";
const FIELD = ":is(input, textarea, select, [contenteditable])";

const STILL = 5; // frames without a change
const PATIENCE = 10_000; // ms
const frame = () => new Promise((done) => requestAnimationFrame(done));

/** Waits until the panel is as `asked` and nothing in it has changed for some frames: it is drawn by later frames. */
const drawn = async (asked = () => true) => {
  const panel = document.querySelector("#panel");
  let changed = true;
  const watcher = new MutationObserver(() => (changed = true));
  watcher.observe(panel, { subtree: true, childList: true, attributes: true, characterData: true });
  const until = performance.now() + PATIENCE;
  for (let still = 0; still < STILL; ) {
    if (performance.now() > until) throw new Error(`The panel did not come to rest: ${asked}`);
    changed = false;
    await frame();
    still = changed || !asked(panel) ? 0 : still + 1;
  }
  watcher.disconnect();
};

let modeler;

/** Opens a diagram; gives what the import and the templates complain about. */
window.openDiagram = async (xml, templates) => {
  modeler?.destroy();
  modeler = new BpmnModeler({
    container: "#canvas",
    propertiesPanel: { parent: "#panel" },
    moddleExtensions: { camunda: dialect },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      CamundaPlatformPropertiesProviderModule,
      ElementTemplatesPropertiesProviderModule,
      behaviors,
    ],
  });
  const complaints = [];
  modeler.on("elementTemplates.errors", ({ errors }) => complaints.push(...errors.map(String)));
  modeler.get("elementTemplatesLoader").setTemplates(templates);
  const { warnings } = await modeler.importXML(xml);
  return [...complaints, ...warnings.map(String)];
};

/** The file as it would be saved now. */
window.saveDiagram = async () => (await modeler.saveXML({ format: true })).xml;

/** Gives each element that a template was applied to, with the template's id. */
window.templated = () => {
  const templates = modeler.get("elementTemplates");
  const found = modeler.get("elementRegistry").filter((one) => !one.labelTarget && templates.get(one));
  return found.map((one) => [one.id, templates.get(one).id]);
};

/** Selects an element, opens all groups, focuses and leaves every field; gives the fields' ids. */
window.visit = async (id) => {
  const element = modeler.get("elementRegistry").get(id);
  modeler.get("selection").select(element === modeler.get("canvas").getRootElement() ? null : element);
  await drawn((panel) => panel.querySelector('[data-entry-id="id"] input')?.value === id);
  const panel = document.querySelector("#panel");
  for (const head of panel.querySelectorAll(`${GROUP}:not(.open)`)) head.click();
  await drawn((panel) => !panel.querySelector(`${GROUP}:not(.open):not(.empty)`));
  const seen = [];
  for (const field of panel.querySelectorAll(FIELD)) {
    field.focus();
    if (document.activeElement === field) seen.push(field.closest("[data-entry-id]")?.dataset.entryId ?? field.name);
    field.blur();
  }
  await drawn();
  return seen;
};

/** Writes into a field of the selected element and leaves it. */
window.write = async (entry, text) => {
  const field = document.querySelector(`#panel [data-entry-id="${entry}"] ${FIELD}`);
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.blur();
  await drawn();
};
