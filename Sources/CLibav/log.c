#include "CLibav.h"

#include <libavutil/log.h>
#include <stdarg.h>
#include <stdatomic.h>

static libav_log_sink the_sink;
static _Atomic(void *) process_context;
static _Thread_local void *thread_context;
// Whether the line before ended, so that a prefix comes once a line: libav's own rule.
static _Thread_local int is_at_line_start = 1;

static void log_callback(void *object, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_INFO)
        return;
    void *context = libav_log_current_context();
    if (!context)
        return;
    char text[1024];
    int count = av_log_format_line2(
        object, level, format, arguments, text, sizeof text, &is_at_line_start);
    if (count >= 0)
        the_sink(context, level & 0xff, text);
}

void libav_log_take(libav_log_sink sink)
{
    the_sink = sink;
    av_log_set_callback(log_callback);
}

void *libav_log_thread_context(void *context)
{
    void *before = thread_context;
    thread_context = context;
    return before;
}

void libav_log_process_context(void *context)
{
    atomic_store(&process_context, context);
}

void *libav_log_current_context(void)
{
    return thread_context ? thread_context : atomic_load(&process_context);
}
