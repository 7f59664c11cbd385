// Reads and writes the camunda:property entries of an element, so that each change can be undone.

/** The value of a property, "" when it is not there. */
export function readProperty(businessObject, name) {
  const found = propertiesOf(businessObject)?.values?.find((one) => one.name === name);
  return found?.value ?? "";
}

/** Sets a property of a business object; `element` is the shape that is told of the change. */
export function writeProperty(modeler, { element, businessObject }, name, value) {
  const modeling = modeler.get("modeling");
  const factory = modeler.get("bpmnFactory");
  const kept = propertiesOf(businessObject);
  const old = kept?.values?.find((one) => one.name === name);
  if (old) {
    modeling.updateModdleProperties(element, old, { value });
    return;
  }
  if (!value) return;
  const entry = factory.create("camunda:Property", { name, value });
  if (kept) {
    entry.$parent = kept;
    modeling.updateModdleProperties(element, kept, { values: [...(kept.values ?? []), entry] });
    return;
  }
  const properties = factory.create("camunda:Properties", { values: [entry] });
  entry.$parent = properties;
  const extensions = businessObject.extensionElements ?? factory.create("bpmn:ExtensionElements", { values: [] });
  properties.$parent = extensions;
  if (businessObject.extensionElements) {
    modeling.updateModdleProperties(element, extensions, { values: [...(extensions.values ?? []), properties] });
    return;
  }
  extensions.$parent = businessObject;
  extensions.values = [properties];
  modeling.updateModdleProperties(element, businessObject, { extensionElements: extensions });
}

function propertiesOf(businessObject) {
  return businessObject?.extensionElements?.values?.find((one) => one.$type === "camunda:Properties");
}
