// bpmn-js with everything that this page adds to it.
import BpmnModeler from "bpmn-js/lib/Modeler";
import { ElementTemplatesPropertiesProviderModule } from "bpmn-js-element-templates";
import lint from "bpmn-js-bpmnlint";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  CamundaPlatformPropertiesProviderModule,
} from "bpmn-js-properties-panel";
import behaviors from "camunda-bpmn-js-behaviors/lib/camunda-platform";
import dialect from "camunda-bpmn-moddle/resources/camunda.json";
import minimap from "diagram-js-minimap";
import limits from "./batas.js";
import { linting } from "./kaidah.js";
import { translation } from "./kata.js";
import keys from "./papan_tik.js";
import numbers from "./nomor.js";
import panel from "./panel.js";
import { startCompleting } from "./sambung.js";
import tidy from "./tata.js";

const SMALLEST = 0.8; // below it the words in the boxes are too small to be read

/** The modeler, empty. */
export function createModeler(data) {
  const modeler = new BpmnModeler({
    container: "#kanvas",
    propertiesPanel: { parent: "#sifat" },
    moddleExtensions: { camunda: dialect },
    linting: { active: true, bpmnlint: linting },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      CamundaPlatformPropertiesProviderModule,
      ElementTemplatesPropertiesProviderModule,
      behaviors,
      lint,
      minimap,
      limits,
      keys,
      numbers,
      panel,
      tidy,
      translation(data.lang),
    ],
  });
  startCompleting(modeler);
  modeler.get("elementTemplatesLoader").setTemplates(data.templates);
  return modeler;
}

/** Opens a diagram and fits its width; gives the warnings of the import. */
export async function openDiagram(modeler, xml) {
  const { warnings } = await modeler.importXML(xml);
  fitWidth(modeler);
  return warnings.map((one) => one.message);
}

/** Zooms so that all columns can be seen: the page scrolls downwards only. */
export function fitWidth(modeler) {
  const canvas = modeler.get("canvas");
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return;
  const palette = 76; // px that the palette takes on the left
  const scale = Math.max(SMALLEST, Math.min(1, (outer.width - palette - 12) / inner.width));
  canvas.viewbox({
    x: inner.x - palette / scale,
    y: inner.y - 8 / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** The process of the diagram that the page is about. */
export function processOf(modeler, key) {
  const found = modeler.getDefinitions().rootElements.filter((one) => one.$type === "bpmn:Process");
  return found.find((one) => one.id === key) ?? found[0];
}

/** The shape that stands for the process: its pool, or the canvas itself. */
export function rootOf(modeler, process) {
  const registry = modeler.get("elementRegistry");
  return registry.find((one) => one.businessObject?.processRef === process) ?? modeler.get("canvas").getRootElement();
}
