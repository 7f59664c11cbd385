// Palette, context pad and replace menu with what an SOP is made of, and new steps that are steps of ours.

const STEP = { width: 126, height: 54 };
const DECISION = { width: 40, height: 40 };
const HIDDEN_TOOLS = ["create.data-object", "create.data-store", "create.group", "create.participant-expanded"];
const HIDDEN_PAD = ["append.compensation-activity", "append.condition-intermediate-event"];
/** What the engine runs, and a sub-process; the rest stays possible by import and is marked. */
const REPLACED_BY = new Set([
  "replace-with-none-start",
  "replace-with-none-end",
  "replace-with-none-intermediate-throw",
  "replace-with-message-start",
  "replace-with-timer-start",
  "replace-with-message-end",
  "replace-with-terminate-end",
  "replace-with-error-end",
  "replace-with-message-intermediate-catch",
  "replace-with-message-intermediate-throw",
  "replace-with-timer-intermediate-catch",
  "replace-with-link-intermediate-catch",
  "replace-with-link-intermediate-throw",
  "replace-with-signal-intermediate-catch",
  "replace-with-signal-intermediate-throw",
  "replace-with-message-boundary",
  "replace-with-timer-boundary",
  "replace-with-non-interrupting-message-boundary",
  "replace-with-non-interrupting-timer-boundary",
  "replace-with-error-boundary",
  "replace-with-exclusive-gateway",
  "replace-with-parallel-gateway",
  "replace-with-inclusive-gateway",
  "replace-with-event-based-gateway",
  "replace-with-user-task",
  "replace-with-manual-task",
  "replace-with-receive-task",
  "replace-with-service-task",
  "replace-with-send-task",
  "replace-with-call-activity",
  "replace-with-collapsed-subprocess",
  "replace-with-expanded-subprocess",
  "replace-with-subprocess",
  "replace-with-sequence-flow",
  "replace-with-default-flow",
  "replace-with-conditional-flow",
  "toggle-parallel-mi",
  "toggle-sequential-mi",
  "toggle-loop",
  "toggle-non-interrupting",
]);

/** Makes steps and decisions with ids, numbers and element templates of ours. */
class Maker {
  constructor(elementFactory, bpmnFactory, elementRegistry) {
    this._elements = elementFactory;
    this._factory = bpmnFactory;
    this._registry = elementRegistry;
  }

  /** A step with the next number. */
  step() {
    const number = this._next(/^langkah_(\d+)/);
    const values = [this._factory.create("camunda:Property", { name: "sop:no", value: String(number) })];
    const properties = this._factory.create("camunda:Properties", { values });
    const extensionElements = this._factory.create("bpmn:ExtensionElements", { values: [properties] });
    const marks = { modelerTemplate: "lajur.sop.langkah", modelerTemplateVersion: 1 };
    return this._shape("bpmn:UserTask", { id: `langkah_${number}`, extensionElements }, { marks, size: STEP });
  }

  /** A decision. */
  decision() {
    const marks = { modelerTemplate: "lajur.sop.putusan", modelerTemplateVersion: 1 };
    return this._shape("bpmn:ExclusiveGateway", { id: `putusan_${this._next(/^putusan_(\d+)/)}` }, { marks, size: DECISION });
  }

  _shape(type, attributes, { marks, size }) {
    const businessObject = this._factory.create(type, attributes);
    for (const [name, value] of Object.entries(marks)) businessObject.set(`camunda:${name}`, value);
    for (const part of businessObject.extensionElements?.values ?? []) {
      part.$parent = businessObject.extensionElements;
      for (const one of part.values) one.$parent = part;
    }
    return this._elements.createShape({ type, businessObject, ...size });
  }

  _next(pattern) {
    const numbers = this._registry.getAll().map((one) => Number(pattern.exec(one.id)?.[1] ?? 0));
    return Math.max(0, ...numbers) + 1;
  }
}

Maker.$inject = ["elementFactory", "bpmnFactory", "elementRegistry"];

class Tools {
  constructor(palette, create, lajurMaker) {
    this._create = create;
    this._maker = lajurMaker;
    palette.registerProvider(500, this);
  }

  getPaletteEntries() {
    return (entries) => {
      for (const name of HIDDEN_TOOLS) delete entries[name];
      this._ours(entries["create.task"], "bpmn-icon-user-task", () => this._maker.step());
      this._ours(entries["create.exclusive-gateway"], "bpmn-icon-gateway-xor", () => this._maker.decision());
      return entries;
    };
  }

  _ours(entry, icon, make) {
    if (!entry) return;
    const act = (event) => this._create.start(event, make());
    entry.className = icon;
    entry.action = { dragstart: act, click: act };
  }
}

Tools.$inject = ["palette", "create", "lajurMaker"];

class Pad {
  constructor(contextPad, create, autoPlace, lajurMaker) {
    this._create = create;
    this._place = autoPlace;
    this._maker = lajurMaker;
    contextPad.registerProvider(500, this);
  }

  getContextPadEntries(element) {
    return (entries) => {
      for (const name of HIDDEN_PAD) delete entries[name];
      this._ours(entries["append.append-task"], element, "bpmn-icon-user-task", () => this._maker.step());
      this._ours(entries["append.gateway"], element, "bpmn-icon-gateway-xor", () => this._maker.decision());
      return entries;
    };
  }

  _ours(entry, element, icon, make) {
    if (!entry) return;
    entry.className = icon;
    entry.action = {
      dragstart: (event) => this._create.start(event, make(), { source: element }),
      click: () => this._place.append(element, make()),
    };
  }
}

Pad.$inject = ["contextPad", "create", "autoPlace", "lajurMaker"];

class Replacing {
  constructor(popupMenu) {
    popupMenu.registerProvider("bpmn-replace", 500, this);
  }

  getPopupMenuEntries() {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => REPLACED_BY.has(name)));
  }

  getPopupMenuHeaderEntries() {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => REPLACED_BY.has(name)));
  }
}

Replacing.$inject = ["popupMenu"];

export default {
  __init__: ["lajurTools", "lajurPad", "lajurReplacing"],
  lajurMaker: ["type", Maker],
  lajurTools: ["type", Tools],
  lajurPad: ["type", Pad],
  lajurReplacing: ["type", Replacing],
};
