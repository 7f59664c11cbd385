// Plays one case at a time in bpmn-engine: a JSON line in is one act, a JSON line out is what is open then.
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import { Engine } from 'bpmn-engine';

let execution, values, items, timers, watched, failed;

// The value of `${name}` is that variable, everything else is text.
function resolveExpression(text) {
  const found = /^\$\{(\w+)\}$/.exec(text);
  return found ? values[found[1]] === true : text;
}

async function begin(xml) {
  [execution, failed, items, timers] = [null, null, new Map(), new Map()];
  const listener = new EventEmitter();
  listener.on('activity.wait', (api) => { if (api.content.isMultiInstance) items.set(api.executionId, api); });
  listener.on('activity.timer', (api) => timers.set(api.id, api));
  const engine = new Engine({ source: xml, expressions: { resolveExpression } });
  engine.on('error', (error) => { failed = error.message; });
  execution = await engine.execute({ listener });
}

// What is under way, also in sub-processes; once each.
function postponed(api, found = new Map()) {
  for (const inner of api.getPostponed()) {
    if (found.has(inner.executionId)) continue;
    found.set(inner.executionId, inner);
    if (inner.content.isSubProcess) postponed(inner, found);
  }
  return found;
}

function itemsOf(id) {
  return [...items.values()].filter((one) => one.id === id);
}

function open() {
  const found = {};
  for (const api of execution ? postponed(execution).values() : []) {
    if (watched.includes(api.id)) found[api.id] = (found[api.id] ?? 0) + (itemsOf(api.id).length || 1);
  }
  return found;
}

function act({ act: what, id }) {
  if (what === 'fire') return timers.get(id).cancel();
  const api = itemsOf(id)[0] ?? [...postponed(execution).values()].find((one) => one.id === id);
  items.delete(api.executionId);
  return api.signal();
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  values = told.xml ? told.values : { ...values, ...told.values };
  try {
    if (told.xml) {
      watched = told.watch;
      await begin(told.xml);
    } else {
      act(told);
    }
    await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    failed = error.message;
  }
  process.stdout.write(`${JSON.stringify({ open: open(), done: execution?.state === 'idle', failed })}\n`);
}
process.exit(0);
