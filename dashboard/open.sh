#!/usr/bin/env bash
# Opens the dashboard, after setting up .venv where needed. Arguments go to `python -m dashboard`.
set -euo pipefail
# shellcheck source=dashboard/setup.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

one_at_a_time set_up_packages requirements.txt
# No cd: file names among the arguments are relative to where the user stands.
PYTHONPATH=$root exec "$venv_python" -P -m dashboard "$@"
