// inotify and what wakes a waiting thread.
#pragma once

#include <stdint.h>
#include <sys/inotify.h>

// An inotify instance that never blocks.
int linux_inotify_init(void);
int linux_inotify_add_watch(int instance, const char *path, uint32_t mask);
int linux_inotify_rm_watch(int instance, int watch);

// A counter that makes its descriptor readable; it never blocks.
int linux_eventfd(void);

// Opens a place in the file system, whatever is there, without the right to read it: O_PATH of
// open(2).
int linux_open_place(const char *path);
