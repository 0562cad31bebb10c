#include "watching.h"
#include "fault_points.h"

#include <fcntl.h>
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

int linux_open_place(const char *path) {
    return FAULTY("open", open(path, O_PATH | O_CLOEXEC));
}
