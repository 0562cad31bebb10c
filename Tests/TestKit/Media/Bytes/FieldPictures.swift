/// H.264 whose fields are pictures of their own (PAFF), as many broadcasts are: no encoder of
/// FFmpeg writes it. 64x64 at 25 frames, raw macroblocks, an IDR picture every twelve frames.
///
/// The upper field has new macroblocks each time, the lower field repeats the upper one.
enum FieldPictures {
    private static let framesPerGroup = 12
    private static let blocksPerField = 8

    static func stream(frames: Int) -> [UInt8] {
        var stream: [UInt8] = []
        for frame in 0..<frames {
            stream += delimiter
            if frame % framesPerGroup == 0 {
                stream += sequence
                stream += picture
            }
            stream += upperField(of: frame)
            stream += delimiter
            stream += lowerField(of: frame)
        }
        return stream
    }

    private static let delimiter: [UInt8] = ByteStream.startCode + [0x09, 0xf0]

    private static let sequence: [UInt8] = {
        var bits = BitWriter()
        // Main profile, level 3.0; four bits of frame number, eight of order, one reference frame.
        bits.put(bytes: [77, 0, 30])
        bits.put(codes: 0, 0, 0, 4, 1)
        // No gaps; 4 macroblocks wide, 2 pairs of them high; fields allowed, MBAFF not.
        bits.put(flags: 0)
        bits.put(codes: 3, 1)
        bits.put(flags: 0, 0, 1, 0)
        // Of what is said for players only the rate: 50 fields.
        bits.put(flags: 1, 0, 0, 0, 0, 1)
        bits.put(1, bits: 32)
        bits.put(50, bits: 32)
        bits.put(flags: 1, 0, 0, 0, 0)
        return bits.unit(kind: 7)
    }()

    private static let picture: [UInt8] = {
        var bits = BitWriter()
        bits.put(codes: 0, 0)
        bits.put(flags: 0, 0)
        bits.put(codes: 0, 0, 0)
        bits.put(0, bits: 3)
        bits.put(codes: 0, 0, 0)
        bits.put(flags: 1, 0, 0)
        return bits.unit(kind: 8)
    }()

    /// Intra in an IDR picture; otherwise half its macroblocks are new and half are the last ones.
    private static func upperField(of frame: Int) -> [UInt8] {
        let isIDR = frame % framesPerGroup == 0
        var bits = header(of: frame, isLower: false, isIntra: isIDR)
        let blocks = isIDR ? blocksPerField : blocksPerField / 2
        for block in 0..<blocks {
            // Raw samples are type 25, behind the 5 types and the count of those left out of P.
            if isIDR { bits.put(codes: 25) } else { bits.put(codes: 0, 30) }
            bits.put(bytes: samples(frame, block))
        }
        if !isIDR { bits.put(codes: blocksPerField - blocks) }
        return bits.unit(kind: isIDR ? 5 : 1)
    }

    private static func lowerField(of frame: Int) -> [UInt8] {
        var bits = header(of: frame, isLower: true, isIntra: false)
        bits.put(codes: blocksPerField)
        return bits.unit(kind: 1)
    }

    private static func header(of frame: Int, isLower: Bool, isIntra: Bool) -> BitWriter {
        let number = frame % framesPerGroup
        var bits = BitWriter()
        bits.put(codes: 0, isIntra ? 7 : 5, 0)
        bits.put(number, bits: 4)
        bits.put(flags: 1, isLower ? 1 : 0)
        if isIntra { bits.put(codes: frame / framesPerGroup % 2) }
        bits.put(2 * number + (isLower ? 1 : 0), bits: 8)
        // P takes the references as they are; what is marked follows the sliding window.
        if isIntra { bits.put(flags: 0, 0) } else { bits.put(flags: 0, 0, 0) }
        // The quantiser as it is, no deblocking.
        bits.put(codes: 0, 1)
        return bits
    }

    /// 256 of brightness and 128 of colour, none of which is zero.
    private static func samples(_ frame: Int, _ block: Int) -> [UInt8] {
        let bright = (0..<256).map { index -> UInt8 in
            let slope = index % 16 * 3 + index / 16
            return UInt8(16 + (frame * 5 + block * 11 + slope) % 200)
        }
        let colour = UInt8(64 + (frame * 3 + block * 7) % 128)
        return bright + [UInt8](repeating: colour, count: 128)
    }
}
