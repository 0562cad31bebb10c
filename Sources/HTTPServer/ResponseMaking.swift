internal import CMicroHTTPD
internal import Model

extension WebResponse {
    /// Whether it can be sent as it is: a line end in a header would begin another header, or
    /// another answer.
    var isSendable: Bool {
        (200...599).contains(status)
            && headers.allSatisfy { header in
                !header.name.isEmpty && header.name.utf8.allSatisfy(WebResponse.isNameByte)
                    && header.value.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            }
    }

    /// RFC 9110, section 5.6.2, without what nobody uses.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// As the library has it, to be destroyed by the caller; nil where there is no memory.
    func made(_ parking: Parking, _ core: ServerCore) -> OpaquePointer? {
        let made: OpaquePointer? =
            switch body {
            case .bytes(let bytes): WebResponse.made(bytes)
            case .stream(let stream): WebResponse.made(StreamPump(stream, parking, core))
            }
        guard let made else { return nil }
        for header in headers
        where MHD_add_response_header(made, header.name, header.value) != http_yes() {
            MHD_destroy_response(made)
            return nil
        }
        return made
    }

    private static func made(_ bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBytes { http_copy($0.count, $0.baseAddress) }
    }

    /// The library owns the pump from here on, and gives it back to `httpStreamFree`.
    private static func made(_ pump: StreamPump) -> OpaquePointer? {
        let context = Unmanaged.passRetained(pump).toOpaque()
        let made = MHD_create_response_from_callback(
            http_size_unknown(),
            streamBlockBytes,
            httpStreamRead,
            context,
            httpStreamFree
        )
        if made == nil { httpStreamFree(context) }
        return made
    }

    private static let streamBlockBytes = 16 << 10
}
