// The names of the lanes stay above the canvas while it scrolls.
import { find, make } from "./halaman.js";

/** Keeps a strip of lane names in step with the view. */
export function startHeads({ modeler }) {
  const strip = find("#kepala");
  const draw = () => {
    const { x, scale } = modeler.get("canvas").viewbox();
    const lanes = modeler.get("elementRegistry").filter((one) => isLane(one));
    strip.hidden = !lanes.length;
    strip.replaceChildren(
      ...lanes.map((lane) => {
        const head = make("span", { title: lane.businessObject.name ?? "" }, lane.businessObject.name ?? "");
        head.style.left = `${(lane.x - x) * scale}px`;
        head.style.width = `${lane.width * scale}px`;
        return head;
      }),
    );
  };
  for (const event of ["canvas.viewbox.changed", "import.done", "elements.changed", "canvas.resized"]) {
    modeler.on(event, draw);
  }
}

/** A lane that stands upright and holds no other lanes. */
function isLane(element) {
  const lane = element.type === "bpmn:Lane" && !element.labelTarget && element.di?.isHorizontal === false;
  return lane && !element.children.some((one) => one.type === "bpmn:Lane");
}
