#include "processes.h"
#include "fault_points.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The report of a failure is moved to the first descriptor behind the standard streams.
enum { FIRST_FREE = 3, REPORT = FIRST_FREE };
enum { DESCRIPTORS_GUESS_MAX = 65536, FAILED_BEFORE_EXEC = 127 };

// ---- in the child, between fork and exec: async-signal-safe calls only ----

static _Noreturn void give_up(int report, enum linux_spawn_step step, int index) {
    struct linux_spawn_failure failure = {(int32_t)step, index, errno};
    // Less than PIPE_BUF, so it arrives whole or not at all.
    ssize_t written = write(report, &failure, sizeof failure);
    (void)written;
    _exit(FAILED_BEFORE_EXEC);
}

// An ignored signal stays ignored over exec, and a handler of the parent must not run in the child
// once the mask is emptied; so all go back to default first. The kernel is asked directly: glibc
// does not touch signals 32 and 33, which it uses itself, and some runners hand on 32 ignored. All
// zeros are SIG_DFL without flags whatever the layout, and 8 are the bytes of the kernel's mask.
static void reset_signals(void) {
    const uint64_t standard[8] = {0};
    for (int signal = 1; signal < NSIG; signal++)
        syscall(SYS_rt_sigaction, signal, standard, NULL, sizeof standard[0]);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// All three sources go above the standard streams first: dup2 onto 1 would destroy a source that is
// 1.
static void place_streams(const struct linux_spawn *spawn, int report) {
    const int32_t wanted[FIRST_FREE] = {spawn->input, spawn->output, spawn->errors};
    int sources[FIRST_FREE];
    for (int i = 0; i < FIRST_FREE; i++) {
        int source = wanted[i];
        if (source == LINUX_NULL_DEVICE) source = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (source >= 0 && source < FIRST_FREE) source = fcntl(source, F_DUPFD_CLOEXEC, FIRST_FREE);
        if (source < 0) give_up(report, LINUX_SPAWN_STREAM, i);
        sources[i] = source;
    }
    for (int i = 0; i < FIRST_FREE; i++)
        if (FAULTY("dup2", dup2(sources[i], i)) < 0) give_up(report, LINUX_SPAWN_STREAM, i);
}

// The layout of getdents64(2); opendir(3) would allocate memory, which a forked child must not.
struct listed {
    uint64_t inode;
    int64_t offset;
    uint16_t bytes;
    uint8_t kind;
    char name[];
};

static int close_listed(void) {
    int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -1;
    _Alignas(struct listed) char buffer[4096];
    long count;
    while ((count = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < count;) {
            const struct listed *entry = (const struct listed *)(const void *)(buffer + at);
            int descriptor = 0;
            for (const char *digit = entry->name; *digit >= '0' && *digit <= '9'; digit++)
                descriptor = descriptor * 10 + (*digit - '0');
            if (descriptor > REPORT && descriptor != directory) close(descriptor);
            at += entry->bytes;
        }
    }
    close(directory);
    return (int)count;
}

// The child has copies of all our descriptors, other children's pipes among them, which have no end
// while it holds them. They are closed at once and not by exec: before that comes what may hang on
// a dead mount. close_range(2) is refused by some older container runtimes; then what /proc lists
// is closed, and without /proc the first numbers are.
static void close_others(void) {
    long closed = FAULTY("close_range", syscall(SYS_close_range, REPORT + 1, ~0U, 0));
    if (closed == 0) return;
    if (FAULTY("getdents", close_listed()) == 0) return;
    for (int i = REPORT + 1; i < DESCRIPTORS_GUESS_MAX; i++) close(i);
}

static _Noreturn void become(const struct linux_spawn *spawn, pid_t parent) {
    int report = spawn->report;
    if (report < FIRST_FREE) report = fcntl(report, F_DUPFD_CLOEXEC, FIRST_FREE);
    if (FAULTY("setpgid", setpgid(0, 0)) != 0) give_up(report, LINUX_SPAWN_GROUP, 0);
    reset_signals();
    if (spawn->death_signal != 0) {
        if (prctl(PR_SET_PDEATHSIG, spawn->death_signal) != 0)
            give_up(report, LINUX_SPAWN_DEATH_SIGNAL, 0);
        // The parent may have died before the request: nobody would send the signal any more.
        if (getppid() != parent) _exit(FAILED_BEFORE_EXEC);
    }
    place_streams(spawn, report);
    // The streams are in place, so whatever has the report's new number is not needed any more.
    if (report != REPORT && dup3(report, REPORT, O_CLOEXEC) != REPORT)
        give_up(report, LINUX_SPAWN_STREAM, 0);
    report = REPORT;
    close_others();
    if (spawn->directory != NULL && FAULTY("chdir", chdir(spawn->directory)) != 0)
        give_up(report, LINUX_SPAWN_DIRECTORY, 0);
    for (size_t i = 0; i < spawn->limits_count; i++) {
        const struct linux_limit *limit = &spawn->limits[i];
        struct rlimit values = {limit->soft, limit->hard};
        if (FAULTY("setrlimit", setrlimit((unsigned)limit->resource, &values)) != 0)
            give_up(report, LINUX_SPAWN_LIMIT, (int)i);
    }
    if (FAULTY("execve", execve(spawn->program, spawn->arguments, spawn->environment)) != 0)
        give_up(report, LINUX_SPAWN_PROGRAM, 0);
    __builtin_unreachable();
}

// ---- in the parent ----

// Whoever started us may have left SIGCHLD ignored. The kernel then reaps our children by itself:
// how they ended is lost, and their numbers are free for others while we still use them.
static void keep_ended_children(void) {
    struct sigaction now;
    if (sigaction(SIGCHLD, NULL, &now) != 0) return;
    if (now.sa_handler != SIG_IGN && (now.sa_flags & SA_NOCLDWAIT) == 0) return;
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &standard, NULL);
}

pid_t linux_fork_exec(const struct linux_spawn *spawn) {
    // Asked before the fork and not around it: the child must not see the fault as its own result.
    if (FAULTY("fork", 0) != 0) return -1;
    keep_ended_children();
    pid_t parent = getpid();
    // No handler of ours may run in the child, which would act on what it shares with us.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    // _Fork, not fork: atfork handlers are other people's code, and fork waits for the lock that a
    // thread holds while it flushes to a full pipe.
    pid_t child = _Fork();
    if (child == 0) become(spawn, parent);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return child;
}

static int64_t microseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

pid_t linux_wait_child(pid_t child, struct linux_ended *ended) {
    int status = 0;
    struct rusage usage;
    pid_t found = FAULTY("wait4", wait4(child, &status, WNOHANG, &usage));
    if (found <= 0) return found;
    *ended = (struct linux_ended){
        .code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
        .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
        .dumped = WIFSIGNALED(status) && WCOREDUMP(status),
        .user_microseconds = microseconds(usage.ru_utime),
        .system_microseconds = microseconds(usage.ru_stime),
        .peak_kibibytes = usage.ru_maxrss,
    };
    return found;
}

int linux_child_is_over(pid_t child) {
    siginfo_t found;
    memset(&found, 0, sizeof found); // waitid leaves si_pid alone when nobody ended
    int result =
        FAULTY("waitid", waitid(P_PID, (id_t)child, &found, WEXITED | WNOHANG | WNOWAIT));
    return result != 0 ? -1 : found.si_pid != 0;
}

int linux_reap_group(pid_t group) {
    siginfo_t found;
    memset(&found, 0, sizeof found);
    int result = waitid(P_PGID, (id_t)group, &found, WEXITED | WNOHANG);
    return result != 0 ? -1 : found.si_pid != 0;
}

int linux_kill(pid_t process, int signal) { return FAULTY("kill", kill(process, signal)); }

int linux_pidfd_open(pid_t process) {
    return (int)FAULTY("pidfd_open", syscall(SYS_pidfd_open, process, 0));
}

int linux_become_subreaper(void) { return FAULTY("prctl", prctl(PR_SET_CHILD_SUBREAPER, 1)); }
pid_t linux_getpid(void) { return getpid(); }
int linux_pipe(int ends[2]) { return FAULTY("pipe2", pipe2(ends, O_CLOEXEC)); }

int linux_await(struct pollfd *descriptors, nfds_t count, int milliseconds) {
    return FAULTY("poll", poll(descriptors, count, milliseconds));
}

int linux_may_execute(const char *path) {
    return FAULTY("faccessat", faccessat(AT_FDCWD, path, X_OK, AT_EACCESS));
}

int linux_ignore_signal(int signal) {
    struct sigaction ignored;
    memset(&ignored, 0, sizeof ignored);
    ignored.sa_handler = SIG_IGN;
    return FAULTY("sigaction", sigaction(signal, &ignored, NULL));
}

static sigset_t set_of(const int32_t *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
    return set;
}

int linux_block_signals(const int32_t *signals, size_t count) {
    sigset_t set = set_of(signals, count);
    // The pthread calls return the error instead of setting errno.
    errno = pthread_sigmask(SIG_BLOCK, &set, NULL);
    return errno == 0 ? 0 : -1;
}

int linux_signalfd(const int32_t *signals, size_t count) {
    sigset_t set = set_of(signals, count);
    return FAULTY("signalfd", signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int linux_next_signal(int descriptor, int32_t *signal, int32_t *sender) {
    struct signalfd_siginfo found;
    ssize_t count = FAULTY("read", read(descriptor, &found, sizeof found));
    if (count != (ssize_t)sizeof found) return -1;
    *signal = (int32_t)found.ssi_signo;
    *sender = (int32_t)found.ssi_pid;
    return 1;
}

const char *linux_signal_name(int signal) { return sigabbrev_np(signal); }
