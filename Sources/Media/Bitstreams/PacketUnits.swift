/// What of a packet stays the same from one container to another.
enum PacketUnits {
    /// Hands out the parts of a packet that are the picture's own, so that the same picture gives
    /// the same parts in MP4, in Matroska and in MPEG-TS: units without start codes, lengths and
    /// zeros at the end, and none that are parameter sets, delimiters or filling. Of an AV1 unit
    /// the header, without the size, and the content come one after the other; of other codecs the
    /// whole packet is one part.
    ///
    /// Bytes that are not what the codec's rules say are handed out as they are, so nothing of a
    /// packet is left out because it is damaged.
    static func forEachUnit(
        of packet: UnsafeRawBufferPointer,
        codec: VideoCodec,
        framing: Framing,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        switch codec {
        case .h264: forEachNALUnit(of: packet, framing, isKept: isKeptOfH264, body)
        case .hevc: forEachNALUnit(of: packet, framing, isKept: isKeptOfHEVC, body)
        case .av1: forEachAV1Unit(of: packet, body)
        default: body(packet)
        }
    }

    private static func forEachNALUnit(
        of packet: UnsafeRawBufferPointer,
        _ framing: Framing,
        isKept: (UInt8) -> Bool,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        var units = NALUnits(packet, framing.of(packet))
        var isEmpty = true
        do throws(Damage) {
            while let unit = try units.next() {
                isEmpty = false
                let whole = units.whole(unit)
                if let header = whole.first, isKept(header) { body(whole) }
            }
            // Without a start code nothing was found at all.
            if isEmpty, !packet.isEmpty { body(packet) }
        } catch {
            body(units.rest)
        }
    }

    private static func forEachAV1Unit(
        of packet: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        var units = AV1Units(packet)
        do throws(Damage) {
            while let unit = try units.next() {
                switch unit.kind {
                case .temporalDelimiter, .redundantFrameHeader, .tileList, .padding: continue
                default: break
                }
                unit.headerWithoutSize.withUnsafeBytes { body($0) }
                body(unit.content)
            }
        } catch {
            body(units.rest)
        }
    }

    /// Not parameter sets (7, 8, 13, 15), the delimiter (9) and filling (12).
    private static func isKeptOfH264(_ header: UInt8) -> Bool {
        ![7, 8, 9, 12, 13, 15].contains(header & 0x1f)
    }

    /// Not parameter sets (32 to 34), the delimiter (35) and filling (38).
    private static func isKeptOfHEVC(_ header: UInt8) -> Bool {
        ![32, 33, 34, 35, 38].contains(header >> 1 & 0x3f)
    }
}
