// Keys of our own on the canvas: A adds a step behind what is selected, K a decision.

const LAST = 250; // below the priority of bpmn-js's own keys

class Keys {
  constructor(keyboard, selection, autoPlace, lajurMaker) {
    keyboard.addListener(LAST, ({ keyEvent }) => {
      if (keyboard.hasModifier(keyEvent)) return undefined;
      const made = { a: () => lajurMaker.step(), k: () => lajurMaker.decision() }[keyEvent.key.toLowerCase()];
      const [chosen] = selection.get();
      const follows = chosen?.businessObject?.$instanceOf?.("bpmn:FlowNode") && chosen.type !== "bpmn:EndEvent";
      if (!made || !follows || chosen.labelTarget) return undefined;
      autoPlace.append(chosen, made());
      return true;
    });
  }
}

Keys.$inject = ["keyboard", "selection", "autoPlace", "lajurMaker"];

export default { __init__: ["lajurKeys"], lajurKeys: ["type", Keys] };
