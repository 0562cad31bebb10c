import Media
import Model
import Testing

@Suite("Settings that parts need")
struct EncoderPinsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var encoder: String
        var given: String
        var isInterlaced = false
        var pinned: String

        var testDescription: String { "\(encoder) \(given)" }
    }

    @Test(
        "they are put among the user's own, which win",
        arguments: [
            Case(
                encoder: "libx264",
                given: "crf=20",
                pinned: "crf=20 x264-params=stitchable=1:cpu-independent=1:open-gop=0"
            ),
            Case(
                encoder: "libx264",
                given: "x264-params=keyint=infinite:cpu_independent=0 preset=slow",
                pinned: """
                    preset=slow x264-params=\
                    keyint=infinite:cpu_independent=0:stitchable=1:open-gop=0
                    """
            ),
            Case(
                encoder: "libx264",
                given: "maxrate=2M bufsize=4M",
                pinned: """
                    maxrate=2M bufsize=4M x264-params=\
                    stitchable=1:cpu-independent=1:open-gop=0:sync-lookahead=0
                    """
            ),
            Case(
                encoder: "libx264",
                given: "x264opts=vbv-maxrate=900:no-open-gop",
                pinned: """
                    x264opts=vbv-maxrate=900:no-open-gop x264-params=\
                    stitchable=1:cpu-independent=1:sync-lookahead=0
                    """
            ),
            Case(
                encoder: "libx264",
                given: "crf=20",
                isInterlaced: true,
                pinned: """
                    crf=20 flags=+ildct+ilme x264-params=\
                    stitchable=1:cpu-independent=1:open-gop=0
                    """
            ),
            Case(
                encoder: "mpeg2video",
                given: "flags=+ilme+ildct",
                isInterlaced: true,
                pinned: "flags=+ilme+ildct flags=+cgop sc_threshold=1000000000"
            ),
            Case(
                encoder: "libx265",
                given: "x265-params=aq-mode=3",
                pinned: """
                    x265-params=aq-mode=3:info=0:open-gop=0:pools=3:log-level=error:frame-threads=1
                    """
            ),
            Case(
                encoder: "libx265",
                given: "x265-params=vbv-maxrate=900:vbv-bufsize=900",
                isInterlaced: true,
                pinned: """
                    x265-params=vbv-maxrate=900:vbv-bufsize=900:info=0:open-gop=0:pools=3\
                    :log-level=error:frame-threads=1:wpp=0
                    """
            ),
            Case(
                encoder: "libsvtav1",
                given: "preset=8",
                pinned: "preset=8 flags=+cgop svtav1-params=lp=3"
            ),
            Case(
                encoder: "libvpx-vp9",
                given: "crf=30 b=0 row-mt=1",
                pinned: "crf=30 b=0 row-mt=1"
            ),
            Case(encoder: "ffv1", given: "level=3", pinned: "level=3"),
        ] as [Case]
    )
    func pinned(_ example: Case) throws {
        let film = EncoderPins.Film(threads: 3, isInterlaced: example.isInterlaced)
        let pins = try EncoderPins(example.encoder, options(example.given), film)
        let text = pins.options.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        #expect(text == example.pinned)
    }

    @Test(
        "x264 works by one thread where its rate is limited, since else no two runs are the same",
        arguments: [
            ("libx264", "crf=20", 4), ("libx264", "b=2M", 4), ("libx264", "maxrate=0 bufsize=0", 4),
            ("libx264", "b=2M maxrate=2M bufsize=4M", 1),
            ("libx264rgb", "maxrate=2M bufsize=4M", 1),
            ("libx264", "x264-params=vbv-maxrate=900:vbv-bufsize=900", 1),
            ("libx265", "maxrate=2M bufsize=4M", 4),
        ]
    )
    func threads(encoder: String, given: String, threads: Int) throws {
        let pins = try EncoderPins(encoder, options(given), .init(threads: 4))
        #expect(pins.threads == threads)
    }

    @Test(
        "what would make parts that do not fit together is refused with the reason",
        arguments: [
            (
                "libx264", "x264-params=open-gop=1", "open-gop=1 in x264-params",
                "a part must not refer to pictures of another one"
            ),
            (
                "libx264", "x264-params=no-stitchable=1", "no-stitchable=1 in x264-params",
                "parts with headers of their own cannot be joined"
            ),
            (
                "libx264", "x264opts=zones=0,9,q=20", "zones=0,9,q=20 in x264opts",
                "it counts the film's frames, and every part begins at 0"
            ),
            (
                "libx264", "intra-refresh=1", "intra-refresh=1",
                "parts begin with a key frame, and intra refresh makes none"
            ),
            (
                "libx264", "flags=+pass1", "flags=+pass1",
                "a part is encoded in one pass; set crf or a bit rate instead"
            ),
            (
                "libx265", "x265-params=chunk-start=10", "chunk-start=10 in x265-params",
                "it counts the film's frames, and every part begins at 0"
            ),
            (
                "libx265", "x265-params=info=1", "info=1 in x265-params",
                "parts with headers of their own cannot be joined"
            ),
            (
                "mpeg2video", "sc_threshold=40", "sc_threshold=40",
                "libavcodec makes closed groups of pictures only without scene detection"
            ),
            (
                "libvpx", "auto-alt-ref=1", "auto-alt-ref=1",
                "its hidden frames come as packets of their own, which have no frame"
            ),
            (
                "ffv1", "threads=4", "threads=4",
                "the number of threads is a part of the plan: it changes the bytes"
            ),
        ] as [(String, String, String, String)]
    )
    func refused(encoder: String, given: String, setting: String, reason: String) {
        #expect(
            throws: MediaFailure(
                .recipe,
                "use the option \(setting) of the encoder \(encoder)",
                nil,
                reason
            )
        ) { try EncoderPins(encoder, options(given), .init(threads: 1)) }
    }

    private func options(_ text: String) -> [CodecOption] {
        text.split(separator: " ").map { word in
            let name = word.prefix { $0 != "=" }
            return CodecOption(String(name), String(word.dropFirst(name.count + 1)))
        }
    }
}
