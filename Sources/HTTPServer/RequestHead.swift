internal import CMicroHTTPD
internal import Model

/// The head of a request, and whether its body is waited for.
struct RequestHead {
    let request: WebRequest
    let refusal: WebRefusal?

    init(
        _ connection: OpaquePointer,
        _ method: String,
        _ address: [UInt8]?,
        _ limits: ServerLimits
    ) {
        let list = HeaderList()
        http_headers(connection, httpHeader, Unmanaged.passUnretained(list).toOpaque())
        let address = address ?? []
        let path = address.prefix { $0 != UInt8(ascii: "?") }
        let query = address.count > path.count ? address[(path.count + 1)...] : nil
        request = WebRequest(
            method: method,
            path: String(decoding: path, as: UTF8.self),
            query: query.map { String(decoding: $0, as: UTF8.self) },
            headers: list.joined,
            peer: RequestHead.peer(connection)
        )
        refusal = RequestHead.refusal(address, list, limits)
    }

    private static func peer(_ connection: OpaquePointer) -> IPAddress? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { space in
            let count = http_peer(connection, space.baseAddress)
            return count > 0 ? IPAddress(raw: space[..<Int(count)]) : nil
        }
    }

    private static func refusal(
        _ address: [UInt8],
        _ list: HeaderList,
        _ limits: ServerLimits
    ) -> WebRefusal? {
        if address.count > limits.addressBytes {
            return .addressTooLong(limit: limits.addressBytes)
        }
        guard address.first == UInt8(ascii: "/") else {
            return .malformed("the address does not begin with a slash")
        }
        // What two readers may understand in two ways is how requests are smuggled past a proxy.
        let lengths = list.values["content-length"] ?? []
        if list.values["transfer-encoding"] != nil {
            return lengths.isEmpty ? .lengthMissing : .malformed("the body has two lengths")
        }
        guard lengths.count < 2 else { return .malformed("the body has two lengths") }
        guard (list.values["host"] ?? []).count < 2 else {
            return .malformed("there are two hosts")
        }
        guard let length = lengths.first else { return nil }
        guard length.utf8.allSatisfy(Measure.isDigit), !length.isEmpty else {
            return .malformed("the Content-Length is no number")
        }
        // Digits that are too many for a number are too many bytes as well.
        guard let count = Int(length), count <= limits.bodyBytes else {
            return .bodyTooLarge(limit: limits.bodyBytes)
        }
        return nil
    }
}

/// Collects what the library lists, by names in lower case.
final class HeaderList {
    var values: [String: [String]] = [:]

    /// RFC 6265, section 5.4: only cookies are joined by something else than a comma.
    var joined: [String: String] {
        values.reduce(into: [:]) { joined, entry in
            joined[entry.key] = entry.value.joined(separator: entry.key == "cookie" ? "; " : ", ")
        }
    }
}

func httpHeader(
    _ context: UnsafeMutableRawPointer?,
    _ kind: MHD_ValueKind,
    _ name: UnsafePointer<CChar>?,
    _ value: UnsafePointer<CChar>?
) -> MHD_Result {
    guard let context, let name else { return http_yes() }
    let list = Unmanaged<HeaderList>.fromOpaque(context).takeUnretainedValue()
    let text = value.map { String(cString: $0) } ?? ""
    list.values[String(cString: name).lowercased(), default: []].append(text)
    return http_yes()
}
