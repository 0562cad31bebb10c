/// Subscripts of raw buffers are checked in debug builds only; these are checked always.
extension UnsafeRawBufferPointer {
    func byte(_ index: Int) throws(Damage) -> UInt8 {
        guard index >= 0, index < count else { throw Damage() }
        return self[index]
    }

    /// The bytes from `start` on, as many as `length` says or all there are.
    func part(from start: Int, length: Int? = nil) throws(Damage) -> UnsafeRawBufferPointer {
        guard start >= 0, start <= count else { throw Damage() }
        let length = length ?? count - start
        guard length >= 0, length <= count - start else { throw Damage() }
        return UnsafeRawBufferPointer(rebasing: self[start..<start + length])
    }

    /// Without the zero bytes at the end: they belong to no unit, and containers add and drop them.
    var withoutTrailingZeros: UnsafeRawBufferPointer {
        var end = count
        while end > 0, self[end - 1] == 0 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[..<end])
    }

    func isEqual(to other: [UInt8]) -> Bool {
        count == other.count && elementsEqual(other)
    }
}

/// The start codes `00 00 01` of a stream, in order.
struct StartCodes {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// All that is behind the next start code, to the end of the bytes; nil when there is none, or
    /// nothing behind it.
    mutating func next() -> UnsafeRawBufferPointer? {
        guard let start = StartCodes.end(in: bytes, from: position), start < bytes.count else {
            position = bytes.count
            return nil
        }
        position = start
        return UnsafeRawBufferPointer(rebasing: bytes[start...])
    }

    /// What lies before the next start code in `tail`, which `next` gave.
    static func unit(at tail: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let end = end(in: tail, from: 0) else { return tail.withoutTrailingZeros }
        return UnsafeRawBufferPointer(rebasing: tail[..<(end - 3)]).withoutTrailingZeros
    }

    /// The place behind the first start code that begins at or after `start`. Looks at every third
    /// byte: one above 1 cannot be part of a start code that ends within the next two.
    private static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start + 2
        while index < bytes.count {
            switch bytes[index] {
            case 0: index += 1
            case 1:
                if bytes[index - 1] == 0, bytes[index - 2] == 0 { return index + 1 }
                index += 3
            default: index += 3
            }
        }
        return nil
    }
}
