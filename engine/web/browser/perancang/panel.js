// The properties panel without what Lajur does not read; forms and header have tabs of their own.

import { targetGroup } from "./tujuan.js";

const HIDDEN_GROUPS = new Set([
  "CamundaPlatform__AsynchronousContinuations",
  "CamundaPlatform__JobExecution",
  "CamundaPlatform__CandidateStarter",
  "CamundaPlatform__FieldInjection",
  "CamundaPlatform__HistoryCleanup",
  "CamundaPlatform__Tasklist",
  "CamundaPlatform__ProcessVariables",
  "CamundaPlatform__FormData",
  "CamundaPlatform__Form",
  "CamundaPlatform__ExecutionListener",
  "CamundaPlatform__TaskListener",
  "CamundaPlatform__ConnectorInput",
  "CamundaPlatform__ConnectorOutput",
  "CamundaPlatform__ExtensionProperties",
  "CamundaPlatform__StartInitiator",
  "CamundaPlatform__Script",
  "CamundaPlatform__UserAssignment",
  "CamundaPlatform__BusinessKey",
  "CamundaPlatform__Input",
  "CamundaPlatform__Output",
]);
/** What names the process: the key of the SOP never changes. */
const HIDDEN_ENTRIES = new Set(["processId", "versionTag", "isExecutable"]);
const PROCESSES = ["bpmn:Process", "bpmn:Participant"];
const PRINTED = /Task$|^bpmn:(Participant|Process|SubProcess|CallActivity)$/;
const FIRST = ["general", "documentation"];

class Panel {
  constructor(propertiesPanel, translate) {
    this._translate = translate;
    propertiesPanel.registerProvider(100, this);
  }

  getGroups(element) {
    if (element.type === "bpmn:Collaboration") return () => [];
    return (groups) => {
      const hidden = (group) => HIDDEN_GROUPS.has(group.id) || (group.id === "documentation" && !PRINTED.test(element.type));
      const shown = groups.filter((group) => group && !hidden(group));
      for (const group of shown) this._prune(element, group);
      // The number of a step, its norms and papers are what is changed most: they stand open.
      for (const group of shown) group.shouldOpen = FIRST.includes(group.id) || isOurs(group);
      const target = targetGroup(element, this._translate);
      if (target) shown.splice(1, 0, target);
      return shown.filter((group) => !isPicker(group));
    };
  }

  _prune(element, group) {
    if (!group.entries) return;
    const process = PROCESSES.includes(element.type);
    group.entries = group.entries.filter((entry) => {
      const hidden = HIDDEN_ENTRIES.has(entry.id) || (process && entry.id === "id");
      return !hidden;
    });
  }
}

Panel.$inject = ["propertiesPanel", "translate"];

function isOurs(group) {
  return String(group.id).startsWith("ElementTemplates__CustomProperties");
}

/** Where a template is chosen: ours stand on their elements from the beginning. */
function isPicker(group) {
  return group.id === "ElementTemplates__Template";
}

export default { __init__: ["lajurPanel"], lajurPanel: ["type", Panel] };
