// Our lint rules: what a process owner should see before the server has answered, and what the server found.
import disconnected from "bpmnlint/rules/no-disconnected";
import duplicates from "bpmnlint/rules/no-duplicate-sequence-flows";
import implicitEnd from "bpmnlint/rules/no-implicit-end";
import implicitStart from "bpmnlint/rules/no-implicit-start";
import { readProperty } from "./sifat.js";

/** The findings of the server by element id: [{ severity, text, rule }]; kaidah `server-*` report them. */
export const found = new Map();

const STEPS = ["bpmn:UserTask", "bpmn:ManualTask"];
const UNSUPPORTED = [
  "bpmn:ScriptTask",
  "bpmn:ComplexGateway",
  "bpmn:AdHocSubProcess",
  "bpmn:CompensateEventDefinition",
  "bpmn:CancelEventDefinition",
];
/** What stands at the edge of a step: a reminder leads nowhere, and that is right. */
const REMINDER = "bpmn:BoundaryEvent";
const NO_NUMBER = /^[^0-9]*$/;

const is = (node, types) => types.some((type) => node.$instanceOf?.(type));

/** A rule that looks at nodes on which the server has found nothing. */
function rule(look) {
  return () => ({
    check(node, reporter) {
      if (!found.has(node.id)) look(node, reporter);
    },
  });
}

/** A rule that tells what the server found, of one severity. */
function told(severity) {
  return () => ({
    check(node, reporter) {
      for (const one of found.get(node.id) ?? []) {
        if (one.severity === severity) reporter.report(node.id, one.text);
      }
    },
  });
}

const OURS = {
  "server-galat": told("error"),
  "server-peringatan": told("warning"),
  "tidak-didukung": rule((node, reporter) => {
    if (is(node, UNSUPPORTED) && node.$type !== "bpmn:SubProcess") {
      reporter.report(node.id ?? node.$parent?.id, "kaidah:tidak-didukung");
    }
  }),
  "nama-langkah": rule((node, reporter) => {
    if (is(node, STEPS) && !node.name?.trim()) reporter.report(node.id, "kaidah:tanpa-nama");
  }),
  "nomor-langkah": rule((node, reporter) => {
    if (is(node, STEPS) && !readProperty(node, "sop:no")) reporter.report(node.id, "kaidah:tanpa-nomor");
  }),
  "nama-jalan": rule((node, reporter) => {
    if (!is(node, ["bpmn:ExclusiveGateway"]) || (node.outgoing ?? []).length < 2) return;
    const bare = node.outgoing.filter((flow) => !flow.name?.trim());
    if (bare.length) reporter.report(node.id, "kaidah:jalan-tanpa-nama");
  }),
  "norma-angka": rule((node, reporter) => {
    const printed = readProperty(node, "sop:waktu");
    if (is(node, STEPS) && printed && !NO_NUMBER.test(printed) && !readProperty(node, "sop:durasi")) {
      reporter.report(node.id, "kaidah:tanpa-durasi");
    }
  }),
};

const THEIRS = {
  "no-disconnected": disconnected,
  "no-duplicate-sequence-flows": duplicates,
  "no-implicit-end": implicitEnd,
  "no-implicit-start": implicitStart,
};

/** A rule of bpmnlint that is silent where the server has said more. */
function quiet(factory) {
  return (config) => {
    const made = factory(config);
    return {
      check(node, reporter) {
        if (found.has(node.id) || node.$type === REMINDER) return;
        const kept = { ...reporter, report: (id, ...rest) => found.has(id) || reporter.report(id, ...rest) };
        const checks = typeof made.check === "function" ? made.check : null;
        if (checks) checks.call(made, node, kept);
      },
    };
  };
}

const OWN = "bpmnlint-plugin-lajur";

/** What bpmn-js-bpmnlint takes: which rules, and where they are. `fake-join` is not among them: returns are natural. */
export const linting = {
  config: {
    rules: {
      "lajur/server-galat": "error",
      "lajur/server-peringatan": "warn",
      "lajur/tidak-didukung": "error",
      "lajur/nama-langkah": "warn",
      "lajur/nomor-langkah": "warn",
      "lajur/nama-jalan": "warn",
      "lajur/norma-angka": "info",
      "no-disconnected": "warn",
      "no-duplicate-sequence-flows": "warn",
      "no-implicit-end": "warn",
      "no-implicit-start": "warn",
    },
  },
  resolver: {
    resolveRule(pkg, name) {
      if (pkg === OWN) return OURS[name];
      return quiet(THEIRS[name]);
    },
    resolveConfig(pkg, name) {
      throw new Error(`no config ${pkg}/${name}`);
    },
  },
};
