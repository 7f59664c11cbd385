// What another program left out of a file: the ends of flows at the elements, and our templates on steps and decisions.
const TEMPLATES = { "bpmn:UserTask": "lajur.sop.langkah", "bpmn:ExclusiveGateway": "lajur.sop.putusan" };

/** Completes each file before it is drawn; without it every element would be called unconnected. */
export function startCompleting(modeler) {
  modeler.on("import.parse.complete", ({ definitions }) => {
    for (const one of definitions?.rootElements ?? []) if (one.$type === "bpmn:Process") complete(one);
  });
}

function complete(scope) {
  for (const one of scope.flowElements ?? []) {
    if (one.$type === "bpmn:SequenceFlow") {
      join(one.sourceRef, "outgoing", one);
      join(one.targetRef, "incoming", one);
    }
    const template = TEMPLATES[one.$type];
    if (template && !one.get("camunda:modelerTemplate")) {
      one.set("camunda:modelerTemplate", template);
      one.set("camunda:modelerTemplateVersion", 1);
    }
    complete(one);
  }
}

function join(node, side, flow) {
  const ends = node?.get(side);
  if (ends && !ends.includes(flow)) ends.push(flow);
}
