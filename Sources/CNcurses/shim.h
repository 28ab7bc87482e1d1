// What Swift needs from ncurses and can't import, and the signal handlers that give the terminal
// back. The functions live in headers because a system library target compiles no C.

#ifndef LLMMOCK_NCURSES_SHIM_H
#define LLMMOCK_NCURSES_SHIM_H

#include "guard_shim.h"
// Last: it includes term.h, which makes macros of words like `columns` and `tab`.
#include "curses_shim.h"

#endif
