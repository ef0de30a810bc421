/* A library to be loaded before the system's: reads and writes do less than they were asked to, as a kernel may, and every
 * other one is interrupted by a signal first. What is left to do is the caller's to know. How many were cut is written to the
 * file that SHORT_COUNT names, when the process ends. Compiled by the test beside it (short.rs). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_ulong calls, cut;

/* A part of n: one byte now and then, else anything below n. */
static size_t part(size_t n) {
    if (n < 2) {
        return n;
    }
    unsigned long call = atomic_fetch_add(&calls, 1);
    atomic_fetch_add(&cut, 1);
    unsigned long mixed = (call + 1) * 0x9e3779b97f4a7c15UL;
    return call % 7 == 0 ? 1 : 1 + (mixed >> 33) % (n - 1);
}

/* Whether this call is interrupted: never twice in a row on the same thread, so that trying again helps. */
static int interrupted(void) {
    static _Thread_local int before;
    before = !before;
    return before;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define SHORTENED(name, parameters, arguments)                                                                               \
    ssize_t name parameters {                                                                                                \
        static __typeof__(&name) real;                                                                                       \
        if (!real) {                                                                                                         \
            real = REAL(name);                                                                                               \
        }                                                                                                                    \
        if (interrupted()) {                                                                                                 \
            errno = EINTR;                                                                                                   \
            return -1;                                                                                                       \
        }                                                                                                                    \
        n = part(n);                                                                                                         \
        return real arguments;                                                                                               \
    }

SHORTENED(write, (int fd, const void *from, size_t n), (fd, from, n))
SHORTENED(pwrite, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at))
SHORTENED(pwrite64, (int fd, const void *from, size_t n, off64_t at), (fd, from, n, at))
SHORTENED(read, (int fd, void *into, size_t n), (fd, into, n))
SHORTENED(pread, (int fd, void *into, size_t n, off_t at), (fd, into, n, at))
SHORTENED(pread64, (int fd, void *into, size_t n, off64_t at), (fd, into, n, at))

/* Of several buffers the first, and that cut. */
ssize_t writev(int fd, const struct iovec *buffers, int count) {
    for (int at = 0; at < count; at++) {
        if (buffers[at].iov_len > 0) {
            return write(fd, buffers[at].iov_base, buffers[at].iov_len);
        }
    }
    return 0;
}

ssize_t readv(int fd, const struct iovec *buffers, int count) {
    for (int at = 0; at < count; at++) {
        if (buffers[at].iov_len > 0) {
            return read(fd, buffers[at].iov_base, buffers[at].iov_len);
        }
    }
    return 0;
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("SHORT_COUNT");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (file) {
        fprintf(file, "%lu\n", atomic_load(&cut));
        fclose(file);
    }
}
