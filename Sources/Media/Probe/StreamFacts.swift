internal import CFFmpeg
internal import CLibav
internal import Model

/// What follows from a stream's own description, for whoever plans, cuts or shows it.
enum StreamFacts {
    /// The video stream that is the film; nil when there is none. The default one comes first, then
    /// the largest, then the first, as ffmpeg chooses. A cover is a picture of the film, not it.
    static func mainVideo(of demuxer: Demuxer) -> Int? {
        let videos = (0..<demuxer.streamCount).filter { isFilm(demuxer.stream($0)) }
        return videos.min { first, second in
            let (one, other) = (demuxer.stream(first), demuxer.stream(second))
            if isDefault(one) != isDefault(other) { return isDefault(one) }
            let (area, otherArea) = (area(of: one), area(of: other))
            return area == otherArea ? first < second : area > otherArea
        }
    }

    /// The rate when it is constant by what the source says; nil is variable.
    ///
    /// libav gives two: the average, and the lowest rate on whose ticks all times lie. Where they
    /// agree there is a frame on every tick. Fields coded one by one double the latter, which
    /// `av_guess_frame_rate` sees by the codec's own rate.
    static func frameRate(of stream: UnsafeMutablePointer<AVStream>) -> Rational? {
        let ticks = Rational(av_guess_frame_rate(nil, stream, nil))
        let average = Rational(stream.pointee.avg_frame_rate)
        guard ticks.isPositive, average.isPositive else { return nil }
        if agree(ticks, average) { return ticks.asCommonRate }
        let fields = Rational(average.numerator * 2, average.denominator)
        let isFields = isInterlaced(stream) && agree(ticks, fields)
        return isFields ? average.asCommonRate : nil
    }

    static func isCover(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
    }

    static func isDefault(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        stream.pointee.disposition & AV_DISPOSITION_DEFAULT != 0
    }

    /// By libav's names, for example `default` and `hearing_impaired`.
    static func dispositions(of stream: UnsafeMutablePointer<AVStream>) -> [String] {
        dispositions(stream.pointee.disposition)
    }

    static func dispositions(_ flags: Int32) -> [String] {
        (0..<31).compactMap { bit in
            let flag = Int32(1) << bit
            guard flags & flag != 0 else { return nil }
            return av_disposition_to_string(flag).map { String(cString: $0) }
        }
    }

    /// One of libav's pieces of side data, if it is there and as large as it has to be.
    static func sideData<Value, Result>(
        _ type: AVPacketSideDataType,
        of stream: UnsafeMutablePointer<AVStream>,
        as value: Value.Type,
        _ body: (UnsafePointer<Value>) -> Result
    ) -> Result? {
        for index in 0..<libav_side_data_count(stream) {
            guard let found = libav_side_data(stream, index), found.pointee.type == type,
                found.pointee.size >= MemoryLayout<Value>.size, let data = found.pointee.data
            else { continue }
            // libav allocates side data aligned for any of its structures.
            return data.withMemoryRebound(to: Value.self, capacity: 1) { body($0) }
        }
        return nil
    }

    /// By how many degrees players turn the picture, counterclockwise; nil is not at all.
    static func rotation(of stream: UnsafeMutablePointer<AVStream>) -> Double? {
        typealias Matrix = (Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32)
        let angle = sideData(AV_PKT_DATA_DISPLAYMATRIX, of: stream, as: Matrix.self) {
            $0.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_get($0) }
        }
        guard let angle, angle.isFinite, angle != 0 else { return nil }
        return angle
    }

    private static func isFilm(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO && !isCover(stream)
    }

    private static func area(of stream: UnsafeMutablePointer<AVStream>) -> Int64 {
        Int64(stream.pointee.codecpar.pointee.width) * Int64(stream.pointee.codecpar.pointee.height)
    }

    private static func isInterlaced(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let order = stream.pointee.codecpar.pointee.field_order
        return order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE
    }

    /// Within 0.05 %: averages of short files are rounded, and 30 and 30,000/1,001 are 0.1 % apart.
    private static func agree(_ one: Rational, _ other: Rational) -> Bool {
        abs(one.value / other.value - 1) < 0.000_5
    }
}

extension Rational {
    /// The rate that is meant: Matroska's milliseconds make 19,001/317 of 60,000/1,001.
    fileprivate var asCommonRate: Rational {
        let candidates = [
            Rational(Int64(value.rounded()), 1),
            Rational(Int64((value * 1.001).rounded()) * 1_000, 1_001),
        ]
        return candidates.first { $0.isPositive && abs($0.value / value - 1) < 0.000_02 } ?? self
    }
}
