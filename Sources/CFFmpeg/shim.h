// What Swift cannot import from FFmpeg by itself, each with the reason.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>

// The version macros are composed by other macros, which Swift does not evaluate.
static const unsigned reelmill_avcodec_headers = LIBAVCODEC_VERSION_INT;
static const unsigned reelmill_avfilter_headers = LIBAVFILTER_VERSION_INT;
static const unsigned reelmill_avformat_headers = LIBAVFORMAT_VERSION_INT;
static const unsigned reelmill_avutil_headers = LIBAVUTIL_VERSION_INT;
