// The difference of two versions by keyboard: J and K go from change to change, V shows the other version.
const place = document.querySelector("[data-ubah]");
const OFF = "lajur-tombol-versi";

const kept = () => {
  try {
    return localStorage.getItem(OFF) !== "mati";
  } catch {
    return true;
  }
};

const keep = (on) => {
  try {
    localStorage.setItem(OFF, on ? "aktif" : "mati");
  } catch {
    // a browser that keeps nothing asks again next time
  }
};

const start = () => {
  const lines = [...place.querySelectorAll("[data-nomor]")];
  const box = place.querySelector("[data-tombol-aktif]");
  place.querySelector("[data-tombol]").hidden = false;
  box.checked = kept();
  box.addEventListener("change", () => keep(box.checked));
  let at = lines.findIndex((line) => `#${line.id}` === location.hash);

  const pins = (number) => [...place.querySelectorAll(`[data-pin="${number}"]`)];

  const show = (line, focus) => {
    for (const marked of place.querySelectorAll(".kini")) marked.classList.remove("kini");
    line.classList.add("kini");
    line.scrollIntoView({ block: "nearest" });
    for (const pin of pins(line.dataset.nomor)) {
      pin.classList.add("kini");
      const room = pin.closest(".drawing");
      const there = pin.getBoundingClientRect();
      const here = room.getBoundingClientRect();
      room.scrollBy({ top: there.top - here.top - room.clientHeight / 2, left: there.left - here.left - room.clientWidth / 2 });
    }
    if (focus) line.querySelector("a.pin")?.focus({ preventScroll: true });
    history.replaceState(null, "", `#${line.id}`);
  };

  const go = (step) => {
    if (lines.length === 0) return;
    at = (at + step + lines.length) % lines.length;
    show(lines[at], true);
  };

  const other = () => {
    const now = place.querySelector("[data-lihat][aria-current]")?.dataset.lihat;
    const link = place.querySelector(`[data-lihat="${now === "dahulu" ? "sesudah" : "dahulu"}"]`);
    if (link) location.assign(link.href + location.hash);
  };

  place.addEventListener("click", (event) => {
    const pin = event.target.closest("a.pin");
    if (!pin) return;
    event.preventDefault();
    at = lines.indexOf(pin.closest("[data-nomor]"));
    show(lines[at], false);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!box.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = { j: () => go(1), k: () => go(-1), v: other }[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  if (at >= 0) show(lines[at], false);
};

if (place) start();
