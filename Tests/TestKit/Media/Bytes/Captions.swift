/// Closed captions as American broadcasts carry them: CEA-608 in user data (A/53 part 4).
enum Captions {
    /// Puts a pair of caption bytes before every picture of an H.264 byte stream that has one slice
    /// for each picture: a line of two that rolls up, with this text again and again.
    static func insert(_ text: String, into stream: [UInt8]) -> [UInt8] {
        // Resume caption loading with two rows, carriage return, first column of the last row.
        let control: [(UInt8, UInt8)] = [(0x14, 0x25), (0x14, 0x2d), (0x14, 0x70)]
        var letters = Array(text.utf8)
        if letters.count % 2 == 1 { letters.append(0x20) }
        var pairs = control
        for index in stride(from: 0, to: letters.count, by: 2) {
            pairs.append((letters[index], letters[index + 1]))
        }
        var output: [UInt8] = []
        var pictures = 0
        for unit in ByteStream.units(of: stream) {
            let kind = unit.first.map { $0 & 0x1f } ?? 0
            if kind == 1 || kind == 5 {
                output += ByteStream.startCode
                output += message(pairs[pictures % pairs.count])
                pictures += 1
            }
            output += ByteStream.startCode
            output += unit
        }
        return output
    }

    /// A supplemental enhancement information unit with registered user data (type 4).
    private static func message(_ pair: (UInt8, UInt8)) -> [UInt8] {
        var data: [UInt8] = [0xb5, 0x00, 0x31]
        data += Array("GA94".utf8)
        // Caption data: two triples, one of each field; only the first field has something to say.
        data += [0x03, 0xc2, 0xff]
        data += [0xfc, oddParity(pair.0), oddParity(pair.1)]
        data += [0xfd, 0x80, 0x80, 0xff]
        var unit: [UInt8] = [0x06, 0x04, UInt8(data.count)]
        unit += data
        unit.append(0x80)
        return unit
    }

    private static func oddParity(_ byte: UInt8) -> UInt8 {
        byte.nonzeroBitCount % 2 == 0 ? byte | 0x80 : byte
    }
}
