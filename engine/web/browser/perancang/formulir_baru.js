// The first form of a step: where a decision follows at once, it asks for it and for the reason of a Tidak.
import { NO } from "./kata_kaidah.js";
import { readProperty } from "./sifat.js";

const SCHEMA = 16;

/** Gives { schema, conditions: [{ flow, body }] } for a step; conditions are those that its ways lack. */
export function draftForm(element, words) {
  const number = readProperty(element.businessObject, "sop:no") || element.id.replace(/\W/g, "_");
  const ways = waysOf(element);
  const components = ways.length ? decision(number, element, ways, words) : [remark(number, words)];
  const schema = { schemaVersion: SCHEMA, id: element.id, type: "default", components };
  const lacking = ways.filter((flow) => !flow.conditionExpression?.body);
  const conditions = lacking.map((flow) => ({ flow, body: `=keputusan_${number} = "${flow.name}"` }));
  return { schema, conditions };
}

/** The named ways of the decision that follows a step at once. */
function waysOf(element) {
  const [flow] = element.businessObject.outgoing ?? [];
  const gateway = flow?.targetRef;
  if (gateway?.$type !== "bpmn:ExclusiveGateway") return [];
  const ways = gateway.outgoing ?? [];
  return ways.length > 1 && ways.every((one) => one.name) ? ways : [];
}

function decision(number, element, ways, words) {
  const values = ways.map((one) => ({ label: one.name, value: one.name }));
  const question = element.businessObject.outgoing[0].targetRef.name || words["putusan-label"];
  const asked = { id: `keputusan_${number}`, type: "radio", key: `keputusan_${number}`, label: question, values };
  const found = [{ ...asked, validate: { required: true } }];
  if (ways.some((one) => one.name === NO)) {
    found.push({
      id: `alasan_${number}`,
      type: "textarea",
      key: `alasan_${number}`,
      label: words["alasan-label"],
      validate: { required: true },
      conditional: { hide: `=keputusan_${number} != "${NO}"` },
    });
  }
  return found;
}

function remark(number, words) {
  return { id: `catatan_${number}`, type: "textarea", key: `catatan_${number}`, label: words["catatan-label"] };
}
