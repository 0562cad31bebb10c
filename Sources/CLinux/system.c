#include "system.h"
#include "fault_points.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

// Swift takes the arguments from /proc/self/cmdline and has none where /proc is not mounted. glibc
// hands them to every constructor.
static char *const *started_with;
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
    (void)count;
    started_with = arguments;
}
char *const *linux_arguments(void) { return started_with; }

char *const *linux_environment(void) { return environ; }

struct linux_time linux_clock(int32_t clock) {
    struct timespec now = {0, 0};
    clock_gettime(clock, &now);
    return (struct linux_time){now.tv_sec, (int32_t)now.tv_nsec};
}

int linux_local_time(int64_t seconds, struct linux_date *date) {
    time_t moment = seconds;
    struct tm local;
    if (localtime_r(&moment, &local) == NULL) return -1;
    *date = (struct linux_date){
        .offset = (int32_t)local.tm_gmtoff,
        .weekday = local.tm_wday,
        .hour = local.tm_hour,
        .minute = local.tm_min,
    };
    return 0;
}

// The pthread calls return the error instead of setting errno.
static int reported(int error) {
    if (error == 0) return 0;
    errno = error;
    return -1;
}

int linux_thread_start(
    uint64_t *thread, size_t stack_bytes, linux_thread_body body, void *context) {
    pthread_attr_t attributes;
    if (reported(pthread_attr_init(&attributes)) != 0) return -1;
    pthread_t started = 0;
    int result = reported(pthread_attr_setstacksize(&attributes, stack_bytes));
    if (result == 0)
        result = FAULTY(
            "pthread_create", reported(pthread_create(&started, &attributes, body, context)));
    int error = errno;
    pthread_attr_destroy(&attributes);
    errno = error;
    *thread = started;
    return result;
}

int linux_thread_join(uint64_t thread) { return reported(pthread_join(thread, NULL)); }
int linux_thread_detach(uint64_t thread) { return reported(pthread_detach(thread)); }
void linux_thread_name(const char *name) { prctl(PR_SET_NAME, name); }

int linux_processors_allowed(void) {
    // EINVAL says that the set is too small for this kernel's processors.
    for (int room = 1024; room <= 1 << 17; room *= 2) {
        cpu_set_t *set = CPU_ALLOC(room);
        if (set == NULL) return -1;
        size_t bytes = CPU_ALLOC_SIZE(room);
        int result = FAULTY("sched_getaffinity", sched_getaffinity(0, bytes, set));
        int error = errno, count = result == 0 ? CPU_COUNT_S(bytes, set) : -1;
        CPU_FREE(set);
        errno = error;
        if (result == 0 || error != EINVAL) return count;
    }
    return -1;
}
