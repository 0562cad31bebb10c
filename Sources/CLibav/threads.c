#include "CLibav.h"

#include <pthread.h>

// Decoders and filters of the C library keep large buffers on the stack.
enum { STACK_BYTES = 8 << 20 };

int libav_thread_start(uint64_t *number, void *(*body)(void *), void *context)
{
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error)
        return error;
    pthread_t thread;
    error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (!error)
        error = pthread_create(&thread, &attributes, body, context);
    pthread_attr_destroy(&attributes);
    if (!error)
        *number = (uint64_t)thread;
    return error;
}

int libav_thread_join(uint64_t number)
{
    return pthread_join((pthread_t)number, NULL);
}
