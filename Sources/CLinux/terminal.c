#include "terminal.h"
#include "fault_points.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
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

int linux_window_rows(int descriptor) {
    struct winsize size = {0};
    int result = FAULTY("ioctl", ioctl(descriptor, TIOCGWINSZ, &size));
    return result == -1 ? -1 : size.ws_row;
}

struct linux_terminal_mode {
    struct termios termios;
};

int linux_take_keys(int descriptor, linux_terminal_mode **before) {
    struct linux_terminal_mode *mode = malloc(sizeof *mode);
    if (mode == NULL) return -1;
    if (FAULTY("tcgetattr", tcgetattr(descriptor, &mode->termios)) == 0) {
        struct termios keys = mode->termios;
        keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        // Ctrl-Z would leave the whole screen to the shell.
        keys.c_cc[VSUSP] = _POSIX_VDISABLE;
        if (FAULTY("tcsetattr", tcsetattr(descriptor, TCSAFLUSH, &keys)) == 0) {
            *before = mode;
            return 0;
        }
    }
    int error = errno;
    free(mode);
    errno = error;
    return -1;
}

int linux_give_keys_back(int descriptor, linux_terminal_mode *before) {
    int result = FAULTY("tcsetattr", tcsetattr(descriptor, TCSAFLUSH, &before->termios));
    int error = errno;
    free(before);
    errno = error;
    return result;
}

int linux_wait_until_writable(int descriptor) {
    struct pollfd waited = {.fd = descriptor, .events = POLLOUT};
    return FAULTY("poll", poll(&waited, 1, -1));
}

void linux_exit(int code) { exit(code); }
