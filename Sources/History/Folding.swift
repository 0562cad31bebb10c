/// Text in which case makes no difference.
///
/// Each letter by itself becomes its small one, of all scripts, so that a piece of a text is a
/// piece of it when both are folded. How accents are written makes a difference.
enum Folding {
    static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let isCapital = ("A"..."Z").contains(scalar)
                folded.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
            } else {
                folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(folded)
    }

    /// As the index has it: with two signs behind it that are in no path as it is shown, so that
    /// each letter begins three.
    static func indexed(_ text: String) -> String { folded(text) + "\n\n" }
}
