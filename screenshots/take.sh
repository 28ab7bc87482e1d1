#!/bin/bash
# Takes PNG pictures of llm-mock-tui in a real terminal (kitty on a virtual X display).
#
#   screenshots/take.sh              takes every picture of the table below
#   screenshots/take.sh main delete  takes the named ones
#   screenshots/take.sh --command 'CMD' --output FILE.png [--size 80x24] [--keys KEYS] [--wait TEXT]
#                                    takes one picture of any command, run in this directory
#
# Environment: LLM_MOCK_TUI         the program to show (default: .build/release/llm-mock-tui)
#              SCREENSHOT_PATIENCE  seconds to wait for a text or for rest (default: 20)
#
# Needs Debian. Run as root it installs what is missing; otherwise it prints the command and stops.
# A picture that cannot be taken leaves the old one in place and ends the script with status 1.
#
# Every picture starts anew: a temporary home with a git repository ~/app whose tests/fixtures is a
# copy of this project's fixtures, all committed; the program runs in ~/app as
# `llm-mock-tui tests/fixtures`. Nothing in the project changes but the pictures.
#
# To add a picture, add a row:
#
#   shot NAME SIZE KEYS WAIT-FOR [PREPARE]
#
#   NAME      the picture's name: screenshots/NAME.png
#   SIZE      columns x rows
#   KEYS      what to press, separated by spaces, quoted where a word holds spaces:
#               2 j G /           single characters
#               Enter Esc Tab Space Up Down Left Right Home End PgUp PgDn Backspace Delete Insert
#               F1 to F12         keys, in any case, also C-d (Ctrl), S-Tab (Shift), A-x (Alt)
#               wait:TEXT         goes on once TEXT is on the screen
#               text:TEXT         types TEXT, for words that are also names of keys
#               anything else     types it
#             After each of them the screen has to come to rest before the next.
#   WAIT-FOR  text that must be on the screen when the picture is taken; '' for any
#   PREPARE   shell commands run in ~/app before the program starts, to change or break files; a file
#             ~/environment that they write holds NAME=VALUE lines for the program

table() {
  shot main       120x36 'j 2 j j'                     '[2] Interactions'
  shot stream     120x36 'text:/thinking Enter 2 3 ] ] ]' 'assembled message'
  shot delete     120x36 'text:/support Enter 2 Space Space j Space d' 'Delete 3'
  shot help       120x36 '?'                           'here: Files'
  shot unreadable 120x36 'text:/weather Enter 3'       'unreadable' \
    'sed -i "9s/,$//" tests/fixtures/agents/weather_tools.json'
  shot review     120x36 'c J K'                       'change 1/' "$change"
  shot review-80  80x24  'c Tab'                       'change 1/' "$change"
  shot unified    120x36 'c J K |'                     'change 1/' "$change"
  shot unified-80 80x24  'c J K |'                     'change 1/' "$change"
  shot queue      120x36 "$rerecord"                   '4/5' "$api"
  shot queue-80   80x24  "$rerecord"                   '4/5' "$api"
  shot main-80    80x24  'j 2 j j'                     'Interactions'
  shot main-40    40x12  'j Enter'                     'weather_tools'
}

# Changes fixtures as recording them again would.
# shellcheck disable=SC2016
readonly change='python3 "$PROJECT/screenshots/change.py"'
# Starts an API that answers some calls, and points the program there.
# shellcheck disable=SC2016
readonly api='
  python3 "$PROJECT/screenshots/api.py" tests/fixtures/evals/support_tickets.json ~/port \
    > /dev/null 2>&1 &
  until [[ -s ~/port ]]; do :; done
  echo "ANTHROPIC_BASE_URL=http://127.0.0.1:$(cat ~/port)" > ~/environment
  echo "ANTHROPIC_API_KEY=none" >> ~/environment'
readonly rerecord='text:/support Enter 2 Space Space Space Space Space r wait:Re-record y wait:4/5 J'

set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly project
readonly packages=(
  kitty libgl1 libgl1-mesa-dri xvfb xdotool x11-apps imagemagick optipng pngquant git
  fonts-jetbrains-mono fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji
)
# shellcheck source=terminal.sh
source "$project/screenshots/terminal.sh"

usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

install_missing() {
  command -v dpkg-query >/dev/null || fail "this needs Debian: dpkg-query was not found"
  local package missing=()
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  local install=(apt-get install --yes --no-install-recommends "${missing[@]}")
  [[ $EUID -eq 0 ]] || fail "packages are missing; install them with: sudo ${install[*]}"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && "${install[@]}" -o DPkg::Lock::Timeout=300; } >&2 ||
    fail "these packages could not be installed: ${missing[*]}"
}

prepare_application() { # PREPARE
  local home=$temporary/home
  rm -rf "$home"
  mkdir -p "$home/app/tests"
  cp -R "$project/fixtures" "$home/app/tests/fixtures"
  inside "$home" 'git init --quiet --initial-branch=main . && git add --all &&
    git commit --quiet --allow-empty --message "Record the fixtures"'
  [[ -z $1 ]] || inside "$home" "$1"
}

inside() { # HOME COMMANDS
  local home=$1
  (cd "$home/app" && env -i HOME="$home" PATH="$PATH" LANG=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 \
    PROJECT="$project" \
    GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_AUTHOR_DATE=2025-01-01T12:00:00Z \
    GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com \
    GIT_COMMITTER_DATE=2025-01-01T12:00:00Z bash -euc "$2") >&2 ||
    fail "$picture could not be taken: preparing its files failed: $2"
}

shot() { # NAME SIZE KEYS WAIT-FOR [PREPARE]
  known+=("$1")
  $listing && return
  [[ ${#wanted[@]} -eq 0 || " ${wanted[*]} " == *" $1 "* ]] || return 0
  picture=$1
  prepare_application "${5:-}"
  local home=$temporary/home extra=()
  [[ ! -f $home/environment ]] || mapfile -t extra < "$home/environment"
  take "$project/screenshots/$1.png" "$2" "$3" "$4" "$home/app" \
    env -i HOME="$home" USER=ada PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
    TERM=xterm-256color COLORTERM=truecolor GIT_CONFIG_NOSYSTEM=1 "${extra[@]}" \
    "$program" tests/fixtures
}

take_table() {
  local name
  listing=true known=()
  table
  for name in "${wanted[@]}"; do
    [[ " ${known[*]} " == *" $name "* ]] ||
      fail "there is no picture named '$name'; there are: ${known[*]}"
  done
  program=${LLM_MOCK_TUI:-$project/.build/release/llm-mock-tui}
  [[ $program == */* ]] || program=$(command -v "$program") || fail "$LLM_MOCK_TUI was not found"
  [[ -x $program ]] || fail "$program is not a program; build it with: swift build -c release"
  program=$(realpath "$program")
  [[ -d $project/fixtures ]] || fail "there is no folder $project/fixtures"
  install_missing
  start_display
  listing=false
  table
}

wanted=() shell_command='' output='' size=120x36 keys='' text=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --help | -h) usage && exit ;;
    --command | --output | --size | --keys | --wait)
      [[ $# -ge 2 ]] || fail "$1 needs a value"
      case $1 in
        --command) shell_command=$2 ;;
        --output) output=$2 ;;
        --size) size=$2 ;;
        --keys) keys=$2 ;;
        --wait) text=$2 ;;
      esac
      shift 2
      ;;
    -*) fail "there is no option $1; see --help" ;;
    *) wanted+=("$1") && shift ;;
  esac
done

if [[ -n $shell_command ]]; then
  [[ -n $output ]] || fail "--command needs --output FILE.png"
  must_run=false
  install_missing
  start_display
  take "$output" "$size" "$keys" "$text" "$PWD" bash -c "$shell_command"
else
  [[ -z $output$keys$text ]] || fail "--output, --keys and --wait go with --command"
  take_table
fi
