"""Ask whether anything that is installed is known to be vulnerable: make audit.

Ends with status 1 where something is, and says plainly where the service that knows could not be
reached or knew nothing: nothing was audited then.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FILES = ("requirements.txt", "requirements-dev.txt", "requirements-torch.txt")
_UNREACHED = (
    "Could not be audited: the service that knows of vulnerabilities could not be reached from "
    "here. Run 'make audit' where the internet is.\n"
)


def main() -> int:
    """Return the exit status."""
    found = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"),
            *("--no-deps", "--disable-pip"),
            *(part for name in FILES for part in ("--requirement", str(HERE / name))),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(found.stdout)["dependencies"]
    except (ValueError, KeyError):
        sys.stdout.write(_UNREACHED)
        return 0
    audited = [package for package in packages if "vulns" in package]
    skipped = [package["name"] for package in packages if "vulns" not in package]
    if not audited:
        sys.stdout.write(_UNREACHED)
        return 0
    bad = [(package, each) for package in audited for each in package["vulns"]]
    for package, each in bad:
        mended = ", ".join(each["fix_versions"]) or "no release yet"
        sys.stdout.write(
            f"{package['name']} {package['version']}: {each['id']}, mended in {mended}\n"
        )
    if skipped:
        sys.stdout.write(f"Not known to the service: {', '.join(skipped)}\n")
    sys.stdout.write(f"{len(audited)} packages audited, {len(bad)} known vulnerabilities.\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
