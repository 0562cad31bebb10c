internal import Model

/// Options of ffmpeg's own that become filters here, as they do there.
enum PictureOptions {
    /// The graph of `-vf` and what ffmpeg puts behind it; nil is none.
    static func filters(_ list: RecipeDraft.OptionList) throws(LineProblem) -> String? {
        var filters = list["filter"]?.value.map { [$0] } ?? []
        if let size = list["s"] { filters.append(try scale(size)) }
        if let ratio = list["aspect"] { filters.append(try aspect(ratio)) }
        if let frames = list["r"] { filters.append(try rate(frames)) }
        return filters.isEmpty ? nil : filters.joined(separator: ",")
    }

    static func scale(_ option: FFmpegOption) throws(LineProblem) -> String {
        let value = option.value ?? ""
        let parts = value.split(separator: "x", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number($0) }
        if parts.count == 2, numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) {
            return "scale=\(numbers[0]):\(numbers[1])"
        }
        // Names such as hd720; what begins like a number is a size that is wrong.
        guard value.utf8.first.map({ !Measure.isDigit($0) }) ?? false, isWord(value) else {
            throw option.valueProblem(
                "takes a size such as 1280x720, not \(Quoted.readable(value)); "
                    + "-vf scale=-2:720 keeps the shape"
            )
        }
        return "scale=size=\(value)"
    }

    /// setdar parts its own arguments at colons.
    static func aspect(_ option: FFmpegOption) throws(LineProblem) -> String {
        let value = option.value ?? ""
        let parts = value.split(omittingEmptySubsequences: false) { ":/".contains($0) }
        let isRatio = parts.count == 2 && parts.allSatisfy { number($0).map { $0 > 0 } ?? false }
        let isNumber = parts.count == 1 && (Double(value).map { $0 > 0 && $0 < 1_000 } ?? false)
        guard isRatio || isNumber else {
            throw option.valueProblem("takes a shape such as 16:9, not \(Quoted.readable(value))")
        }
        return "setdar=\(parts.joined(separator: "/"))"
    }

    static func rate(_ option: FFmpegOption) throws(LineProblem) -> String {
        let value = option.value ?? ""
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        let isFraction = parts.count == 2 && parts.allSatisfy { number($0).map { $0 > 0 } ?? false }
        let isNumber = Double(value).map { $0 > 0 && $0 <= 1_000 } ?? false
        let isPlain = value.utf8.allSatisfy { Measure.isDigit($0) || $0 == UInt8(ascii: ".") }
        if isFraction || (isNumber && isPlain) { return "fps=\(value)" }
        let names = ["ntsc": "30000/1001", "pal": "25", "film": "24", "ntsc-film": "24000/1001"]
        guard let rate = names[value] else {
            throw option.valueProblem(
                "takes a rate such as 25 or 30000/1001, not \(Quoted.readable(value))"
            )
        }
        return "fps=\(rate)"
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy(Measure.isDigit) ? Int(text).flatMap { $0 < 1 << 20 ? $0 : nil } : nil
    }

    private static func isWord(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            Measure.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
    }
}

/// What ffmpeg calls the quality of encoders that have no crf.
enum QualityOptions {
    /// `FF_QP2LAMBDA`: libavcodec counts in finer steps.
    private static let stepsInOne = 118.0

    static func globalQuality(_ option: FFmpegOption) throws(LineProblem) -> Int {
        guard let text = option.value, let value = Double(text), value.isFinite, value >= 0,
            value < 10_000
        else {
            throw option.valueProblem(
                "takes a number such as 4, not \(Quoted.readable(option.value ?? ""))"
            )
        }
        return Int(value * stepsInOne)
    }

    /// Encoders pass over a crf that they do not have, or take the nearest one, and say nothing.
    static func check(_ option: FFmpegOption, encoder: String) throws(LineProblem) {
        guard let range = EncoderLimits.range(of: option.name, encoder: encoder),
            let text = option.value
        else { return }
        guard let value = Double(text), range.contains(value) else {
            let limits = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            throw option.valueProblem(
                "takes a number from \(limits) with \(encoder), not \(Quoted.readable(text))"
            )
        }
    }
}
