// The bar for several tasks: how many are ticked, and out of the way while none is.
import { several } from "./words.js";

/** How many tasks of the list are ticked. */
export function ticked() {
  return document.querySelectorAll("#daftar .row input[type=checkbox]:checked").length;
}

/** Shows the number in the bar; called again after the list was renewed. */
export function countTicks() {
  const bar = document.querySelector("[data-centang]");
  if (!bar) return;
  const show = () => {
    const n = ticked();
    bar.hidden = !n;
    const said = bar.querySelector("[data-jumlah]");
    if (said) said.textContent = several("ticked", n);
  };
  if (!bar.dataset.hidup) {
    bar.dataset.hidup = "1";
    document.addEventListener("change", show);
    addEventListener("pageshow", show);
  }
  show();
}
