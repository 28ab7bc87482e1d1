// ncurses as Swift can call it: its macros, globals and wide characters behind functions.

#ifndef LLMMOCK_CURSES_SHIM_H
#define LLMMOCK_CURSES_SHIM_H

// Without it curses.h hides the wide-character calls.
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <wchar.h>
// After curses.h, whose types it uses.
#include <term.h>

// MARK: The screen

// Reads a terminal's description, for the capabilities below, and says why it can't: setupterm's
// argument is not const everywhere, and without `reason` it would end the process.
static inline bool llmmock_describe(const char *type, int terminal, int *reason) {
  return setupterm((char *)type, terminal, reason) != ERR;
}

// `cur_term` is a global that Swift 6 rejects.
static inline void llmmock_forget_description(void) {
  if (cur_term != NULL) del_curterm(cur_term);
}

// `stdout`, `stdin` and the options that come before newterm; newterm returns where initscr exits.
static inline bool llmmock_open_screen(const char *type, int input) {
  FILE *keys = input == 0 ? stdin : fdopen(input, "r");
  if (keys == NULL) return false;
  // The window's size comes from the terminal alone: LINES and COLUMNS would pin it.
  use_env(FALSE);
#if NCURSES_VERSION_PATCH >= 20120714
  use_tioctl(TRUE);
#endif
  return newterm((char *)type, stdout, keys) != NULL;
}

// `stdscr` is a global that Swift 6 rejects.
static inline WINDOW *llmmock_screen(void) {
  return stdscr;
}

// `curscr` is a global that Swift 6 rejects.
static inline void llmmock_forget_what_is_drawn(void) {
  clearok(curscr, TRUE);
}

// `LINES` is a global that Swift 6 rejects.
static inline int llmmock_lines(void) {
  return LINES;
}

// `COLS` is a global that Swift 6 rejects.
static inline int llmmock_columns(void) {
  return COLS;
}

// `tigetstr` takes a non-const string and says "not a string" with (char *)-1.
static inline const char *llmmock_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

// MARK: Colours and characters

// `COLORS` is a global that Swift 6 rejects.
static inline int llmmock_colors(void) {
  return COLORS;
}

// `COLOR_PAIRS` is a global that Swift 6 rejects.
static inline int llmmock_color_pairs(void) {
#if !NCURSES_EXT_COLORS
  // Such a library counts pairs in a short.
  if (COLOR_PAIRS > 32767) return 32767;
#endif
  return COLOR_PAIRS;
}

// init_extended_pair is missing from an ncurses older than 6.1.
static inline bool llmmock_define_pair(int pair, int foreground, int background) {
#if NCURSES_EXT_COLORS
  return init_extended_pair(pair, foreground, background) != ERR;
#else
  return init_pair((short)pair, (short)foreground, (short)background) != ERR;
#endif
}

// The `A_*` masks are macros with casts, which Swift does not import.
static inline attr_t llmmock_attributes(bool bold, bool underline, bool reverse, bool dim) {
  attr_t attributes = A_NORMAL;
  if (bold) attributes |= A_BOLD;
  if (underline) attributes |= A_UNDERLINE;
  if (reverse) attributes |= A_REVERSE;
  if (dim) attributes |= A_DIM;
  return attributes;
}

// The pair goes through `opts`: the short argument holds no pair above 32767.
static inline bool llmmock_make_cell(
    cchar_t *cell, const uint32_t *scalars, int count, attr_t attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1];
  if (count > CCHARW_MAX) count = CCHARW_MAX;
  for (int index = 0; index < count; index += 1) text[index] = (wchar_t)scalars[index];
  text[count] = L'\0';
#if NCURSES_EXT_COLORS
  return setcchar(cell, text, attributes, 0, &pair) != ERR;
#else
  return setcchar(cell, text, attributes, (short)pair, NULL) != ERR;
#endif
}

// The C library hides it from whoever does not ask for X/Open.
extern int wcwidth(wchar_t character);

// wchar_t differs between systems.
static inline int llmmock_width(uint32_t scalar) {
  return wcwidth((wchar_t)scalar);
}

// `CODESET` is an enumerator on one system and a macro on another.
static inline const char *llmmock_codeset(void) {
  return nl_langinfo(CODESET);
}

#endif
