# shellcheck shell=bash
# A terminal that can be typed into, read and photographed; for take.sh.
#
# start_display once, then take for every picture. Whatever was started ends with the script.

# The size of the virtual display in pixels; a cell is 11 x 24 of them.
readonly display=3840x2400
# How long to wait for a text, or for the screen to come to rest, before giving up.
readonly patience=${SCREENSHOT_PATIENCE:-20}
# Whether a command that ended before its picture was taken is a failure.
must_run=true

fail() {
  echo "take.sh: $*" >&2
  exit 1
}

temporary='' display_process='' terminal_process='' window=''

clean_up() {
  stop_terminal
  if [[ -n $display_process ]]; then
    kill "$display_process" 2>/dev/null || true
    wait "$display_process" 2>/dev/null || true
  fi
  [[ -z $temporary ]] || rm -rf "$temporary"
}

start_display() {
  temporary=$(cd "$(mktemp -d)" && pwd -P)
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  mkfifo "$temporary/display"
  Xvfb -displayfd 3 -screen 0 "${display}x24" -dpi 96 -nolisten tcp \
    3>"$temporary/display" >"$temporary/display.log" 2>&1 &
  display_process=$!
  local number=
  read -r -t "$patience" number <>"$temporary/display" || true
  [[ -n $number ]] || fail "the virtual display did not start: $(cat "$temporary/display.log")"
  export DISPLAY=:$number
  terminal_configuration >"$temporary/kitty.conf"
}

terminal_configuration() {
  cat <<'END'
font_family JetBrains Mono
bold_font JetBrains Mono Bold
italic_font JetBrains Mono Italic
bold_italic_font JetBrains Mono Bold Italic
font_size 13.5
disable_ligatures always
symbol_map U+2E80-U+9FFF,U+F900-U+FAFF,U+FF00-U+FFEF Noto Sans Mono CJK JP
symbol_map U+AC00-U+D7AF Noto Sans Mono CJK KR
window_padding_width 9
term xterm-256color
foreground #d4d7de
background #15181e
cursor #d4d7de
cursor_text_color #15181e
cursor_blink_interval 0
color0 #1f232b
color1 #dd5f66
color2 #6aa84f
color3 #cf9f3f
color4 #4f91e2
color5 #ab74d6
color6 #43a8ae
color7 #d4d7de
color8 #737a88
color9 #f28b90
color10 #9fd388
color11 #ecc57a
color12 #86b9f7
color13 #cda4ef
color14 #7fd6da
color15 #ffffff
clear_all_shortcuts yes
linux_display_server x11
allow_remote_control socket-only
remember_window_size no
confirm_os_window_close 0
enable_audio_bell no
shell_integration disabled
update_check_interval 0
END
}

# Runs a command in a terminal of exactly so many cells. When the command ends the terminal stays,
# showing what it left, and its status is in the file `status`.
# shellcheck disable=SC2016 # the inner shell expands it
start_terminal() { # SIZE DIRECTORY COMMAND...
  local size=$1 directory=$2 command=("${@:3}")
  rm -f "$temporary/status" "$temporary/process" "$temporary/cells" "$temporary/kitty"
  # The picture must not depend on the terminal this script runs in.
  env -u NO_COLOR -u TMUX -u WAYLAND_DISPLAY -u LC_ALL -u LC_CTYPE LANG=C.UTF-8 \
    KITTY_CONFIG_DIRECTORY="$temporary" KITTY_CACHE_DIRECTORY="$temporary/cache" \
    MESA_SHADER_CACHE_DIR="$temporary/cache" LIBGL_ALWAYS_SOFTWARE=1 \
    kitty --config "$temporary/kitty.conf" --listen-on "unix:$temporary/kitty" \
    --override initial_window_width="${size%x*}c" --override initial_window_height="${size#*x}c" \
    --directory "$directory" \
    bash -c 'temporary=$1; shift
      unset DISPLAY TERMINFO "${!KITTY_@}" LIBGL_ALWAYS_SOFTWARE MESA_SHADER_CACHE_DIR
      echo $$ >"$temporary/process"
      stty size >"$temporary/cells"
      "$@"
      echo $? >"$temporary/status"
      exec sleep infinity' bash "$temporary" "${command[@]}" >"$temporary/kitty.log" 2>&1 &
  terminal_process=$!
  until_true terminal_ready || fail "the terminal did not start: $(cat "$temporary/kitty.log")"
  window=$(xdotool search --onlyvisible --class kitty)
  xdotool windowfocus --sync "$window"
  local cells
  read -r -a cells <"$temporary/cells"
  [[ ${cells[1]}x${cells[0]} == "$size" ]] ||
    fail "the terminal has ${cells[1]}x${cells[0]} cells instead of $size"
  local WIDTH HEIGHT
  eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=[0-9]+$')"
  ((WIDTH <= ${display%x*} && HEIGHT <= ${display#*x})) ||
    fail "a terminal of $size cells is larger than the virtual display"
}

stop_terminal() {
  [[ -n $terminal_process ]] || return 0
  kill "$terminal_process" 2>/dev/null || true
  wait "$terminal_process" 2>/dev/null || true
  terminal_process=
  [[ -s $temporary/process ]] || return 0
  # The command was hung up with its terminal; one that takes no notice is ended.
  local group end=$((SECONDS + 2))
  group=$(<"$temporary/process")
  while ((SECONDS < end)) && kill -0 -- "-$group" 2>/dev/null; do sleep 0.05; done
  kill -KILL -- "-$group" 2>/dev/null || true
  rm "$temporary/process"
}

terminal_ready() {
  [[ -s $temporary/cells ]] && screen >/dev/null 2>&1 &&
    xdotool search --onlyvisible --class kitty >/dev/null 2>&1
}

terminal() { kitty @ --to "unix:$temporary/kitty" "$@"; }
screen() { terminal get-text; }

# Waiting

until_true() { # CONDITION...
  local end=$((SECONDS + patience))
  until "$@"; do
    ((SECONDS < end)) || return 1
    kill -0 "$terminal_process" 2>/dev/null || return 1
    sleep 0.05
  done
}

shows() { # TEXT
  local now
  now=$(screen) && [[ $now == *"$1"* ]]
}

shows_or_ended() { [[ -e $temporary/status ]] || shows "$1"; }

shows_anything() {
  local now
  now=$(screen) && [[ -e $temporary/status || $now == *[![:space:]]* ]]
}

fingerprint() { xwd -silent -id "$window" | md5sum; }

# True once the picture has stayed the same for a quarter of a second.
comes_to_rest() { # SECONDS
  local end=$((SECONDS + $1)) before='' now same=0
  while ((same < 5)); do
    ((SECONDS < end)) || return 1
    now=$(fingerprint)
    if [[ $now == "$before" ]]; then same=$((same + 1)); else same=0; fi
    before=$now
    sleep 0.05
  done
}

wait_for() { # TEXT
  until_true shows_or_ended "$1" ||
    give_up "'$1' did not appear on the screen within $patience seconds"
  shows "$1" || { comes_to_rest 2 && shows "$1"; } ||
    give_up "the program ended and '$1' was not on the screen"
}

give_up() { # SENTENCE
  [[ ! -e $temporary/status ]] || echo "the command ended with status $(<"$temporary/status")" >&2
  echo "the screen shows:" >&2
  screen 2>/dev/null | cat -s | sed 's/^/  | /' >&2 || true
  fail "$picture could not be taken: $*"
}

# Keys

press() { # WORD
  local word=$1 name=$1 modifiers=
  case $word in
    wait:?*)
      wait_for "${word#wait:}"
      return
      ;;
    text:?*)
      type_text "${word#text:}"
      return
      ;;
  esac
  while [[ $name =~ ^([CSAM])-(.+)$ ]]; do
    case ${BASH_REMATCH[1]} in
      C) modifiers+=ctrl+ ;;
      S) modifiers+=shift+ ;;
      A | M) modifiers+=alt+ ;;
    esac
    name=${BASH_REMATCH[2]}
  done
  case ${name,,} in
    enter | return) name=Return ;;
    esc | escape) name=Escape ;;
    tab | space | up | down | left | right | home | end | delete | insert | f[1-9] | f1[0-2])
      name=${name,,} name=${name^} ;;
    backspace) name=BackSpace ;;
    pgup | pageup) name=Prior ;;
    pgdn | pagedown) name=Next ;;
    *)
      if [[ -z $modifiers ]]; then
        type_text "$word"
        return
      fi
      ;;
  esac
  [[ $name == Space ]] && name=space
  xdotool key --clearmodifiers "$modifiers$name" 2>/dev/null || give_up "there is no key $word"
}

type_text() { # TEXT
  if LC_ALL=C grep -q '[^ -~]' <<<"$1"; then
    printf %s "$1" | terminal send-text --stdin
  else
    xdotool type --delay 5 -- "$1"
  fi
}

# Taking pictures

take() { # FILE SIZE KEYS WAIT-FOR DIRECTORY COMMAND...
  local file=$1 size=$2 keys=$3 text=$4 words word pressed
  picture=$file
  [[ $size =~ ^[1-9][0-9]*x[1-9][0-9]*$ ]] || fail "'$size' is not a size such as 80x24"
  words=$(xargs -r -n1 printf '%s\n' <<<"$keys") ||
    fail "the quotes in the keys do not match: $keys"
  start_terminal "$size" "${@:5}"
  until_true shows_anything || give_up "the program showed nothing"
  comes_to_rest 3 || true
  mapfile -t pressed <<<"$words"
  for word in "${pressed[@]}"; do
    [[ -n $word ]] || continue
    press "$word"
    # A program with something that moves never rests, so this is no reason to stop.
    comes_to_rest 2 || true
  done
  [[ -z $text ]] || wait_for "$text"
  comes_to_rest "$patience" || give_up "the screen did not come to rest within $patience seconds"
  [[ -z $text ]] || shows "$text" || give_up "'$text' is no longer on the screen"
  if $must_run && [[ -e $temporary/status ]]; then give_up "the program ended"; fi
  capture "$file"
  stop_terminal
}

capture() { # FILE
  local raw=$temporary/picture.png
  import -silent -window "$window" "$raw"
  pngquant --force --speed 1 --quality 85-100 --strip --output "$raw" 256 "$raw" || [[ $? -eq 99 ]]
  optipng -quiet -o2 -strip all "$raw"
  mkdir -p "$(dirname "$1")"
  cp "$raw" "$1"
  echo "$1  $(identify -format '%wx%h' "$1"), $((($(stat -c %s "$1") + 999) / 1000)) kB"
}
