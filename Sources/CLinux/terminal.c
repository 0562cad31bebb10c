#include "terminal.h"
#include "fault_points.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int linux_fill_standard_streams(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1) continue;
        // The lowest free number is taken, which is this one: those below are open by now.
        if (FAULTY("open", open("/dev/null", O_RDWR)) == -1) return -1;
    }
    return 0;
}

bool linux_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

int linux_window_columns(int descriptor) {
    struct winsize size = {0};
    int result = FAULTY("ioctl", ioctl(descriptor, TIOCGWINSZ, &size));
    return result == -1 ? -1 : size.ws_col;
}

int linux_wait_until_writable(int descriptor) {
    struct pollfd waited = {.fd = descriptor, .events = POLLOUT};
    return FAULTY("poll", poll(&waited, 1, -1));
}

void linux_exit(int code) { exit(code); }
