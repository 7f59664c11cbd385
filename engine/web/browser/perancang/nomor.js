// Shows the printed number of a step in its box, and no picture of a person: each step here is somebody's.
import BaseRenderer from "diagram-js/lib/draw/BaseRenderer";
import { append, attr, create } from "tiny-svg";
import { readProperty } from "./sifat.js";

const PERSON = "bpmn:UserTask";
const ABOVE = 1500; // the priority of bpmn-js's own renderer is 1000

class NumberRenderer extends BaseRenderer {
  constructor(eventBus, bpmnRenderer) {
    super(eventBus, ABOVE);
    this._renderer = bpmnRenderer;
  }

  canRender(element) {
    return !element.labelTarget && (element.type === PERSON || Boolean(readProperty(element.businessObject, "sop:no")));
  }

  drawShape(parent, element, attrs) {
    const plain = element.type === PERSON && this._renderer.handlers?.["bpmn:Task"];
    const drawn = plain ? plain.call(this._renderer, parent, element, attrs) : this._renderer.drawShape(parent, element, attrs);
    const text = create("text");
    attr(text, { x: element.width - 6, y: 14, "text-anchor": "end", "font-size": 11, "font-weight": 700 });
    text.textContent = readProperty(element.businessObject, "sop:no");
    append(parent, text);
    return drawn;
  }

  getShapePath(shape) {
    return this._renderer.getShapePath(shape);
  }
}

NumberRenderer.$inject = ["eventBus", "bpmnRenderer"];

export default { __init__: ["numberRenderer"], numberRenderer: ["type", NumberRenderer] };
