// What Swift needs from zlib and brotli and can't import.

#ifndef LLMMOCK_COMPRESSION_SHIM_H
#define LLMMOCK_COMPRESSION_SHIM_H

#include <brotli/decode.h>
#include <string.h>
#include <zlib.h>

// How inflate is told what surrounds the compressed data.
enum {
  llmmock_window_gzip = MAX_WBITS + 16,
  llmmock_window_zlib = MAX_WBITS,
  llmmock_window_raw = -MAX_WBITS,
};

// `inflateInit2` is a macro, and a `z_stream` must be all zeros before it.
static inline int llmmock_inflate_begin(z_stream *stream, int window) {
  memset(stream, 0, sizeof *stream);
  return inflateInit2(stream, window);
}

#endif
