// What camunda-external-task-client-js does: workers; the rest goes over its own transport, with its own interceptors.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { BasicAuthInterceptor, Client, File, Variables } from "camunda-external-task-client-js";

const work = JSON.parse(process.env.KLIEN);
const steps = JSON.parse(process.env.KLIEN_SKM);
const rest = `${work.root}/engine-rest`;
const MACHINE = "mesin.klien";
const OWNER = "pemilik.klien";
const STAFF = "staf.bunut-hilir";
const SERVICE = "surat_dengan_layanan";
const LETTER = "%PDF-1.4\nSurat keterangan untuk Ani Suryani\n%%EOF\n";
const KEY = `${work.client} layanan`;
const done = new Set();

function interceptor(who) {
  const token = work.tokens[who];
  if (!token) return new BasicAuthInterceptor({ username: who, password: "lajur" });
  return (config) => ({ ...config, headers: { ...config.headers, Authorization: `Bearer ${token}` } });
}

// The transport of the client as somebody; it polls nothing.
const engines = new Map();
function as(who) {
  if (!engines.has(who)) {
    const client = new Client({ baseUrl: rest, autoPoll: false, interceptors: interceptor(who), workerId: who });
    engines.set(who, client.engineService);
  }
  return engines.get(who);
}

function check(right, words) {
  if (!right) throw new Error(words);
}

async function awaited(ask, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const found = await ask();
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error("what was waited for did not come");
}

const typed = (answers) =>
  Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [
      name,
      Array.isArray(value) ? { value: JSON.stringify(value), type: "Json" } : { value },
    ]),
  );

async function deploy() {
  const file = fileURLToPath(new URL("layanan.bpmn", import.meta.url));
  const body = new FormData();
  const fields = { "deployment-name": "Layanan", "enable-duplicate-filtering": "true", "tenant-id": "bunut-hilir" };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("layanan.bpmn", new Blob([readFileSync(file)]), basename(file));
  const made = await as(OWNER).post("/deployment/create", { body });
  check(made.name === "Layanan", "deployed");
  done.add("deploy");
}

async function complete(who, instance, answers) {
  const path = `/task?processInstanceId=${instance}&candidateUser=${who}`;
  const task = await awaited(async () => (await as(who).get(path))[0]);
  await as(who).post(`/task/${task.id}/claim`, { json: { userId: who } });
  await as(who).post(`/task/${task.id}/complete`, { json: { variables: typed(answers) } });
  ["list", "claim", "complete"].forEach((one) => done.add(one));
  return task.taskDefinitionKey;
}

async function ended(instance) {
  const past = await as("auditor").get(`/history/process-instance/${instance}`);
  check(past.state === "COMPLETED", `the history says ${past.state}`);
  done.add("history");
}

async function start(who, key, body) {
  const started = await as(who).post(`/process-definition/key/${key}/start`, { json: body });
  done.add("start");
  return started.id;
}

async function walkSkm() {
  const body = { businessKey: `${work.client} SKM` };
  const instance = await start(STAFF, "pengesahan_surat_keterangan_miskin", body);
  for (const [step, who, answers] of steps) check((await complete(who, instance, answers)) === step, step);
  await ended(instance);
}

// Does with the next task of `cek-nik` what the plan says.
function checking(plan, seen) {
  return async ({ task, taskService }) => {
    seen.push(task);
    const step = plan.shift();
    if (step === "fail" || step === "crash") {
      await taskService.extendLock(task, 90000);
      const retries = step === "fail" ? 1 : 0;
      const failure = { errorMessage: "Layanan sibuk", errorDetails: "rinci", retries, retryTimeout: 0 };
      await taskService.handleFailure(task, failure);
    } else if (step === "back") {
      await taskService.unlock(task);
    } else if (step === "error") {
      const tried = new Variables().set("dicoba", 1);
      await taskService.handleBpmnError(task, "NIK_TIDAK_TERDAFTAR", "tidak terdaftar", tried);
    } else {
      const results = new Variables().set("nik_sah", true);
      results.setTyped("diperiksa", { type: "Date", value: new Date(0), valueInfo: {} });
      await taskService.complete(task, results);
    }
  };
}

function printing(seen) {
  return async ({ task, taskService }) => {
    const scan = await task.variables.get("pindaian").load();
    writeFileSync("pindaian.pdf", scan.content);
    writeFileSync("surat.pdf", LETTER);
    const letter = await new File({ localPath: "./surat.pdf", mimetype: "application/pdf" }).load();
    await taskService.complete(task, new Variables().set("surat", letter));
    seen.push(task);
  };
}

async function retried(instance, task) {
  const path = `/incident?processInstanceId=${instance}`;
  const [incident] = await awaited(async () => {
    const found = await as(OWNER).get(path);
    return found.length && found;
  });
  check(incident.incidentMessage === "Layanan sibuk", incident.incidentMessage);
  await as(OWNER).request("PUT", `/external-task/${task.id}/retries`, { json: { retries: 1 } });
  ["failure", "unlock", "incident", "retries"].forEach((one) => done.add(one));
}

async function walkService(scan) {
  const pindaian = { type: "File", value: scan.toString("base64"), valueInfo: { filename: "pindaian.pdf" } };
  const body = { businessKey: KEY, variables: { nik: { value: "000" }, pindaian } };
  const instance = await start(MACHINE, SERVICE, body);
  const plan = work.short ? ["error", "done"] : ["back", "fail", "crash", "error", "done"];
  const [seen, printed, wrong] = [[], [], []];
  const options = { baseUrl: rest, interceptors: interceptor(MACHINE), workerId: "pekerja-js", interval: 50 };
  const client = new Client({ ...options, asyncResponseTimeout: 3000, lockDuration: 60000, maxTasks: 3 });
  client.on("handler:error", (error) => wrong.push(error));
  client.on("poll:error", (error) => wrong.push(error));
  const topic = { businessKey: KEY, processDefinitionKey: SERVICE };
  client.subscribe("cek-nik", { ...topic, includeExtensionProperties: true }, checking(plan, seen));
  client.subscribe("cetak-surat", topic, printing(printed));
  try {
    if (!work.short) {
      await awaited(() => wrong.length || plan.length === 2);
      await retried(instance, seen.at(-1));
    }
    await awaited(() => wrong.length || plan.length === 1);
    check((await complete(STAFF, instance, { nik: "6106010101900001" })) === "perbaiki", "perbaiki");
    await awaited(() => wrong.length || plan.length === 0);
    check(seen.at(-1).variables.get("nik") === "6106010101900001", "the number was put right");
    check(seen.at(-1).extensionProperties.layanan === "kependudukan", "extension properties");
    await correlated(instance);
    await awaited(() => wrong.length || printed.length);
  } finally {
    client.stop();
  }
  if (wrong.length) throw wrong[0];
  check(readFileSync("pindaian.pdf").equals(scan), "the scan came as it was");
  const letter = await as(STAFF).get(`/process-instance/${instance}/variables/surat/data`);
  check(letter.toString() === LETTER, "the letter came as it was");
  check((await complete(STAFF, instance, {})) === "serahkan", "serahkan");
  await ended(instance);
  ["fetchAndLock", "bpmnError", "external complete", "message", "file in", "file out"].forEach((one) => done.add(one));
}

async function correlated(instance) {
  const body = { messageName: "berkas_asli_diterima", businessKey: KEY, resultEnabled: true };
  const [result] = await awaited(async () => {
    const waiting = await as(MACHINE).get(`/process-instance/${instance}/activity-instances`);
    const open = waiting.childActivityInstances.map((one) => one.activityId);
    return open.includes("tunggu_berkas") && as(MACHINE).post("/message", { json: body });
  });
  check(result.execution.processInstanceId === instance, "the message went to the case");
}

// A version as node finds the package: it has no main entry that says so.
function version() {
  const found = createRequire(import.meta.url).resolve(work.client);
  const told = join(found, "..", "package.json");
  return existsSync(told) ? JSON.parse(readFileSync(told)).version : "?";
}

async function main() {
  await deploy();
  if (!work.short) await walkSkm();
  const bytes = Array.from({ length: 256 }, (_, number) => number);
  await walkService(Buffer.from([...Buffer.from("%PDF-1.4\n"), ...bytes]));
  console.log(JSON.stringify({ version: version(), done: [...done], lacking: [] }));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.stack);
    process.exit(1);
  },
);
