/// Why a request is answered without anybody having been asked.
public enum WebRefusal: Hashable, Sendable {
    /// It breaks the rules of HTTP.
    case malformed(String)
    case bodyTooLarge(limit: Int)
    /// It does not say how long its body is.
    case lengthMissing
    case addressTooLong(limit: Int)
    /// All that may work on answers do, and enough others wait.
    case busy
    case tooManyStreams(limit: Int)
    case stopping
    /// Our bug: the answer cannot be sent as it is.
    case unsendable

    public var status: Int {
        switch self {
        case .malformed: 400
        case .lengthMissing: 411
        case .bodyTooLarge: 413
        case .addressTooLong: 414
        case .unsendable: 500
        case .busy, .tooManyStreams, .stopping: 503
        }
    }

    public var detail: String {
        switch self {
        case .malformed(let reason): reason
        case .lengthMissing: "the body has no Content-Length"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .addressTooLong(let limit): "the address is longer than \(limit) bytes"
        case .unsendable: "the answer could not be sent"
        case .busy: "too many requests wait for an answer; try again in a moment"
        case .tooManyStreams(let limit): "\(limit) listeners are connected already"
        case .stopping: "the node is stopping"
        }
    }
}
