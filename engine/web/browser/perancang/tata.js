// Takes over the drawing of another file of the same diagram, as one act that can be undone.

/** Sets bounds, labels and waypoints from `drawing`: { shapes: {id: {bounds, label}}, edges: {id: {points, label}} }. */
class DrawingHandler {
  constructor(elementRegistry, bpmnFactory) {
    this._registry = elementRegistry;
    this._factory = bpmnFactory;
  }

  execute(context) {
    const changed = [];
    context.before = { shapes: {}, edges: {} };
    for (const [id, wanted] of Object.entries(context.drawing.shapes)) {
      changed.push(...this._shape(id, wanted, context.before.shapes));
    }
    for (const [id, wanted] of Object.entries(context.drawing.edges)) {
      changed.push(...this._edge(id, wanted, context.before.edges));
    }
    return changed;
  }

  revert(context) {
    const { before, drawing } = context;
    const changed = this.execute({ drawing: before });
    context.drawing = drawing;
    return changed;
  }

  _shape(id, wanted, before) {
    const element = this._registry.get(id);
    if (!element) return [];
    before[id] = { bounds: boundsOf(element), label: element.label && boundsOf(element.label) };
    place(element, wanted.bounds);
    place(element.di.bounds, wanted.bounds);
    return [element, ...this._label(element, wanted.label)];
  }

  _edge(id, wanted, before) {
    const element = this._registry.get(id);
    if (!element?.waypoints) return [];
    before[id] = { points: element.waypoints.map(({ x, y }) => ({ x, y })), label: element.label && boundsOf(element.label) };
    element.waypoints = wanted.points.map(({ x, y }) => ({ x, y }));
    element.di.waypoint = wanted.points.map((point) => {
      const made = this._factory.create("dc:Point", { x: point.x, y: point.y });
      made.$parent = element.di;
      return made;
    });
    return [element, ...this._label(element, wanted.label)];
  }

  _label(element, bounds) {
    const { label, di } = element;
    if (!label || !bounds) return [];
    place(label, bounds);
    if (!di.label) {
      di.label = this._factory.create("bpmndi:BPMNLabel");
      di.label.$parent = di;
    }
    if (!di.label.bounds) {
      di.label.bounds = this._factory.create("dc:Bounds");
      di.label.bounds.$parent = di.label;
    }
    place(di.label.bounds, bounds);
    return [label];
  }
}

DrawingHandler.$inject = ["elementRegistry", "bpmnFactory"];

function boundsOf({ x, y, width, height }) {
  return { x, y, width, height };
}

function place(thing, { x, y, width, height }) {
  Object.assign(thing, { x, y, width, height });
}

class Tidying {
  constructor(commandStack) {
    commandStack.registerHandler("lajur.draw", DrawingHandler);
    this._stack = commandStack;
  }

  /** Draws everything anew, as one step back. */
  apply(drawing) {
    this._stack.execute("lajur.draw", { drawing });
  }
}

Tidying.$inject = ["commandStack"];

export default { __init__: ["lajurDrawing"], lajurDrawing: ["type", Tidying] };
