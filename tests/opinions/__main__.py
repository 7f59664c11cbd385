"""Asks bpmn-engine and pm4py for their opinion on random models: `python -m tests.opinions [--models N] [--seed S]`."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

from tests.opinions.comparing import Played, Script, compare, told
from tests.opinions.disagreements import DISAGREEMENTS, Disagreement
from tests.opinions.engine import Other
from tests.opinions.logs import logs
from tests.opinions.models import Model, model
from tests.opinions.walks import changed, named, possible, walked

_ROOT: Final = Path(__file__).parents[2]
_CHECKER: Final = _ROOT / ".uv" / "second" / "bin" / "python"
_EACH: Final = 6  # walks of one model, and as many that are changed


def engine(models: int, seed: int) -> int:
    """Plays models on both engines; gives how many parted that should not, and of the known ones did not."""
    other, begun = Other(), time.monotonic()
    played = [_played(model(f"{seed}/{number}"), f"{seed}/{number}", other) for number in range(models)]
    free = [_played(model(f"{seed}/f{number}", free=True), f"{seed}/f{number}", other) for number in range(models // 4)]
    known = [(one, _known(one, other)) for one in DISAGREEMENTS]
    other.close()
    parted = [one.parting for one in played if one.parting is not None and not one.parting.crowded]
    acts = sum(one.acts for one in played)
    print(f"bpmn-engine: {models} models, seed {seed}, {acts} acts, {len(parted)} partings", end="")
    print(f", {sum(one.done for one in played)} cases to the end, {time.monotonic() - begun:.0f} s")
    agreed = sum(one.parting is None for one in free)
    print(f"  with choices and forks mixed: {agreed} of {len(free)} models agree; the rest as in docs/semantics.md")
    for parting in parted[:5]:
        print(f"PARTED {parting}")
    wrong = [(one, said) for one, said in known if said != (one.ours, one.theirs)]
    print(f"  known disagreements: {len(known) - len(wrong)} of {len(known)} as documented")
    for one, said in wrong:
        print(f"CHANGED {one.name}: ours {said[0]}, theirs {said[1]}; documented: {one.ours}, {one.theirs}")
    return len(parted) + len(wrong)


def _played(made: Model, seed: str, other: Other) -> Played:
    return compare(Script(made.xml(), tuple(made.watched), seed, several=frozenset(made.several)), other)


def _known(one: Disagreement, other: Other) -> tuple[str, str]:
    """What both have open where they part."""
    xml = one.xml()
    watched = tuple(re.findall(r'<userTask id="(\w+)"', xml)) + tuple(re.findall(r'<\w+Event id="(t)"', xml))
    parting = compare(Script(xml, watched, acts=one.acts), other).parting
    return ("they agree", "they agree") if parting is None else (told(parting.ours), told(parting.theirs))


def nets(models: int, seed: int) -> int:
    """Lets pm4py replay walks and changed walks; gives how often it sees them otherwise than we do."""
    begun, rng = time.monotonic(), Random(seed)
    asked: list[tuple[str, list[list[str]]]] = []
    for number in range(models):
        xml = named(model(f"{seed}/n{number}", nets=True))
        walks = [trace for _ in range(_EACH) if (trace := walked(xml, rng)) is not None]
        asked.append((xml, [*walks, *(changed(trace, rng) for trace in walks)]))
    seen: Counter[tuple[bool, bool]] = Counter()
    otherwise = []
    for (xml, traces), answers in zip(asked, _replayed(asked), strict=True):
        for trace, theirs in zip(traces, answers, strict=True):
            ours = possible(xml, trace)
            seen[ours, theirs] += 1
            if ours != theirs:
                otherwise.append((xml, trace, ours, theirs))
    print(
        f"pm4py: {models} models, seed {seed}, {sum(seen.values())} traces: {seen[True, True]} fit for both, ", end=""
    )
    print(f"{seen[False, False]} for neither, {len(otherwise)} otherwise, {time.monotonic() - begun:.0f} s")
    for xml, trace, ours, theirs in otherwise[:3]:
        print(f"OTHERWISE ours {ours}, theirs {theirs}: {' '.join(trace)}\n{xml}")
    return len(otherwise)


def _replayed(asked: Iterable[tuple[str, list[list[str]]]]) -> list[list[bool]]:
    lines = "".join(json.dumps({"xml": xml, "traces": traces}) + "\n" for xml, traces in asked)
    command = [str(_CHECKER), "-m", "tests.opinions.nets"]
    done = subprocess.run(command, cwd=_ROOT, input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pm4py ended with {done.returncode}; `make second` installs it\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> int:
    """Prints the figures of both; 1 when one of them sees something new."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20_301)
    parser.add_argument("--sops", type=int, default=27, help="of each kind")
    given = parser.parse_args()
    wrong = engine(given.models, given.seed) + nets(given.models // 4, given.seed)
    wrong += logs(given.sops, given.seed)
    print("nothing new" if not wrong else f"{wrong} new: explain them in docs/semantics.md, or mend what is ours")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
