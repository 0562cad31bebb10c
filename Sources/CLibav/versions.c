#include "CLibav.h"

#include <errno.h>
#include <string.h>

#define HAS_FRAME_FLAGS (LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100))
#define HAS_CODED_SIDE_DATA (LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102))
#define HAS_SUPPORTED_CONFIG (LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(61, 13, 100))

int64_t libav_frame_duration(const AVFrame *frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}

void libav_frame_set_duration(AVFrame *frame, int64_t duration)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    frame->duration = duration;
#else
    frame->pkt_duration = duration;
#endif
}

int libav_frame_is_interlaced(const AVFrame *frame)
{
#if HAS_FRAME_FLAGS
    return !!(frame->flags & AV_FRAME_FLAG_INTERLACED);
#else
    return frame->interlaced_frame;
#endif
}

int libav_frame_is_top_first(const AVFrame *frame)
{
#if HAS_FRAME_FLAGS
    return !!(frame->flags & AV_FRAME_FLAG_TOP_FIELD_FIRST);
#else
    return frame->top_field_first;
#endif
}

int libav_frame_is_key(const AVFrame *frame)
{
#if HAS_FRAME_FLAGS
    return !!(frame->flags & AV_FRAME_FLAG_KEY);
#else
    return frame->key_frame;
#endif
}

void libav_frame_set_key(AVFrame *frame, int is_key)
{
#if HAS_FRAME_FLAGS
    frame->flags = is_key ? frame->flags | AV_FRAME_FLAG_KEY : frame->flags & ~AV_FRAME_FLAG_KEY;
#else
    frame->key_frame = is_key;
#endif
    frame->pict_type = is_key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
}

int libav_side_data_count(const AVStream *stream)
{
#if HAS_CODED_SIDE_DATA
    return stream->codecpar->nb_coded_side_data;
#else
    return stream->nb_side_data;
#endif
}

const AVPacketSideData *libav_side_data(const AVStream *stream, int index)
{
#if HAS_CODED_SIDE_DATA
    return &stream->codecpar->coded_side_data[index];
#else
    return &stream->side_data[index];
#endif
}

int libav_add_side_data(
    AVStream *stream, enum AVPacketSideDataType type, const uint8_t *data, size_t size)
{
    uint8_t *copy = av_memdup(data, size);
    if (!copy)
        return AVERROR(ENOMEM);
#if HAS_CODED_SIDE_DATA
    AVCodecParameters *parameters = stream->codecpar;
    if (av_packet_side_data_add(
            &parameters->coded_side_data, &parameters->nb_coded_side_data, type, copy, size, 0))
        return 0;
    av_free(copy);
    return AVERROR(ENOMEM);
#else
    int error = av_stream_add_side_data(stream, type, copy, size);
    if (error < 0)
        av_free(copy);
    return error;
#endif
}

#if HAS_SUPPORTED_CONFIG
static const void *supported(const AVCodec *codec, enum AVCodecConfig config)
{
    const void *list = NULL;
    if (avcodec_get_supported_config(NULL, codec, config, 0, &list, NULL) < 0)
        return NULL;
    return list;
}
#define LIST(codec, config, field) supported(codec, config)
#else
#define LIST(codec, config, field) (codec)->field
#endif

const enum AVPixelFormat *libav_pixel_formats(const AVCodec *codec)
{
    return LIST(codec, AV_CODEC_CONFIG_PIX_FORMAT, pix_fmts);
}

const enum AVSampleFormat *libav_sample_formats(const AVCodec *codec)
{
    return LIST(codec, AV_CODEC_CONFIG_SAMPLE_FORMAT, sample_fmts);
}

const int *libav_sample_rates(const AVCodec *codec)
{
    return LIST(codec, AV_CODEC_CONFIG_SAMPLE_RATE, supported_samplerates);
}

const AVRational *libav_frame_rates(const AVCodec *codec)
{
    return LIST(codec, AV_CODEC_CONFIG_FRAME_RATE, supported_framerates);
}

const AVChannelLayout *libav_channel_layouts(const AVCodec *codec)
{
    return LIST(codec, AV_CODEC_CONFIG_CHANNEL_LAYOUT, ch_layouts);
}

int libav_add_chapter(
    AVFormatContext *context, int64_t id, AVRational base, int64_t start, int64_t end,
    AVDictionary *tags)
{
    AVChapter *chapter = av_mallocz(sizeof *chapter);
    if (!chapter) {
        av_dict_free(&tags);
        return AVERROR(ENOMEM);
    }
    chapter->id = id;
    chapter->time_base = base;
    chapter->start = start;
    chapter->end = end;
    chapter->metadata = tags;
    int count = (int)context->nb_chapters;
    int error = av_dynarray_add_nofree(&context->chapters, &count, chapter);
    context->nb_chapters = (unsigned)count;
    if (error < 0) {
        av_dict_free(&tags);
        av_free(chapter);
    }
    return error;
}
