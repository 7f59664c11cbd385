// What the pages of staff do better with a script; without it they work by links and buttons alone.
import htmx from "htmx.org";
import { keepDrafts } from "./draft.js";
import { guard } from "./guard.js";
import { watchInbox } from "./inbox.js";
import { listen } from "./keys.js";
import { watchLine } from "./line.js";
import { countTicks } from "./ticks.js";
import { takeFiles } from "./upload.js";

// The policy of the pages allows no eval and no style elements; a refused form (422) is shown like any other page.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

watchLine();
for (const form of document.querySelectorAll("form[method=post]")) guard(form);
for (const form of document.querySelectorAll("form[data-draf]")) keepDrafts(form);
for (const input of document.querySelectorAll("input[type=file][data-unggah]")) takeFiles(input);
countTicks();
watchInbox(htmx);
listen();
