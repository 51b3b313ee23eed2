# shellcheck shell=bash
# Set-up that open.sh and tests/run.sh share: Python, the packages in .venv, a browser for the tests. Sourced, not run.
# Speaks on stderr, since stdout belongs to the program. Keeps to bash 3.2, the one that macOS has.

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
venv_python=$venv/bin/python

# Packages of another Python must not show through into .venv.
unset PYTHONPATH PYTHONHOME

# 3.15 comes last: some of requirements-dev.txt has no build for it yet.
python_names="python3.14 python3.13 python3.12 python3.11 python3 python3.15"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Two commands started together must not build .venv at the same time. macOS has no flock and goes without.
one_at_a_time() {
  if command -v flock >/dev/null; then
    (flock 9 && "$@") 9<"$root"
  else
    "$@"
  fi
}

may_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# No stdin: a command pasted behind this one is no answer to apt-get. A machine just started updates itself: wait for it.
apt_get() {
  local log
  log=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null 2>&1) ||
    { say "$log" && return 1; }
}

# apt_install PACKAGE...: false where there is no apt-get, no way to be root, or no such package.
apt_install() {
  command -v apt-get >/dev/null && may_be_root || return 1
  say "Installing $* with apt-get."
  apt_get install --no-install-recommends "$@" 2>/dev/null ||
    { apt_get update && apt_get install --no-install-recommends "$@"; }
}

is_recent() { "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

has_venv() { "$1" -I -c 'import ensurepip, venv' >/dev/null 2>&1; }

# The newest Python that can make a .venv as it is, else the newest.
find_python() {
  local name newest=""
  for name in $python_names; do
    is_recent "$name" || continue
    if has_venv "$name"; then
      echo "$name"
      return
    fi
    newest=${newest:-$name}
  done
  [ -n "$newest" ] || fail "This needs Python 3.11 or newer; found: $(python3 -V 2>/dev/null || echo none)." \
    "Install one (Debian 12, Ubuntu 24.04 and later: sudo apt-get install python3 python3-venv;" \
    "Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv; others: python.org), then run this command again."
  echo "$newest"
}

# Debian and Ubuntu ship Python without what makes a .venv.
install_venv_module() {
  local package
  package=$("$1" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if apt_install "$package" && has_venv "$1"; then return; fi
  fail "$1 can't make a .venv. Type: sudo apt-get install $package (without sudo: the same as root)," \
    "then run this command again."
}

make_venv() {
  local python
  python=$(find_python)
  has_venv "$python" || install_venv_module "$python"
  say "Making .venv with $("$python" -V)."
  "$python" -m venv --clear "$venv" || fail "Could not make $venv (see above). Is the folder writable, the disk full?"
}

# What an installed .venv depends on, in one word; false where .venv is missing, broken or of an old Python.
wanted_state() {
  "$venv_python" -I -c '
import hashlib, pathlib, sys
sys.version_info >= (3, 11) or sys.exit(1)
digest = hashlib.sha256(sys.version.encode())
for name in sys.argv[1:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())' "$root/requirements.txt" "$root/requirements-dev.txt" 2>/dev/null
}

# set_up_packages FILE: installs what FILE requires into .venv; asks no network if nothing changed since the last time.
set_up_packages() {
  local state name
  if state=$(wanted_state); then
    [ "$state" != "$(cat "$venv/$1.installed" 2>/dev/null)" ] || return 0
  else
    make_venv
  fi
  "$venv_python" -m pip --version >/dev/null 2>&1 || make_venv
  rm -f "$venv"/*.installed
  say "Installing the packages of $1 into .venv; the first time this takes a minute or two."
  "$venv_python" -m pip install -q --disable-pip-version-check --only-binary :all: -r "$root/$1" >&2 ||
    fail "The packages could not be installed for $("$venv_python" -V) (see above)." \
      "Is this machine online? Then run this command again."
  # requirements-dev.txt holds requirements.txt.
  for name in requirements.txt "$1"; do wanted_state >"$venv/$name.installed"; done
}

is_ubuntu() { grep -qiE '^ID(_LIKE)?=.*ubuntu' /etc/os-release 2>/dev/null; }

# The browser that Kaleido would take, if it starts. Ubuntu's chromium is a snap, shut off from the tests' folders.
find_browser() {
  local browser=${BROWSER_PATH:-}
  if [ -z "$browser" ]; then
    browser=$("$venv_python" -I -c '
from choreographer.browsers.chromium import Chromium
print(Chromium.find_browser(skip_local=False) or "")')
    case $browser in *chromium*) ! is_ubuntu || return 1 ;; esac
  fi
  [ -n "$browser" ] && "$browser" --version >/dev/null 2>&1 && echo "$browser"
}

# Chrome in the user's own folder, where Kaleido looks first.
fetch_chrome() {
  local answer
  say "Fetching Chrome into your user folder, as plotly_get_chrome does."
  answer=$("$venv_python" -I -c 'import plotly.io; plotly.io.get_chrome()' 2>&1) ||
    fail "Chrome could not be fetched: ${answer##*$'\n'}." \
      "Install Chrome or Chromium (Debian: sudo apt-get install chromium), or set BROWSER_PATH to one that you have," \
      "then run this command again."
}

# Playwright keeps the list of what Chrome needs on each Debian and Ubuntu.
install_chrome_libraries() {
  if command -v apt-get >/dev/null && may_be_root; then
    say "Installing the libraries that Chrome needs with apt-get."
    "$venv_python" -m playwright install-deps chromium </dev/null >/dev/null || true
  fi
  find_browser >/dev/null ||
    fail "Chrome is here but does not start, most likely for want of libraries of this system." \
      "Type as root: \"$venv_python\" -m playwright install-deps chromium, then run this command again."
}

get_browser() {
  [ -z "${BROWSER_PATH:-}" ] ||
    fail "BROWSER_PATH is $BROWSER_PATH, which does not start. Correct or unset it, then run this command again."
  if ! is_ubuntu && apt_install chromium fonts-liberation fonts-dejavu-core; then return; fi
  fetch_chrome
  find_browser >/dev/null || install_chrome_libraries
}

# The Node that Playwright brings needs a library that a bare Debian or Ubuntu lacks.
set_up_playwright() {
  if "$venv_python" -m playwright --version >/dev/null 2>&1; then return; fi
  if apt_install libatomic1 && "$venv_python" -m playwright --version >/dev/null; then return; fi
  fail "Playwright does not start: $("$venv_python" -m playwright --version 2>&1 | tail -n 1)." \
    "On Debian and Ubuntu type: sudo apt-get install libatomic1, then run this command again."
}

# Sets BROWSER_PATH, which Kaleido and the tests both follow; gets a browser where there is none.
set_up_browser() {
  local browser
  if ! browser=$(find_browser); then
    get_browser
    browser=$(find_browser) || fail "No Chrome or Chromium starts here. Set BROWSER_PATH to one that does."
  fi
  export BROWSER_PATH=$browser
}
