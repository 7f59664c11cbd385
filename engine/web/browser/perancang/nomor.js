// Shows the printed number of a step in its box.
import BaseRenderer from "diagram-js/lib/draw/BaseRenderer";
import { append, attr, create } from "tiny-svg";
import { readProperty } from "./sifat.js";

const ABOVE = 1500; // the priority of bpmn-js's own renderer is 1000

class NumberRenderer extends BaseRenderer {
  constructor(eventBus, bpmnRenderer) {
    super(eventBus, ABOVE);
    this._renderer = bpmnRenderer;
  }

  canRender(element) {
    return !element.labelTarget && Boolean(readProperty(element.businessObject, "sop:no"));
  }

  drawShape(parent, element, attrs) {
    const drawn = this._renderer.drawShape(parent, element, attrs);
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
