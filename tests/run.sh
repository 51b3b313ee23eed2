#!/usr/bin/env bash
# Runs lint, types and every test, after setting up .venv and a browser where needed. Arguments go to pytest.
set -euo pipefail
# shellcheck source=dashboard/setup.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../dashboard/setup.sh"

one_at_a_time set_up_packages requirements-dev.txt
set_up_playwright
set_up_browser
cd -- "$root"
"$venv_python" -m ruff check
"$venv_python" -m mypy
exec "$venv_python" -m pytest "$@"
