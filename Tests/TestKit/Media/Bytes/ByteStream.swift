/// Byte streams of H.264 and HEVC (Annex B): units behind start codes.
enum ByteStream {
    static let startCode: [UInt8] = [0, 0, 0, 1]

    /// What stands between the start codes.
    static func units(of stream: [UInt8]) -> [ArraySlice<UInt8>] {
        var starts: [(code: Int, unit: Int)] = []
        var index = 0
        while index + 3 <= stream.count {
            if stream[index + 2] > 1 {
                index += 3
            } else if stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 {
                let isLong = index > 0 && stream[index - 1] == 0
                starts.append((isLong ? index - 1 : index, index + 3))
                index += 3
            } else {
                index += 1
            }
        }
        return starts.indices.map { number in
            let end = number + 1 < starts.count ? starts[number + 1].code : stream.count
            return stream[starts[number].unit..<end]
        }
    }
}
