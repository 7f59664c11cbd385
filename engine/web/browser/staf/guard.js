// A form is sent once: a second click within a while is dropped, and what is under way is waited for.
import { element, say } from "./words.js";

const AGAIN = 15_000; // ms after which a form may be sent again: the answer must have been lost by then
const waiting = new WeakMap();

/** Names something that has to end before the form is sent: a promise that never fails. */
export function waitFor(form, promise) {
  const all = waiting.get(form) || new Set();
  waiting.set(form, all.add(promise));
  promise.finally(() => all.delete(promise));
}

/** Watches a form. The button stays alive until the request has left: a button that is disabled would not be sent. */
export function guard(form) {
  let sent = 0;
  addEventListener("pageshow", () => {
    sent = 0;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    if (Date.now() - sent < AGAIN) return event.preventDefault();
    const button = event.submitter;
    if (held(form, button)) return event.preventDefault();
    const open = waiting.get(form);
    if (open?.size) {
      event.preventDefault();
      const said = element("p", "hint", say("waiting"));
      said.setAttribute("role", "status");
      button?.after(said);
      while (open.size) await Promise.allSettled([...open]);
      said.remove();
      if (!held(form, button)) form.requestSubmit(button);
      return;
    }
    sent = Date.now();
    setTimeout(() => button?.setAttribute("aria-busy", "true"));
  });
}

/** True while a file has not arrived that somebody wanted to send: he tries again or leaves it out. */
function held(form, button) {
  if (button?.formNoValidate) return false; // a draft is saved as it is
  const choice = form.querySelector(".uploads .wrong button");
  form.querySelector(".held")?.remove();
  if (!choice) return false;
  const said = element("p", "err held", say("file_left"));
  said.setAttribute("role", "alert");
  button?.after(said);
  choice.focus();
  return true;
}
