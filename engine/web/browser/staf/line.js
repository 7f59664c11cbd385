// Whether the server answers: one notice for the whole page while it does not.
import { element, say } from "./words.js";

let notice = null;

/** Says that the server does not answer; nothing is lost. */
export function lost() {
  if (notice) return;
  notice = element("p", "note late offline", say("offline"));
  notice.setAttribute("role", "status");
  document.getElementById("isi")?.prepend(notice);
}

/** The server answered again. */
export function found() {
  notice?.remove();
  notice = null;
}

/** Watches the line of the browser; a request that fails or works says more, and says it by lost() and found(). */
export function watchLine() {
  addEventListener("offline", lost);
  addEventListener("online", found);
}
