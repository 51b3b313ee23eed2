"""Google Lighthouse on the local page: performance, accessibility and best practices, each 95 or more of 100.

Run with `python tests/bench/lighthouse.py [TAB ...]`; by default on the first tab. It needs Node.js with npm, which
fetches Lighthouse. Desktop preset, without artificial throttling, since the page is served by the reader's own machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.first_chart import browser_path, running

PACKAGE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
LEAST = 95


def scores(npm: str, address: str) -> dict[str, int]:
    """Points of each category of one page; prints them with the times behind the first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [
            *(npm, "exec", "--yes", f"--package={PACKAGE}", "--", "lighthouse", address),
            *("--preset=desktop", "--throttling-method=provided", f"--only-categories={','.join(CATEGORIES)}"),
            *("--output=json", f"--output-path={path}", "--quiet", "--chrome-flags=--headless=new --no-sandbox"),
        ]
        run = subprocess.run(
            command,
            env={**os.environ, "CHROME_PATH": browser_path() or ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if not path.exists():
            raise SystemExit(f"Lighthouse gave no report for {address}:\n{run.stderr[-1000:]}")
        report = json.loads(path.read_text(encoding="utf-8"))
    found = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    times = ", ".join(f"{name} {report['audits'][name]['displayValue']}" for name in TIMES)
    print(f"{address}  {', '.join(f'{name} {points}' for name, points in found.items())}  ({times})")
    return found


def main() -> int:
    """Print the points of each tab; exit code 1 where one is below the least."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm was not found: install Node.js (Debian, Ubuntu: apt-get install npm), then try again.")
    ours = ("-m", "dashboard", "serve", "--no-browser", "--port")
    with running(*ours) as (address, _):
        found = [scores(npm, f"{address}?tab={tab}") for tab in sys.argv[1:] or ["overview"]]
    return int(min(points for page in found for points in page.values()) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
