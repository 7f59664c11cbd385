// Files leave as soon as they are chosen, several at once, each with its progress; the form then carries their names.
import { waitFor } from "./guard.js";
import { found, lost } from "./line.js";
import { element, say, size } from "./words.js";

const AT_ONCE = 3;

/** Takes over a file field; where this fails the field still sends its files with the form. */
export function takeFiles(input) {
  if (!("upload" in XMLHttpRequest.prototype) && !window.XMLHttpRequestUpload) return;
  const list = element("ul", "uploads");
  list.setAttribute("aria-label", input.dataset.daftar || "");
  input.before(list);
  const queue = { input, list, rows: [], running: 0 };
  input.addEventListener("change", () => {
    const files = [...input.files];
    if (!files.length) return;
    for (const row of list.querySelectorAll(".wrong:not(.again)")) row.remove(); // these files take their place
    if (!input.multiple) for (const old of list.querySelectorAll("input")) old.checked = false;
    for (const file of files) add(queue, file);
    input.value = ""; // they go by themselves: the form must not send them again
    input.required = false;
  });
}

function add(queue, file) {
  const row = element("li");
  const said = element("span", "", say("upload_waiting", { name: file.name, size: size(file.size) }));
  const bar = element("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  row.append(said, bar);
  queue.list.append(row);
  const job = { queue, file, row, said, bar };
  const most = Number(queue.input.dataset.batas);
  if (most && file.size > most) return wrong(job, say("too_large", { name: file.name, size: size(file.size), most: size(most) }), false);
  if (!file.size) return wrong(job, say("empty_file", { name: file.name }), false);
  queue.rows.push(job);
  job.ended = new Promise((done) => (job.done = done));
  waitFor(queue.input.form, job.ended);
  next(queue);
}

function next(queue) {
  while (queue.running < AT_ONCE && queue.rows.length) {
    queue.running += 1;
    send(queue.rows.shift());
  }
}

function send(job) {
  const { input } = job.queue;
  const body = new FormData();
  body.append("_csrf", input.form.querySelector("[name=_csrf]").value);
  body.append("bidang", input.name);
  body.append("berkas", job.file, job.file.name);
  const request = new XMLHttpRequest();
  request.open("POST", input.dataset.unggah);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(job, event));
  request.addEventListener("load", () => loaded(job, request));
  for (const way of ["error", "abort", "timeout"]) request.addEventListener(way, () => cut(job));
  request.send(body);
}

function progress(job, event) {
  const percent = Math.floor((event.loaded / event.total) * 100);
  job.bar.value = percent;
  job.said.textContent = say(percent < 100 ? "uploading" : "checking", { name: job.file.name, percent, size: size(job.file.size) });
}

function loaded(job, request) {
  found();
  const told = request.response;
  if (request.status === 200 && told?.kept) kept(job, told);
  else wrong(job, told?.said || say("upload_failed", { name: job.file.name }), request.status >= 500 || request.status === 413);
  over(job);
}

function cut(job) {
  lost();
  wrong(job, say("upload_cut", { name: job.file.name }), true);
  over(job);
}

/** The file is kept: the form carries what names it. */
function kept(job, told) {
  const { input } = job.queue;
  const label = element("label", "opt");
  const box = element("input");
  Object.assign(box, { type: "checkbox", name: input.name, value: told.kept, checked: true });
  label.append(box, ` ${told.name} `, element("span", "hint", say("uploaded", { size: size(job.file.size) })));
  job.row.replaceChildren(label);
  job.row.className = "";
  input.form.dispatchEvent(new Event("lajur:changed"));
}

function wrong(job, sentence, again) {
  job.row.className = again ? "wrong again" : "wrong";
  const said = element("p", "err", sentence);
  said.setAttribute("role", "alert");
  const drop = element("button", "slim", say("leave_out"));
  drop.type = "button";
  drop.setAttribute("aria-label", `${say("leave_out")}: ${job.file.name}`);
  drop.addEventListener("click", () => {
    job.row.remove();
    job.queue.input.focus();
  });
  const buttons = [drop];
  if (again) {
    const retry = element("button", "slim", say("try_again"));
    retry.type = "button";
    retry.addEventListener("click", () => {
      job.row.remove();
      add(job.queue, job.file);
    });
    buttons.unshift(retry);
  }
  job.row.replaceChildren(said, ...buttons);
}

function over(job) {
  job.queue.running -= 1;
  job.done();
  next(job.queue);
}
