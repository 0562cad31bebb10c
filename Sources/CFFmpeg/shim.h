// What Swift cannot import from FFmpeg by itself, each with the reason.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/crc.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/dovi_meta.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/mathematics.h>
#include <libavutil/opt.h>
#include <libavutil/parseutils.h>
#include <libavutil/pixdesc.h>
#include <libavutil/samplefmt.h>
#include <libavutil/threadmessage.h>
#include <libavutil/time.h>

// The version macros are composed by other macros, which Swift does not evaluate.
static const unsigned reelmill_avcodec_headers = LIBAVCODEC_VERSION_INT;
static const unsigned reelmill_avfilter_headers = LIBAVFILTER_VERSION_INT;
static const unsigned reelmill_avformat_headers = LIBAVFORMAT_VERSION_INT;
static const unsigned reelmill_avutil_headers = LIBAVUTIL_VERSION_INT;

// Function-like macros and casts, which Swift does not evaluate either.
static const int reelmill_error_again = AVERROR(EAGAIN);
static const int reelmill_error_end = AVERROR_EOF;
static const int reelmill_error_invalid_data = AVERROR_INVALIDDATA;
static const int reelmill_error_no_memory = AVERROR(ENOMEM);
static const int reelmill_error_not_permitted = AVERROR(EPERM);
static const int reelmill_error_option_not_found = AVERROR_OPTION_NOT_FOUND;
static const int64_t reelmill_no_time = AV_NOPTS_VALUE;
