#include "CLibav.h"

#include <linux/capability.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

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

// Of this thread alone, which is what the system call changes; libcap has no more to offer here.
static int change_urgency(int is_allowed)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (syscall(SYS_capget, &head, sets))
        return 0;
    const uint32_t right = CAP_TO_MASK(CAP_SYS_NICE);
    uint32_t *effective = &sets[CAP_TO_INDEX(CAP_SYS_NICE)].effective;
    const uint32_t wanted = is_allowed ? *effective | right : *effective & ~right;
    if (wanted == *effective)
        return 0;
    *effective = wanted;
    return syscall(SYS_capset, &head, sets) == 0;
}

int libav_urgency_forbid(void)
{
    return change_urgency(0);
}

void libav_urgency_allow(void)
{
    change_urgency(1);
}
