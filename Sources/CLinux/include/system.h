// Clocks, threads, limits of this machine, terminals.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <time.h>

// The arguments as the kernel gave them, ended by NULL.
char *const *linux_arguments(void);
// The environment as `NAME=value` strings, ended by NULL. Read it before there are threads.
char *const *linux_environment(void);

struct linux_time {
    int64_t seconds;
    int32_t nanoseconds;
};
// CLOCK_REALTIME, CLOCK_MONOTONIC or CLOCK_BOOTTIME. Cannot fail for these three.
struct linux_time linux_clock(int32_t clock);

// A moment on the clocks of this host's time zone; `weekday` counts from Sunday. -1 for years that
// no calendar has.
struct linux_date {
    // Of its clocks before UTC, in seconds.
    int32_t offset;
    int32_t weekday;
    int32_t hour;
    int32_t minute;
};
int linux_local_time(int64_t seconds, struct linux_date *date);

// A thread; its number is for join and detach, one of them, once.
typedef void *(*linux_thread_body)(void *context);
int linux_thread_start(
    uint64_t *thread, size_t stack_bytes, linux_thread_body body, void *context);
int linux_thread_join(uint64_t thread);
int linux_thread_detach(uint64_t thread);
// Names the calling thread, as ps -L and gdb show it; the kernel keeps 15 bytes.
void linux_thread_name(const char *name);

// A count that threads wait for to rise. NULL when there is no memory.
typedef struct linux_bell linux_bell;
linux_bell *linux_bell_make(void);
void linux_bell_free(linux_bell *bell);
void linux_bell_ring(linux_bell *bell);
uint64_t linux_bell_count(linux_bell *bell);
// Returns when the count is another than that, or after so many milliseconds.
void linux_bell_wait(linux_bell *bell, uint64_t count, int64_t milliseconds);

// How many processors the calling thread may run on, as cpusets and taskset left them.
int linux_processors_allowed(void);
