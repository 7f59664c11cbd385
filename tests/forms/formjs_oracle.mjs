// Fills forms with form-js itself: a line {schema, data, known} in, a line {failed, cleared, shown} out, lists of keys.
// `known` is there when the form opens, `data` is what a person answers then.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "..", "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const { JSDOM } = await load("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true, url: "http://localhost/" });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
for (const name of ["window", "document", "navigator", "Event", "KeyboardEvent", "MouseEvent", "CustomEvent"]) {
  Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true });
}
globalThis.ResizeObserver ??= class { observe() {} unobserve() {} disconnect() {} };
globalThis.IntersectionObserver ??= class { observe() {} unobserve() {} disconnect() {} };

const { createForm } = await load("@bpmn-io/form-js-viewer");

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const isEmpty = (value) => value === undefined || value === null || value === "" || value === false || value?.length === 0;

async function fill({ schema, data, known }) {
  const container = document.body.appendChild(document.createElement("div"));
  const form = await createForm({ container, schema, data: structuredClone({ ...known, ...data }) });
  const answered = form._getState().data;
  await form.importSchema(schema, structuredClone(known));
  form._setState({ data: answered });
  for (let round = 0; round < 3; round++) await settled();
  const keys = new Map();
  form.get("formFieldRegistry").getAll().forEach((field) => field.key && keys.set(field.id, field));
  const taken = form._getState().data;
  const given = Object.keys(data).filter((key) => !isEmpty(data[key]));
  const lost = (value, kept) => (Array.isArray(value) ? value.length !== kept?.length : isEmpty(kept));
  const cleared = given.filter((key) => lost(data[key], taken[key]));
  const { errors, data: sent } = form.submit();
  form.destroy();
  container.remove();
  return {
    failed: Object.keys(errors).map((id) => keys.get(id).key).sort(),
    cleared: cleared.sort(),
    shown: Object.keys(sent).sort(),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await fill(JSON.parse(line))) + "\n");
}
process.exit(0);
