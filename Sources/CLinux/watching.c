#include "watching.h"
#include "fault_points.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>

int linux_inotify_init(void) {
    return FAULTY("inotify_init1", inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
}

int linux_inotify_add_watch(int instance, const char *path, uint32_t mask) {
    return FAULTY("inotify_add_watch", inotify_add_watch(instance, path, mask));
}

int linux_inotify_rm_watch(int instance, int watch) {
    return FAULTY("inotify_rm_watch", inotify_rm_watch(instance, watch));
}

int linux_eventfd(void) { return FAULTY("eventfd", eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }

int linux_wait_readable(int first, int second, int milliseconds) {
    // poll(2) passes over a negative descriptor. An error or a hang-up counts as readable: reading it
    // is how one learns more.
    struct pollfd waiting[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
    int result = FAULTY("poll", poll(waiting, 2, milliseconds));
    if (result < 0) return result;
    return (waiting[0].revents != 0 ? 1 : 0) + (waiting[1].revents != 0 ? 2 : 0);
}

int linux_open_place(const char *path) {
    return FAULTY("open", open(path, O_PATH | O_CLOEXEC));
}
