// Child processes and signals.
#pragma once

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

struct linux_limit {
    int32_t resource; // RLIMIT_FSIZE and so on
    uint64_t soft, hard;
};

// What a child does between fork and exec. Everything is made ready by the parent: the child of a
// process with threads may call nothing but what signal-safety(7) lists.
struct linux_spawn {
    const char *program;
    char *const *arguments;   // ended by NULL
    char *const *environment; // ended by NULL
    const char *directory;    // NULL: the parent's
    int32_t input, output, errors; // LINUX_NULL_DEVICE, or the descriptor to make it from
    int32_t report;                // where a failure is told; closed by a successful exec
    int32_t death_signal;          // when the forking thread ends; 0 for none
    const struct linux_limit *limits;
    size_t limits_count;
};
enum { LINUX_NULL_DEVICE = -1 };

enum linux_spawn_step {
    LINUX_SPAWN_GROUP = 1,
    LINUX_SPAWN_DEATH_SIGNAL,
    LINUX_SPAWN_STREAM,    // index: 0, 1, 2
    LINUX_SPAWN_DIRECTORY,
    LINUX_SPAWN_LIMIT,     // index: which of the limits
    LINUX_SPAWN_PROGRAM,
};
struct linux_spawn_failure {
    int32_t step, index, error;
};

// The child's id. The child leads a process group of its own by the time `report` is at its end.
pid_t linux_fork_exec(const struct linux_spawn *spawn);

// Whether a child has ended and waits to be reaped: 1 or 0.
int linux_child_is_over(pid_t child);

struct linux_ended {
    int32_t code, signal; // signal 0: it exited with the code
    bool dumped;
    int64_t user_microseconds, system_microseconds, peak_kibibytes;
};
// Reaps a child that ended: 0 while it runs, its id once it is reaped.
pid_t linux_wait_child(pid_t child, struct linux_ended *ended);
// Reaps one ended child of the process group: 1 reaped, 0 all of them run, -1 ECHILD there is none.
int linux_reap_group(pid_t group);

int linux_kill(pid_t process, int signal);
int linux_pidfd_open(pid_t process);
int linux_become_subreaper(void);
pid_t linux_getpid(void);
int linux_pipe(int ends[2]);
int linux_await(struct pollfd *descriptors, nfds_t count, int milliseconds);
int linux_may_execute(const char *path);

int linux_ignore_signal(int signal);
int linux_block_signals(const int32_t *signals, size_t count);
int linux_signalfd(const int32_t *signals, size_t count);
// 1 and the signal with its sender, or -1 EAGAIN when none waits.
int linux_next_signal(int descriptor, int32_t *signal, int32_t *sender);
// `TERM`; NULL when unknown.
const char *linux_signal_name(int signal);
