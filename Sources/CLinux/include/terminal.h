// Standard streams and the terminals they may lead to.
#pragma once

#include <stdbool.h>

// Opens /dev/null for each of the three standard descriptors that is closed.
int linux_fill_standard_streams(void);
bool linux_is_terminal(int descriptor);
int linux_window_columns(int descriptor);
int linux_window_rows(int descriptor);

// How a terminal was before its keys were asked for one at a time.
typedef struct linux_terminal_mode linux_terminal_mode;
// From here on every key comes at once and is not shown; keys that send signals still do. What was
// before has to be given back by linux_give_keys_back, which frees it.
int linux_take_keys(int descriptor, linux_terminal_mode **before);
int linux_give_keys_back(int descriptor, linux_terminal_mode *before);
// Waits until the descriptor takes bytes; for streams that another process made non-blocking.
int linux_wait_until_writable(int descriptor);

_Noreturn void linux_exit(int code);
