// The form editor speaks English only: its finite labels are put into Indonesian where they are drawn.
import { FORM_WORDS } from "./kata_formulir_daftar.js";

const SPOKEN = ["title", "aria-label", "placeholder"];

/** Keeps the labels of the editor in the language of the page. */
export function dressed(container, language) {
  if (language === "en") return;
  const watch = new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === "characterData") speak(target);
      else if (type === "attributes") attributes(target);
      for (const node of addedNodes) walk(node);
    }
  });
  walk(container);
  watch.observe(container, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN });
}

function walk(node) {
  if (node.nodeType === Node.TEXT_NODE) speak(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.closest(".fjs-editor-container .fjs-form-field")) return; // what the owner wrote
  attributes(node);
  for (const one of node.childNodes) walk(one);
}

function speak(text) {
  if (text.parentElement?.closest(".fjs-form-field, .cm-content, textarea")) return;
  const said = FORM_WORDS[text.data.trim()];
  if (said && text.data !== said) text.data = said;
}

function attributes(element) {
  for (const name of SPOKEN) {
    const said = FORM_WORDS[element.getAttribute(name)?.trim()];
    if (said) element.setAttribute(name, said);
  }
}
