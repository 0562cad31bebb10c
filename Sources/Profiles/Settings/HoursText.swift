public import Model

/// Hours as a setting has them, by the words of profiles.
public enum HoursText {
    /// Why a text says no hours.
    public struct Problem: Error, Hashable, Sendable {
        public let message: String
    }

    /// For example of `mon-fri 22:00-07:00, sat-sun`.
    public static func read(_ text: String) throws(Problem) -> [WeeklyHours] {
        let line = Array("hours = \(text)".utf8)
        let source = ProfileSource(.builtin("hours"), line)
        guard !text.utf8.contains(where: { $0 < 0x20 }), TextCheck.problem(source) == nil else {
            throw Problem(message: "hours holds what is no text")
        }
        let profile = ProfileText([source])
        let reading = DocumentReader.read(profile, profile.parts[0])
        if let problem = reading.problems.first { throw Problem(message: problem.message) }
        guard let assignment = reading.document[.hours] else {
            throw Problem(message: "hours has no value")
        }
        do throws(LineProblem) {
            return try HoursValue.read(SettingValue(assignment), profile)
        } catch {
            throw Problem(message: error.message)
        }
    }
}
