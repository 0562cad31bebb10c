public import Model
internal import Platform

/// The program as it was built beside the tests.
public enum BuiltProgram {
    public static func path() throws -> Path {
        // The tests are loaded into a runner or are the program themselves, as the toolchain has
        // it.
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        let tests = try bundle ?? Directory.symbolicLinkTarget(of: "/proc/self/exe")
        return tests.parent / "reelmill"
    }
}
