"""The other reader: pm4py loads our log and replays its completions on our diagram, or each case on a net of its own.

Runs where pm4py is installed. JSON in: files, tasks, nets. JSON out: traces and events as pm4py counts them, fitness.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from typing import Any


def read(told: dict[str, Any]) -> dict[str, Any]:
    """What pm4py says of the log."""
    pm4py = importlib.import_module("pm4py")
    log = pm4py.convert_to_dataframe(pm4py.read_xes(told["log"]))
    counts = {"traces": int(log["case:concept:name"].nunique()), "events": len(log)}
    done = log[(log["lifecycle:transition"] == "complete") & log["lajur:elemen"].isin(told["tasks"])].copy()
    done["concept:name"] = done["lajur:elemen"]
    cases = list(dict.fromkeys(log["case:concept:name"]))
    if not told["nets"]:
        net = pm4py.convert_to_petri_net(pm4py.read_bpmn(told["diagram"]))
        return {**counts, "fitness": _fitness(pm4py, done, net)}
    worst = 1.0
    for name, moves in zip(cases, told["nets"], strict=True):
        labels = {move["label"] for move in moves}
        own = done[done["case:concept:name"] == name].copy()
        own["concept:name"] = own["lajur:elemen"] + "#" + own["concept:instance"]
        own = own[own["concept:name"].isin(labels)]
        worst = min(worst, _fitness(pm4py, own, _net(moves)))
    return {**counts, "fitness": worst}


def _fitness(pm4py: Any, log: Any, net: Any) -> float:
    found = pm4py.fitness_token_based_replay(pm4py.format_dataframe(log), *net)
    return float(found["log_fitness"])


def _net(moves: list[dict[str, Any]]) -> Any:
    nets = importlib.import_module("pm4py.objects.petri_net.obj")
    utils = importlib.import_module("pm4py.objects.petri_net.utils.petri_utils")
    net, places = nets.PetriNet("kasus"), {}
    for number, move in enumerate(moves):
        transition = nets.PetriNet.Transition(f"m{number}", move["label"])
        net.transitions.add(transition)
        for name in (*move["takes"], *move["gives"]):
            if name not in places:
                places[name] = nets.PetriNet.Place(name)
                net.places.add(places[name])
        for name in move["takes"]:
            utils.add_arc_from_to(places[name], transition, net)
        for name in move["gives"]:
            utils.add_arc_from_to(transition, places[name], net)
    return net, nets.Marking({places["begin"]: 1}), nets.Marking({places["end"]: 1})


def main() -> None:
    """One question, one answer; what pm4py itself prints goes to the other output."""
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        found = read(json.load(sys.stdin))
    print(json.dumps(found), file=answers)


if __name__ == "__main__":
    main()
