// Inside CLinux only: FAULTY("rename", rename(a, b)) makes the call unless a test armed a fault.
#pragma once

#include "faults.h"

#include <errno.h>

#ifdef REELMILL_FAULTS

// The error to fail with, or 0. `made` says whether the call has been made already.
int linux_fault_error(const char *call, bool made);
// At most how many bytes a transfer may move now.
size_t linux_fault_length(const char *call, size_t wanted);

#define FAULTY(name, call)                                                                         \
    ({                                                                                             \
        int error_before = linux_fault_error(name, false);                                         \
        __typeof__(call) result = (__typeof__(call))-1;                                            \
        if (error_before == 0) {                                                                   \
            result = (call);                                                                       \
            int saved = errno, error_after = linux_fault_error(name, true);                        \
            errno = saved;                                                                         \
            if (error_after != 0) {                                                                \
                result = (__typeof__(call))-1;                                                     \
                errno = error_after;                                                               \
            }                                                                                      \
        } else {                                                                                   \
            errno = error_before;                                                                  \
        }                                                                                          \
        result;                                                                                    \
    })
#define FAULTY_LENGTH(name, wanted) linux_fault_length(name, wanted)

#else

#define FAULTY(name, call) (call)
#define FAULTY_LENGTH(name, wanted) (wanted)

#endif
