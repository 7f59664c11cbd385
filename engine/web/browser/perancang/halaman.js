// Small helpers of the page: elements, words, and questions to the server.

/** The element; an error that names the selector when it is not there. */
export function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** Makes an element with attributes and children; texts are texts, never markup. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Lets a button act. */
export function button(element, act) {
  element.addEventListener("click", (event) => {
    event.preventDefault();
    act(event);
  });
  return element;
}

/** Calls once nothing has asked for `wait` ms; `now()` calls at once, `stop()` not at all. */
export function later(act, wait) {
  let timer = 0;
  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  ask.now = () => {
    clearTimeout(timer);
    return act();
  };
  ask.stop = () => clearTimeout(timer);
  return ask;
}

/** Sends JSON and gives { status, body }; status 0 when there is no answer. */
export async function send(data, url, body) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": data.csrf },
      body: JSON.stringify(body),
    });
    if (answer.redirected) return { status: 401, body: { message: data.words.keluar } };
    const type = answer.headers.get("Content-Type") ?? "";
    return { status: answer.status, body: type.includes("json") ? await answer.json() : { text: await answer.text() } };
  } catch {
    return { status: 0, body: {} };
  }
}

/** A sentence of the page with its values: say(page, "disimpan", { time }). */
export function say(page, name, values = {}) {
  return page.data.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** Gives the browser a file to keep. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What stands in a field of the panel counts when it is left: leaves it. */
export function settle() {
  const field = document.activeElement;
  if (field && field !== document.body && field.closest("#sifat, #tab-sop")) {
    field.blur();
    field.focus();
  }
}
