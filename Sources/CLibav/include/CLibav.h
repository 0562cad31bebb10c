// What of libav Swift cannot do by itself: take its variadic log, and start a thread.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Gets the text of one av_log() call: a line, or a piece of one without its newline. It is called
// on whatever thread libav logs from.
typedef void (*libav_log_sink)(void *context, int level, const char *text);

// Takes the log away from the terminal. Lines of a thread without a context go to the process's
// context, and without that nowhere.
void libav_log_take(libav_log_sink sink);
// Sets the context of this thread and gives the one before it.
void *libav_log_thread_context(void *context);
// The context that a line of this thread would go to now; NULL is none.
void *libav_log_current_context(void);
// Sets the context for threads that have none, such as those of the codecs.
void libav_log_process_context(void *context);

// A joinable thread; 0, or an errno. Media needs one to decode beside encoding.
int libav_thread_start(uint64_t *number, void *(*body)(void *), void *context);
int libav_thread_join(uint64_t number);

// Takes from this thread, and from those that it begins, the right to be scheduled before all
// others. Gives whether it had it; then it is to be given back.
int libav_urgency_forbid(void);
void libav_urgency_allow(void);

// What FFmpeg 5.1 and 7.1 keep in different places. Deprecations are errors in Swift.
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

int64_t libav_frame_duration(const AVFrame *frame);
void libav_frame_set_duration(AVFrame *frame, int64_t duration);
int libav_frame_is_interlaced(const AVFrame *frame);
int libav_frame_is_top_first(const AVFrame *frame);
int libav_frame_is_key(const AVFrame *frame);
void libav_frame_set_key(AVFrame *frame, int is_key);

// Side data of a stream: 5.1 has it on the AVStream, 6.1 and later on its codec parameters.
int libav_side_data_count(const AVStream *stream);
const AVPacketSideData *libav_side_data(const AVStream *stream, int index);
// Copies the data; 0 or an AVERROR.
int libav_add_side_data(
    AVStream *stream, enum AVPacketSideDataType type, const uint8_t *data, size_t size);

// What an encoder takes; NULL is anything. Lists end with -1, 0 or {0}.
const enum AVPixelFormat *libav_pixel_formats(const AVCodec *codec);
const enum AVSampleFormat *libav_sample_formats(const AVCodec *codec);
const int *libav_sample_rates(const AVCodec *codec);
const AVRational *libav_frame_rates(const AVCodec *codec);
const AVChannelLayout *libav_channel_layouts(const AVCodec *codec);


// libavformat has no public function that makes a chapter. Takes over the tags; 0 or an AVERROR.
int libav_add_chapter(
    AVFormatContext *context, int64_t id, AVRational base, int64_t start, int64_t end,
    AVDictionary *tags);
