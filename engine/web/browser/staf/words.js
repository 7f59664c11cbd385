// The sentences that the scripts say, in the language of the page: the server writes them into it.
const table = JSON.parse(document.getElementById("kata")?.textContent || "{}");

/** The sentence of that name with its values: say("uploading", {name, percent}). */
export function say(name, values = {}) {
  return (table[name] || "").replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** The sentence for a number: that of one, or that of many. */
export function several(name, n, values = {}) {
  return say(n === 1 && table[`${name}_1`] ? `${name}_1` : name, { n, ...values });
}

/** A size in bytes as people read it: 320 KB, 3,2 MB. */
export function size(bytes) {
  const mega = bytes / 1024 / 1024;
  const text = mega >= 1 ? mega.toFixed(1) : String(Math.max(1, Math.round(bytes / 1024)));
  return `${document.documentElement.lang === "id" ? text.replace(".", ",") : text} ${mega >= 1 ? "MB" : "KB"}`;
}

/** An element with a class and a text; never markup. */
export function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}
