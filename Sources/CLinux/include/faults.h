// Faults for tests: armed for the calling thread alone, so that tests may run beside each other.
// In a release build arming does nothing and linux_faults_compiled() is false.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum linux_fault_kind {
    LINUX_FAULT_FAILS = 0,      // the call is not made and fails with the error
    LINUX_FAULT_REPLY_LOST = 1, // the call is made, then fails with the error all the same
    LINUX_FAULT_SHORT = 2,      // a read or write moves at most `error` bytes
    LINUX_FAULT_PAUSES = 3,     // something else is done before the call is made
};

bool linux_faults_compiled(void);
// After `skip` calls of `call`, the next `times` calls meet the fault.
void linux_fault_arm(const char *call, enum linux_fault_kind kind, int error, int skip, int times);
// What is done by this thread in the middle of a call that pauses.
void linux_fault_on_pause(void (*body)(void *), void *context);
// How many calls met a fault on this thread since it was cleared.
int linux_faults_met(void);
void linux_faults_clear(void);
