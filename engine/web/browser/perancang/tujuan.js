// Where a flow leads, as a choice in the panel: what the mouse does by dragging its end, for the keyboard.
import { Group, SelectEntry } from "@bpmn-io/properties-panel";
import { jsx } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { useService } from "bpmn-js-properties-panel";

const REACHED = ["bpmn:Activity", "bpmn:Gateway", "bpmn:EndEvent", "bpmn:IntermediateCatchEvent", "bpmn:IntermediateThrowEvent"];

/** The group of a flow, null for everything else. */
export function targetGroup(element, translate) {
  if (element.type !== "bpmn:SequenceFlow" || element.labelTarget) return null;
  return {
    id: "lajur-tujuan",
    label: translate("kaidah:tujuan"),
    component: Group,
    shouldOpen: true,
    entries: [{ id: "lajur-tujuan-ke", component: Target, isEdited: () => true }],
  };
}

function Target({ element, id }) {
  const modeling = useService("modeling");
  const registry = useService("elementRegistry");
  const translate = useService("translate");
  return jsx(SelectEntry, {
    element,
    id,
    label: translate("kaidah:menuju"),
    getValue: () => element.target?.id ?? "",
    setValue: (to) => {
      const target = registry.get(to);
      modeling.reconnectEnd(element, target, { x: target.x + target.width / 2, y: target.y + target.height / 2 });
    },
    getOptions: () => options(element, registry),
  });
}

/** What a flow may lead to, down the page. */
function options(element, registry) {
  const fits = (one) => !one.labelTarget && REACHED.some((type) => one.businessObject?.$instanceOf?.(type));
  const found = registry.filter((one) => fits(one) && one.parent === element.target?.parent);
  found.sort((one, other) => one.y - other.y || one.x - other.x);
  return found.map((one) => ({ value: one.id, label: one.businessObject.name || one.id }));
}
