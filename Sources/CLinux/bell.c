#include "CLinux.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct linux_bell {
    pthread_mutex_t lock;
    pthread_cond_t rung;
    uint64_t count;
};

linux_bell *linux_bell_make(void) {
    linux_bell *bell = calloc(1, sizeof *bell);
    if (bell == NULL) return NULL;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    // A wait by the wall clock would end early or late when somebody sets it.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&bell->lock, NULL);
    pthread_cond_init(&bell->rung, &attributes);
    pthread_condattr_destroy(&attributes);
    return bell;
}

void linux_bell_free(linux_bell *bell) {
    pthread_cond_destroy(&bell->rung);
    pthread_mutex_destroy(&bell->lock);
    free(bell);
}

void linux_bell_ring(linux_bell *bell) {
    pthread_mutex_lock(&bell->lock);
    bell->count++;
    pthread_cond_broadcast(&bell->rung);
    pthread_mutex_unlock(&bell->lock);
}

uint64_t linux_bell_count(linux_bell *bell) {
    pthread_mutex_lock(&bell->lock);
    uint64_t count = bell->count;
    pthread_mutex_unlock(&bell->lock);
    return count;
}

void linux_bell_wait(linux_bell *bell, uint64_t count, int64_t milliseconds) {
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += milliseconds % 1000 * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&bell->lock);
    while (bell->count == count && pthread_cond_timedwait(&bell->rung, &bell->lock, &end) == 0) {}
    pthread_mutex_unlock(&bell->lock);
}
