internal import CFFmpeg
internal import Model

/// The four characters by which a container names the codec of the picture.
enum PictureTag {
    static func number(_ text: String) throws(MediaFailure) -> UInt32 {
        let bytes = Array(text.utf8)
        guard bytes.count == 4, bytes.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw MediaFailure(
                .recipe,
                "give the picture the tag \(text)",
                nil,
                "a tag is four characters, such as hvc1"
            )
        }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func failure(
        _ tag: String,
        _ codec: String,
        _ container: String,
        _ refusal: String
    ) -> MediaFailure {
        MediaFailure(
            .recipe,
            "give the picture the tag \(tag)",
            nil,
            "\(container) does not take it for \(codec): \(refusal)",
            remedy: "leave the tag to the container"
        )
    }

    /// The source's own where the container has the same one for the codec, or none at all for it;
    /// else the container's.
    static func kept(
        _ parameters: AVCodecParameters,
        in format: UnsafePointer<AVOutputFormat>
    ) -> UInt32 {
        guard let tags = format.pointee.codec_tag else { return parameters.codec_tag }
        let isKnown = av_codec_get_id(tags, parameters.codec_tag) == parameters.codec_id
        if isKnown { return parameters.codec_tag }
        return av_codec_get_tag(tags, parameters.codec_id) == 0 ? parameters.codec_tag : 0
    }

    /// HEVC with the parameter sets in the head alone, which is all that Apple's players play; nil
    /// is the container's own choice.
    static func standard(
        _ parameters: AVCodecParameters,
        in format: UnsafePointer<AVOutputFormat>,
        keepsHeaders: Bool
    ) -> UInt32? {
        let name = String(cString: format.pointee.name)
        guard parameters.codec_id == AV_CODEC_ID_HEVC, name == "mp4" || name == "mov",
            keepsHeaders, hasParameterSets(parameters)
        else { return nil }
        // Those of Dolby Vision say more than this one.
        let own = kept(parameters, in: format)
        return own == 0 || own == hev1 ? hvc1 : nil
    }

    static let hvc1: UInt32 = 0x3163_7668
    private static let hev1: UInt32 = 0x3176_6568

    /// Whether the head of a stream has all three kinds of them.
    private static func hasParameterSets(_ parameters: AVCodecParameters) -> Bool {
        let head = HEVCHead(parameters)
        // With start codes it is what the demuxer gathered from the first packets.
        return head.hasStartCodes || Set(head.units.map(\.kind)).isSuperset(of: [32, 33, 34])
    }
}

/// What the head of a stream of HEVC holds beside the packets (ISO/IEC 14496-15, 8.3.3).
struct HEVCHead {
    private(set) var hasStartCodes = false
    private(set) var units: [(kind: UInt8, bytes: [UInt8])] = []

    init(_ parameters: AVCodecParameters) {
        let head = Array(
            UnsafeRawBufferPointer(
                start: parameters.extradata,
                count: Int(parameters.extradata_size)
            )
        )
        guard let version = head.first else { return }
        hasStartCodes = version == 0
        guard !hasStartCodes, head.count > 22 else { return }
        var place = 23
        func number() -> Int? {
            guard place + 2 <= head.count else { return nil }
            defer { place += 2 }
            return Int(head[place]) << 8 | Int(head[place + 1])
        }
        for _ in 0..<head[22] {
            guard place < head.count else { return }
            let kind = head[place] & 0x3f
            place += 1
            guard let count = number() else { return }
            for _ in 0..<count {
                guard let length = number(), place + length <= head.count else { return }
                units.append((kind, Array(head[place..<place + length])))
                place += length
            }
        }
    }
}
