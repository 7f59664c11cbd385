// The words of bpmn-js, its panel, its lint and our rules: Indonesian by our own map, English as it comes.
import { WORDS } from "./kata_daftar.js";
import { RULE_WORDS } from "./kata_kaidah.js";
import { PANEL_WORDS } from "./kata_panel.js";

const ALL = { ...WORDS, ...PANEL_WORDS, ...RULE_WORDS.id };

/** The module that bpmn-js asks for each of its words. */
export function translation(language) {
  const map = language === "en" ? RULE_WORDS.en : ALL;
  const missing = (window.kataKurang = new Set());
  const translate = (text, values = {}) => {
    if (language !== "en" && !(text in map)) missing.add(text);
    return (map[text] ?? text).replace(/{([^}]+)}/g, (_, key) => values[key] ?? `{${key}}`);
  };
  return { translate: ["value", translate] };
}
