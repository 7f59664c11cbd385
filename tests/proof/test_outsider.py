"""The script of docs/bukti.md checks the proof of a case, and refuses a proof that was changed."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.proof.proofs import case_proof, state_of
from tests.torture.proof_raw import Raw
from tests.torture.proof_world import Installation

ROOT = Path(__file__).parents[2]


def checked(folder: Path, proof: dict[str, Any], key: str) -> subprocess.CompletedProcess[str]:
    """What the script of the page says of a proof."""
    page = (ROOT / "docs" / "bukti.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found is not None
    assert len(found[1].splitlines()) <= 35
    (folder / "periksa.py").write_text(found[1], encoding="utf-8")
    (folder / "bukti.json").write_text(json.dumps(proof), encoding="utf-8")
    arguments = [sys.executable, "periksa.py", "bukti.json", key]
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=60)


def proof_of(here: Installation) -> dict[str, Any]:
    """The proof of some case with values in it."""
    here.work(random.Random(11), 60)
    here.seal()
    with here.store.reading() as reading:
        found = case_proof(reading, 1, values=True)
    assert found is not None
    assert found["values"]
    return found


def test_an_outsider_checks_a_case_with_the_script_alone(here: Installation, tmp_path: Path) -> None:
    proof, key = proof_of(here), here.keys.signer.public.text
    said = checked(tmp_path, proof, key)
    assert said.returncode == 0, said.stderr
    assert f"{len(proof['events'])} events" in said.stdout
    forged = json.loads(json.dumps(proof))
    forged["events"][0]["entry"] = forged["events"][0]["entry"].replace("staf", "stef")
    assert checked(tmp_path, forged, key).returncode != 0
    forged = json.loads(json.dumps(proof))
    forged["values"][0]["value"] = '"lain"'
    assert checked(tmp_path, forged, key).returncode != 0
    forged = json.loads(json.dumps(proof)) | {
        "checkpoint": proof["checkpoint"].replace("checkpoint ", "checkpoint 9", 1)
    }
    assert checked(tmp_path, forged, key).returncode != 0


@pytest.mark.parametrize("part", ["event", "tile", "value"])
def test_a_case_that_was_changed_is_told_apart_from_one_that_was_not(here: Installation, part: str) -> None:
    proof_of(here)
    with here.store.reading() as reading:
        assert state_of(reading, 1).word == "sound"
        assert state_of(reading, 2).word == "sound"
    with Raw(here.url) as raw:
        if part == "event":
            event = raw.events(1)[0] | {"actor": "penyusup"}
            raw.write(event)
            raw.forge_tile(
                raw.rows("SELECT position FROM leaf WHERE case_id = 1 AND number = 1")[0]["position"], b"x" * 32
            )
        elif part == "tile":
            raw.forge_tile(
                raw.rows("SELECT position FROM leaf WHERE case_id = 1 AND number = 1")[0]["position"], b"y" * 32
            )
        else:
            raw.run("UPDATE answer SET value = ? WHERE case_id = 1 AND value IS NOT NULL", b'"lain"')
    with here.store.reading() as reading:
        found = state_of(reading, 1)
    assert found.word == "broken"
    assert found.wrong is not None
    with here.store.reading() as reading:
        here.work(random.Random(1), 0)
    body = here.world.start("serba")
    with here.store.reading() as reading:
        assert state_of(reading, body["case"]).word == "uncovered"
