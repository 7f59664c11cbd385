// The words of bpmn-js, its panel, its lint and our rules: Indonesian by our own map, English as it comes.
import { WORDS } from "./kata_daftar.js";
import { RULE_WORDS } from "./kata_kaidah.js";
import { PANEL_WORDS } from "./kata_panel.js";

const ALL = { ...WORDS, ...PANEL_WORDS, ...RULE_WORDS.id };

/** The module that bpmn-js asks for each of its words. */
export function translation(language) {
  const lower = (words) => Object.fromEntries(Object.entries(words).map(([key, value]) => [key.toLowerCase(), value]));
  const map = language === "en" ? RULE_WORDS.en : ALL;
  const anyhow = lower(map); // heads of the panel say "Sequence Flow" where menus say "Sequence flow"
  const missing = (window.kataKurang = new Set());
  const translate = (text, values = {}) => {
    const said = map[text] ?? anyhow[text.toLowerCase()];
    if (language !== "en" && said === undefined) missing.add(text);
    return (said ?? text).replace(/{([^}]+)}/g, (_, key) => values[key] ?? `{${key}}`);
  };
  return { translate: ["value", translate] };
}
