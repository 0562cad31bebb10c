internal import CommandLine
internal import Platform

extension Console {
    /// Asks whether to go on. Without somebody who can answer it fails, and says how to go on.
    ///
    /// - Parameter what: What would be done, as behind "refusing to": `cancel 3 jobs`.
    func confirm(_ what: String, isAgreed: Bool) throws(Failure) -> Bool {
        if isAgreed { return true }
        guard mayAsk else { throw Failure(.usage, "refusing to \(what) without --yes") }
        draw("Go on? [y/N] ")
        let answer = String(decoding: answerLine(), as: UTF8.self).lowercased()
        return answer == "y" || answer == "yes"
    }

    /// Up to the end of the line; a terminal gives whole lines.
    private func answerLine() -> [UInt8] {
        let bytes = (try? StandardStream.input.read(atMost: 256)) ?? []
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") }.filter { $0 > 0x20 })
    }
}
