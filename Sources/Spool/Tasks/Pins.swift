internal import Model

/// What all parts of a job's picture, or of one of its renditions, have in common: the first part
/// decides.
public struct Pin: Hashable, Sendable, Codable {
    public var schema = 1
    /// A hash of the headers that the encoder made.
    public var headers: String
    /// Whose encoder that was, and what it was.
    public var by: String
    public var maker: String
}

extension Spool {
    /// Parts with other headers do not fit together, as from another version of an encoder. Whoever
    /// has the first part says what they are.
    ///
    /// - Parameter rung: Of a ladder, of which renditions it speaks; each has headers of its own.
    /// - Returns: What holds, whoever said it; nil when there is no such job any more.
    public func pin(
        _ headers: String,
        rung: Int? = nil,
        by maker: String,
        _ claim: Claim
    ) throws(SpoolError) -> Pin? {
        let path = rung.map { claim.layout.pin(rung: $0) } ?? claim.layout.pin
        do throws(SpoolError) {
            let wanted = RecordCoding.bytes(
                Pin(headers: headers, by: holder.text, maker: maker)
            )
            return try RecordCoding.record(Pin.self, try publish(wanted, as: path), at: path)
        } catch {
            guard try isClosed(claim.key) else { throw error }
            return nil
        }
    }

    /// What the encoders of all nodes are.
    public func makers() throws(SpoolError) -> Set<String> {
        var makers: Set<String> = []
        for holder in try nodes() {
            if let maker = try node(holder)?.maker { makers.insert(maker) }
        }
        return makers
    }
}
