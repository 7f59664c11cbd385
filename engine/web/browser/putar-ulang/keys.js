// Clicks, the slider and the keyboard. Single letters can be turned off, and act only where nobody types.

const KEYS = { ArrowRight: "on", ArrowLeft: "back", Home: "first", End: "last", " ": "play" };
const LETTERS = { k: "return", n: "late", c: "tab" };
const KEPT = "lajur.putar.huruf";

export function listen(root, play) {
  const letters = root.querySelector("[data-letters]");
  letters.checked = kept() !== "0";
  letters.addEventListener("change", () => keep(letters.checked ? "1" : "0"));
  root.addEventListener("click", (event) => clicked(event, play));
  root.querySelector("#geser").addEventListener("input", (event) => play.slid(Number(event.target.value)));
  root.querySelector(".geser").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const act = KEYS[event.key] || (letters.checked && !event.shiftKey && LETTERS[event.key.toLowerCase()]);
    if (!act || busy(event)) return;
    event.preventDefault();
    play.act(act);
  });
}

/** True where the key already means something: in fields, on what is pressed by Space, in what scrolls. */
function busy(event) {
  const at = event.target instanceof Element ? event.target : document.body;
  if (at.matches("textarea, select, [contenteditable], input:not([type=checkbox])")) return true;
  if (event.key === " ") return at.closest("a, button, summary, input, .isi, .gambar") !== null;
  return ["Home", "End"].includes(event.key) && at.closest(".isi, .gambar") !== null;
}

function clicked(event, play) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const tab = event.target.closest("[data-tab]");
  const go = event.target.closest("[data-go]");
  const link = event.target.closest("[data-column] a, [data-told] a");
  if (!tab && !go && !link) return;
  event.preventDefault();
  if (tab) play.tab(tab.dataset.tab);
  else if (go) play.act(go.dataset.go);
  else play.go(Number(new URL(link.href).searchParams.get("m")), true);
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // a browser that keeps nothing forgets the choice
  }
}
