// Gives the terminal back however the process ends.
//
// This is C because signal handlers may only do what is async-signal-safe: Swift code may
// allocate or take a lock of its runtime at any point. The handlers call nothing but write,
// tcsetattr, sigaction, raise, dup2, fstat, lseek and read.

#ifndef LLMMOCK_GUARD_SHIM_H
#define LLMMOCK_GUARD_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum {
  llmmock_restore_capacity = 512,
  llmmock_tail_length = 8192,
  llmmock_stack_length = 65536,
  llmmock_ending_count = 17,
  llmmock_reported_count = 8,
  llmmock_noted_count = 5,
};

struct llmmock_guard {
  // Whether the terminal is in the program's hands. Whoever sets it to 0 gives it back.
  int active;
  // Whether a foreground program has the terminal: its Ctrl-C and Ctrl-\ are not meant for us.
  int lent;
  int terminal;
  // The write end of the wake pipe.
  int wake;
  // Where standard error goes meanwhile, and where it went before; -1 when it isn't redirected.
  int log;
  int errors;
  struct termios termios;
  size_t restore_length;
  char restore[llmmock_restore_capacity];
  struct sigaction ignore;
  struct sigaction before_ending[llmmock_ending_count];
  struct sigaction before_noted[llmmock_noted_count];
  int pending[llmmock_noted_count];
  char stack[llmmock_stack_length];
};

// Weak, so that the copies in the object files of several Swift files become one.
__attribute__((weak, visibility("hidden"))) struct llmmock_guard llmmock_guard = {0};

// Signals that end the process. The first eight may have a handler that reports a crash, which is
// called in its turn; the others are left alone if they have one.
static const int llmmock_ending[llmmock_ending_count] = {
    SIGHUP,  SIGQUIT, SIGSEGV, SIGABRT, SIGILL,  SIGBUS,    SIGTRAP, SIGFPE,  SIGSYS,
    SIGALRM, SIGPIPE, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGXFSZ,
};

// Signals the loop answers.
static const int llmmock_noted[llmmock_noted_count] = {
    SIGINT, SIGTERM, SIGWINCH, SIGTSTP, SIGCONT,
};

// MARK: Giving the terminal back

// write may be interrupted, and may write less than it was given.
static inline void llmmock_write_all(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(file, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    bytes += count;
    length -= (size_t)count;
  }
}

// Puts standard error back and copies the end of what was written to it meanwhile.
static inline void llmmock_return_errors(bool showing) {
  struct llmmock_guard *guard = &llmmock_guard;
  if (guard->errors < 0) return;
  dup2(guard->errors, STDERR_FILENO);
  if (!showing || guard->log < 0) return;
  struct stat status;
  if (fstat(guard->log, &status) != 0 || status.st_size == 0) return;
  off_t start = 0;
  if (status.st_size > llmmock_tail_length) {
    static const char cut[] = "[...]\n";
    llmmock_write_all(guard->errors, cut, sizeof cut - 1);
    start = status.st_size - llmmock_tail_length;
  }
  if (lseek(guard->log, start, SEEK_SET) < 0) return;
  char block[1024];
  for (;;) {
    ssize_t count = read(guard->log, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    llmmock_write_all(guard->errors, block, (size_t)count);
  }
  guard->log = -1;
}

// For every end but a regular one, which leaves through ncurses before.
static inline void llmmock_give_back(void) {
  struct llmmock_guard *guard = &llmmock_guard;
  if (!__atomic_exchange_n(&guard->active, 0, __ATOMIC_SEQ_CST)) return;
  // Else tcsetattr would stop a process that dies in the background.
  sigaction(SIGTTOU, &guard->ignore, NULL);
  llmmock_write_all(guard->terminal, guard->restore, guard->restore_length);
  tcsetattr(guard->terminal, TCSANOW, &guard->termios);
  llmmock_return_errors(true);
}

// MARK: Handlers

// Gives the terminal back and hands the signal to whoever had it before.
static inline void llmmock_end(int number, siginfo_t *info, void *context) {
  (void)context;
  struct llmmock_guard *guard = &llmmock_guard;
  if (number == SIGQUIT && __atomic_load_n(&guard->lent, __ATOMIC_SEQ_CST)) return;
  int error = errno;
  llmmock_give_back();
  for (int index = 0; index < llmmock_ending_count; index += 1) {
    if (llmmock_ending[index] == number) {
      sigaction(number, &guard->before_ending[index], NULL);
    }
  }
  // A faulting instruction runs again on return, and then Swift reports it with its own frame.
  // Everything else would let the program go on.
  bool faults = number == SIGSEGV || number == SIGILL || number == SIGBUS || number == SIGFPE;
  if (!faults || info == NULL || info->si_code <= 0 || info->si_code == SI_USER) raise(number);
  errno = error;
}

// Remembers the signal and wakes the loop.
static inline void llmmock_note(int number) {
  struct llmmock_guard *guard = &llmmock_guard;
  if (number == SIGINT && __atomic_load_n(&guard->lent, __ATOMIC_SEQ_CST)) return;
  int error = errno;
  for (int index = 0; index < llmmock_noted_count; index += 1) {
    if (llmmock_noted[index] != number) continue;
    int before = __atomic_exchange_n(&guard->pending[index], 1, __ATOMIC_SEQ_CST);
    if (before && (number == SIGINT || number == SIGTERM)) {
      // The loop has not answered the first one, so it hangs: end without it.
      llmmock_give_back();
      sigaction(number, &guard->before_noted[index], NULL);
      raise(number);
    }
  }
  char byte = 's';
  while (write(guard->wake, &byte, 1) < 0 && errno == EINTR) {
  }
  errno = error;
}

// MARK: For Swift

// Takes a signal for the loop, or gives it back to what handled it before.
static inline void llmmock_handle_noted(int index, bool handled) {
  struct llmmock_guard *guard = &llmmock_guard;
  int number = llmmock_noted[index];
  bool ignored = guard->before_noted[index].sa_handler == SIG_IGN;
  // Some shells start a program with a signal ignored, and mean it.
  if (ignored && number != SIGWINCH && number != SIGCONT) return;
  struct sigaction action = guard->before_noted[index];
  if (handled) {
    memset(&action, 0, sizeof action);
    action.sa_handler = llmmock_note;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigfillset(&action.sa_mask);
  }
  sigaction(number, &action, NULL);
}

// Installs the handlers. False with errno set when the terminal's modes can't be read.
static inline bool llmmock_guard_install(
    int terminal, int wake, int log, const char *restore, size_t length) {
  struct llmmock_guard *guard = &llmmock_guard;
  if (length > llmmock_restore_capacity) length = llmmock_restore_capacity;
  if (tcgetattr(terminal, &guard->termios) != 0) return false;
  guard->terminal = terminal;
  guard->wake = wake;
  guard->log = log;
  guard->errors = -1;
  memcpy(guard->restore, restore, length);
  guard->restore_length = length;
  guard->ignore.sa_handler = SIG_IGN;

  // A stack overflow needs another stack to be handled on. Swift's runtime may have made one.
  stack_t stack = {0};
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
    stack.ss_sp = guard->stack;
    stack.ss_size = sizeof guard->stack;
    stack.ss_flags = 0;
    sigaltstack(&stack, NULL);
  }

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = llmmock_end;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (int index = 0; index < llmmock_ending_count; index += 1) {
    struct sigaction *before = &guard->before_ending[index];
    sigaction(llmmock_ending[index], NULL, before);
    bool standard = !(before->sa_flags & SA_SIGINFO) && before->sa_handler == SIG_DFL;
    bool ignored = !(before->sa_flags & SA_SIGINFO) && before->sa_handler == SIG_IGN;
    if (standard || (!ignored && index < llmmock_reported_count)) {
      sigaction(llmmock_ending[index], &action, NULL);
    }
  }
  for (int index = 0; index < llmmock_noted_count; index += 1) {
    sigaction(llmmock_noted[index], NULL, &guard->before_noted[index]);
    llmmock_handle_noted(index, true);
  }
  return true;
}

// Puts the handlers back that were there before, so that signals mean again what they meant.
static inline void llmmock_guard_remove(void) {
  struct llmmock_guard *guard = &llmmock_guard;
  for (int index = 0; index < llmmock_ending_count; index += 1) {
    struct sigaction now;
    sigaction(llmmock_ending[index], NULL, &now);
    bool ours = (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == llmmock_end;
    if (ours) sigaction(llmmock_ending[index], &guard->before_ending[index], NULL);
  }
  for (int index = 0; index < llmmock_noted_count; index += 1) llmmock_handle_noted(index, false);
}

// Gives the terminal back in `exit()`, which any thread may call. Called once.
static inline bool llmmock_guard_at_exit(void) {
  return atexit(llmmock_give_back) == 0;
}

// From now on every end gives the terminal back. Standard error goes to the log meanwhile.
static inline void llmmock_guard_take_terminal(void) {
  struct llmmock_guard *guard = &llmmock_guard;
  __atomic_store_n(&guard->active, 1, __ATOMIC_SEQ_CST);
  if (guard->log < 0 || !isatty(STDERR_FILENO)) return;
  if (guard->errors < 0) guard->errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (guard->errors >= 0) dup2(guard->log, STDERR_FILENO);
}

// The regular way back, after ncurses has left: the modes as they were, standard error too.
static inline void llmmock_guard_return_terminal(bool showing) {
  struct llmmock_guard *guard = &llmmock_guard;
  if (!__atomic_exchange_n(&guard->active, 0, __ATOMIC_SEQ_CST)) return;
  struct sigaction before;
  sigaction(SIGTTOU, &guard->ignore, &before);
  tcsetattr(guard->terminal, TCSADRAIN, &guard->termios);
  sigaction(SIGTTOU, &before, NULL);
  llmmock_return_errors(showing);
}

// False once a handler gave the terminal back: then nothing may be drawn any more.
static inline bool llmmock_guard_has_terminal(void) {
  return __atomic_load_n(&llmmock_guard.active, __ATOMIC_SEQ_CST) != 0;
}

// Whether keys that send signals are another program's, which has the terminal.
static inline void llmmock_guard_lend(bool lent) {
  __atomic_store_n(&llmmock_guard.lent, lent ? 1 : 0, __ATOMIC_SEQ_CST);
}

// Whether Ctrl-Z from outside stops the process at once instead of waking the loop.
static inline void llmmock_guard_let_stop(bool stopping) {
  for (int index = 0; index < llmmock_noted_count; index += 1) {
    if (llmmock_noted[index] == SIGTSTP) llmmock_handle_noted(index, !stopping);
  }
}

// Whether the signal came; false from then on, until it comes again.
static inline bool llmmock_guard_take(int number) {
  for (int index = 0; index < llmmock_noted_count; index += 1) {
    if (llmmock_noted[index] == number) {
      return __atomic_exchange_n(&llmmock_guard.pending[index], 0, __ATOMIC_SEQ_CST) != 0;
    }
  }
  return false;
}

// Whether the signal came and was not taken.
static inline bool llmmock_guard_has(int number) {
  for (int index = 0; index < llmmock_noted_count; index += 1) {
    if (llmmock_noted[index] == number) {
      return __atomic_load_n(&llmmock_guard.pending[index], __ATOMIC_SEQ_CST) != 0;
    }
  }
  return false;
}

// TIOCGWINSZ is a macro with casts on one system. False when the terminal knows no size.
static inline bool llmmock_window_size(int terminal, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return false;
  if (size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

// FIONREAD is a macro with casts on one system. -1 when the terminal is gone.
static inline int llmmock_waiting_bytes(int terminal) {
  int count = 0;
  return ioctl(terminal, FIONREAD, &count) == 0 ? count : -1;
}

#endif
