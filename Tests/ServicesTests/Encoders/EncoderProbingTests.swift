import Model
import Platform
import TestKit
import Testing

@testable import Services

/// A shell stands for the child: which encoder works depends on no machine.
@Suite("Which encoders a node has")
struct EncoderProbingTests {
    private typealias Encoder = EncoderCatalogue.Encoder

    private static let catalogue = EncoderCatalogue(
        encoders: [
            ("libx264", "h264", ["yuv420p"]), ("libsvtav1", "av1", ["yuv420p"]),
            ("h264_nvenc", "h264", ["yuv420p", "cuda"]), ("hevc_nvenc", "hevc", ["yuv420p"]),
            ("h264_vaapi", "h264", ["vaapi"]), ("h264_v4l2m2m", "h264", []),
            ("rawvideo", "rawvideo", []),
        ].map { name, codec, formats in
            Encoder(
                name: name,
                title: name,
                kind: .video,
                codec: codec,
                options: [],
                pixelFormats: formats
            )
        },
        common: []
    )

    /// - Parameter script: What the child does; it finds its order on its standard input.
    private func probing(
        _ known: KnownEncoders,
        _ script: String,
        _ state: Path,
        devices: [String] = ["nvidia0"]
    ) throws -> EncoderProbing {
        try Signals.ignoreBrokenPipes()
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = ["-c", script]
        return EncoderProbing(known, runner, state, .silent, Cancellation(), devices)
    }

    private func said(_ event: TaskEvent) throws -> String {
        "printf '%s' '\(String(decoding: try TaskLines.line(event), as: UTF8.self))'; "
    }

    private func verdict(_ encoder: String, _ failure: String? = nil) throws -> String {
        try said(.encoder(EncoderVerdict(encoder, failure: failure)))
    }

    @Test("Without a device it has what needs none; with one what has worked")
    func joins() throws {
        let scratch = try Scratch()
        let known = KnownEncoders(EncoderProbingTests.catalogue)
        #expect(known.all == ["libx264", "libsvtav1", "rawvideo"])
        #expect(known.announced == ["libsvtav1", "libx264"])
        #expect(!known.isSettled)
        let script =
            "read order; case $order in *nvenc*) "
            + (try verdict("h264_nvenc")) + (try verdict("hevc_nvenc", "no HEVC on this card"))
            + ";; *) " + (try verdict("libx264")) + (try verdict("libsvtav1")) + ";; esac; "
            + (try said(.encodersTried))
        try probing(known, script, scratch.path).run()
        #expect(known.announced == ["h264_nvenc", "libsvtav1", "libx264"])
        #expect(known.isSettled)
    }

    @Test("What was found holds for the next start; what failed is tried again")
    func kept() throws {
        let scratch = try Scratch()
        let script =
            "read order; case $order in *h264_nvenc*) "
            + (try verdict("h264_nvenc")) + (try verdict("hevc_nvenc", "busy"))
            + ";; *hevc_nvenc*) " + (try verdict("hevc_nvenc")) + ";; *) "
            + (try verdict("libx264")) + (try verdict("libsvtav1", "no memory for it"))
            + ";; esac; " + (try said(.encodersTried))
        let first = KnownEncoders(EncoderProbingTests.catalogue)
        try probing(first, script, scratch.path).run()
        #expect(first.announced == ["h264_nvenc", "libx264"])
        let second = KnownEncoders(EncoderProbingTests.catalogue)
        try probing(second, script, scratch.path).run()
        #expect(second.announced == ["h264_nvenc", "hevc_nvenc", "libx264"])
        // Other devices than before: nothing is known of them.
        let third = KnownEncoders(EncoderProbingTests.catalogue)
        try probing(third, "exit 1", scratch.path, devices: ["nvidia0", "nvidia1"]).run()
        #expect(third.announced == ["libx264"])
    }

    @Test(
        "One that brings its child down is not one of them, and the others are tried all the same"
    )
    func crash() throws {
        let scratch = try Scratch()
        let known = KnownEncoders(EncoderProbingTests.catalogue)
        let script =
            "read order; case $order in *h264_nvenc*) kill -SEGV $$;; *hevc_nvenc*) "
            + (try verdict("hevc_nvenc")) + ";; *) " + (try verdict("libx264"))
            + (try verdict("libsvtav1")) + ";; esac; " + (try said(.encodersTried))
        try probing(known, script, scratch.path).run()
        #expect(known.announced == ["hevc_nvenc", "libsvtav1", "libx264"])
    }

    @Test("One whose child somebody killed is not blamed")
    func killed() throws {
        let scratch = try Scratch()
        let known = KnownEncoders(EncoderProbingTests.catalogue)
        try probing(known, "kill -KILL $$", scratch.path, devices: []).run()
        #expect(known.announced == ["libsvtav1", "libx264"])
    }

    /// Files in the place of devices.
    private func make(_ devices: [String], in root: Path) throws {
        for name in devices {
            let path = root.appending("dev").appending(Path(name))
            try Directory.createAll(path.parent)
            try OpenFile.create(path).close()
        }
    }

    @Test("Devices are found where the kernel shows them")
    func devices() throws {
        let scratch = try Scratch()
        try make(["null", "video11", "nvidia0", "tty1", "dri/renderD128"], in: scratch.path)
        let names = DeviceNodes.names(root: scratch.path)
        #expect(names == ["dri/renderD128", "nvidia0", "video11"])
        let known = KnownEncoders(EncoderProbingTests.catalogue)
        #expect(known.ofHardware(with: names) == ["h264_nvenc", "hevc_nvenc", "h264_v4l2m2m"])
        #expect(known.ofHardware(with: []) == [])
    }

    @Test("Doctor says of each that does not work why")
    func doctor() throws {
        try Signals.ignoreBrokenPipes()
        let scratch = try Scratch()
        try make(["nvidia0", "dri/renderD128"], in: scratch.path)
        var runner = TaskRunner(program: "/bin/sh")
        let script =
            (try verdict("h264_nvenc")) + (try verdict("hevc_nvenc", "hevc_nvenc: no such session"))
            + (try said(.encodersTried))
        runner.arguments = ["-c", script]
        let examination = EncoderExamination(
            runner,
            EncoderProbingTests.catalogue,
            root: scratch.path
        )
        let found = examination.findings()
        #expect(
            found.map(\.text) == [
                "h264_nvenc works",
                "hevc_nvenc does not work here, though there is /dev/nvidia0: hevc_nvenc: no such "
                    + "session",
                "h264_vaapi does not work here: pictures are taken from a device's memory "
                    + "only, and reelmill makes none there",
                "h264_v4l2m2m does not work here: there is no /dev/video*",
            ]
        )
        #expect(found.map(\.outcome) == [.ok, .warning, .ok, .ok])
    }
}
