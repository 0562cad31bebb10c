// Standard streams and the terminals they may lead to.
#pragma once

#include <stdbool.h>

// Opens /dev/null for each of the three standard descriptors that is closed.
int linux_fill_standard_streams(void);
bool linux_is_terminal(int descriptor);
int linux_window_columns(int descriptor);
// Waits until the descriptor takes bytes; for streams that another process made non-blocking.
int linux_wait_until_writable(int descriptor);

_Noreturn void linux_exit(int code);
