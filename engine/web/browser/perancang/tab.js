// The three tabs of the panel, by mouse and by arrow keys.
import { find } from "./halaman.js";

/** Lets the tabs of the page act; `openTab(id)` opens one. */
export function startTabs() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", () => openTab(tab.id));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -place, End: tabs.length - 1 - place }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = tabs[(place + step + tabs.length) % tabs.length];
      openTab(next.id);
      next.focus();
    });
  }
}

/** Shows the panel of a tab, and no other. */
export function openTab(id) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const open = tab.id === id;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    find(`#${tab.getAttribute("aria-controls")}`).hidden = !open;
  }
}
